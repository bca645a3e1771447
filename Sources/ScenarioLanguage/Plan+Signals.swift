public import World

extension Plan {
    /// The modem's signals at which some step looks, whether or not it comes to that.
    public var watchedSignals: Set<LineSignal> { steps.watchedSignals.union(postambles.watchedSignals) }
}

extension [Step] {
    fileprivate var watchedSignals: Set<LineSignal> { reduce(into: []) { $0.formUnion($1.watchedSignals) } }
}

extension Step {
    fileprivate var watchedSignals: Set<LineSignal> {
        switch action {
        case .lineShows(let signal, _, _): [signal]
        case .either(let branches): branches.reduce(into: []) { $0.formUnion($1.watchedSignals) }
        case .repeat(_, let steps), .loop(_, _, let steps), .block(_, _, let steps), .anyOrder(let steps): steps.watchedSignals
        case .when(_, let then, let otherwise): (then + otherwise).watchedSignals
        case .drive, .sendBreak, .sendLine, .sendBytes, .expect, .silence, .wait, .check, .unsolicited, .assume, .allowNoEcho,
            .note, .cite,
            .end,
            .fact, .act, .observe:
            []
        }
    }
}
