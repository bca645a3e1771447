internal import BenchFacts
internal import Benches
internal import Dialects
internal import Events
internal import Mutants
internal import Platform
internal import Reports
internal import ScenarioLanguage
internal import Verdicts

/// `attest mutants`
enum MutantsCommand: Subcommand {
    static let name = "mutants"
    static let abstract = "Change what the built-in modem says, one thing at a time, and show what no scenario notices."
    static let operands = "[PATH…]"
    static let options: [Option] = [
        Option(
            name: "--wire",
            value: nil,
            help: "change its lines and data: left out, doubled, changed, cut, too early, too late"
        ),
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true),
        Selection.filterOption,
        Selection.tagOption,
        Option(name: "--format", value: "F", help: "text, markdown, html or json (default: text)"),
    ]
    static let discussion = """
        A mutant is noticed when the scenario does not pass with it, or sends something else. Where the scenario leaves it open — a capture,
        an alternative, an optional or an allowed line, lines in any order, a time that no clause gives — it is not expected to.

        Exit codes: 0 everything is noticed, 1 something is not, 2 a scenario or the command is wrong.
        """

    private enum Format: String { case text, markdown, html, json }

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard arguments.has("--wire") else {
            throw UsageError("say what is to be changed", suggestion: "attest mutants --wire")
        }
        let written = arguments.value("--format") ?? Format.text.rawValue
        guard let format = Format(rawValue: written) else {
            throw UsageError("there is no format ‘\(written)’", suggestion: "text, markdown, html or json")
        }
        let selection = try Selection(arguments)
        let project = try Project.find(from: arguments.positional)
        let loaded = try LoadedSuite(arguments, project)
        guard !loaded.hasErrors else { return 2 }
        try selection.check(among: loaded.tags)
        let matrix = matrix(of: loaded.items(selection), loaded)
        guard !matrix.scenarios.isEmpty else { throw UsageError("no scenario that is to pass applies to the built-in modem") }
        switch format {
        case .text: Terminal.output(matrix.text)
        case .markdown: Terminal.output(matrix.markdown)
        case .html: Terminal.output(page(of: matrix))
        case .json: Terminal.output(matrix.json)
        }
        return matrix.hasProblems ? 2 : matrix.isClean ? 0 : 1
    }

    /// The kill matrix: of each scenario how many mutants of each kind it notices, of how many.
    private static func page(of matrix: WireMatrix) -> [UInt8] {
        var page = HTMLPage(title: "Wire mutants", summary: matrix.summary)
        page.add(
            HTMLPage.Table(
                title: "Mutations",
                head: ["mutation", "noticed", "left open", "survived"],
                rows: matrix.rows.map { [$0.name, "\($0.count.noticed)", "\($0.count.tolerated)", "\($0.count.survived)"] }
            )
        )
        for (title, lines) in matrix.findings where !lines.isEmpty { page.add(list: title, lines) }
        let kinds = WireMutation.Kind.allCases
        page.add(
            HTMLPage.Table(
                title: "Noticed by each scenario",
                head: ["scenario"] + kinds.map(\.rawValue),
                rows: matrix.scenarios.map { scenario in
                    [scenario.name] + kinds.map { scenario.counts[$0].map { "\($0.noticed) of \($0.all)" } ?? "" }
                }
            )
        )
        return page.bytes
    }

    private static func matrix(of items: [WorkItem], _ loaded: LoadedSuite) -> WireMatrix {
        let benches = Dictionary(loaded.dialects.map { ($0.dialect.name, VirtualBench($0.dialect)) }) { first, _ in first }
        let tried = concurrently(items.count) { index in
            benches[items[index].dialect.name].flatMap { scenario(items[index], on: $0) }
        }
        return tried.compactMap(\.self).reduce(into: WireMatrix()) { $0.add($1) }
    }

    /// - Returns: nil when the scenario does not apply, or is not to pass.
    private static func scenario(_ item: WorkItem, on bench: VirtualBench) -> WireMatrix.Scenario? {
        let plan = item.scenario[item.index]
        guard case .pass = plan.outcome, Capabilities.simulated.missing(for: plan, dialect: item.dialect) == nil else {
            return nil
        }
        var scenario = WireMatrix.Scenario(name: plan.name, requirements: plan.requirements)
        var verdict: Verdict?
        let tape = bench.record(plan, seed: 1) { if case .scenarioEnded(let result) = $0 { verdict = result.verdict } }
        guard let tape, verdict == .pass else {
            scenario.problem = "it does not pass without a change"
            return scenario
        }
        guard let mutants = WireMutants(tape, bench.machine(plan)) else {
            scenario.problem = "it does not pass a second time"
            return scenario
        }
        scenario.tryAll(mutants)
        return scenario
    }
}
