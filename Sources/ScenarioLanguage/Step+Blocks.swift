// How everything that reads a plan, without executing it, finds the steps in steps.
extension Step {
    /// The blocks in it, of which one is carried out, ``repetitions`` times; empty for a step that has none.
    public var blocks: [[Step]] {
        switch action {
        case .either(let branches): branches
        case .when(_, let then, let otherwise): [then, otherwise]
        case .anyOrder(let steps), .repeat(_, let steps), .loop(_, _, let steps), .block(_, _, let steps): [steps]
        case .sendLine, .sendBytes, .expect, .silence, .wait, .check, .unsolicited, .assume, .allowNoEcho, .note, .cite, .end,
            .fact,
            .act, .observe, .drive, .sendBreak, .lineShows:
            []
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

extension [Step] {
    /// Whether one of them does such a thing, or one of the steps in them, whichever branch it stands in.
    public func containAnywhere(_ matches: (Step.Action) -> Bool) -> Bool {
        contains { step in matches(step.action) || step.blocks.contains { $0.containAnywhere(matches) } }
    }
}
