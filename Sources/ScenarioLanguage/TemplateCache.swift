import BenchFacts
import Synchronization

/// The scenarios that were used last, with everything compiled that their rows leave as it is. All others are compiled again when they are
/// used, so that what a corpus takes of memory does not grow with what its scenarios come to.
final class TemplateCache: Sendable {
    private struct Entry: Sendable {
        var number: Int
        var template: PlanTemplate
    }
    private struct State: Sendable {
        var entries: [Entry] = []
        /// Where the next one goes, once all places are taken.
        var oldest = 0
        var scenarios = 0
    }
    /// Instances follow one another, on as many threads as a machine has cores.
    private static let capacity = 32

    private let state = Mutex(State())

    /// What a scenario is known by here.
    func makeNumber() -> Int {
        state.withLock { state in
            state.scenarios += 1
            return state.scenarios
        }
    }

    /// The scenario's template, compiled.
    func compiled(_ template: PlanTemplate, number: Int) -> PlanTemplate {
        let profile = template.context.profile
        let known = state.withLock { state in
            state.entries.first { $0.number == number && $0.template.context.profile == profile }?.template
        }
        if let known { return known }
        var fixed = template
        _ = fixed.fix()
        let entry = Entry(number: number, template: fixed)
        state.withLock { state in
            if state.entries.count < Self.capacity {
                state.entries.append(entry)
            } else {
                state.entries[state.oldest] = entry
                state.oldest = (state.oldest + 1) % Self.capacity
            }
        }
        return fixed
    }
}
