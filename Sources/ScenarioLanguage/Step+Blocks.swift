public import BenchFacts

// How everything that reads a plan, without executing it, finds the steps in steps.
extension Step {
    /// The blocks in it, of which one is carried out, ``repetitions`` times; empty for a step that has none.
    public var blocks: [[Step]] {
        var blocks: [[Step]] = []
        forEachBlock { blocks.append($0) }
        return blocks
    }

    /// Hands over each of its ``blocks``, in order.
    func forEachBlock(_ body: ([Step]) -> Void) {
        switch action {
        case .either(let branches): for branch in branches { body(branch) }
        case .when(_, let then, let otherwise):
            body(then)
            body(otherwise)
        case .anyOrder(let steps), .repeat(_, let steps), .loop(_, _, let steps), .block(_, _, let steps): body(steps)
        case .sendLine, .sendBytes, .expect, .silence, .stillness, .wait, .check, .unsolicited, .assume, .allowNoEcho, .note,
            .cite, .end,
            .fact,
            .act, .observe, .drive, .sendBreak, .setRate, .lineShows:
            break
        }
    }

    /// How many times what is in it is carried out.
    public var repetitions: Int {
        switch action {
        case .repeat(let count, _): count
        case .loop(_, let values, _): values.count
        default: 1
        }
    }
}

extension Plan {
    /// What is so at the beginning, and all that becomes so on the way, in whichever branch.
    public var allFacts: [BenchFact] {
        var all = facts
        _ = (steps + postambles).containAnywhere { action in
            if case .fact(let fact) = action { all.append(fact) }
            return false
        }
        return all
    }
}

extension [Step] {
    /// Whether one of them does such a thing, or one of the steps in them, whichever branch it stands in.
    public func containAnywhere(_ matches: (Step.Action) -> Bool) -> Bool {
        for step in self {
            if matches(step.action) { return true }
            var isInBlock = false
            step.forEachBlock { isInBlock = isInBlock || $0.containAnywhere(matches) }
            if isInBlock { return true }
        }
        return false
    }
}
