/// A text file with its lines found.
public struct SourceFile: Sendable {
    public let path: String
    public let bytes: [UInt8]
    /// Offset of the first byte of each line; never empty.
    public let lineStarts: [Int]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
        lineStarts = starts
    }
}

/// A range of bytes in one file.
public struct SourceRange: Hashable, Sendable {
    /// Byte offsets.
    public var start: Int
    public var end: Int
    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}

/// A message about a place in a file.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable { case error, warning }
    public var severity: Severity
    public var message: String
    public var path: String
    public var range: SourceRange
    /// How to repair it.
    public var suggestion: String?
    public init(severity: Severity = .error, message: String, path: String, range: SourceRange, suggestion: String? = nil) {
        self.severity = severity
        self.message = message
        self.path = path
        self.range = range
        self.suggestion = suggestion
    }
}
