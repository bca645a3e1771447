internal import Captures
internal import Events
internal import Platform
internal import Synchronization

/// The run's reports, fed from whichever thread has the next result.
final class SharedReports: Sendable {
    private let reports: Mutex<RunReports>
    private let stopwatch = Stopwatch()

    init(_ reports: sending RunReports) { self.reports = Mutex(reports) }

    func record(_ event: Event) { reports.withLock { $0.record(event, elapsed: stopwatch.elapsed) } }

    /// An event of the part of the run that the journal holds already.
    func replay(_ event: Event) { reports.withLock { $0.replay(event) } }

    func record(_ outcome: Outcome) {
        reports.withLock {
            $0.record(
                outcome.events,
                journalled: outcome.journalled,
                of: outcome.index,
                wire: outcome.wire,
                elapsed: stopwatch.elapsed
            )
        }
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

/// What one scenario leaves: its events, and the same as lines of the journal when there is one.
struct Outcome: Sendable {
    var events: [Event]
    var journalled: [UInt8] = []
    /// The scenario's place in the run, when several may run at a time and are told of as they do.
    var index: Int?
    /// What went over the network, when that is captured.
    var wire = WireTrace()
}
