public import BenchFacts
public import World

/// Everything that a ``ScenarioMachine`` was given while it carried out a plan, with the moments, so that it can be given the same once
/// more, or something else.
public struct Tape: Sendable {
    public enum Input: Sendable {
        case bytes([UInt8], on: LineName)
        case signals(SignalStates, on: LineName)
        /// Time has passed, or something has happened on the bench.
        case moment
    }

    /// What came, in order.
    public fileprivate(set) var inputs: [(at: Instant, input: Input)] = []
    /// What the host wrote, by number of its lines.
    public fileprivate(set) var written: [[UInt8]]
    /// Each change of what the bench said, in order.
    fileprivate var observations: [BenchObservation<Exact>: [(from: Instant, state: ObservationState)]] = [:]
    fileprivate var outcomes: [BenchAction<Exact>: [(from: Instant, state: ObservationState)]] = [:]
    fileprivate var leftovers: [String] = []
}

/// Writes a ``Tape``: stands between an execution and the bench.
public final class TapeRecorder: BenchControl {
    public private(set) var tape: Tape
    private let bench: any BenchControl
    private var now = Instant.start

    /// - Parameter lines: How many the device has.
    public init(_ bench: any BenchControl, lines: Int) {
        self.bench = bench
        tape = Tape(written: Array(repeating: [], count: lines))
    }

    func note(_ input: Tape.Input, at time: Instant) {
        now = time
        tape.inputs.append((time, input))
    }

    func wrote(_ bytes: [UInt8], on line: LineName) { tape.written[line.number] += bytes }

    public var isSettled: Bool { bench.isSettled }
    public func make(true fact: BenchFact) throws(BenchProblem) { try bench.make(true: fact) }
    public func perform(_ action: BenchAction<Exact>) { bench.perform(action) }
    public func endConnections() { bench.endConnections() }
    public func isFollowed() -> Bool { false }
    public var doubt: String? { bench.doubt }

    public func outcome(of action: BenchAction<Exact>) -> ObservationState {
        let state = bench.outcome(of: action)
        if tape.outcomes[action]?.last?.state != state { tape.outcomes[action, default: []].append((now, state)) }
        return state
    }

    public func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState {
        let state = bench.evaluate(observation)
        if tape.observations[observation]?.last?.state != state {
            tape.observations[observation, default: []].append((now, state))
        }
        return state
    }

    public func leftovers() -> [String] {
        tape.leftovers = bench.leftovers()
        return tape.leftovers
    }
}

/// The bench of a ``Tape``: it says at each moment what it said then, whatever the device does now.
public final class TapeBench: BenchControl {
    private typealias Changes = [(from: Instant, state: ObservationState)]

    private let tape: Tape
    /// The moment on the tape.
    public var now = Instant.start
    /// What was asked last: a scenario that waits asks the same again and again, and may ask for much.
    private var last: (observation: BenchObservation<Exact>, changes: Changes?)?

    public init(_ tape: Tape) { self.tape = tape }

    public let isSettled = true
    public func make(true fact: BenchFact) {}
    public func perform(_ action: BenchAction<Exact>) {}
    public func leftovers() -> [String] { tape.leftovers }
    public func outcome(of action: BenchAction<Exact>) -> ObservationState { state(tape.outcomes[action]) }
    public func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState {
        if let last, last.observation == observation { return state(last.changes) }
        let changes = tape.observations[observation]
        last = (observation, changes)
        return state(changes)
    }

    private func state(_ known: Changes?) -> ObservationState {
        known?.last { $0.from <= now }?.state ?? .notYet("this was never asked of the bench")
    }
}
