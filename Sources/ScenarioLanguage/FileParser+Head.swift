import SourceText
import Verdicts

extension FileParser {
    /// Which lines the head has had.
    struct HeadState {
        var once: Set<String> = []
    }

    static let headWords = [
        "title", "id", "revision", "renamed", "dialects", "verifies", "needs", "tags", "expected", "must", "defect", "for",
        "network",
    ]
    private static let onlyOnce: Set<String> = ["title", "id", "revision", "dialects", "expected", "must"]

    /// Whether the line stands in the head and cannot be read, which is reported: taken for the body's first step it would make
    /// errors of all head lines below. `below`: the lines that follow it.
    mutating func unreadableHeadLine(_ node: LineNode, below: ArraySlice<LineNode>) -> Bool {
        guard let first = firstWord(node) else { return false }
        if Self.headWords.contains(first.word) {
            return attempt { parser throws(Problem) in try parser.tokens(node.line) } == nil
        }
        let beginsStep =
            Self.statementWords.contains(first.word) || Self.conditionWords.contains(first.word)
            || first.kind != .word || first.word.isEmpty || first.word.hasPrefix("<") || first.word.hasPrefix(">")
        if beginsStep { return false }
        let near = NearestName.find(first.word, among: Self.headWords + Self.statementWords)
        if let near, Self.headWords.contains(near) {
            problems.append(Problem("this is no statement", at: first.range, fix: "did you mean `\(near)`?"))
            return true
        }
        let goesOn = below.contains { node in
            firstWord(node).map { Self.headWords.contains($0.word) && !Self.statementWords.contains($0.word) } ?? false
        }
        if goesOn { problems.append(unknown(first)) }
        return goesOn
    }

    /// What the line begins with, whatever follows.
    func firstWord(_ node: LineNode) -> Token? {
        let range = lines[node.line].range
        var position = range.start
        return try? lexer.token(at: &position, end: range.end, first: range.start)
    }

    /// Whether the line belongs to the head, and is read.
    mutating func headLine(_ node: LineNode, _ scenario: inout Scenario, _ state: inout HeadState) -> Bool {
        guard let line = try? tokens(node.line), let keyword = line.tokens.first?.word, Self.headWords.contains(keyword) else {
            return false
        }
        if keyword == "network" {
            scenario.network += network(node) ?? []
            return true
        }
        var cursor = TokenCursor(line, from: 1)
        if keyword == "for", !node.children.isEmpty, isLoop(cursor) { return false }
        lines[node.line].layout = .head(
            line,
            keyword: keyword == "for" ? 2 : 1,
            isTable: keyword == "for" && !node.children.isEmpty
        )
        _ = attempt { parser throws(Problem) in
            if !state.once.insert(keyword).inserted, Self.onlyOnce.contains(keyword) {
                throw Problem("a scenario has one line `\(keyword)`", at: line.tokens[0].range)
            }
            try parser.headStatement(keyword, &cursor, node, &scenario)
            try cursor.finish()
            if keyword != "for", let child = node.children.first {
                throw Problem("nothing can stand below `\(keyword)`", at: parser.lines[child.line].range)
            }
        }
        return true
    }

    /// `for each` with statements below it instead of rows.
    private func isLoop(_ cursor: TokenCursor) -> Bool {
        var cursor = cursor
        guard cursor.take("each") else { return false }
        return cursor.word(after: 1) == "in" || isDialectSource(cursor)
    }

    private mutating func headStatement(
        _ keyword: String,
        _ cursor: inout TokenCursor,
        _ node: LineNode,
        _ scenario: inout Scenario
    ) throws(Problem) {
        switch keyword {
        case "title": scenario.title = try cursor.string("the title, between quotes")
        case "id": scenario.id = try cursor.string("the lab's own name for the scenario, between quotes")
        case "revision": scenario.revision = try revision(&cursor)
        case "renamed":
            try cursor.expect("from", after: "`renamed`")
            scenario.formerNames.append(try Self.scenarioName(&cursor, isFormer: true))
        case "dialects":
            if cursor.take("all") {
                scenario.dialectWords = cursor.take("with") ? try names(&cursor, "a feature") : []
                scenario.dialects = .all(features: scenario.dialectWords.map(\.word))
            } else {
                scenario.dialectWords = try names(&cursor, "a dialect's name", first: "`all` or a dialect's name")
                scenario.dialects = .named(scenario.dialectWords.map(\.word))
            }
        case "verifies": scenario.verifies += try words(&cursor, "a requirement")
        case "needs": scenario.needs += try needs(&cursor)
        case "tags": scenario.tags += try words(&cursor, "a tag")
        case "defect": scenario.defects += try words(&cursor, "a defect of the virtual modem")
        case "expected":
            try cursor.expect("failure", after: "`expected`")
            let link = try cursor.string("the link to the issue, between quotes")
            try outcome(.knownFailure(issue: link.literal ?? ""), &scenario, at: link.range)
        case "must":
            let range = cursor.here
            try outcome(try mustEnd(&cursor, &scenario), &scenario, at: range)
        default:
            try cursor.expect("each", after: "`for`")
            scenario.rows.append(try rows(&cursor, node))
        }
    }

