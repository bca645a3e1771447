public import Events
import Octets
import Verdicts

/// The report for people: failures as they happen, with all that is needed to understand them, then what else did not pass, then the totals.
///
/// Nothing that a device or a scenario says reaches the terminal but as printable text.
public struct ConsoleReport: EventRecorder {
    public struct Style: Hashable, Sendable {
        public var colour: Bool
        /// A progress line that is drawn over and over.
        public var terminal: Bool
        /// Every scenario with its whole transcript.
        public var verbose: Bool
        /// In characters.
        public var width: Int
        /// How many scenarios the run has, if that is known.
        public var scenarios: Int?

        public init(colour: Bool = false, terminal: Bool = false, verbose: Bool = false, width: Int = 100, scenarios: Int? = nil)
        {
            self.colour = colour
            self.terminal = terminal
            self.verbose = verbose
            self.width = width
            self.scenarios = scenarios
        }
    }

    /// Rows of transcript that a failure is shown with.
    public static let rowsOfFailure = 20
    /// Rows that are kept of each scenario, so that those before a failure are there when its postambles are over.
    static let rowsKept = 128
    /// Rows that are kept of each scenario under `verbose`.
    public static let rowsWhenVerbose = 4096

    let style: Style
    let ink: Ink
    let width: Int
    private let sink: ([UInt8]) -> Void
    private(set) var run: RunDescription?
    private(set) var tally = RunTally()
    var progress = ConsoleProgress()
    private var scenario: ScenarioIdentity?
    private var transcript: Transcript

    /// - Parameter sink: takes UTF-8, a few whole lines a call, or the progress line.
    public init(_ style: Style = Style(), sink: @escaping ([UInt8]) -> Void) {
        self.style = style
        self.sink = sink
        ink = Ink(colour: style.colour)
        width = min(max(style.width, 60), 160)
        transcript = Transcript(capacity: style.verbose ? Self.rowsWhenVerbose : Self.rowsKept)
    }

    public mutating func record(_ event: Event) {
        switch event {
        case .runStarted(let run):
            self.run = run
            print([ink("attest \(shown(run.version)) · \(shown(run.device)) · seed \(run.seed)", .faint)])
        case .scenarioStarted(let scenario):
            self.scenario = scenario
            transcript.clear()
        case .scenarioEnded(let result):
            guard let scenario else { return }
            let failure = tally.count(scenario, result)
            // One cause is told once.
            if failure?.isKnown == false || style.verbose { print(block(scenario, result, transcript)) }
            self.scenario = nil
        case .runEnded(let summary): tally.interrupted = summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: transcript.record(event)
        }
    }

    /// Takes what is known of a scenario at once. What led to a result that is not shown is not gone through.
    public mutating func record(_ events: [Event]) {
        guard case .scenarioEnded(let result)? = events.last, result.verdict != .fail, !style.verbose else {
            for event in events { record(event) }
            return
        }
        if events.count > 1 { record(events[0]) }
        record(events[events.count - 1])
    }

    /// Whether ``refresh(elapsed:columns:_:)`` would draw anything.
    public func isRefreshDue(elapsed: Int64) -> Bool { progress.isDue(elapsed, terminal: style.terminal) }

    /// Draws the progress, if that is due. To be called as often as is convenient.
    /// - Parameters:
    ///   - elapsed: real nanoseconds since the run began.
    ///   - columns: of the terminal, which the progress does not go beyond.
    ///   - live: nil where time is simulated.
    public mutating func refresh(elapsed: Int64, columns: Int, _ live: RunProgress? = nil) {
        guard isRefreshDue(elapsed: elapsed) else { return }
        let text = progressText(live?.texts(elapsed: elapsed)).clipped(to: max(1, min(columns, width) - 1))
        sink(Array(progress.drawn(ink(text, .faint), elapsed, terminal: style.terminal).utf8))
    }

    /// Prints what else did not pass, and the totals.
    /// - Parameters:
    ///   - elapsed: real nanoseconds since the run began.
    ///   - hasLostOutput: another report, or the journal, could not be written.
    public mutating func finish(elapsed: Int64?, hasLostOutput: Bool = false) {
        print(closing(elapsed: elapsed, hasLostOutput: hasLostOutput))
    }

    private mutating func print(_ lines: [String]) {
        sink(Array((progress.erased() + lines.map { $0 + "\n" }.joined()).utf8))
    }

    private func progressText(_ live: [String]?) -> String {
        let total = style.scenarios.map { "\(tally.scenarios) of \($0)" } ?? "\(tally.scenarios)"
        let failed = tally.counts[.fail].map { ["\($0) failed"] } ?? []
        let rest = live ?? scenario.map { [shown($0.name)] } ?? []
        return (["\(total) scenarios"] + failed + rest).joined(separator: " · ")
    }
}
