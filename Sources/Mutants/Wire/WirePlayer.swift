import Execution
import World

/// Plays a tape to a machine. A value: it can be copied at any place, and the copy can go on with another tape.
struct WirePlayer {
    typealias Timed = (at: Instant, input: Tape.Input)

    private(set) var machine: ScenarioMachine
    private let bench: TapeBench
    private let tape: Tape
    /// How many bytes the host has written, by number of its lines.
    private(set) var written: [Int]
    /// The host has sent something else than on the tape.
    private(set) var hasParted = false
    private(set) var hasEnded = false
    /// How much later everything is than on the tape.
    var delay = Interval.zero

    init(_ machine: ScenarioMachine, _ tape: Tape, _ bench: TapeBench) {
        self.machine = machine
        self.tape = tape
        self.bench = bench
        written = tape.written.map { _ in 0 }
    }

    /// The scenario has gone another way than on the tape.
    var hasNoticed: Bool { machine.hasFound || hasParted }

    var onTaken: ((Taken) -> Void)? {
        get { machine.onTaken }
        set { machine.onTaken = newValue }
    }

    /// Goes on to the input and takes it.
    mutating func play(_ timed: Timed) {
        while !hasEnded, !hasNoticed, let wake = machine.wake, wake < timed.at { advance(to: wake) }
        guard !hasEnded, !hasNoticed else { return }
        switch timed.input {
        case .bytes(let bytes, let line): machine.receive(bytes, on: line, at: timed.at)
        case .signals(let states, let line): machine.receive(signals: states, on: line, at: timed.at)
        case .moment: break
        }
        advance(to: timed.at)
    }

    /// What is left of the scenario, with a device that says nothing more. - Returns: whether it comes to its end.
    mutating func finish() -> Bool {
        // Each moment is another; the longest scenario has far fewer.
        for _ in 0..<10_000 {
            guard !hasEnded, !hasNoticed, let wake = machine.wake else { break }
            advance(to: wake)
        }
        return hasEnded
    }

    private mutating func advance(to time: Instant) {
        bench.now = Instant(nanoseconds: time.nanoseconds - delay.nanoseconds)
        for output in machine.advance(at: time, bench: bench) {
            switch output {
            case .write(let bytes, let line): compare(bytes, line)
            case .finished: hasEnded = true
            case .event, .drive, .raiseSignals, .sendBreak, .setRate: break
            }
        }
    }

    private mutating func compare(_ bytes: [UInt8], _ line: LineName) {
        let start = written[line.number]
        written[line.number] += bytes.count
        let all = tape.written[line.number]
        hasParted = hasParted || written[line.number] > all.count || !all[start..<start + bytes.count].elementsEqual(bytes)
    }
}
