internal import Events
internal import Reports

/// Everything that is made of a run's events while it goes on.
struct RunReports {
    private var console: ConsoleReport
    private var junit: (report: JUnitReport, path: String)?
    private var journal: FileSink?
    private var exitCode = ExitCodeFold()
    private var summary = RunSummary()
    /// The first report that could not be written.
    private(set) var problem: FileError?

    init(style: ConsoleReport.Style, junit: String?, journal: String?) throws(FileError) {
        console = ConsoleReport(style) { Terminal.output($0) }
        if let junit {
            // Before the run, so that a wrong path is said at once.
            try Files.write([], to: junit)
            self.junit = (JUnitReport(), junit)
        }
        if let journal { self.journal = try FileSink(path: journal) }
    }

    mutating func record(_ event: Event, elapsed: Int64) {
        var journalled: [UInt8] = []
        if journal != nil { JournalEncoder().append(event, to: &journalled) }
        record([event], journalled: journalled, elapsed: elapsed)
    }

    /// `journalled`: the same events as lines of the journal, when there is one.
    mutating func record(_ events: [Event], journalled: [UInt8], elapsed: Int64) {
        for event in events {
            console.record(event)
            junit?.report.record(event)
            exitCode.record(event)
            if case .scenarioEnded(let result) = event {
                summary.counts[result.verdict, default: 0] += 1
                summary.assertions += result.assertions
                summary.simulated += result.duration
            }
        }
        do throws(FileError) {
            if !journalled.isEmpty { try journal?.write(journalled) }
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
        do throws(FileError) {
            try journal?.close()
            if let junit { try Files.write(junit.report.finish(), to: junit.path) }
        } catch {
            problem = problem ?? error
        }
        if let problem {
            Terminal.error("attest: \(problem.message)\n")
            return max(exitCode.code.rawValue, ExitCode.inconclusive.rawValue)
        }
        return exitCode.code.rawValue
    }
}
