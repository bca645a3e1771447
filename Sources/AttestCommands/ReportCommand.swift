internal import Events
internal import Platform
internal import Reports

/// `attest report`
enum ReportCommand: Subcommand {
    static let name = "report"
    static let abstract = "Make a report of journals, the same as the run itself would have made."
    static let operands = "JOURNAL…"
    static let options: [Option] = [
        Option(name: "--format", value: "F", help: "\(ReportFormat.names) (default: console)"),
        Option(name: "--output", value: "FILE", help: "write it there (default: standard output)"),
        Option(name: "--baseline", value: "JOURNAL", help: "say what has changed since an earlier run (console)"),
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
        var files = FileRoles()
        try files.keepsProject()
        for path in arguments.positional { try files.reads(path, as: "the journal") }
        if let path = arguments.value("--baseline") { try files.reads(path, as: "--baseline") }
        if let path = arguments.value("--output") { try files.writes(path, as: "--output") }
        let baseline = try GateOptions.baseline(arguments).verdicts
        guard baseline == nil || format == .console else {
            throw UsageError("--baseline belongs to the console format; a report in \(format.rawValue) is of one run")
        }
        var report = format.makeReport()
        var verdicts = VerdictTable()
        var exitCode = ExitCodeFold()
        let output = try Output(arguments.value("--output"))
        try JournalReplay.run(arguments.positional) { event in
            report.record(event)
            output.write(report.take())
            exitCode.record(event)
            if baseline != nil { verdicts.record(event) }
        }
        output.write(report.finish())
        if let baseline { output.write(BaselineReport(old: baseline, new: verdicts, isGone: nil).bytes) }
        try output.close()
        return arguments.has("--exit-code") ? exitCode.code.rawValue : 0
    }

    /// The file, or standard output. What goes wrong is said at the end.
    private final class Output {
        private var file: FileSink?
        private var problem: FileError?

        init(_ path: String?) throws(UsageError) {
            do throws(FileError) {
                if let path { file = try FileSink(replacing: path) }
            } catch {
                throw UsageError(error.message)
            }
        }

        func write(_ bytes: [UInt8]) {
            guard !bytes.isEmpty, problem == nil else { return }
            guard let file else { return Terminal.output(bytes) }
            do throws(FileError) { try file.write(bytes) } catch { problem = error }
        }

        func close() throws(UsageError) {
            do throws(FileError) { try file?.close() } catch { problem = problem ?? error }
            if let problem { throw UsageError(problem.message) }
        }
    }
}
