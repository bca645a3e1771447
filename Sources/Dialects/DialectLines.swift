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
        let bytes = file.bytes
        for (index, start) in file.lineStarts.enumerated() {
            var end = index + 1 < file.lineStarts.count ? file.lineStarts[index + 1] - 1 : bytes.count
            while end > start, bytes[end - 1] == Self.blank || bytes[end - 1] == 0x0D { end -= 1 }
            var position = start
            while position < end, bytes[position] == Self.blank { position += 1 }
            guard position < end else { continue }
            // A comment is a `#` that stands alone; `#VPHY` begins an entry.
            if bytes[position] == Self.hash, position + 1 == end || bytes[position + 1] == Self.blank { continue }
            let range = SourceRange(start: position, end: end)
            if bytes[position..<end].contains(0x09) {
                report("a tab stands in this line", file.path, range, "use blanks; two or more part one column from the next")
            } else if let cells = cells(in: bytes, range) {
                lines.append(DialectLine(indentation: position - start, cells: cells, range: range))
            } else {
                report("this line is not UTF-8", file.path, range, "save the file as UTF-8")
            }
        }
    }

    /// nil when the bytes are not UTF-8.
    private func cells(in bytes: [UInt8], _ line: SourceRange) -> [Cell]? {
        var cells: [Cell] = []
        var position = line.start
        // Once no quote ends a cell, none further right does: without this, opening quotes alone would cost quadratic time.
        var closingQuotesAhead = true
        func endsCell(_ index: Int) -> Bool {
            index >= line.end || bytes[index] == Self.blank && (index + 1 >= line.end || bytes[index + 1] == Self.blank)
        }
        while position < line.end {
            var content = position..<position
            var close = position
            if closingQuotesAhead, bytes[position] == Self.quote {
                close += 1
                while close < line.end, !(bytes[close] == Self.quote && endsCell(close + 1)) { close += 1 }
                closingQuotesAhead = close < line.end
                content = position + 1..<close
                close += 1
            }
            if !closingQuotesAhead || bytes[position] != Self.quote {
                close = position
                while !endsCell(close) { close += 1 }
                content = position..<close
            }
            guard let text = String(validating: bytes[content], as: UTF8.self) else { return nil }
            cells.append(Cell(text: text, range: SourceRange(start: position, end: close)))
            position = close
            while position < line.end, bytes[position] == Self.blank { position += 1 }
        }
        return cells
    }

    private mutating func report(_ message: String, _ path: String, _ range: SourceRange, _ suggestion: String) {
        guard diagnostics.count < DialectReader.mostDiagnostics else { return }
        diagnostics.append(Diagnostic(message: message, path: path, range: range, suggestion: suggestion))
    }
}
