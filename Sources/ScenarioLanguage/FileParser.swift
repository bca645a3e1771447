import SourceText

/// Reads a file's definitions; what it does not understand it reports and leaves out.
struct FileParser {
    let lexer: Lexer
    var lines: [Line]
    var problems: [Problem]
    /// What can be read, but is hardly meant so.
    var warnings: [Problem] = []
    var scenarios: [Scenario] = []
    var procedures: [Procedure] = []
    /// Reads phrases for their syntax alone.
    let syntax = Evaluator.syntaxCheck()

    init(_ source: SourceFile) {
        lexer = Lexer(bytes: source.bytes)
        var reader = LineReader(source)
        let bytes = reader.problems
        let blocks = reader.blocks()
        lines = reader.lines
        problems = reader.problems
        definitions(blocks)
        let found = problems[bytes.count...].filter { !reader.spoilt.contains(source.line(at: $0.range.start)) }
        problems = bytes + found
        warnings = warnings.filter { !reader.spoilt.contains(source.line(at: $0.range.start)) }
        for index in scenarios.indices {
            let next = index + 1 < scenarios.count ? scenarios[index + 1].line : lines.count
            if reader.spoilt.contains(where: { (scenarios[index].line..<next).contains($0) }) { scenarios[index].isBroken = true }
        }
    }

    var isFull: Bool { problems.count >= ScenarioLimits.problems }

    func tokens(_ line: Int) throws(Problem) -> TokenLine { try lexer.tokens(in: lines[line].range) }

    /// What was read is hardly meant so.
    mutating func note(_ slips: [Problem]) {
        for slip in slips where !isFull {
            switch slip.severity {
            case .error: problems.append(slip)
            case .warning: warnings.append(slip)
            }
        }
    }

    /// Reads something; a problem is noted and nothing comes of it.
    mutating func attempt<Result>(_ body: (inout FileParser) throws(Problem) -> Result) -> Result? {
        do throws(Problem) {
            return try body(&self)
        } catch {
            problems.append(error)
            return nil
        }
    }

    // MARK: Definitions

    static let definitionWords = ["scenario"] + Procedure.Kind.allCases.map(\.rawValue)

    private mutating func definitions(_ nodes: [LineNode]) {
        var nodes = nodes[...]
        if let first = nodes.first, firstWord(first)?.word == LanguageVersion.keyword {
            // In another language the rest would mean something else.
            guard attempt({ parser throws(Problem) in try parser.language(first) }) != nil else { return }
            nodes.removeFirst()
        }
        var wasUnknown = false
        for node in nodes where !isFull {
            let isUnknown = attempt { parser throws(Problem) in try parser.definition(node, quiet: wasUnknown) } ?? false
            wasUnknown = isUnknown
        }
    }

    /// `language 1`
    private mutating func language(_ node: LineNode) throws(Problem) {
        let line = try tokens(node.line)
        lines[node.line].layout = .tokens(line)
        if let (message, fix) = LanguageVersion.problem(line.tokens.dropFirst().map(\.word)) {
            throw Problem(message, at: lines[node.line].range, fix: fix)
        }
        if let child = node.children.first {
            throw Problem("nothing can stand below `language`", at: lines[child.line].range)
        }
    }

    /// Whether the line begins no definition; `quiet`: the line above has been reported for that already.
    private mutating func definition(_ node: LineNode, quiet: Bool) throws(Problem) -> Bool {
        let line = try tokens(node.line)
        lines[node.line].layout = .tokens(line)
        var cursor = TokenCursor(line)
        if cursor.take("scenario") {
            scenario(node, cursor)
            return false
        }
        if let kind = Procedure.Kind(rawValue: cursor.peekWord) {
            cursor.skip()
            try procedure(kind, node, cursor)
            return false
        }
        if cursor.peekWord == LanguageVersion.keyword {
            let (message, fix) = LanguageVersion.misplaced
            throw Problem(message, at: lines[node.line].range, fix: fix)
        }
        if !quiet { problems.append(cursor.expected(oneOf: Self.definitionWords, "a definition")) }
        return true
    }

    private mutating func scenario(_ node: LineNode, _ cursor: TokenCursor) {
        let before = problems.count
        let name = attempt { _ throws(Problem) in
            var cursor = cursor
            let name = try Self.scenarioName(&cursor)
            try cursor.finish()
            return name
        }
        var scenario = Scenario(name: name ?? Text(parts: [], range: lines[node.line].range), line: node.line)
        var head = HeadState()
        var index = 0
        while index < node.children.count {
            let child = node.children[index]
            index += 1
            guard headLine(child, &scenario, &head) || unreadableHeadLine(child, below: node.children[index...]) else {
                index -= 1
                break
            }
        }
        scenario.body = statements(Array(node.children[index...]))
        scenario.isBroken = problems.count > before
        scenarios.append(scenario)
    }

