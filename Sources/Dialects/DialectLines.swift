import SourceText

/// A run of text between two or more blanks, or a text between quotes.
struct Cell {
    var text: String
    var range: SourceRange

    var words: [String] { text.split(separator: " ").map(String.init) }

    /// The cell's words as cells of their own.
    var wordCells: [Cell] {
        let quote = range.end - range.start == text.utf8.count ? 0 : 1
        return text.split(separator: " ").map { word in
            let start = range.start + quote + text.utf8.distance(from: text.startIndex, to: word.startIndex)
            return Cell(text: String(word), range: SourceRange(start: start, end: start + word.utf8.count))
        }
    }
}

/// A line that says something: not empty, not a comment.
struct DialectLine {
    var indentation: Int
    /// Never empty.
    var cells: [Cell]
    /// From the first cell's beginning to the last one's end.
    var range: SourceRange

    var words: [String] { cells.flatMap(\.words) }
}

/// Cuts a file's lines into cells.
struct DialectLines {
    private(set) var lines: [DialectLine] = []
    private(set) var diagnostics: [Diagnostic]

    private static let blank = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")

    init(_ file: SourceFile) {
        let cut = IndentedLines(file, limit: DialectReader.mostDiagnostics)
        diagnostics = cut.diagnostics
        lines = cut.lines.map {
            DialectLine(indentation: $0.indentation, cells: Self.cells(in: file.bytes, $0.range), range: $0.range)
        }
    }

    private static func cells(in bytes: [UInt8], _ line: SourceRange) -> [Cell] {
        var cells: [Cell] = []
        var position = line.start
        // Once no quote ends a cell, none further right does: without this, opening quotes alone would cost quadratic time.
        var closingQuotesAhead = true
        func endsCell(_ index: Int) -> Bool {
            index >= line.end || bytes[index] == blank && (index + 1 >= line.end || bytes[index + 1] == blank)
        }
        while position < line.end {
            var content = position..<position
            var close = position
            if closingQuotesAhead, bytes[position] == quote {
                close += 1
                while close < line.end, !(bytes[close] == quote && endsCell(close + 1)) { close += 1 }
                closingQuotesAhead = close < line.end
                content = position + 1..<close
                close += 1
            }
            if !closingQuotesAhead || bytes[position] != quote {
                close = position
                while !endsCell(close) { close += 1 }
                content = position..<close
            }
            let text = String(decoding: bytes[content], as: UTF8.self)
            cells.append(Cell(text: text, range: SourceRange(start: position, end: close)))
            position = close
            while position < line.end, bytes[position] == blank { position += 1 }
        }
        return cells
    }
}
