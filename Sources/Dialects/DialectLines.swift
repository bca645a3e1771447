import SourceText

/// A run of text between two or more blanks, or a text between quotes.
struct Cell {
    var text: String
    var range: SourceRange

    var words: [String] { text.split(separator: " ").map(String.init) }
}

/// A line that says something: not empty, not a comment.
struct DialectLine {
    var indentation: Int
    /// Never empty.
    var cells: [Cell]
    /// From the first cell's beginning to the last one's end.
    var range: SourceRange
}

/// Cuts a file into lines and these into cells.
struct DialectLines {
    private(set) var lines: [DialectLine] = []
    private(set) var diagnostics: [Diagnostic] = []

    private static let blank = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")

    init(_ file: SourceFile) {
        for (index, start) in file.lineStarts.enumerated() {
            var end = index + 1 < file.lineStarts.count ? file.lineStarts[index + 1] - 1 : file.bytes.count
            while end > start, file.bytes[end - 1] == Self.blank || file.bytes[end - 1] == 0x0D { end -= 1 }
            var position = start
            while position < end, file.bytes[position] == Self.blank { position += 1 }
            guard position < end else { continue }
            // A comment is a `#` that stands alone; `#VPHY` begins an entry.
            if file.bytes[position] == Self.hash, position + 1 == end || file.bytes[position + 1] == Self.blank { continue }
            guard !file.bytes[position..<end].contains(0x09) else {
                diagnostics.append(
                    Diagnostic(
                        message: "a tab stands in this line",
                        path: file.path,
                        range: SourceRange(start: position, end: end),
                        suggestion: "use blanks; two or more part one column from the next"
                    )
                )
                continue
            }
            guard let cells = cells(in: file, from: position, to: end) else {
                diagnostics.append(
                    Diagnostic(
                        message: "this line is not UTF-8",
                        path: file.path,
                        range: SourceRange(start: position, end: end),
                        suggestion: "save the file as UTF-8"
                    )
                )
                continue
            }
            lines.append(
                DialectLine(indentation: position - start, cells: cells, range: SourceRange(start: position, end: end))
            )
        }
    }

    /// nil when the bytes are not UTF-8.
    private func cells(in file: SourceFile, from start: Int, to end: Int) -> [Cell]? {
        let bytes = file.bytes
        var cells: [Cell] = []
        var position = start
        while position < end {
            var close = position
            var content = position
            var contentEnd: Int
            func endsCell(_ index: Int) -> Bool {
                index >= end || bytes[index] == Self.blank && (index + 1 >= end || bytes[index + 1] == Self.blank)
            }
            if bytes[position] == Self.quote {
                close = position + 1
                while close < end, !(bytes[close] == Self.quote && endsCell(close + 1)) { close += 1 }
            }
            if bytes[position] == Self.quote, close < end {
                content = position + 1
                contentEnd = close
                close += 1
            } else {
                close = position
                while !endsCell(close) { close += 1 }
                contentEnd = close
            }
            guard let text = String(validating: bytes[content..<contentEnd], as: UTF8.self) else { return nil }
            cells.append(Cell(text: text, range: SourceRange(start: position, end: close)))
            position = close
            while position < end, bytes[position] == Self.blank { position += 1 }
        }
        return cells
    }
}
