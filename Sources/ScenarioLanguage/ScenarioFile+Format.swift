import BenchFacts
import SourceText

extension ScenarioFile {
    /// The file in canonical layout; unchanged while it has errors. Formatting twice changes nothing more.
    ///
    /// Blocks are indented by 4, keywords of heads and parties stand in columns, tables are aligned. AT text, comments and cells keep
    /// their bytes; empty lines stay, at most one at a time.
    public func formatted() -> [UInt8] {
        guard isSound else { return source.bytes }
        // Its layout is read again: what is only run is held without.
        var printer = Printer(source, FileParser(source).lines)
        return printer.print()
    }
}

/// Prints the lines of a file one by one.
private struct Printer {
    private static let indent = 4
    /// The column at which a head's values begin, counted from the keyword.
    private static let headColumn = 10
    /// The column at which a party's facts begin, unless its name is longer.
    private static let partyColumn = 6
    private static let gap = 2
    /// Between the cells of a table, whose texts may hold blanks themselves.
    private static let cellGap = 4

    private let source: SourceFile
    private let lines: [Line]
    private var indents: [Int]
    /// By table: the width of each column.
    private var columns: [Int: [Int]] = [:]
    /// By `network` line: where the facts begin.
    private var parties: [Int: Int] = [:]

    init(_ source: SourceFile, _ lines: [Line]) {
        self.source = source
        self.lines = lines
        indents = Array(repeating: 0, count: lines.count)
        measure()
        for index in lines.indices {
            guard let parent = lines[index].parent else { continue }
            indents[index] = indents[parent] + offset(below: parent, of: index)
        }
    }

    // MARK: Columns

    private mutating func measure() {
        for line in lines {
            guard let parent = line.parent else { continue }
            switch line.layout {
            case .row(let cells, _):
                let widths = columns[parent] ?? columnNames(parent)
                columns[parent] = widened(widths, by: cells.map { width(source.text($0)) })
            case .party(let tokens):
                parties[parent] = max(parties[parent] ?? Self.partyColumn, width(party(tokens).name) + Self.gap)
            case .verbatim, .tokens, .head, .bodyParty, .text: break
            }
        }
    }

    private func widened(_ widths: [Int], by cells: [Int]) -> [Int] {
        zip(widths, cells).map { max($0, $1) }
    }

    private func columnNames(_ table: Int) -> [Int] {
        guard case .head(let line, let keyword, _) = lines[table].layout else { return [] }
        return line.tokens.dropFirst(keyword).map { width(source.text($0.range)) }
    }

    private func width(_ text: String) -> Int { text.count }

    private func offset(below parent: Int, of line: Int) -> Int {
        switch lines[parent].layout {
        case .head(_, _, isTable: true): Self.headColumn
        case .party: parties[lines[parent].parent ?? parent] ?? Self.partyColumn
        case .bodyParty(let tokens): width(party(tokens).name) + 1
        case .verbatim, .tokens, .head, .row, .text: Self.indent
        }
    }

    /// The party's name with its label, and the tokens after it.
    private func party(_ line: TokenLine) -> (name: String, rest: ArraySlice<Token>) {
        var cursor = TokenCursor(line)
        _ = cursor.takeParty()
        let count = max(1, cursor.index)
        return (join(line.tokens.prefix(count)), line.tokens.dropFirst(count))
    }

    // MARK: Lines

    mutating func print() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(source.bytes.count)
        let following = followingStatements()
        var previous: Int?
        var isBlankPending = false
        for index in lines.indices {
            let line = lines[index]
            let text: String
            let indent: Int
            switch line.kind {
            case .blank:
                isBlankPending = !output.isEmpty
                continue
            case .comment:
                text = source.text(line.range)
                indent = commentIndent(line.indent, after: previous, before: following[index])
            case .statement:
                text = content(index)
                indent = indents[index]
                previous = index
            }
            if isBlankPending { output.append(0x0A) }
            isBlankPending = false
            output += Array(repeating: UInt8(ascii: " "), count: indent)
            output += Array(text.utf8)
            output.append(0x0A)
        }
        return output
    }

    private func followingStatements() -> [Int?] {
        var following: [Int?] = Array(repeating: nil, count: lines.count)
        var next: Int?
        for index in lines.indices.reversed() {
            following[index] = next
            if lines[index].kind == .statement { next = index }
        }
        return following
    }

    /// A comment goes with the deepest line next to it, or around it, that is no deeper than the comment.
    private func commentIndent(_ indent: Int, after previous: Int?, before next: Int?) -> Int {
        var best: Int?
        func consider(_ candidate: Int) {
            guard lines[candidate].indent <= indent else { return }
            if best.map({ lines[candidate].indent > lines[$0].indent }) ?? true { best = candidate }
        }
        if let next { consider(next) }
        var enclosing = previous
        while let line = enclosing {
            consider(line)
            enclosing = lines[line].parent
        }
        return best.map { indents[$0] } ?? 0
    }

    private func content(_ index: Int) -> String {
        switch lines[index].layout {
        case .verbatim: return source.text(lines[index].range)
        case .tokens(let line), .bodyParty(let line): return finish(join(line.tokens[...]), line.comment, index)
        case .party(let line):
            let (name, rest) = party(line)
            let column = parties[lines[index].parent ?? index] ?? Self.partyColumn
            return finish(padded(name, column, before: rest), line.comment, index)
        case .head(let line, let keyword, let isTable):
            let values = line.tokens.dropFirst(keyword)
            let name = join(line.tokens.prefix(keyword))
            guard isTable else { return finish(padded(name, Self.headColumn, before: values), line.comment, index) }
            let names = values.map { source.text($0.range) }
            return finish(pad(name, Self.headColumn) + aligned(names, columns[index] ?? []), line.comment, index)
        case .row(let cells, let comment):
            let widths = columns[lines[index].parent ?? index] ?? []
            return finish(aligned(cells.map(source.text), widths), comment, index)
        case .text(let line, let range):
            let text = source.text(range)
            return finish(join(line.tokens[...]) + (text.isEmpty ? "" : " " + text), line.comment, index)
        }
    }

    private func padded(_ name: String, _ column: Int, before rest: ArraySlice<Token>) -> String {
        rest.isEmpty ? name : pad(name, column) + join(rest)
    }

    private func pad(_ text: String, _ column: Int) -> String {
        text + String(repeating: " ", count: max(Self.gap, column - width(text)))
    }

    private func aligned(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            text += index + 1 < cells.count && index < widths.count ? pad(cell, widths[index] + Self.cellGap) : cell
        }
        return text
    }

    /// Tokens with one blank between them, none inside parentheses and before commas.
    private func join(_ tokens: ArraySlice<Token>) -> String {
        var text = ""
        var isOpen = true
        for token in tokens {
            if !isOpen, token.kind != .comma, token.kind != .close { text += " " }
            text += source.text(token.range)
            isOpen = token.kind == .open
        }
        return text
    }

    /// A comment behind a line keeps its column where there is room.
    private func finish(_ text: String, _ comment: SourceRange?, _ index: Int) -> String {
        guard let comment else { return text }
        let start = source.range(ofLine: index).start
        let column = width(source.text(SourceRange(start: start, end: comment.start))) - indents[index]
        return text + String(repeating: " ", count: max(Self.gap, column - width(text))) + source.text(comment)
    }
}
