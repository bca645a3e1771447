public import World

extension Plan {
    /// The modem's signals at which some step looks, whether or not it comes to that.
    public var watchedSignals: Set<LineSignal> { steps.watchedSignals.union(postambles.watchedSignals) }
}

extension [Step] {
    fileprivate var watchedSignals: Set<LineSignal> {
        reduce(into: []) { signals, step in
            if case .lineShows(let signal, _, _) = step.action { signals.insert(signal) }
            step.forEachBlock { signals.formUnion($0.watchedSignals) }
        }
    }
}
