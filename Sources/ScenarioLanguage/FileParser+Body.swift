import BenchFacts
import SourceText
import Verdicts
import World

extension FileParser {
    static let conditionWords: Set<String> = ["optional", "within", "not", "after"]
    static let statementWords =
        [
            "either", "or", "in", "repeat", "when", "otherwise", "for", "begin", "with", "end", "kept", "check", "assume",
            "verifies", "note",
            "inconclusive", "fail", "silence", "wait", "ensure", "shows", "allow", "forbid", "require", "optional", "within",
        ] + BenchParty.words

    /// The statements of one block, in order.
    mutating func statements(_ nodes: [LineNode]) -> [Statement] {
        var statements: [Statement] = []
        var ended: Statement?
        var index = 0
        while index < nodes.count, !isFull {
            let node = nodes[index]
            let line = lines[node.line]
            if let end = ended {
                problems.append(Problem("this is never reached: the scenario ends in line \(end.line + 1)", at: line.range))
                ended = nil
            }
            let siblings = nodes[index...]
            index += 1
            let read = attempt { parser throws(Problem) in try parser.statement(node, followed: siblings.dropFirst(), &index) }
            guard let (kind, name) = read else { continue }
            let statement = Statement(line: node.line, range: line.range, on: name, kind: kind)
            if case .end = kind { ended = statement }
            statements.append(statement)
        }
        return statements
    }

    /// One statement, with the `or` and `otherwise` lines that continue it; `next` moves behind those.
    private mutating func statement(
        _ node: LineNode,
        followed siblings: ArraySlice<LineNode>,
        _ next: inout Int
    ) throws(Problem) -> (Statement.Kind, LineName) {
        let range = lines[node.line].range
        if let arrow = try arrow(at: range.start, end: range.end) {
            try nothingBelow(node)
            return (try transfer(node.line, arrow, conditions: [], timing: nil), arrow.on)
        }
        var position = range.start
        guard let first = try lexer.token(at: &position, end: range.end, first: range.start) else {
            throw Problem("this is no statement", at: range)
        }
        if LineName(first.word) != nil { return try named(first, node) }
        if Self.conditionWords.contains(first.word) {
            try nothingBelow(node)
            return try conditional(node)
        }
        if let kind = try withText(node, keyword: first) { return (kind, .first) }
        return (try words(first, node, siblings, &next), .first)
    }

    /// A statement of a keyword and an AT text; nil: it is none.
    mutating func withText(_ node: LineNode, name: Token? = nil, keyword: Token) throws(Problem) -> Statement.Kind? {
        let rule = Statement.Unsolicited(rawValue: keyword.word)
        guard rule != nil || ["ensure", "shows"].contains(keyword.word) else { return nil }
        try nothingBelow(node)
        if keyword.word == "shows" { return try shows(node.line, [name, keyword].compactMap { $0 }) }
        let head = [name, keyword].compactMap { $0 }
        return if let rule { try unsolicited(rule, node.line, head) } else { try ensure(node.line, head) }
    }

    /// A statement that is words.
    private mutating func words(
        _ first: Token,
        _ node: LineNode,
        _ siblings: ArraySlice<LineNode>,
        _ next: inout Int
    ) throws(Problem) -> Statement.Kind {
        let range = lines[node.line].range
        let line = try lexer.tokens(in: range)
        lines[node.line].layout = .tokens(line)
        let isCell = line.tokens.count == 1 && first.kind == .word && first.text.soleReference != nil
        if isCell || BenchParty.words.contains(first.word) { return .bench(try party(node, inNetwork: false), within: nil) }
        var cursor = TokenCursor(line)
        cursor.skip()
        switch first.word {
        case "either", "in", "repeat", "when", "for":
            return try compound(first, &cursor, node, siblings, &next)
        case "or": throw Problem("`or` continues an `either`, and there is none above it", at: first.range)
        case "otherwise": throw Problem("`otherwise` continues a `when`, and there is none above it", at: first.range)
        default:
            let kind = try simple(first, &cursor)
            try cursor.finish()
            try nothingBelow(node)
            return kind
        }
    }

    func nothingBelow(_ node: LineNode) throws(Problem) {
        guard let child = node.children.first else { return }
        throw Problem("nothing can stand below this line", at: lines[child.line].range, fix: "indent it like the line above")
    }

    // MARK: Simple statements

    mutating func simple(_ first: Token, _ cursor: inout TokenCursor) throws(Problem) -> Statement.Kind {
        switch first.word {
        case "silence":
            try cursor.expect("for", after: "`silence`")
            let (atLeast, atMost) = try cursor.durationRange("how long the silence lasts")
            guard atMost == nil, cursor.take("beyond") else { return .silence(atLeast, atMost) }
            let count = try cursor.amount("how many bytes may come")
            try cursor.expect("bytes", after: "the number")
            return .stillness(atLeast, beyond: count)
        case "wait" where cursor.peekWord == "for":
            let awaited = lexer.rest(after: first).split(separator: " ").dropFirst().joined(separator: " ")
            throw Problem(
                "`wait` takes a length of time",
                at: cursor.here,
                fix: "a line of the device is waited for with `< \(awaited)`"
            )
        case "wait": return .wait(try cursor.duration("how long to wait"))
        case "begin": return .call(.preamble, try call(&cursor, "the preamble's name"))
        case "with": return .call(.steps, try call(&cursor, "the name of the steps"))
        case "end": return .call(.postamble, try call(&cursor, "the postamble's name"))
        case "kept":
            try cursor.expect("while", after: "`kept`")
            return .kept(try call(&cursor, "the name of the steps"))
        case "check": return .check(try condition(&cursor))
        case "assume": return try assume(&cursor)
        case "verifies":
            guard let token = cursor.peek, token.kind == .word else { throw cursor.expected("a requirement") }
            cursor.skip()
            return .cite(token.text)
        case "note":
            let variant = cursor.take("variant")
            return .note(try cursor.string("the remark between quotes"), variant: variant)
        case "inconclusive": return .end(verdict: .inconclusive, reason: try cursor.string("the reason between quotes"))
        case "fail": return .end(verdict: .fail, reason: try cursor.string("the reason between quotes"))
        default: throw unknown(first, before: cursor)
        }
    }

