/// A text file with its lines found.
public struct SourceFile: Sendable {
    public let path: String
    public let bytes: [UInt8]
    /// Offset of the first byte of each line; never empty. A byte order mark is part of no line.
    public let lineStarts: [Int]
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [bytes.starts(with: Self.mark) ? Self.mark.count : 0]
        bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                if bytes[offset] == 0x0A { starts.append(offset + 1) }
                offset += 1
            }
        }
        lineStarts = starts
    }

    /// What is wrong with a file that begins with a byte order mark; nil for any other. Each reader of lines reports it.
    public var markProblem: Diagnostic? {
        guard let end = lineStarts.first, end > 0 else { return nil }
        return Diagnostic(
            message: "a byte order mark does not belong here",
            path: path,
            range: SourceRange(start: 0, end: end),
            suggestion: "save the file without it"
        )
    }

    /// The line that holds the byte at `offset`, from 0; offsets outside the file count as its nearest end. O(log lines).
    public func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, from 0, without its LF or CR LF.
    public func range(ofLine line: Int) -> SourceRange {
        let start = lineStarts[line]
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        if end > start, line + 1 < lineStarts.count, bytes[end - 1] == 0x0D { end -= 1 }
        return SourceRange(start: start, end: end)
    }

    /// The bytes of a range as text; what is not UTF-8 becomes U+FFFD.
    public func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range.start..<range.end], as: UTF8.self)
    }

    /// Where a reader finds the byte at `offset`: line and column from 1, the column counted in characters.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let line = line(at: offset)
        let start = lineStarts[line]
        let end = max(start, min(offset, bytes.count))
        return (line + 1, String(decoding: bytes[start..<end], as: UTF8.self).count + 1)
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
