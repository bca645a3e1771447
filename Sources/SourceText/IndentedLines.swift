/// A line that says something: not empty, not a comment.
public struct IndentedLine: Hashable, Sendable {
    /// Blanks before the first byte of the range.
    public var indentation: Int
    /// Without blanks at either end; never empty, valid UTF-8, no tab in it.
    public var range: SourceRange
    public init(indentation: Int, range: SourceRange) {
        self.indentation = indentation
        self.range = range
    }
}

/// A file cut into the lines that say something. O(bytes).
public struct IndentedLines: Sendable {
    public private(set) var lines: [IndentedLine] = []
    /// A byte order mark, and lines with tabs and lines that are not UTF-8, which are left out.
    public private(set) var diagnostics: [Diagnostic] = []

    private static let blank = UInt8(ascii: " ")
    private static let hash = UInt8(ascii: "#")

    /// `limit`: at most so many diagnostics.
    public init(_ file: SourceFile, limit: Int) {
        let bytes = file.bytes
        if let problem = file.markProblem { diagnostics.append(problem) }
        for (index, start) in file.lineStarts.enumerated() {
            var end = index + 1 < file.lineStarts.count ? file.lineStarts[index + 1] - 1 : bytes.count
            while end > start, bytes[end - 1] == Self.blank || bytes[end - 1] == 0x0D { end -= 1 }
            var position = start
            while position < end, bytes[position] == Self.blank { position += 1 }
            guard position < end else { continue }
            // A comment is a `#` that stands alone; `#VPHY` begins an entry.
            if bytes[position] == Self.hash, position + 1 == end || bytes[position + 1] == Self.blank { continue }
            let range = SourceRange(start: position, end: end)
            let problem: (message: String, fix: String)? =
                if bytes[position..<end].contains(0x09) {
                    ("a tab stands in this line", "indent and part columns with blanks")
                } else if String(validating: bytes[position..<end], as: UTF8.self) == nil {
                    ("this line is not UTF-8", "save the file as UTF-8")
                } else {
                    nil
                }
            if let problem {
                guard diagnostics.count < limit else { continue }
                diagnostics.append(
                    Diagnostic(message: problem.message, path: file.path, range: range, suggestion: problem.fix)
                )
            } else {
                lines.append(IndentedLine(indentation: position - start, range: range))
            }
        }
    }
}
