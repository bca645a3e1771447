import SourceText

/// Statements with others below them.
extension FileParser {
    mutating func compound(
        _ first: Token,
        _ cursor: inout TokenCursor,
        _ node: LineNode,
        _ siblings: ArraySlice<LineNode>,
        _ next: inout Int
    ) throws(Problem) -> Statement.Kind {
        switch first.word {
        case "either": return try either(first, &cursor, node, siblings, &next)
        case "in": return try anyOrder(&cursor, node)
        case "repeat": return cursor.take("for") ? try loop(&cursor, node) : try repeated(&cursor, node)
        case "when":
            let condition = try condition(&cursor)
            try cursor.finish()
            let then = try block(node, "`when`")
            return .when(condition, then: then, otherwise: try otherwise(siblings, &next))
        default: return try forEach(first, &cursor, node)
        }
    }

    private mutating func either(
        _ first: Token,
        _ cursor: inout TokenCursor,
        _ node: LineNode,
        _ siblings: ArraySlice<LineNode>,
        _ next: inout Int
    ) throws(Problem) -> Statement.Kind {
        guard cursor.isAtEnd else {
            let fix = "each on lines of its own: `either`, below it `< OK`, then `or` and below it `< ERROR`"
            throw Problem(
                "nothing more is expected here",
                at: SourceRange(start: cursor.here.start, end: cursor.end),
                fix: fix
            )
        }
        var branches = [try branch(node)]
        for sibling in siblings {
            guard try takes("or", sibling, &next) else { break }
            branches.append(try branch(sibling))
        }
        guard branches.count > 1 else { throw Problem("`either` needs an `or`", at: first.range) }
        return .either(branches)
    }

    private mutating func otherwise(_ siblings: ArraySlice<LineNode>, _ next: inout Int) throws(Problem) -> [Statement] {
        guard let sibling = siblings.first, try takes("otherwise", sibling, &next) else { return [] }
        return try block(sibling, "`otherwise`")
    }

    /// Whether the line is the word that goes on with the block before it; it has nothing beside it.
    private mutating func takes(_ word: String, _ sibling: LineNode, _ next: inout Int) throws(Problem) -> Bool {
        guard let line = try? tokens(sibling.line), line.tokens.first?.word == word else { return false }
        lines[sibling.line].layout = .tokens(line)
        next += 1
        try TokenCursor(line, from: 1).finish()
        return true
    }

    private mutating func anyOrder(_ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> Statement.Kind {
        try cursor.expect("any", after: "`in`")
        try cursor.expect("order", after: "`in any`")
        try cursor.finish()
        let body = try block(node, "`in any order`")
        for statement in body {
            switch statement.kind {
            case .expectLine, .expectBytes: continue
            default: throw Problem("`in any order` holds device lines and device bytes only", at: statement.range)
            }
        }
        return .anyOrder(body)
    }

    private mutating func loop(_ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> Statement.Kind {
        let name = try cursor.name("a name for the value")
        guard Lexer.isName(name.word) else {
            throw Problem("`\(name.word)` cannot be a name", at: name.range, fix: Lexer.nameRule)
        }
        try cursor.expect("in", after: "the name")
        let values = try valueSpans(&cursor)
        return .loop(variable: name.word, values: values, try block(node, "the loop"))
    }

    private mutating func repeated(_ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> Statement.Kind {
        let count = try cursor.amount("how often, or `for NAME in VALUES`")
        if let fixed = count.fixed, fixed > ScenarioLimits.repetitions {
            throw Problem("a block is repeated at most \(ScenarioLimits.repetitions) times", at: count.text.range)
        }
        guard cursor.take("times") || cursor.take("time") else {
            let written = cursor.isAtEnd ? "write `repeat \(lexer.text(count.text.range)) times`" : nil
            throw cursor.expected("`times` after the number", fix: written)
        }
        try cursor.finish()
        return .repeated(count, try block(node, "`repeat`"))
    }

    private mutating func forEach(_ first: Token, _ cursor: inout TokenCursor, _ node: LineNode) throws(Problem) -> Statement.Kind
    {
        if cursor.peekWord != "each", cursor.word(after: 1) == "in" {
            throw Problem("this is no statement", at: first.range, fix: "write `repeat for \(lexer.rest(after: first))`")
        }
        try cursor.expect("each", after: "`for`")
        let start = first.range.start
        guard isDialectSource(cursor) || cursor.word(after: 1) == "in" else {
            throw Problem(
                "a table of rows belongs to the scenario's head",
                at: first.range,
                fix: "move it above the first step"
            )
        }
        let kind = try loopSource(&cursor)
        try cursor.finish()
        let source = RowSource(kind: kind, range: SourceRange(start: start, end: cursor.end))
        return .forEach(source, try block(node, "the loop"))
    }

    /// The statements below a line; there must be some.
    private mutating func block(_ node: LineNode, _ what: String) throws(Problem) -> [Statement] {
        guard !node.children.isEmpty else {
            throw Problem("nothing stands below \(what)", at: lines[node.line].range, fix: "indent its lines by 4")
        }
        return statements(node.children)
    }

    /// A branch of `either`, whose first line decides for it.
    private mutating func branch(_ node: LineNode) throws(Problem) -> [Statement] {
        let before = problems.count
        let body = try block(node, "`either` or `or`")
        guard let first = body.first, problems.count == before else { return body }
        switch first.kind {
        case .expectLine(_, let timing), .expectBytes(_, let timing):
            if timing.optional {
                problems.append(Problem("the line that decides for a branch cannot be optional", at: first.range))
            }
        default:
            let message = "a branch begins with a device line or device bytes: they decide which one is taken"
            problems.append(Problem(message, at: first.range))
        }
        return body
    }
}
