public import BenchFacts
import SourceText

/// A scenario with its instances counted: a collection whose plans are made when they are asked for.
///
/// Statements that are the same in every instance are compiled once for all that follow one another; making a plan costs what its columns touch.
public struct CompiledScenario: Sendable, RandomAccessCollection {
    public let listing: Listing
    /// Not compiled; ``templates`` has it compiled while it is used.
    private(set) var template: PlanTemplate
    let templates: TemplateCache
    /// What ``templates`` knows it by.
    let number: Int
    /// One per row, each another.
    let names: [String]
    /// One per row; empty: the scenario has none.
    let ids: [String]
    /// Per row, one for each line `renamed from`, empty where a row had no such name; none when there is no such line.
    let formerNames: [[String]]
    /// Of each row; empty: every row is one instance.
    let instances: [RowInstances]

    /// The instances of a row whose bytes are cut at every boundary.
    struct RowInstances: Sendable {
        /// How many there are up to and including this row.
        var upTo: Int
        /// How many boundaries each of the statements that are cut so has.
        var boundaries: [Int]
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { listing.instances }

    /// The name of an instance, without making its plan: that of its row, and the offsets at which its bytes are cut.
    public func name(at index: Int) -> String {
        let (row, cut) = place(of: index)
        return names[row] + suffix(row, cut)
    }

    /// What an instance was called before.
    public func formerNames(at index: Int) -> [String] { written(formerNamesAt: index).map(\.name) }

    /// The same, each with what it is written as.
    func written(formerNamesAt index: Int) -> [(name: String, text: Text)] {
        guard !formerNames.isEmpty else { return [] }
        let (row, cut) = place(of: index)
        return zip(formerNames[row], template.scenario.formerNames).filter { !$0.0.isEmpty }
            .map { ($0.0 + suffix(row, cut), $0.1) }
    }

    /// The lab's own name for an instance: that of its row, or of the whole scenario.
    public func id(at index: Int) -> String? { ids.isEmpty ? nil : ids[place(of: index).row] }

    private func suffix(_ row: Int, _ cut: Int) -> String {
        guard !instances.isEmpty, !instances[row].boundaries.isEmpty else { return "" }
        var cuts = CutCounter(selected: cut)
        return "-cut-" + instances[row].boundaries.map { "\(cuts.choose(among: $0))" }.joined(separator: "-")
    }

    public subscript(index: Int) -> Plan {
        let (row, cut) = place(of: index)
        return templates.compiled(template, number: number).read(row: row, cut: cut, name: name(at: index)).plan
    }

    /// The same scenario as another bench would have it.
    public func on(_ profile: BenchProfile) -> CompiledScenario {
        guard profile != template.context.profile else { return self }
        var scenario = self
        scenario.template = template.on(profile)
        return scenario
    }

    /// The row of an instance, and which of the row's cuts it is.
    private func place(of index: Int) -> (row: Int, cut: Int) {
        guard !instances.isEmpty else { return (index, 0) }
        var low = 0
        var high = instances.count - 1
        while low < high {
            let middle = (low + high) / 2
            if instances[middle].upTo <= index { low = middle + 1 } else { high = middle }
        }
        return (low, index - (low > 0 ? instances[low - 1].upTo : 0))
    }
}

/// A scenario with everything compiled that its rows leave as it is.
struct PlanTemplate: Sendable {
    /// What a statement comes to.
    struct Piece: Sendable {
        var steps: [Step] = []
        var gathered = Gathered()
        var kept: Plan.Kept?
        var misfit: Misfit?
        var needs = BenchNeeds()
        /// What its steps send first.
        var use: StackUse?
        var sendsUnknownCommands = false

        static func += (whole: inout Piece, piece: Piece) {
            // What stands before it would be done once more, to a device that is past that.
            if whole.steps.isEmpty {
                whole.kept = piece.kept
                whole.steps = piece.steps
            } else {
                whole.steps += piece.steps
            }
            whole.misfit = whole.misfit ?? piece.misfit
            whole.gathered += piece.gathered
            whole.needs += piece.needs
            whole.use = whole.use ?? piece.use
            whole.sendsUnknownCommands = whole.sendsUnknownCommands || piece.sendsUnknownCommands
        }
    }

    struct Instance {
        var plan: Plan
        /// The instances that its row has.
        var cuts: CutCounter
        var unknownCommands: [UnknownCommands.Unknown]
        var diagnostics: [Diagnostic]
    }

