internal import Benches
internal import Events
internal import Platform
internal import Reports
internal import Synchronization

/// The run's reports, fed from whichever thread has the next result.
final class SharedReports: Sendable {
    private let reports: Mutex<RunReports>
    private let stopwatch = Stopwatch()

    init(_ reports: sending RunReports) { self.reports = Mutex(reports) }

    func record(_ event: Event) { reports.withLock { $0.record(event) } }

    /// An event of the part of the run that the journal holds already.
    func replay(_ event: Event) { reports.withLock { $0.replay(event) } }

    func record(_ outcome: Outcome) { reports.withLock { $0.record(outcome) } }

    /// Shows how far the run is, if that is due. - Parameter live: Asked only then; nil where time is simulated.
    func refresh(_ live: () -> RunProgress? = { nil }) {
        let elapsed = stopwatch.elapsed
        guard reports.withLock({ $0.isRefreshDue(elapsed: elapsed) }) else { return }
        let progress = live()
        reports.withLock { $0.refresh(elapsed: elapsed, progress) }
    }

    /// Events of a scenario that has not ended, by its place in the run.
    func record(running events: [Event], of index: Int) { reports.withLock { $0.record(running: events, of: index) } }

    /// The run is to stop.
    var hasFailedEnough: Bool { reports.withLock { $0.hasFailedEnough } }

    /// How many scenarios have ended, those of an earlier part of the run included.
    var ended: Int { reports.withLock { $0.ended } }

    /// - Returns: the exit code.
    func finish(interrupted: Bool) -> Int32 {
        reports.withLock { $0.finish(interrupted: interrupted, elapsed: stopwatch.elapsed) }
    }
}
