internal import Events

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
        do {
            source = try FileSource(path: path)
            var decoder = JournalDecoder(lineLimit: lineLimit)
            var events: [Event] = []
            var number = 1
            var start = 0
            var offset = 0
            while case let piece = try source.read(), !piece.isEmpty {
                var done = 0
                while done < piece.count {
                    let lineEnd = piece.withUnsafeBufferPointer { $0[done...].firstIndex(of: 0x0A) }
                    let part = done..<(lineEnd.map { $0 + 1 } ?? piece.count)
                    try decoder.decode(Array(piece[part]), into: &events)
                    done = part.upperBound
                    offset += part.count
                    guard lineEnd != nil else { break }
                    if let event = events.popLast(), let problem = take(event, at: start..<offset) {
                        throw JournalError(line: number, column: 1, problem: problem)
                    }
                    number += 1
                    start = offset
                }
            }
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(path): \(error)")
        }
    }

    /// One event, and where its line stands with its LF. - Returns: why it may not stand there.
    private mutating func take(_ event: Event, at line: Range<Int>) -> String? {
        switch event {
        case .runStarted(let run):
            guard self.run == nil else { return "another run begins here: a journal holds one" }
            self.run = run
        case .background(.place), .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
            guard current != nil else { return "no scenario has begun that this event could be of" }
        case .background:
            guard current == nil, scenarios.isEmpty else { return "this event belongs before the first scenario" }
            background.append(line)
            backgroundSize += line.count
            guard backgroundSize <= backgroundLimit else {
                return "more than \(backgroundLimit) bytes stand before the first scenario"
            }
        case .scenarioStarted(let identity):
            guard current == nil else { return "a scenario begins before the last one has ended" }
            current = (identity, line)
        case .scenarioEnded(let result):
            guard let current else { return "no scenario has begun that could end here" }
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
            guard current == nil else { return "the run ends before the last scenario has ended" }
            isComplete = !summary.interrupted
        }
        return nil
    }
}