    enum Part<Source: Sendable>: Sendable {
        case fixed(Piece)
        /// To be read for every instance; with the captures known before it.
        case varying(Source, captured: Set<String>)
    }

    let scenario: Scenario
    private(set) var context: CompilationContext
    private let opening: Opening?
    let rows: ResolvedRows
    let location: Location
    var network: [Part<PhraseBlock>] = []
    var body: [Part<Statement>] = []

    init(_ scenario: Scenario, _ context: CompilationContext, _ rows: ResolvedRows) {
        self.scenario = scenario
        self.context = context
        self.rows = rows
        location = context.files[0].location(ofLine: scenario.line)
        opening = Opening(context.dialect, at: location)
    }

    /// Reads the first row and keeps what does not depend on it. Returns the problems found.
    mutating func fix() -> [Diagnostic] {
        let evaluator = Evaluator(context: context, row: rows.entries(at: 0))
        for block in scenario.network {
            evaluator.touchedRow = false
            let piece = piece(evaluator) { _ in evaluator.appendFacts(block) }
            network.append(evaluator.touchedRow ? .varying(block, captured: []) : .fixed(piece))
        }
        for statement in scenario.body {
            evaluator.touchedRow = false
            let captured = evaluator.captured
            let piece = piece(evaluator) { evaluator.append(statement, to: &$0) }
            if evaluator.touchedRow { body.append(.varying(statement, captured: captured)) } else { body.appendFixed(piece) }
        }
        return evaluator.diagnostics
    }

    func on(_ profile: BenchProfile) -> PlanTemplate {
        var other = self
        other.context = context.on(profile)
        return other
    }

    private func piece(_ evaluator: Evaluator, _ read: (inout [Step]) -> Void) -> Piece {
        evaluator.gathered = Gathered()
        evaluator.kept = nil
        evaluator.misfit = nil
        var piece = Piece()
        read(&piece.steps)
        piece.gathered = evaluator.gathered
        piece.kept = evaluator.kept
        piece.misfit = evaluator.misfit
        piece.needs = BenchNeeds(piece.steps, piece.gathered)
        piece.use = opening?.firstUse(in: piece.steps)
        piece.sendsUnknownCommands = UnknownCommands([piece.steps, piece.gathered.postambles], context).areSent
        return piece
    }

    /// - Parameter name: nil: that of the scenario, filled in as far as its columns go.
    func read(row: Int, cut: Int, name: String? = nil) -> Instance {
        let evaluator = Evaluator(context: context, row: rows.entries(at: row), cut: cut)
        var plan = Plan(
            name: name ?? evaluator.name(scenario.name),
            title: "",
            dialect: context.dialect.name,
            requirements: [],
            needs: [],
            tags: [],
            location: location,
            facts: [],
            defects: [],
            outcome: scenario.outcome,
            steps: [],
            postambles: []
        )
        evaluator.readHead(of: scenario, into: &plan)
        plan.misfit = evaluator.misfit
        var whole = Piece()
        for part in body { append(part, to: &whole, evaluator) { evaluator.append($0, to: &$1) } }
        for part in network { append(part, to: &whole, evaluator) { block, _ in evaluator.appendFacts(block) } }
        if let opening, whole.use == .stack { whole.steps = opening.before(whole.steps) }
        plan.take(whole)
        guard whole.sendsUnknownCommands, plan.misfit == nil else {
            return Instance(plan: plan, cuts: evaluator.cuts, unknownCommands: [], diagnostics: evaluator.diagnostics)
        }
        let commands = UnknownCommands([plan.steps, plan.postambles], context)
        plan.misfit =
            commands.refused.map { .refused($0) }
            ?? commands.found.first { context.others.names.commands.contains($0.name) }.map { .unsaid($0.name) }
        return Instance(plan: plan, cuts: evaluator.cuts, unknownCommands: commands.found, diagnostics: evaluator.diagnostics)
    }

