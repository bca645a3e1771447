import BenchFacts
import SourceText
import Verdicts
import World

extension Evaluator {
    /// The steps of a block. A statement with a problem is reported and left out.
    func steps(_ statements: [Statement]) -> [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(statements.count)
        for statement in statements { append(statement, to: &steps) }
        return steps
    }

    func append(_ statement: Statement, to steps: inout [Step]) {
        guard remainingSteps > 0 else { return }
        remainingSteps -= 1
        range = statement.range
        do throws(Problem) {
            if remainingSteps == 0 { throw Problem("a scenario has at most \(ScenarioLimits.steps) steps", at: range) }
            try read(statement, into: &steps)
        } catch {
            report(error)
        }
    }

    /// The steps of a block that may be left out or repeated.
    private func conditional(_ statements: [Statement]) -> [Step] {
        conditionalDepth += 1
        defer { conditionalDepth -= 1 }
        return steps(statements)
    }

    func location(_ line: Int) -> Location {
        context.files[fileIndex].location(ofLine: line)
    }

    private func read(_ statement: Statement, into steps: inout [Step]) throws(Problem) {
        let action: Step.Action
        switch statement.kind {
        case .sendLine(let text): action = .sendLine(try template(text))
        case .ensure(let text): action = try ensured(text, statement)
        case .shows(let text, let defaults): return try appendDisplay(text, defaults: defaults, statement, to: &steps)
        case .sendBytes(let items, let rule):
            let payload = try payload(items)
            action = .sendBytes(payload, try cut(rule, payload))
        case .expectLine(let text, let timing): action = .expect(try expectation(.line(try pattern(text)), timing))
        case .expectBytes(let items, let timing): action = .expect(try expectation(.bytes(try payload(items)), timing))
        case .silence(let atLeast, let atMost):
            action = .silence(
                atLeast: try interval(atLeast),
                atMost: try atMost.map { time throws(Problem) in try interval(time) }
            )
        case .stillness(let time, let count): action = .stillness(for: try interval(time), beyond: try number(count))
        case .wait(let time): action = .wait(try interval(time))
        case .either(let branches): action = .either(alternatives(branches))
        case .anyOrder(let body): action = .anyOrder(conditional(body))
        case .repeated(let amount, let body): action = .repeat(try repetitions(amount), conditional(body))
        case .loop(let variable, let spans, let body):
            let values = try values(spans)
            let isNew = captured.insert(variable).inserted
            action = .loop(variable: variable, values: values, conditional(body))
            if isNew { captured.remove(variable) }
        case .forEach(let source, let body): return try unroll(source, body, statement, into: &steps)
        case .when(let condition, let then, let otherwise):
            if let isMet = try decided(condition) {
                for statement in isMet ? then : otherwise { append(statement, to: &steps) }
                return
            }
            let condition = try self.condition(condition)
            let branches = alternatives([then, otherwise])
            action = .when(condition, then: branches[0], otherwise: branches[1])
        case .check(let condition): action = .check(try self.condition(condition))
        case .unsolicited(let rule, let text, let within):
            let pattern = try pattern(text)
            let limit = try within.map { time throws(Problem) in try interval(time) }
            action =
                switch rule {
                case .allow: .unsolicited(.allow, pattern)
                case .forbid: .unsolicited(.forbid, pattern)
                case .require: .unsolicited(.require(within: limit), pattern)
                }
        case .call(let kind, let call):
            guard let step = try self.call(kind, call, statement) else { return }
            steps.append(step)
            return
        case .kept(let call): return try keep(call, statement)
        case .assume(let echo, let verbose, let quiet): action = .assume(echo: echo, verbose: verbose, quiet: quiet)
        case .allowNoEcho: action = .allowNoEcho
        case .cite(let text): action = .cite(requirement: try requirement(text))
        case .note(let text, let variant): action = .note(try template(text), variant: variant)
        case .end(let verdict, let reason): action = .end(verdict: verdict, reason: try template(reason))
        case .bench(let block, let within): return try appendBench(block, within: within, on: statement.on, to: &steps)
        }
        steps.append(Step(location: location(statement.line), action: action, on: statement.on))
    }

    /// The parameter's write, for a device that is not known to hold the value.
    private func ensured(_ text: Text, _ statement: Statement) throws(Problem) -> Step.Action {
        let line = context.dialect.asWritten(try template(text))
        let ok = Text(parts: [.literal(Array("OK".utf8))], range: text.range)
        let answer = try expectation(.line(try pattern(ok)), Timing())
        let actions: [Step.Action] = [.sendLine(line), .expect(answer)]
        let write = actions.map { Step(location: location(statement.line), action: $0, on: statement.on) }
        return .when(.unknown(line: line), then: write, otherwise: [])
    }

