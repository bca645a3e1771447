internal import Events

/// Where a journal's scenarios stand, without their events: as much as is needed to merge journals and to go on with one.
struct JournalOutline {
    struct Scenario {
        var identity: ScenarioIdentity
        var verdict: Verdict
        /// From `scenario-started` to `scenario-ended`, with the last LF.
        var range: Range<Int>
    }

    let source: FileSource
    var path: String { source.path }
    private(set) var run: RunDescription?
    /// Those that came to their end.
    private(set) var scenarios: [Scenario] = []
    /// What stands between the run's own line and the first scenario.
    private(set) var background: [[UInt8]] = []
    /// Where the last scenario ends before the first that the bench or the run's stop kept from running; 0 when there is none: what
    /// follows can be written again.
    private(set) var end = 0
    private var hasGap = false
    /// The journal was closed by a run that was not stopped.
    private(set) var isComplete = false

    private var decoder = JournalDecoder()
    /// Nothing has followed the line that starts the scenario.
    private var isFirstLine = false
    private var current: (identity: ScenarioIdentity, start: Int)?

    /// - Throws: ``UsageError`` for a file that cannot be read and for one that is no journal.
    init(path: String) throws(UsageError) {
        do {
            source = try FileSource(path: path)
            var line: [UInt8] = []
            var offset = 0
            while true {
                let piece = try source.read()
                guard !piece.isEmpty else { break }
                var rest = piece[...]
                while let lineEnd = rest.firstIndex(of: 0x0A) {
                    line += rest[...lineEnd]
                    rest = rest[(lineEnd + 1)...]
                    try take(line, at: offset)
                    offset += line.count
                    line.removeAll(keepingCapacity: true)
                }
                line += rest
            }
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(path): \(error)")
        }
    }

    /// One line, with its LF. Only the few kinds of event that matter here are decoded.
    private mutating func take(_ line: [UInt8], at offset: Int) throws(JournalError) {
        // The first line is to show that this is a journal.
        guard run == nil || Self.prefixes.contains(where: { line.starts(with: $0) }) else {
            if current == nil, scenarios.isEmpty { background.append(line) }
            isFirstLine = false
            return
        }
        guard let event = try decoded(line) else { return }
        let end = offset + line.count
        switch event {
        case .runStarted(let run): self.run = run
        case .scenarioStarted(let identity):
            current = (identity, offset)
            isFirstLine = true
        case .scenarioEnded(let result):
            guard let current else { return }
            scenarios.append(Scenario(identity: current.identity, verdict: result.verdict, range: current.start..<end))
            self.current = nil
            // A line between them would have been an event of the scenario's own.
            let neverRan = isFirstLine && (result.findings.first?.domain == .bench || result.findings.first?.domain == .host)
            hasGap = hasGap || result.wasInterrupted || neverRan
            if !hasGap { self.end = end }
        case .runEnded(let summary): isComplete = !summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        }
    }

    private mutating func decoded(_ line: [UInt8]) throws(JournalError) -> Event? {
        var events: [Event] = []
        try decoder.decode(line, into: &events)
        return events.first
    }

    private static let prefixes = ["run-started", "scenario-started", "scenario-ended", "run-ended"].map {
        Array("{\"event\":\"\($0)\"".utf8)
    }
}
