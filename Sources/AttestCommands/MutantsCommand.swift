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
        Option(
            name: "--device",
            value: nil,
            help: "change the device: an entry of its manual, one thing that it asks of the network or hears, a known defect"
        ),
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true),
        Selection.filterOption,
        Selection.tagOption,
        Option(name: "--format", value: "F", help: "text, markdown, html or json (default: text)"),
    ]
    static let discussion = """
        On the wire, a mutant is noticed when the scenario does not pass with it, or sends something else. Where the scenario leaves it open —
        a capture, an alternative, an optional or an allowed line, lines in any order, a time that no clause gives — it is not expected to.
        A wrong device is noticed when one scenario at least does not pass with it.

        Exit codes: 0 everything is noticed, 1 something is not, 2 a scenario or the command is wrong.
        """

    private enum Format: String, CaseIterable { case text, markdown, html, json }

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard arguments.has("--wire") != arguments.has("--device") else {
            throw UsageError("say what is to be changed", suggestion: "attest mutants --wire, or attest mutants --device")
        }
        let format: Format = try arguments.format()
        guard let (loaded, selection) = try LoadedSuite.selected(by: arguments) else { return 2 }
        let items = loaded.items(selection)
        return arguments.has("--wire") ? try wire(items, loaded, format) : try device(items, loaded, format)
    }

    private static let nothing = UsageError("no scenario that is to pass applies to the built-in modem")

    private static func show(_ page: MatrixPage, _ json: () -> String, _ format: Format) {
        switch format {
        case .text: Terminal.output(page.text)
        case .markdown: Terminal.output(page.markdown)
        case .html: Terminal.output(html(page))
        case .json: Terminal.output(Array(json().utf8))
        }
    }

    private static func html(_ shown: MatrixPage) -> [UInt8] {
        var page = HTMLPage(title: shown.title, summary: shown.summary)
        func table(_ table: MatrixPage.Table) -> HTMLPage.Table {
            HTMLPage.Table(title: table.title, head: table.head, rows: table.rows)
        }
        page.add(table(shown.overview))
        for (title, lines) in shown.findings where !lines.isEmpty { page.add(list: title, lines) }
        page.add(table(shown.detail))
        return page.bytes
    }

    // MARK: What the device says

    private static func wire(_ items: [WorkItem], _ loaded: LoadedSuite, _ format: Format) throws(UsageError) -> Int32 {
        let matrix = WireTrials.all(items, loaded).reduce(into: WireMatrix()) { $0.add($1.row) }
        guard !matrix.scenarios.isEmpty else { throw nothing }
        show(matrix.page, { matrix.json }, format)
        return matrix.hasProblems ? 2 : matrix.isClean ? 0 : 1
    }

    // MARK: What the device does

    private static func device(_ items: [WorkItem], _ loaded: LoadedSuite, _ format: Format) throws(UsageError) -> Int32 {
        let rows = loaded.dialects.flatMap { dialect, _ in Self.rows(items.filter { $0.dialect.name == dialect.name }, dialect) }
        guard !rows.isEmpty else { throw nothing }
        let matrix = DeviceMatrix(rows)
        show(matrix.page, { matrix.json }, format)
        return matrix.isClean ? 0 : 1
    }

    /// - Returns: None where no scenario can be tried.
    private static func rows(_ items: [WorkItem], _ dialect: Dialect) -> [DeviceMatrix.Row] {
        let compiled = concurrently(items.count) { items[$0].scenario[items[$0].index] }
        let plans = compiled.filter { WireTrials.areMade(of: $0, dialect) }
        guard !plans.isEmpty else { return [] }
        let right = VirtualBench(dialect)
        let observed = concurrently(plans.count) { index in
            DeviceMutants.observe(plans[index].text, parties: VirtualBench.party(at:)) { interposer in
                _ = right.result(plans[index], seed: 1, interposer: interposer)
            }
        }
        let mutants = DeviceMutants(observed).all(dialect)
        let names = plans.map(\.name)
        return concurrently(mutants.count) { index in
            let mutant = mutants[index]
            let bench = VirtualBench(dialect, spoken: mutant.dialect)
            return mutant.row(names) { trial in
                var plan = plans[trial.scenario]
                plan.defects = mutant.defects
                return bench.result(plan, seed: 1, interposer: mutant.interposer(trial))?.verdict != .pass
            }
        }
    }
}

extension Plan {
    /// Its name, what it verifies, and its lines.
    fileprivate var text: String {
        var lines = Set<String>()
        func read(_ steps: [Step]) {
            for step in steps {
                lines.insert(step.location.text)
                step.blocks.forEach(read)
            }
        }
        read(steps)
        return ([name] + requirements + lines.sorted()).joined(separator: "\n")
    }
}