    /// A line that begins no statement; `rest`: what follows.
    func unknown(_ first: Token, before rest: TokenCursor? = nil) -> Problem {
        if Self.headWords.contains(first.word) {
            return Problem(
                "`\(first.word)` belongs to the scenario's head",
                at: first.range,
                fix: "move it above the first step"
            )
        }
        let shape = first.word.uppercased()
        if shape.hasPrefix("AT") || shape.hasPrefix("+++") {
            return Problem("this is no statement", at: first.range, fix: "a line that the host sends begins with `> `")
        }
        if ["OK", "ERROR", "BUSY", "RING", "CONNECT"].contains(first.word) || first.word.hasPrefix("#")
            || first.word.hasPrefix("+")
        {
            return Problem("this is no statement", at: first.range, fix: "a line that the device sends begins with `< `")
        }
        if first.kind == .string || first.text.soleReference != nil || TokenCursor.control(first.word) != nil {
            return Problem("this is no statement", at: first.range, fix: "bytes are sent with `>>` and expected with `<<`")
        }
        if let repair = ForeignWords(before: lexer.rest(after: first)).repair(of: first.word) {
            return Problem("this is no statement", at: first.range, fix: repair)
        }
        if ["//", "--", ";", "/*", "REM", "%"].contains(where: first.word.hasPrefix) {
            return Problem("this is no statement", at: first.range, fix: "a comment begins with `# `")
        }
        let takesTime = rest.map { TokenCursor.interval($0.peekWord) != nil } ?? false
        let words = takesTime ? ["wait", "within", "after"] : Self.statementWords
        return Problem("this is no statement", at: first.range, meaning: first.word, among: words)
    }

    private func call(_ cursor: inout TokenCursor, _ what: String) throws(Problem) -> Call {
        guard let name = cursor.peek, name.kind == .word else { throw cursor.expected(what) }
        cursor.skip()
        var arguments: [Text] = []
        while !cursor.isAtEnd { arguments.append(try cursor.text("an argument")) }
        return Call(name: name.text, arguments: arguments)
    }

    private func assume(_ cursor: inout TokenCursor) throws(Problem) -> Statement.Kind {
        var modes: [String: Bool] = [:]
        if cursor.peekWord == "echo" {
            let before = cursor
            cursor.skip()
            if cursor.take("optional") { return .allowNoEcho }
            cursor = before
        }
        repeat {
            let mode = cursor.peekWord
            guard ["echo", "verbose", "quiet"].contains(mode) else {
                throw cursor.expected(oneOf: ["echo", "verbose", "quiet"], "a mode")
            }
            guard modes[mode] == nil else { throw cursor.expected("`\(mode)` only once") }
            cursor.skip()
            if cursor.take("on") {
                modes[mode] = true
            } else if cursor.take("off") {
                modes[mode] = false
            } else {
                throw cursor.expected("`on` or `off`")
            }
        } while cursor.takeComma()
        return .assume(echo: modes["echo"], verbose: modes["verbose"], quiet: modes["quiet"])
    }

    /// `feature NAME`, `requirement NAME`, `A is B`, `A is not B`, `A < B`, `A <= B`; `not` before any of them.
    mutating func condition(_ cursor: inout TokenCursor) throws(Problem) -> WrittenCondition {
        var negated = false
        while cursor.take("not") { negated.toggle() }
        let condition = try plainCondition(&cursor)
        return negated ? .not(condition) : condition
    }

    private mutating func plainCondition(_ cursor: inout TokenCursor) throws(Problem) -> WrittenCondition {
        if cursor.take("feature") { return .feature(try cursor.name("a feature").word) }
        if cursor.take("requirement") { return .requirement(try cursor.name("a requirement").text) }
        let left = try cursor.text("`feature`, `requirement` or a value to compare")
        let relation = cursor.peekWord
        if ["=", "==", "!="].contains(relation) {
            throw cursor.expected("a comparison", fix: relation == "!=" ? "write `is not`" : "write `is`")
        }
        guard ["is", "<", "<="].contains(relation) else {
            throw cursor.expected(oneOf: ["is", "is not", "<", "<="], "a comparison")
        }
        cursor.skip()
        let not = relation == "is" && cursor.take("not")
        let right = try cursor.text("a value to compare with")
        if let word = left.literal, right.literal != nil {
            let fix = Lexer.isName(word) && TokenCursor.number(word) == nil ? "a value stands in braces: `{\(word)}`" : nil
            warnings.append(Problem("`\(word)` is a text here: two fixed texts are compared", at: left.range, fix: fix).asWarning)
        }
        switch relation {
        case "<": return .less(left, right)
        case "<=": return .atMost(left, right)
        default: return not ? .notEqual(left, right) : .equal(left, right)
        }
    }
}
