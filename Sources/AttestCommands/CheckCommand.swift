internal import BenchFacts
internal import Dialects
internal import ScenarioLanguage
internal import SourceText

/// `attest check`
enum CheckCommand: Subcommand {
    static let name = "check"
    static let abstract = "Check scenario files without running them."
    static let operands = "PATH…"
    static let options: [Option] = [
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true)
    ]

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let project = try Project.find(from: arguments.positional)
        let paths = arguments.positional.isEmpty ? ["\(project.root)/Scenarios"] : arguments.positional
        let loaded = try LoadedSuite(
            paths: paths,
            dialects: arguments.all("--dialect"),
            project: project,
            addresses: .documentation
        )
        guard !loaded.hasErrors else { return 2 }
        var used: [String: Int] = [:]
        for (dialect, scenarios) in loaded.dialects {
            used[dialect.name] = scenarios.reduce(0) { $0 + $1.count }
        }
        let counts = used.sorted { $0.key < $1.key }.map { "\($0.value) for \($0.key)" }.joined(separator: ", ")
        Terminal.output("\(loaded.suite.files.count) files, no errors; scenarios: \(counts)\n")
        return 0
    }
}
