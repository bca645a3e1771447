import SourceText

/// Where something stands, in whichever file.
struct SourcePlace: Hashable {
    var path: String
    var range: SourceRange
}

/// A run of text between two or more blanks, or a text between quotes.
struct Cell: Hashable {
    var text: String
    var place: SourcePlace
    var isQuoted = false

    var words: [String] { text.split(separator: " ").map(String.init) }

    /// The cell's words as cells of their own.
    var wordCells: [Cell] {
        let first = place.range.start + (isQuoted ? 1 : 0)
        return text.split(separator: " ").map { word in
            let start = first + text.utf8.distance(from: text.startIndex, to: word.startIndex)
            let range = SourceRange(start: start, end: start + word.utf8.count)
            return Cell(text: String(word), place: SourcePlace(path: place.path, range: range))
        }
    }
}

/// A line that says something: not empty, not a comment.
struct DialectLine: Hashable {
    var indentation: Int
    /// Never empty.
    var cells: [Cell]
    /// From the first cell's beginning to the last one's end.
    var place: SourcePlace {
        let last = cells[cells.count - 1].place.range
        return SourcePlace(
            path: cells[0].place.path,
            range: SourceRange(start: cells[0].place.range.start, end: last.end)
        )
    }

    var words: [String] { cells.flatMap(\.words) }

    /// The line as one text, its columns undone.
    var text: String { cells.count == 1 ? cells[0].text : cells.map(\.text).joined(separator: " ") }
}

/// Cuts a file's lines into cells.
struct DialectLines {
    private(set) var lines: [DialectLine] = []
    private(set) var diagnostics: [Diagnostic]

    private static let blank = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")

    init(_ file: SourceFile) {
        let cut = IndentedLines(file, limit: DialectProblems.most)
        diagnostics = cut.diagnostics
        lines = cut.lines.map { DialectLine(indentation: $0.indentation, cells: Self.cells(in: file, $0.range)) }
    }

    /// A `#` that stands alone where a cell begins, and what follows it on the line, is a comment.
    private static func cells(in file: SourceFile, _ line: SourceRange) -> [Cell] {
        let bytes = file.bytes
        var cells: [Cell] = []
        var position = line.start
        // Once no quote ends a cell, none further right does: without this, opening quotes alone would cost quadratic time.
        var closingQuotesAhead = true
        func endsCell(_ index: Int) -> Bool {
            index >= line.end || bytes[index] == blank && (index + 1 >= line.end || bytes[index + 1] == blank)
        }
        while position < line.end {
            if position > line.start, bytes[position] == hash, position + 1 >= line.end || bytes[position + 1] == blank { break }
            var content = position..<position
            var close = position
            if closingQuotesAhead, bytes[position] == quote {
                close += 1
                while close < line.end, !(bytes[close] == quote && endsCell(close + 1)) { close += 1 }
                closingQuotesAhead = close < line.end
                content = position + 1..<close
                close += 1
            }
            let isQuoted = closingQuotesAhead && bytes[position] == quote
            if !isQuoted {
                close = position
                while !endsCell(close) { close += 1 }
                content = position..<close
            }
            let text = String(decoding: bytes[content], as: UTF8.self)
            let range = SourceRange(start: position, end: close)
            cells.append(Cell(text: text, place: SourcePlace(path: file.path, range: range), isQuoted: isQuoted))
            position = close
            while position < line.end, bytes[position] == blank { position += 1 }
        }
        return cells
    }
}
