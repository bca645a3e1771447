internal import Events
internal import Platform
internal import Verdicts

/// Where a journal's scenarios stand, without their events: as much as is needed to merge journals and to go on with one.
///
/// Every line is decoded: what a report would refuse is refused here, too, and an event is known by what it says, however it is written.
struct JournalOutline {
    struct Scenario {
        var identity: ScenarioIdentity
        /// As much of it as a run's totals count.
        var result: ScenarioResult
        /// From `scenario-started` to `scenario-ended`, with the last LF.
        var range: Range<Int>
    }

    /// How many bytes may stand between the run's own line and the first scenario: the suite's files, a hundred times over.
    static let backgroundLimit = 64 << 20

    let source: FileSource
    var path: String { source.path }
    private(set) var run: RunDescription?
    /// Those that came to their end.
    private(set) var scenarios: [Scenario] = []
    /// Where the background events stand between the run's own line and the first scenario, each with its LF.
    private(set) var background: [Range<Int>] = []
    /// Where the last scenario ends before the first that the bench or the run's stop kept from running; 0 when there is none: what
    /// follows can be written again.
    private(set) var end = 0
    private var hasGap = false
    /// The journal was closed by a run that was not stopped.
    private(set) var isComplete = false

    private let backgroundLimit: Int
    private var backgroundSize = 0
    /// The scenario that has begun and not ended, and its first line.
    private var current: (identity: ScenarioIdentity, line: Range<Int>)?

    /// - Throws: ``UsageError`` for a file that cannot be read and for one that is no journal.
    init(
        path: String,
        backgroundLimit: Int = Self.backgroundLimit,
        lineLimit: Int = JournalDecoder.maximumLineLength
    ) throws(UsageError) {
        self.backgroundLimit = backgroundLimit
        do { source = try FileSource(path: path) } catch { throw UsageError(error.message) }
        try JournalLines.read(source, lineLimit: lineLimit, takesOpenLine: false) { take($0, at: $1) }
    }

    /// One event that stands where it may, and its line with the LF. - Returns: why it is too much.
    private mutating func take(_ event: Event, at line: Range<Int>) -> String? {
        switch event {
        case .runStarted(let run):
            self.run = run
        case .background(.place), .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        case .background:
            background.append(line)
            backgroundSize += line.count
            guard backgroundSize <= backgroundLimit else {
                return "more than \(backgroundLimit) bytes stand before the first scenario"
            }
        case .scenarioStarted(let identity):
            current = (identity, line)
        case .scenarioEnded(let result):
            guard let current else { break }
            self.current = nil
            let totals = ScenarioResult(verdict: result.verdict, assertions: result.assertions, duration: result.duration)
            let range = current.line.lowerBound..<line.upperBound
            scenarios.append(Scenario(identity: current.identity, result: totals, range: range))
            // A line between them would have been an event of the scenario's own.
            let isEmpty = current.line.upperBound == line.lowerBound
            let neverRan = isEmpty && (result.findings.first?.domain == .bench || result.findings.first?.domain == .host)
            hasGap = hasGap || result.wasInterrupted || neverRan
            if !hasGap { end = line.upperBound }
        case .runEnded(let summary):
            var counted = RunSummary()
            for scenario in scenarios { counted.count(scenario.result) }
            isComplete = !summary.interrupted && summary.counts == counted.counts
        }
        return nil
    }
}
