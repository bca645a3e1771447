internal import Benches
internal import Dialects
internal import Mutants
internal import Platform
internal import Reports
internal import ScenarioLanguage

/// `attest coverage`
enum CoverageCommand: Subcommand {
    static let name = "coverage"
    static let abstract = "Show which requirements are covered, by which scenarios, and what each scenario verifies."
    static let operands = "[PATH…]"
    static let options: [Option] = [
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true),
        Selection.filterOption,
        Selection.tagOption,
        Option(name: "--format", value: "F", help: "text, csv, html or json (default: text)"),
    ]
    static let discussion = """
        A requirement is covered when a scenario that verifies it notices something: at least one of the changes that ‘attest mutants --wire’ makes
        to what the built-in modem says. Its level is what a bench must have at least to see that: the line alone, servers, a network that does what
        it is told (stimulus), a switch for the power, a second line.

        Changes that a scenario does not notice, though it leaves them not open, are listed at the end.

        Exit codes: 0 every requirement is covered and every change noticed, 1 one is not, 2 a scenario or the command is wrong.
        """

    private enum Format: String, CaseIterable { case text, csv, html, json }

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let format: Format = try arguments.format()
        guard let (loaded, selection) = try LoadedSuite.selected(by: arguments) else { return 2 }
        let ledgers = try ProjectLedgers(
            of: Project.find(from: arguments.positional),
            loaded.read,
            loaded.dialects.map(\.dialect.name)
        )
        guard ledgers.isSound else { return 2 }
        let tried = WireTrials.all(loaded.items(selection), loaded)
        let all = loaded.dialects.map { dialect, scenarios in
            Coverage(
                dialect,
                scenarios: scenarios.map(\.listing).filter { selection.takes(name: $0.name, tags: $0.tags) }.map {
                    Coverage.Scenario(place: $0.place, name: $0.name, requirements: $0.requirements)
                },
                tried: tried.filter { $0.dialect == dialect.name }.map { ($0.place, $0.level, $0.row) },
                ledger: ledgers.ledgers[dialect.name]
            )
        }
        let matrix = tried.reduce(into: WireMatrix()) { $0.add($1.row) }
        switch format {
        case .text: Terminal.output((all.map(\.text) + [matrix.page.conclusion]).joined(separator: "\n"))
        case .csv: Terminal.output(Array(Coverage.csv(all).utf8))
        case .html: Terminal.output(html(all))
        case .json: Terminal.output(Array(Coverage.json(all).utf8))
        }
        if matrix.hasProblems { return 2 }
        return matrix.isClean && all.allSatisfy(\.isComplete) ? 0 : 1
    }

    private static func html(_ all: [Coverage]) -> [UInt8] {
        var page = HTMLPage(title: "Coverage", summary: all.map(\.summary).joined(separator: "; "))
        for table in all.flatMap(\.tables) { page.add(HTMLPage.Table(title: table.title, head: table.head, rows: table.rows)) }
        return page.bytes
    }
}
