internal import BenchFacts
internal import Dialects
internal import Platform
internal import Reports
internal import ScenarioLanguage
internal import SourceText
internal import Verdicts

/// `attest check`
enum CheckCommand: Subcommand {
    static let name = "check"
    static let abstract = "Check scenario files without running them."
    static let operands = "[PATH…]"
    static let options: [Option] = [
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true),
        Option(name: "--sarif", value: "FILE", help: "write what is wrong as SARIF 2.1.0, too"),
    ]
    static let discussion = """
        PATH is a scenario file or a folder of them; without one, Scenarios is checked.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let project = try Project.find(from: arguments.positional)
        let loaded = try LoadedSuite(arguments, project)
        if let path = arguments.value("--sarif") {
            var files = FileRoles()
            try files.keeps(project)
            for name in loaded.sources.keys { try files.reads(project.place(of: name), as: "the source") }
            try files.writes(path, as: "--sarif")
            do throws(FileError) {
                try Files.write(sarif(loaded), to: path)
            } catch {
                throw UsageError(error.message)
            }
        }
        guard !loaded.hasErrors else { return 2 }
        var used: [String: Int] = [:]
        for (dialect, scenarios) in loaded.dialects {
            used[dialect.name] = scenarios.reduce(0) { $0 + $1.count }
        }
        let counts = used.sorted { $0.key < $1.key }.map { "\($0.value) for \($0.key)" }.joined(separator: ", ")
        Terminal.output("\(count(loaded.suite.files.count, "file")), no errors; scenarios: \(counts)\n")
        return 0
    }

    private static func sarif(_ loaded: LoadedSuite) -> [UInt8] {
        var log = SARIFLog()
        log.version = AttestMain.version
        for diagnostic in DiagnosticReport(loaded.diagnostics).diagnostics {
            log.append(SARIFLog.Result(diagnostic, in: loaded.sources[diagnostic.path]))
        }
        return log.finish()
    }
}

extension SARIFLog.Result {
    init(_ diagnostic: Diagnostic, in source: SourceFile?) {
        let kind = diagnostic.path.split(separator: ".").last.map(String.init) ?? "file"
        self.init(
            rule: "\(kind)-\(diagnostic.severity.rawValue)",
            ruleText: "A .\(kind) file that Attest does not understand, or not as it seems to be meant",
            level: diagnostic.severity == .error ? .error : .warning,
            message: diagnostic.message + (diagnostic.suggestion.map { "\nfix: \($0)" } ?? ""),
            path: diagnostic.path,
            line: 0,
            snippet: ""
        )
        guard let source else { return }
        let index = source.line(at: diagnostic.range.start)
        let range = source.range(ofLine: index)
        func column(_ offset: Int) -> Int {
            let end = min(max(offset, range.start), range.end)
            return source.text(SourceRange(start: range.start, end: end)).unicodeScalars.count + 1
        }
        line = index + 1
        columns = column(diagnostic.range.start)..<max(column(diagnostic.range.end), column(diagnostic.range.start))
        snippet = source.text(range)
    }
}
