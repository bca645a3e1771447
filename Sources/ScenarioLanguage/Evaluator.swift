import BenchFacts
import Dialects
import SourceText
import World

/// What statements come to beside their steps, in order of appearance.
struct Gathered: Sendable {
    var facts: [BenchFact] = []
    var factLocations: [Location] = []
    /// What the bench is asked for by name, each once.
    var values: [BenchValue] = []
    /// Whose addresses and ports are asked for, each once.
    var references: [BenchReference] = []
    var postambles: [Step] = []

    static func += (all: inout Gathered, more: Gathered) {
        all.facts += more.facts
        all.factLocations += more.factLocations
        for value in more.values where !all.values.contains(value) { all.values.append(value) }
        for reference in more.references where !all.references.contains(reference) { all.references.append(reference) }
        all.postambles += more.postambles
    }
}

/// Turns statements into steps for one instance: fills in columns, parameters, forms, spellings, and what the bench says of itself.
final class Evaluator {
    /// What a name stands for while an instance is made.
    enum Binding {
        case cell(Cell)
        case text(Template)
    }
    struct Entry {
        var name: String
        var binding: Binding
        /// A column of the scenario's rows: what uses it differs from instance to instance.
        var isRow: Bool
    }

    let context: CompilationContext
    /// Only the syntax is looked at: every reference stands for something harmless.
    let isSyntaxCheck: Bool
    var scope: [Entry]
    /// Index of the file whose statements are being read.
    var fileIndex = 0
    /// The place to report when nothing more precise is known.
    var range = SourceRange(start: 0, end: 0)
    var captured: Set<String> = []
    var touchedRow = false
    var gathered = Gathered()
    /// Names and the rest of a head are read, which say the same on every bench.
    var isInHead = false
    /// What shows that what the preamble makes still stands, while the preamble is read.
    var proof: Step?
    /// What the scenario's preamble makes and may leave for the next scenario.
    var kept: Plan.Kept?
    var calls: [(file: Int, procedure: Int)] = []
    /// Depth of blocks that may be left out or repeated.
    var conditionalDepth = 0
    var remainingSteps = ScenarioLimits.steps
    /// Why what has been read is not for the dialect.
    var misfit: Misfit?
    var cuts: CutCounter
    var diagnostics: [Diagnostic] = []

    init(context: CompilationContext, row: [Entry] = [], cut: Int = 0, isSyntaxCheck: Bool = false) {
        self.context = context
        self.isSyntaxCheck = isSyntaxCheck
        scope = row
        cuts = CutCounter(selected: cut)
    }

    /// What every reference is while only the syntax is looked at.
    static let filler = "x"

    static func syntaxCheck() -> Evaluator { Evaluator(context: .empty, isSyntaxCheck: true) }

    var path: String { context.files.isEmpty ? "" : context.files[fileIndex].source.path }

    func report(_ problem: Problem) {
        misfit = misfit ?? problem.misfit
        guard !problem.isUndecided, problem.misfit == nil, diagnostics.count < ScenarioLimits.problems else { return }
        diagnostics.append(problem.diagnostic(in: path))
    }

    // MARK: Names

    func binding(_ name: String) -> Binding? {
        guard let entry = scope.last(where: { $0.name == name }) else { return nil }
        if entry.isRow { touchedRow = true }
        return entry.binding
    }

    /// What a cell holds is read without the columns around it, so that no cell can refer to itself.
    private func outsideRows<Result>(_ body: () throws(Problem) -> Result) throws(Problem) -> Result {
        let saved = scope
        scope = []
        defer { scope = saved }
        return try body()
    }

    private func template(of binding: Binding) throws(Problem) -> Template {
        switch binding {
        case .text(let template): template
        case .cell(let cell): try outsideRows { () throws(Problem) in try template(cell.text) }
        }
    }

    /// What a reference stands for in a text; a form stands for none.
    private func parts(of reference: Reference) throws(Problem) -> [Template.Part] {
        switch reference.kind {
        case .address(let target):
            note(.address(target))
            return [.text(Array(context.address(target).description.utf8))]
        case .port(let server):
            note(.port(server))
            return [.text(Array(String(context.profile.port(of: server)).utf8))]
        case .value(let value):
            guard !isInHead else { throw Problem("names and heads are the same on every rig", at: reference.range) }
            if !gathered.values.contains(value) { gathered.values.append(value) }
            return context.profile.values[value].map { [.text(Array($0.utf8))] } ?? []
        case .capture:
            throw Problem("captures belong to `<` lines, `allow`, `forbid` and `require`", at: reference.range)
        case .name(let name):
            if let binding = binding(name) { return try template(of: binding).parts }
            if captured.contains(name) { return [.value(name)] }
            if context.dialect.forms[name] != nil {
                throw Problem("`{\(name)}` has several spellings; it belongs to `<` lines", at: reference.range)
            }
            if let spelling = context.dialect.spellings[name] { return [.text(Array(spelling.utf8))] }
            throw unknown(name, at: reference.range)
        }
    }

    private func note(_ reference: BenchReference) {
        if !gathered.references.contains(reference) { gathered.references.append(reference) }
    }

