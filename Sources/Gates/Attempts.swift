public import Events
internal import Verdicts

/// Several attempts at one scenario, as one result: the worst attempt decides, so that no failure passes in silence.
public struct Attempts: Sendable {
    /// How often a scenario is run.
    public struct Policy: Hashable, Sendable {
        /// So often whatever comes, at least 1.
        public var repetitions: Int
        /// So often again while no attempt has passed.
        public var retries: Int
        public init(repetitions: Int = 1, retries: Int = 0) {
            self.repetitions = repetitions
            self.retries = retries
        }
    }

    private let policy: Policy
    /// Of each attempt, from `scenarioStarted` to `scenarioEnded`.
    private var attempts: [(events: [Event], result: ScenarioResult)] = []
    /// Attempts made so far.
    public private(set) var count = 0

    public init(_ policy: Policy) { self.policy = policy }

    /// There is to be another attempt.
    public var wantsMore: Bool {
        if attempts.contains(where: { $0.result.verdict == .notApplicable }) { return false }
        if count < policy.repetitions { return true }
        return count < policy.repetitions + policy.retries
            && !attempts.contains { $0.result.verdict == .pass }
    }

    /// Of all attempts so far, nanoseconds.
    public var duration: Int64 { attempts.reduce(0) { $0 &+ $1.result.duration } }

    /// Takes the events of one attempt. Without an end they are no attempt.
    public mutating func add(_ events: [Event]) {
        count += 1
        guard case .scenarioEnded(let result) = events.last else { return }
        attempts.append((events, result))
    }

    /// All attempts as one scenario, one after the other in time, with a note before each when there are several.
    public var events: [Event] {
        guard attempts.count > 1, let first = attempts.first?.events.first else { return attempts.first?.events ?? [] }
        var events = [first]
        var offset: Int64 = 0
        for (index, attempt) in attempts.enumerated() {
            events.append(.note(text: "attempt \(index + 1) of \(attempts.count)", line: 0, time: offset))
            events += attempt.events.dropFirst().dropLast().map { $0.later(by: offset) }
            offset &+= attempt.result.duration
        }
        return events + [.scenarioEnded(result)]
    }

    private var result: ScenarioResult {
        // A crash or a hang is worse than a wrong answer.
        func badness(_ result: ScenarioResult) -> Int {
            2 * (Verdict.allCases.firstIndex(of: result.verdict) ?? 0) + (result.breakdown == nil ? 0 : 1)
        }
        var worst = attempts[0].result
        var offset: Int64 = 0
        var total = ScenarioResult(verdict: .pass)
        for attempt in attempts {
            if badness(attempt.result) > badness(worst) || offset == 0 {
                worst = attempt.result
                for index in worst.findings.indices { worst.findings[index].time &+= offset }
            }
            total.assertions &+= attempt.result.assertions
            offset &+= attempt.result.duration
        }
        worst.assertions = total.assertions
        worst.duration = offset
        worst.attempts = attempts.map(\.result.verdict)
        return worst
    }
}

extension Event {
    /// The same on a clock that began earlier.
    public func later(by offset: Int64) -> Event {
        switch self {
        case .phaseEntered(let phase, let name, let time): .phaseEntered(phase, name: name, time: time &+ offset)
        case .hostSent(let bytes, let line, let time, let on): .hostSent(bytes, line: line, time: time &+ offset, on: on)
        case .deviceSent(let bytes, let time, let on): .deviceSent(bytes, time: time &+ offset, on: on)
        case .matched(let line, let count, let time, let on): .matched(line: line, count: count, time: time &+ offset, on: on)
        case .benchSaw(let party, let text, let time, let kept):
            .benchSaw(party: party, text: text, time: time &+ offset, kept: kept)
        case .stimulus(let text, let line, let time): .stimulus(text: text, line: line, time: time &+ offset)
        case .note(let text, let line, let time): .note(text: text, line: line, time: time &+ offset)
        case .runStarted, .background, .scenarioStarted, .scenarioEnded, .runEnded: self
        }
    }
}