    /// Blocks of which one is carried out; what any of them captures may have been captured.
    private func alternatives(_ blocks: [[Statement]]) -> [[Step]] {
        let before = captured
        var all = before
        var read: [[Step]] = []
        for block in blocks {
            captured = before
            read.append(conditional(block))
            all.formUnion(captured)
        }
        captured = all
        return read
    }

    private func repetitions(_ amount: Amount) throws(Problem) -> Int {
        let count = try number(amount)
        guard count <= ScenarioLimits.repetitions else {
            throw Problem("a block is repeated at most \(ScenarioLimits.repetitions) times", at: amount.text.range)
        }
        return count
    }

    private func keep(_ proving: Call, _ statement: Statement) throws(Problem) {
        guard let caller = calls.last, context.files[caller.file].procedures[caller.procedure].kind == .preamble else {
            throw Problem("`kept while` belongs to a preamble", at: statement.range)
        }
        let step = try call(.steps, proving, statement)
        // What another preamble makes in passing is that one's affair.
        if calls.count == 1 { proof = step }
    }

    private func expectation(_ content: Expectation.Content, _ timing: Timing) throws(Problem) -> Expectation {
        Expectation(
            content: content,
            optional: timing.optional,
            notBefore: try timing.notBefore.map { time throws(Problem) in try interval(time) },
            within: try timing.within.map { time throws(Problem) in try interval(time) },
            isFirm: timing.within.map(isFirm) ?? true
        )
    }

    /// Whether a condition is met that the dialect alone decides: what the other branch names need not be there. Nil for any other.
    private func decided(_ written: WrittenCondition) throws(Problem) -> Bool? {
        switch written {
        case .requirement(let text): isSaid(try requirement(text, mayBeUnsaid: true))
        case .not(let inner): try decided(inner).map { !$0 }
        case .feature, .equal, .notEqual, .less, .atMost: nil
        }
    }

    /// What the bench assumes binds nobody: it decides nothing.
    private func isSaid(_ requirement: String) -> Bool {
        context.dialect.requirements.contains(requirement) && !context.dialect.unsaidRequirements.contains(requirement)
    }

    private func condition(_ written: WrittenCondition) throws(Problem) -> Condition {
        switch written {
        case .feature(let name): .feature(name)
        case .requirement(let text): throw Problem("what the dialect has is asked by `when` alone", at: text.range)
        case .equal(let left, let right): .equal(try template(left), try template(right))
        case .notEqual(let left, let right): .notEqual(try template(left), try template(right))
        case .less(let left, let right): .less(try template(left), try template(right))
        case .atMost(let left, let right): .atMost(try template(left), try template(right))
        case .not(let inner): .not(try condition(inner))
        }
    }

    /// A requirement of the dialect, or of another one where the dialect need not have it.
    func requirement(_ text: Text, mayBeUnsaid: Bool = false) throws(Problem) -> String {
        let id = try string(text)
        guard !context.dialect.retiredRequirements.contains(id) else {
            throw Problem("dialect \(context.dialect.name) has retired the requirement `\(id)`", at: text.range)
        }
        guard context.dialect.requirements.contains(id) else {
            if context.others.names.requirements.contains(id) {
                guard mayBeUnsaid else { throw .misfit(.unsaid(id), at: text.range) }
                return id
            }
            throw Problem(
                "dialect \(context.dialect.name) has no requirement `\(id)`",
                at: text.range,
                meaning: id,
                among: context.dialect.requirements.sorted()
            )
        }
        return id
    }

    // MARK: Loops

    private func values(_ spans: [ValueSpan]) throws(Problem) -> [Value] {
        var values: [Value] = []
        for span in spans {
            switch span {
            case .one(let cell): values.append(Value(bytes: Array(try string(cell.text).utf8)))
            case .numbers(let range):
                guard values.count + range.count <= ScenarioLimits.repetitions else {
                    throw Problem("a loop has at most \(ScenarioLimits.repetitions) values", at: self.range)
                }
                values += range.map { Value(bytes: Array(String($0).utf8)) }
            }
        }
        return values
    }

