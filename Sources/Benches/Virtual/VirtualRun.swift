internal import Captures
internal import Dialects
internal import Events
internal import Gates
internal import Synchronization
public import VirtualModem

/// Runs scenarios on the virtual modem, each in a world of its own.
public struct VirtualRun: Sendable {
    private let settings: RunSettings
    /// How many worlds there are at a time.
    private let jobs: Int
    private let benches: VirtualBenches

    public init(_ settings: RunSettings, jobs: Int, habits: Set<Habit> = []) {
        self.settings = settings
        self.jobs = jobs
        benches = VirtualBenches(habits)
    }

    /// - Parameters:
    ///   - deliver: Takes the outcomes in the items' order, one at a time.
    ///   - isOver: Asked after each; once it holds, no more is begun or delivered.
    public func run(
        _ items: [WorkItem],
        deliver: @escaping @Sendable (Outcome) -> Void,
        until isOver: @escaping @Sendable () -> Bool
    ) async {
        await ParallelRun.run(count: items.count, jobs: jobs) {
            outcome(of: items[$0])
        } deliver: {
            deliver($0)
        } until: {
            isOver()
        }
    }

    private func outcome(of item: WorkItem) -> Outcome {
        var attempts = Attempts(settings.policy)
        var wires = WireTrace()
        repeat {
            var events: [Event] = []
            let wire = settings.isCapturing ? WireLog() : nil
            Scenarios.run(item, .simulated, seed: settings.seed, attempt: attempts.count + 1) {
                benches.bench(for: $1).run($0, seed: $2, wire: wire, onEvent: $3)
            } onEvent: {
                events.append($0)
            }
            if let wire { wires.append(wire.take(), after: attempts.duration) }
            attempts.add(events)
        } while attempts.wantsMore
        var outcome = Outcome(events: attempts.events, wire: wires)
        if settings.isJournalling { outcome.encode() }
        return outcome
    }
}

/// One for each dialect of a run.
private final class VirtualBenches: Sendable {
    private let known = Mutex<[String: VirtualBench]>([:])
    private let habits: Set<Habit>

    init(_ habits: Set<Habit>) { self.habits = habits }

    func bench(for dialect: Dialect) -> VirtualBench {
        known.withLock { known in
            if let bench = known[dialect.name] { return bench }
            let bench = VirtualBench(dialect, habits: habits)
            known[dialect.name] = bench
            return bench
        }
    }
}