    /// `isFormer`: what it was called before, perhaps by an older version, which numbered rows.
    static func scenarioName(_ cursor: inout TokenCursor, isFormer: Bool = false) throws(Problem) -> Text {
        guard let token = cursor.peek, token.kind == .word else {
            throw cursor.expected(isFormer ? "the scenario's name before" : "the scenario's name")
        }
        cursor.skip()
        for case .literal(let bytes) in token.text.parts
        where !bytes.allSatisfy({ isNameByte($0) || isFormer && $0 == UInt8(ascii: "#") }) {
            throw Problem(
                "`\(String(decoding: bytes, as: UTF8.self))` cannot be part of a name",
                at: token.range,
                fix: "names are made of letters, digits, `-`, `_`, `.` and `{columns}`"
            )
        }
        return token.text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        Lexer.isName(String(UnicodeScalar(byte))) || byte == UInt8(ascii: ".")
    }

    private mutating func procedure(_ kind: Procedure.Kind, _ node: LineNode, _ cursor: TokenCursor) throws(Problem) {
        var cursor = cursor
        let name = try cursor.name("the name of the \(kind.rawValue)")
        var parameters: [String] = []
        while !cursor.isAtEnd {
            let parameter = try cursor.name("a parameter's name")
            guard Lexer.isName(parameter.word) else {
                throw Problem("`\(parameter.word)` cannot be a parameter's name", at: parameter.range, fix: Lexer.nameRule)
            }
            guard !parameters.contains(parameter.word) else {
                throw Problem("there are two parameters `\(parameter.word)`", at: parameter.range)
            }
            parameters.append(parameter.word)
        }
        guard procedures.count < ScenarioLimits.procedures else {
            throw Problem(
                "a file has at most \(ScenarioLimits.procedures) preambles, steps and postambles",
                at: name.range,
                fix: "spread them over the `shared.scenario` files of several folders"
            )
        }
        if let earlier = procedures.first(where: { $0.kind == kind && $0.name == name.word }) {
            throw Problem("the \(kind.rawValue) `\(name.word)` is already defined in line \(earlier.line + 1)", at: name.range)
        }
        var procedure = Procedure(kind: kind, name: name.word, parameters: parameters, line: node.line)
        var index = 0
        while index < node.children.count, let network = network(node.children[index]) {
            if kind == .postamble {
                problems.append(Problem("a postamble states no facts from the start", at: lines[node.children[index].line].range))
            }
            procedure.network += network
            index += 1
        }
        procedure.body = statements(Array(node.children[index...]))
        procedures.append(procedure)
    }

    // MARK: Network

    /// The parties' blocks, when the line is `network`.
    mutating func network(_ node: LineNode) -> [PhraseBlock]? {
        guard let line = try? tokens(node.line), line.tokens.first?.word == "network" else { return nil }
        lines[node.line].layout = .tokens(line)
        var blocks: [PhraseBlock] = []
        _ = attempt { _ throws(Problem) in try TokenCursor(line, from: 1).finish() }
        if node.children.isEmpty { problems.append(Problem("nothing stands below `network`", at: lines[node.line].range)) }
        for child in node.children where !isFull {
            _ = attempt { parser throws(Problem) in blocks.append(try parser.party(child, inNetwork: true)) }
        }
        return blocks
    }

    /// A party's line with the lines below it, checked for syntax.
    mutating func party(_ node: LineNode, inNetwork: Bool) throws(Problem) -> PhraseBlock {
        let line = try tokens(node.line)
        let isPlain = line.tokens.first?.text.soleReference != nil
        lines[node.line].layout =
            isPlain ? .tokens(line) : inNetwork ? .party(line) : node.children.isEmpty ? .tokens(line) : .bodyParty(line)
        var block = PhraseBlock(lines: [PhraseBlock.Line(line: node.line, tokens: line.tokens, end: TokenCursor(line).end)])
        for child in node.children where !isFull {
            if let deeper = child.children.first {
                problems.append(Problem("nothing can stand below this line", at: lines[deeper.line].range))
            }
            let line = try tokens(child.line)
            lines[child.line].layout = .tokens(line)
            block.lines.append(PhraseBlock.Line(line: child.line, tokens: line.tokens, end: TokenCursor(line).end))
        }
        for line in block.lines { note(slips(in: line.tokens)) }
        problems += syntax.problems(in: block, allowing: inNetwork ? .facts : .anything).prefix(ScenarioLimits.problems)
        return block
    }

    /// Words behind which a party's text stands for itself, a line of a protocol.
    private static let wordsBeforeLines: Set<String> = ["with", "greets", "heard", "hear", "envelope", "header"]

    private func slips(in tokens: [Token]) -> [Problem] {
        Slips(lexer).inTexts(tokens, areItems: !tokens.contains { Self.wordsBeforeLines.contains($0.word) })
    }
}