    /// A loop over columns: its body once per row, each in a block of its own.
    private func unroll(_ source: RowSource, _ body: [Statement], _ statement: Statement, into steps: inout [Step])
        throws(Problem)
    {
        let rows = try ResolvedRows([source], context)
        let here = location(statement.line)
        let depth = scope.count
        defer { scope.removeSubrange(depth...) }
        for index in 0..<rows.count where remainingSteps > 0 {
            scope.removeSubrange(depth...)
            scope += rows.entries(at: index).map { Entry(name: $0.name, binding: $0.binding, isRow: false) }
            steps.append(Step(location: here, action: .block(phase: nil, name: nil, conditional(body))))
        }
    }

    // MARK: Procedures

    /// The block that a call stands for; nil for a postamble, which is kept for the end.
    private func call(_ kind: Procedure.Kind, _ call: Call, _ statement: Statement) throws(Problem) -> Step? {
        let name = try string(call.name)
        let (file, index) = try find(kind, name, at: call.name.range)
        let procedure = context.files[file].procedures[index]
        if kind != .steps, conditionalDepth > 0 {
            throw Problem("`\(kind.verb)` cannot stand in a block that may be left out or repeated", at: statement.range)
        }
        if calls.contains(where: { $0 == (file, index) }) {
            let names = calls.map { context.files[$0.file].procedures[$0.procedure].name } + [name]
            throw Problem("`\(name)` uses itself: \(names.joined(separator: " → "))", at: statement.range)
        }
        guard calls.count < ScenarioLimits.nesting else {
            throw Problem("steps use each other at most \(ScenarioLimits.nesting) deep", at: statement.range)
        }
        guard call.arguments.count == procedure.parameters.count else {
            let wanted = procedure.parameters.isEmpty ? "no arguments" : procedure.parameters.joined(separator: ", ")
            throw Problem("`\(name)` takes \(wanted), and \(call.arguments.count) are given", at: statement.range)
        }
        var entries: [Entry] = []
        for (parameter, argument) in zip(procedure.parameters, call.arguments) {
            entries.append(Entry(name: parameter, binding: try self.argument(argument), isRow: false))
        }
        // As they are where the call stands.
        let arguments = kind == .preamble ? try call.arguments.map { text throws(Problem) in try template(text) } : []
        let here = location(statement.line)
        let saved = (scope, fileIndex, conditionalDepth)
        scope = entries
        fileIndex = file
        calls.append((file, index))
        let before = gathered.postambles.count
        if kind == .preamble, calls.count == 1 { proof = nil }
        let body = body(of: procedure, at: (file, index))
        calls.removeLast()
        let origin = Plan.Kept.Origin(preamble: name, path: path, arguments: arguments)
        (scope, fileIndex, conditionalDepth) = saved
        switch kind {
        case .preamble:
            let step = Step(location: here, action: .block(phase: .preamble, name: name, body))
            let undoing = gathered.postambles[before...]
            if calls.isEmpty, let proof { kept = Plan.Kept(origin, by: step, proof: proof, undoneBy: undoing) }
            return step
        case .steps: return Step(location: here, action: .block(phase: nil, name: name, body))
        case .postamble:
            gathered.postambles.append(Step(location: here, action: .block(phase: .postamble, name: name, body)))
            return nil
        }
    }

    /// An argument that is a column alone keeps its kind: bytes stay bytes, phrases stay phrases.
    private func argument(_ text: Text) throws(Problem) -> Binding {
        if case .name(let name) = text.soleReference?.kind, let binding = binding(name) { return binding }
        return .text(try template(text))
    }

    /// Looks in the file of the call and in those that it sees, nearest first.
    private func find(_ kind: Procedure.Kind, _ name: String, at place: SourceRange) throws(Problem) -> (
        file: Int, procedure: Int
    ) {
        for file in fileIndex..<context.files.count {
            if let index = context.files[file].procedures.firstIndex(where: { $0.kind == kind && $0.name == name }) {
                return (file, index)
            }
        }
        let seen = context.files[fileIndex...].flatMap(\.procedures)
        if let other = seen.first(where: { $0.name == name }) {
            let article = other.kind == .steps ? "`steps`" : "a \(other.kind.rawValue)"
            throw Problem("`\(name)` is \(article)", at: place, fix: "use it with `\(other.kind.verb) \(name)`")
        }
        let elsewhere = context.elsewhere().first { $0.procedures.contains { $0.kind == kind && $0.name == name } }
        let what = kind == .steps ? "steps are" : "\(kind.rawValue) is"
        if let path = elsewhere?.source.path {
            throw Problem("no \(what) called `\(name)` here", at: place, fix: "\(path) has it, for the files beside and below it")
        }
        throw Problem("no \(what) called `\(name)`", at: place, meaning: name, among: seen.filter { $0.kind == kind }.map(\.name))
    }
}