    private func append<Source>(
        _ part: Part<Source>,
        to whole: inout Piece,
        _ evaluator: Evaluator,
        _ read: (Source, inout [Step]) -> Void
    ) {
        let piece: Piece
        switch part {
        case .fixed(let known): piece = known
        case .varying(let source, let captured):
            evaluator.captured = captured
            piece = self.piece(evaluator) { read(source, &$0) }
        }
        whole += piece
    }
}

extension [PlanTemplate.Part<Statement>] {
    /// Neighbours that are fixed become one.
    fileprivate mutating func appendFixed(_ piece: PlanTemplate.Piece) {
        guard case .fixed(var known)? = last else { return append(.fixed(piece)) }
        removeLast()
        known += piece
        append(.fixed(known))
    }
}

extension Plan {
    /// What all of its statements come to.
    fileprivate mutating func take(_ whole: PlanTemplate.Piece) {
        misfit = misfit ?? whole.misfit
        kept = whole.kept
        facts = whole.gathered.facts
        factLocations = whole.gathered.factLocations
        values = whole.gathered.values
        references = whole.gathered.references
        postambles = whole.gathered.postambles
        for need in whole.needs.needs where !needs.contains(need) { needs.append(need) }
        steps = whole.steps
    }
}

extension Evaluator {
    /// How much of a column's value goes into a name.
    private static let longestNamePart = 48

    /// The name with its columns filled in; what does not belong into names becomes `-`. `isFormer`: rows may have been numbered.
    func name(_ text: Text, isFormer: Bool = false) -> String {
        isInHead = true
        defer { isInHead = false }
        var name = ""
        for part in text.parts {
            switch part {
            case .literal(let bytes): name += String(decoding: bytes, as: UTF8.self)
            case .reference(let reference):
                let written: String
                do throws(Problem) {
                    written = try string(Text(parts: [part], range: reference.range))
                } catch {
                    report(error)
                    written = "?"
                }
                let kept = written.filter { $0 != "\"" }.prefix(Self.longestNamePart)
                name += String(kept.map { Lexer.isName(String($0)) || $0 == "." || isFormer && $0 == "#" ? $0 : "-" })
            }
        }
        return name
    }

    /// The lab's own name.
    func id(_ text: Text) throws(Problem) -> String {
        isInHead = true
        defer { isInHead = false }
        let id = try string(text)
        guard !id.isEmpty, id.count <= ScenarioLimits.idLength else {
            throw Problem("an id has 1 to \(ScenarioLimits.idLength) characters", at: text.range)
        }
        return id
    }

    func readHead(of scenario: Scenario, into plan: inout Plan) {
        func read<Written, Result>(_ written: Written, _ body: (Written) throws(Problem) -> Result) -> Result? {
            do throws(Problem) {
                return try body(written)
            } catch {
                report(error)
                return nil
            }
        }
        isInHead = true
        defer { isInHead = false }
        plan.title = scenario.title.flatMap { read($0) { text throws(Problem) in try string(text) } } ?? plan.name
        plan.needs = scenario.needs.compactMap { read($0) { written throws(Problem) in try need(written) } }
        readRequirements(of: scenario, into: &plan)
        plan.tags = scenario.tags.compactMap { read($0) { text throws(Problem) in try string(text) } }
        plan.defects = scenario.defects.compactMap { read($0) { text throws(Problem) in try defect(text) } }
        // A defect can only be switched on in the virtual modem.
        if !plan.defects.isEmpty, !plan.needs.contains(.virtualModem) { plan.needs.append(.virtualModem) }
    }

    /// What the manual does not say is not verified; where it says none of them, there is nothing to verify.
    private func readRequirements(of scenario: Scenario, into plan: inout Plan) {
        var unsaid: Problem?
        for text in scenario.verifies {
            do throws(Problem) {
                let id = try requirement(text)
                plan.requirements.append(id)
                if let changed = scenario.dialects.changed(id, in: context.dialect) { throw .misfit(changed, at: text.range) }
            } catch {
                guard case .unsaid = error.misfit else {
                    report(error)
                    continue
                }
                unsaid = unsaid ?? error
            }
        }
        if plan.requirements.isEmpty, let unsaid { report(unsaid) }
    }

    private func defect(_ text: Text) throws(Problem) -> String {
        let name = try string(text)
        guard context.defects.contains(name) else {
            let fix = NearestName.find(name, among: context.defects).map { "did you mean `\($0)`?" }
            let message = "the virtual modem has no defect `\(name)`"
            throw Problem(message, at: text.range, fix: fix ?? "`attest modem --defect list` names them")
        }
        return name
    }

    private func need(_ written: WrittenNeed) throws(Problem) -> Need {
        switch written {
        case .feature(let text): .feature(try string(text))
        case .stimulus(let text): .stimulus(try string(text))
        case .peerAddresses(let count): .peerAddresses(count)
        case .lines(let count): .lines(count)
        case .nameServers(let count): .nameServers(count)
        case .virtualModem: .virtualModem
        case .lineSignals: .lineSignals
        case .flowControl: .flowControl
        }
    }
}
