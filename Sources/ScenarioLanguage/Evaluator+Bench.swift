import BenchFacts
import SourceText
import World

/// What is said of the bench.
extension Evaluator {
    /// The syntax errors of a block, without filling anything in.
    func problems(in block: PhraseBlock, allowing rule: PhraseRule) -> [Problem] {
        var problems: [Problem] = []
        visit(block, allowing: rule) { _, _ in
        } complain: {
            problems.append($0)
        }
        return problems.filter { !$0.isUndecided }
    }

    /// Facts from the start, under `network`.
    func appendFacts(_ block: PhraseBlock) {
        visit(block, allowing: .facts) { phrase, line in
            guard case .fact(let fact) = phrase else { return }
            gathered.facts.append(fact)
            gathered.factLocations.append(location(line))
        } complain: {
            report($0)
        }
    }

    /// Steps of a body.
    /// - Parameter on: The line whose signals they are.
    func appendBench(_ block: PhraseBlock, within: Duration?, on: LineName, to steps: inout [Step]) throws(Problem) {
        let limit = try within.map { time throws(Problem) in try interval(time) }
        var actions: [(Int, Step.Action)] = []
        visit(block, allowing: within == nil ? .anything : .observations) { phrase, line in
            switch phrase {
            case .fact(let fact): actions.append((line, .fact(fact)))
            case .act(let act): actions.append((line, .act(act)))
            case .check(let check): actions.append((line, .observe(check, within: limit)))
            case .drive(let signal, let isOn): actions.append((line, .drive(signal, on: isOn)))
            case .sendBreak(let duration): actions.append((line, .sendBreak(duration)))
            case .setRate(let rate): actions.append((line, .setRate(rate)))
            case .lineShows(let signal, let isOn): actions.append((line, .lineShows(signal, on: isOn, within: limit)))
            }
        } complain: {
            report($0)
        }
        for (line, action) in actions { steps.append(Step(location: location(line), action: action, on: on)) }
    }

    /// Every phrase of a block with its line, in order; a line with a problem yields nothing.
    private func visit(
        _ block: PhraseBlock,
        allowing rule: PhraseRule,
        _ body: (Phrase, _ line: Int) -> Void,
        complain: (Problem) -> Void
    ) {
        var party: BenchParty?
        for (index, line) in block.lines.enumerated() {
            if let first = line.tokens.first { range = SourceRange(start: first.range.start, end: line.end) }
            do throws(Problem) {
                let phrases = try phrases(of: line, isFirst: index == 0, about: &party)
                for phrase in phrases where !rule.accepts(phrase.kind) { throw Problem(rule.complaint, at: phrase.range) }
                for phrase in phrases { body(phrase.phrase, line.line) }
            } catch {
                complain(error)
                if index == 0, party == nil { return }
            }
        }
    }

    private func phrases(
        of line: PhraseBlock.Line,
        isFirst: Bool,
        about party: inout BenchParty?
    ) throws(Problem) -> [PhraseInLine] {
        if line.tokens.count == 1, line.tokens[0].kind == .word, let reference = line.tokens[0].text.soleReference {
            let tokens = try tokens(for: reference)
            // The cell's own references, such as addresses, are read without the columns around it.
            let saved = scope
            scope = []
            defer { scope = saved }
            return try phrases(of: tokens, end: tokens.last?.range.end ?? line.end, about: party, at: reference.range)
        }
        var reader = PhraseReader(cursor: TokenCursor(line.tokens, end: line.end), evaluator: self)
        if isFirst {
            party = reader.cursor.takeParty()
            guard party != nil else { throw reader.cursor.expected(oneOf: BenchParty.words, "a party") }
        }
        if isFirst, reader.cursor.isAtEnd { throw reader.cursor.expected("what is to be said of it") }
        return try reader.phrases(about: party)
    }

    /// A whole phrase out of a cell: about the party that it names, or about the one above it.
    private func phrases(
        of tokens: [Token],
        end: Int,
        about party: BenchParty?,
        at place: SourceRange
    ) throws(Problem) -> [PhraseInLine] {
        guard !tokens.isEmpty else { throw Problem("this cell holds no phrase", at: place) }
        var reader = PhraseReader(cursor: TokenCursor(tokens, end: end), evaluator: self)
        let own = reader.cursor.takeParty()
        return try reader.phrases(about: own ?? party)
    }
}