    private func revision(_ cursor: inout TokenCursor) throws(Problem) -> Int {
        let range = cursor.here
        guard let number = TokenCursor.number(cursor.peekWord), number > 0, number <= ScenarioLimits.revision else {
            throw Problem("a revision is a whole number from 1 to \(ScenarioLimits.revision)", at: range)
        }
        cursor.skip()
        return number
    }

    private func outcome(_ outcome: ExpectedOutcome, _ scenario: inout Scenario, at range: SourceRange) throws(Problem) {
        guard scenario.outcome == .pass else { throw Problem("`expected failure` and `must` exclude each other", at: range) }
        scenario.outcome = outcome
    }

    private func words(_ cursor: inout TokenCursor, _ what: String) throws(Problem) -> [Text] {
        var words: [Text] = []
        repeat {
            words.append(try word(&cursor, what))
            _ = cursor.takeComma()
        } while !cursor.isAtEnd
        return words
    }

    /// Plain words, at least one.
    private func names(_ cursor: inout TokenCursor, _ what: String, first: String? = nil) throws(Problem) -> [Token] {
        var names = [try cursor.name(first ?? what)]
        while !cursor.isAtEnd {
            _ = cursor.takeComma()
            names.append(try cursor.name(what))
        }
        return names
    }

    private func needs(_ cursor: inout TokenCursor) throws(Problem) -> [WrittenNeed] {
        let counts = ["two": 2, "three": 3, "four": 4]
        var needs: [WrittenNeed] = []
        repeat {
            if cursor.take("stimulus") {
                needs.append(.stimulus(try word(&cursor, "the name of a stimulus")))
            } else if let count = counts[cursor.peekWord] {
                cursor.skip()
                if count == 2, cursor.take("name", "servers") {
                    needs.append(.nameServers(count))
                } else if cursor.take("peer", "addresses") {
                    needs.append(.peerAddresses(count))
                } else if cursor.take("lines") {
                    needs.append(.lines(count))
                } else {
                    throw cursor.expected("`peer addresses`" + (count == 2 ? ", `lines` or `name servers`" : " or `lines`"))
                }
            } else if cursor.take("virtual", "modem") {
                needs.append(.virtualModem)
            } else if cursor.take("line-signals") {
                needs.append(.lineSignals)
            } else if cursor.take("flow-control") {
                needs.append(.flowControl)
            } else {
                let what =
                    "a feature, `stimulus NAME`, `two peer addresses`, `two lines`, `two name servers`, `line-signals`, "
                    + "`flow-control` or `virtual modem`"
                needs.append(.feature(try word(&cursor, what)))
            }
            _ = cursor.takeComma()
        } while !cursor.isAtEnd
        return needs
    }

    private func word(_ cursor: inout TokenCursor, _ what: String) throws(Problem) -> Text {
        guard let token = cursor.peek, token.kind == .word else { throw cursor.expected(what) }
        cursor.skip()
        return token.text
    }

    private func mustEnd(_ cursor: inout TokenCursor, _ scenario: inout Scenario) throws(Problem) -> ExpectedOutcome {
        guard let verdict = Verdict(rawValue: cursor.peekWord) else {
            throw cursor.expected(oneOf: Verdict.allCases.map(\.rawValue), "the verdict that must come")
        }
        cursor.skip()
        let domains = FaultDomain.allCases.map(\.rawValue)
        let domain = FaultDomain(rawValue: cursor.peekWord)
        if domain != nil { cursor.skip() }
        let isRequirement = cursor.isAtEnd || ["", "at"].contains(cursor.word(after: 1))
        if !isRequirement, domain == nil { throw cursor.expected(oneOf: domains, "a domain before the requirement") }
        var requirement: String?
        if !cursor.isAtEnd, cursor.peekWord != "at" {
            let token = try cursor.name("a domain (\(domains.joined(separator: " "))), a requirement or `at \"LINE\"`")
            requirement = token.word
            scenario.outcomeRequirement = token.range
        }
        var line: String?
        if cursor.take("at") { line = try cursor.string("the text of the line that fails, between quotes").literal }
        return .mustEnd(verdict: verdict, domain: domain, requirement: requirement, line: line)
    }
}
