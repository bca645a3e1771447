import BenchFacts
import Synchronization

/// The scenarios that were used last, with everything compiled that their rows leave as it is. All others are compiled again when they are
/// used, so that what a corpus takes of memory does not grow with what its scenarios come to.
final class TemplateCache: Sendable {
    private struct State: Sendable {
        var templates: [Int: PlanTemplate] = [:]
        /// Their numbers, by age from `oldest` on.
        var numbers: [Int] = []
        var oldest = 0
        var scenarios = 0
    }
    /// As many as a suite commonly has are compiled once.
    private static let capacity = 1_000

    private let state = Mutex(State())

    /// Takes a template that has just been compiled. - Returns: the number that it is known by.
    func keep(_ compiled: PlanTemplate) -> Int {
        state.withLock { state in
            state.scenarios += 1
            Self.insert(compiled, state.scenarios, &state)
            return state.scenarios
        }
    }

    /// The scenario's template, compiled.
    func compiled(_ template: PlanTemplate, number: Int) -> PlanTemplate {
        let known = state.withLock { $0.templates[number] }
        if let known, known.context === template.context || known.context.profile == template.context.profile { return known }
        var fixed = template
        _ = fixed.fix()
        state.withLock { Self.insert(fixed, number, &$0) }
        return fixed
    }

    private static func insert(_ template: PlanTemplate, _ number: Int, _ state: inout State) {
        guard state.templates.updateValue(template, forKey: number) == nil else { return }
        if state.numbers.count < capacity {
            state.numbers.append(number)
        } else {
            state.templates[state.numbers[state.oldest]] = nil
            state.numbers[state.oldest] = number
            state.oldest = (state.oldest + 1) % capacity
        }
    }
}
