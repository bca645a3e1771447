internal import Events
internal import Reports

/// `attest report`
enum ReportCommand: Subcommand {
    static let name = "report"
    static let abstract = "Make a report of journals, the same as the run itself would have made."
    static let operands = "JOURNAL…"
    static let options: [Option] = [
        Option(name: "--format", value: "F", help: "\(ReportFormat.names) (default: console)"),
        Option(name: "--output", value: "FILE", help: "write it there (default: standard output)"),
        Option(name: "--exit-code", value: nil, help: "exit as the run did (default: 0 when the report was made)"),
    ]
    static let discussion = """
        Several journals are merged first, as by ‘attest merge’. A journal that stops in its middle gives a report of what it holds.

        Formats:
        \(ReportFormat.table)
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard !arguments.positional.isEmpty else {
            throw UsageError("no journal is given", suggestion: "attest run --journal run.jsonl; attest report run.jsonl")
        }
        let format = try ReportFormat(word: arguments.value("--format") ?? ReportFormat.console.rawValue)
        var report = format.makeReport()
        var exitCode = ExitCodeFold()
        try JournalReplay.run(arguments.positional) { event in
            report.record(event)
            exitCode.record(event)
        }
        let bytes = report.finish()
        if let path = arguments.value("--output") {
            do throws(FileError) { try Files.write(bytes, to: path) } catch { throw UsageError(error.message) }
        } else {
            Terminal.output(bytes)
        }
        return arguments.has("--exit-code") ? exitCode.code.rawValue : 0
    }
}
