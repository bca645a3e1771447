import Dialects
import SourceText

extension FileParser {
    /// Whether the words after `for each` name one of the dialect's tables.
    func isDialectSource(_ cursor: TokenCursor) -> Bool {
        switch cursor.peekWord {
        case "parameter", "option", "error", "list", "restriction":
            cursor.index + 1 < cursor.tokens.count && cursor.tokens[cursor.index + 1].text.soleReference != nil
        case "legal", "illegal", "ordinary": cursor.word(after: 1) == "value"
        case "old": cursor.word(after: 1) == "command"
        default: false
        }
    }

    /// What follows `for each`: a table, values, or a table of the dialect.
    mutating func rows(_ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> RowSource {
        let start = cursor.here.start
        let kind: RowSource.Kind
        if isDialectSource(cursor) || cursor.word(after: 1) == "in" {
            kind = try loopSource(&cursor)
            if let child = node.children.first {
                throw Problem("rows belong below a table's columns", at: lines[child.line].range)
            }
        } else {
            kind = try table(&cursor, node)
        }
        return RowSource(kind: kind, range: SourceRange(start: start, end: cursor.end))
    }

    /// `n in 0..255`, `parameter {name} of the dialect` and their like.
    mutating func loopSource(_ cursor: inout TokenCursor) throws(Problem) -> RowSource.Kind {
        guard isDialectSource(cursor) else {
            let name = try columnName(&cursor)
            try cursor.expect("in", after: "the name")
            return .values(name: name, try valueSpans(&cursor))
        }
        if cursor.take("error") {
            let code = try placeholder(&cursor)
            try ofTheDialect(&cursor)
            return .errors(code: code)
        }
        if cursor.take("restriction") {
            let line = try placeholder(&cursor)
            try ofTheDialect(&cursor)
            return .restrictions(line: line)
        }
        if cursor.take("list") {
            let name = try placeholder(&cursor)
            try ofTheDialect(&cursor)
            return .lists(name: name)
        }
        if cursor.take("old", "command") {
            let name = try placeholder(&cursor)
            try ofTheDialect(&cursor)
            return .oldCommands(name: name, state: try successorState(&cursor))
        }
        return .declared(try declared(&cursor))
    }

    /// `[legal value {value} of] parameter {name} of the dialect [in group VPHY] [with a default]`, and of options the same.
    private func declared(_ cursor: inout TokenCursor) throws(Problem) -> RowSource.Declared {
        var value: (sort: RowSource.Declared.Sort, column: String)?
        if let sort = RowSource.Declared.Sort(rawValue: cursor.peekWord) {
            cursor.skip()
            try cursor.expect("value", after: "`\(sort.rawValue)`")
            value = (sort, try placeholder(&cursor))
            try cursor.expect("of", after: "the value")
        }
        let isOption = cursor.take("option")
        if !isOption { try cursor.expect("parameter", after: "`of`") }
        let name = try placeholder(&cursor)
        try ofTheDialect(&cursor)
        var groups: [String] = []
        if cursor.take("in", "group") {
            repeat { groups.append(try cursor.name("a group such as VPHY").word) } while cursor.takeComma()
        }
        let withDefault = cursor.take("with", "a", "default")
        return RowSource.Declared(
            noun: isOption ? .option : .parameter,
            name: name,
            value: value,
            groups: groups,
            withDefault: withDefault
        )
    }

    /// Which old commands; nil: all.
    private func successorState(_ cursor: inout TokenCursor) throws(Problem) -> Dialect.Successor.State? {
        guard cursor.take("that") else { return nil }
        if cursor.take("is", "replaced") { return .replaced }
        if cursor.take("is", "gone") { return Dialect.Successor.State.none }
        if cursor.take("comes", "later") { return .later }
        throw cursor.expected(oneOf: ["is gone", "is replaced", "comes later"], "what became of them")
    }

    /// Words, texts and ranges `A..B`, to the end of the line.
    mutating func valueSpans(_ cursor: inout TokenCursor) throws(Problem) -> [ValueSpan] {
        var spans: [ValueSpan] = []
        repeat {
            guard let token = cursor.peek, token.kind == .word || token.kind == .string else { throw cursor.expected("a value") }
            cursor.skip()
            if let range = TokenCursor.numberRange(token.word) {
                guard range.count <= ScenarioLimits.instances else {
                    throw Problem("a range has at most \(ScenarioLimits.instances) numbers", at: token.range)
                }
                spans.append(.numbers(range))
            } else {
                spans.append(.one(Cell(range: token.range, text: token.text, tokens: [token])))
            }
            _ = cursor.takeComma()
        } while !cursor.isAtEnd
        return spans
    }

    private func placeholder(_ cursor: inout TokenCursor) throws(Problem) -> String {
        guard let reference = cursor.peek?.text.soleReference, case .name(let name) = reference.kind else {
            throw cursor.expected("a name in braces, such as `{name}`")
        }
        cursor.skip()
        return name
    }

    private func ofTheDialect(_ cursor: inout TokenCursor) throws(Problem) {
        guard cursor.take("of", "the", "dialect") else { throw cursor.expected("`of the dialect`") }
    }

    private func columnName(_ cursor: inout TokenCursor) throws(Problem) -> String {
        let token = try cursor.name("a column's name")
        guard Lexer.isName(token.word) else {
            throw Problem("`\(token.word)` cannot be a column's name", at: token.range, fix: Lexer.nameRule)
        }
        return token.word
    }

    // MARK: Tables

    private mutating func table(_ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> RowSource.Kind {
        var columns: [String] = []
        repeat {
            let range = cursor.here
            let name = try columnName(&cursor)
            guard !columns.contains(name) else { throw Problem("there are two columns `\(name)`", at: range) }
            columns.append(name)
        } while !cursor.isAtEnd
        var rows: [[Cell]] = []
        for child in node.children where !isFull {
            if let deeper = child.children.first {
                problems.append(Problem("the indentation fits no block above", at: lines[deeper.line].range))
            }
            if let row = attempt({ parser throws(Problem) in try parser.row(child.line, columns: columns.count) }) {
                rows.append(row)
            }
        }
        guard !node.children.isEmpty else {
            throw Problem("this table has no rows", at: lines[node.line].range, fix: "indent its rows below it")
        }
        return .table(columns: columns, rows: rows)
    }

    private mutating func row(_ line: Int, columns: Int) throws(Problem) -> [Cell] {
        let range = lines[line].range
        var ranges: [SourceRange] = []
        var position = range.start
        var comment: SourceRange?
        while position < range.end {
            if lexer.isComment(at: position, end: range.end, first: range.start) {
                comment = SourceRange(start: position, end: range.end)
                break
            }
            let end = try cellEnd(from: position, to: range.end, isWholeLine: columns == 1, first: range.start)
            ranges.append(SourceRange(start: position, end: end))
            position = lexer.afterBlanks(end, end: range.end)
        }
        lines[line].layout = .row(ranges, comment: comment)
        guard ranges.count == columns else {
            throw Problem(
                "this row has \(ranges.count) cell\(ranges.count == 1 ? "" : "s"), the table \(columns) columns",
                at: range,
                fix: "part cells by two or more blanks"
            )
        }
        var cells: [Cell] = []
        for range in ranges { cells.append(try cell(range)) }
        return cells
    }

    /// A cell ends before two blanks outside quotes; the cell of a table with one column at a comment or at the line's end.
    private func cellEnd(from start: Int, to end: Int, isWholeLine: Bool, first: Int) throws(Problem) -> Int {
        var position = start
        var inQuotes = false
        while position < end {
            let byte = lexer.bytes[position]
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            if !inQuotes, byte == UInt8(ascii: " "), lexer.bytes[position + 1] == UInt8(ascii: " ") {
                let next = lexer.afterBlanks(position, end: end)
                if !isWholeLine || lexer.isComment(at: next, end: end, first: first) { return position }
                position = next
            } else {
                position += 1
            }
        }
        if inQuotes {
            throw Problem("this text has no closing quote", at: SourceRange(start: start, end: end), fix: "end it with `\"`")
        }
        return end
    }

    private func cell(_ range: SourceRange) throws(Problem) -> Cell {
        let line = try lexer.tokens(in: range)
        if line.tokens.count == 1, line.tokens[0].kind == .string {
            return Cell(range: range, text: line.tokens[0].text, tokens: line.tokens)
        }
        var cell = Cell(range: range, text: try lexer.text(in: range, quoted: false), tokens: line.tokens)
        var cursor = TokenCursor(line)
        guard cursor.beginsItem else { return cell }
        do throws(Problem) {
            cell.items = try cursor.items()
            try cursor.finish()
        } catch {
            cell.items = nil
            cell.problem = line.tokens.count > 1 ? error : nil
        }
        return cell
    }
}
