internal import Events
internal import Reports

/// Everything that is made of a run's events while it goes on.
struct RunReports {
    private var console: ConsoleReport
    private var documents: [(report: any DocumentReport, path: String)] = []
    private var journal: FileSink?
    private var exitCode = ExitCodeFold()
    private var summary = RunSummary()
    /// The first report that could not be written.
    private(set) var problem: FileError?

    init(style: ConsoleReport.Style, outputs: [ReportOutput], journal: String?) throws(FileError) {
        console = ConsoleReport(style) { Terminal.output($0) }
        for output in outputs {
            // Before the run, so that a wrong path is said at once.
            try Files.write([], to: output.path)
            documents.append((output.format.makeReport(), output.path))
        }
        if let journal { self.journal = try FileSink(path: journal) }
    }

    mutating func record(_ event: Event, elapsed: Int64) {
        var journalled: [UInt8] = []
        if journal != nil { JournalEncoder().append(event, to: &journalled) }
        record([event], journalled: journalled, elapsed: elapsed)
    }

    /// `journalled`: the same events as lines of the journal, when there is one. They are in the file when this returns, so that a run that
    /// is killed loses no scenario that has ended.
    mutating func record(_ events: [Event], journalled: [UInt8], elapsed: Int64) {
        for event in events {
            console.record(event)
            for index in documents.indices { documents[index].report.record(event) }
            exitCode.record(event)
            if case .scenarioEnded(let result) = event { summary.count(result) }
        }
        do throws(FileError) {
            if !journalled.isEmpty {
                try journal?.write(journalled)
                try journal?.flush()
            }
        } catch {
            problem = problem ?? error
            journal = nil
        }
        console.refresh(elapsed: elapsed)
    }

    /// Ends the run and writes what is left to write. - Returns: the exit code.
    mutating func finish(interrupted: Bool, elapsed: Int64) -> Int32 {
        summary.interrupted = interrupted
        record(.runEnded(summary), elapsed: elapsed)
        console.finish(elapsed: elapsed)
        do throws(FileError) { try journal?.close() } catch { problem = problem ?? error }
        for (report, path) in documents {
            do throws(FileError) { try Files.write(report.finish(), to: path) } catch { problem = problem ?? error }
        }
        documents = []
        if let problem {
            Terminal.error("attest: \(problem.message)\n")
            return max(exitCode.code.rawValue, ExitCode.inconclusive.rawValue)
        }
        return exitCode.code.rawValue
    }
}
