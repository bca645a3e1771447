internal import Captures
internal import Events
internal import Gates
public import VirtualModem

/// Runs scenarios on the virtual modem, each in a world of its own.
public struct VirtualRun: Sendable {
    private let settings: RunSettings
    /// How many worlds there are at a time.
    private let jobs: Int
    private let habits: Set<Habit>

    public init(_ settings: RunSettings, jobs: Int, habits: Set<Habit> = []) {
        self.settings = settings
        self.jobs = jobs
        self.habits = habits
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
                VirtualBench.run($0, dialect: $1, seed: $2, habits: habits, wire: wire, onEvent: $3)
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