    func unknown(_ name: String, at range: SourceRange) -> Problem {
        let timings = context.dialect.timings.keys
        if timings.contains(name) {
            return Problem("`{\(name)}` is a timing; it belongs to conditions such as `within`", at: range)
        }
        if context.others.names.forms.contains(name) || context.others.names.spellings.contains(name) {
            return .misfit(.unsaid("{\(name)}"), at: range)
        }
        let known =
            scope.map(\.name) + captured.sorted() + context.dialect.forms.keys.sorted() + context.dialect.spellings.keys.sorted()
        return Problem("nothing is called `\(name)` here", at: range, meaning: name, among: known) { "{\($0)}" }
    }

    // MARK: Texts

    func template(_ text: Text) throws(Problem) -> Template {
        if isSyntaxCheck { return Template(text.literal ?? Self.filler) }
        var parts: [Template.Part] = []
        for part in text.parts {
            switch part {
            case .literal(let bytes): parts.appendText(bytes)
            case .reference(let reference):
                for part in try self.parts(of: reference) {
                    if case .text(let bytes) = part { parts.appendText(bytes) } else { parts.append(part) }
                }
            }
        }
        return Template(parts: parts)
    }

    /// Text that must be known before the scenario runs.
    func string(_ text: Text) throws(Problem) -> String {
        if let literal = text.literal { return literal }
        let template = try template(text)
        guard let string = template.literal else {
            throw Problem("a capture has no value yet where the text must be known from the start", at: text.range)
        }
        return string
    }

    func number(_ amount: Amount) throws(Problem) -> Int {
        if let fixed = amount.fixed { return fixed }
        if isSyntaxCheck { return 1 }
        let string = try string(amount.text)
        guard let number = TokenCursor.number(string) else { throw Problem("`\(string)` is no number", at: amount.text.range) }
        return number
    }

    /// Whether a length of time binds the device: all but the dialect's own that have no clause do.
    func isFirm(_ duration: Duration) -> Bool {
        guard duration.fixed == nil, case .name(let name) = duration.text.soleReference?.kind,
            !scope.contains(where: { $0.name == name })
        else { return true }
        return context.dialect.bindingTimings.contains(name)
    }

    func interval(_ duration: Duration) throws(Problem) -> Interval {
        if let fixed = duration.fixed { return fixed }
        if isSyntaxCheck { return .seconds(1) }
        if case .name(let name) = duration.text.soleReference?.kind, !scope.contains(where: { $0.name == name }) {
            if let timing = context.dialect.timings[name] { return Interval(nanoseconds: timing) }
            if context.others.names.timings.contains(name) { throw .misfit(.unsaid("{\(name)}"), at: duration.text.range) }
            throw Problem(
                "no timing is called `\(name)`",
                at: duration.text.range,
                meaning: name,
                among: context.dialect.timings.keys.sorted()
            ) { "{\($0)}" }
        }
        let string = try string(duration.text)
        guard let interval = TokenCursor.interval(string) else {
            let fix = "\(TokenCursor.durationRule); \(TokenCursor.longestRule)"
            throw Problem("`\(string)` is no length of time", at: duration.text.range, fix: fix)
        }
        return interval
    }

    /// The words of the cell that a reference in place of words stands for.
    func tokens(for reference: Reference) throws(Problem) -> [Token] {
        if isSyntaxCheck { throw .undecided(at: reference.range) }
        guard case .name(let name) = reference.kind, let binding = binding(name) else {
            guard case .name(let name) = reference.kind else { throw Problem("expected words", at: reference.range) }
            throw unknown(name, at: reference.range)
        }
        switch binding {
        case .cell(let cell): return cell.tokens
        case .text(let template):
            guard let literal = template.literal else {
                throw Problem("a capture has no value yet where the text must be known from the start", at: reference.range)
            }
            return try words(of: literal, at: reference.range)
        }
    }

    /// The tokens of a text that is not in a file, all placed at `range`.
    private func words(of text: String, at range: SourceRange) throws(Problem) -> [Token] {
        let bytes = Array(text.utf8)
        do throws(Problem) {
            let line = try Lexer(bytes: bytes).tokens(in: SourceRange(start: 0, end: bytes.count))
            return line.tokens.map { token in
                var token = token
                token.range = range
                return token
            }
        } catch {
            throw Problem("`\(text)` cannot be read as words: \(error.message)", at: range)
        }
    }
}

extension Template {
    /// The text, when no capture is part of it.
    var literal: String? {
        switch parts.count {
        case 0: return ""
        case 1:
            guard case .text(let bytes) = parts[0] else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
    }
}

extension [Template.Part] {
    /// Texts next to each other become one.
    mutating func appendText(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if case .text(let before) = last {
            self[count - 1] = .text(before + bytes)
        } else {
            append(.text(bytes))
        }
    }
}

/// Counts the instances that `cut at every boundary` makes, and picks one of them.
struct CutCounter {
    /// Which of the instances of a row is wanted; what is left of it while statements are read.
    private var rest: Int
    /// How many boundaries each statement so far has.
    private(set) var boundaries: [Int] = []
    /// How many instances there are.
    private(set) var total = 1

    init(selected: Int) { rest = selected }

    /// The offset, 1 to `count`, at which this instance cuts the next statement's bytes.
    mutating func choose(among count: Int) -> Int {
        let choice = rest % count
        rest /= count
        boundaries.append(count)
        total = min(total * count, ScenarioLimits.instances + 1)
        return choice + 1
    }
}
