internal import Benches

/// Puts outcomes into the run's order: one that comes early waits for its turn.
struct OutcomeOrder {
    private var waiting: [Int: Outcome] = [:]
    private var next = 0

    /// - Returns: the outcomes whose turn it is now. It is always that of one without a place.
    mutating func take(_ outcome: Outcome) -> [Outcome] {
        guard let index = outcome.index else { return [outcome] }
        waiting[index] = outcome
        var ready: [Outcome] = []
        while let outcome = waiting.removeValue(forKey: next) {
            ready.append(outcome)
            next += 1
        }
        return ready
    }

    /// Those that wait for a scenario that does not end any more.
    mutating func takeRest() -> [Outcome] {
        defer { waiting = [:] }
        return waiting.sorted { $0.key < $1.key }.map(\.value)
    }
}
