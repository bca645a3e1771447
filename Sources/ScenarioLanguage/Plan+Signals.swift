public import World

extension Plan {
    /// The modem's signals at which some step looks, whether or not it comes to that, by the line; empty where one only sets the host's.
    public var watchedSignals: [LineName: Set<LineSignal>] {
        steps.watchedSignals.merging(postambles.watchedSignals) { $0.union($1) }
    }
}

extension [Step] {
    fileprivate var watchedSignals: [LineName: Set<LineSignal>] {
        reduce(into: [:]) { signals, step in
            switch step.action {
            case .lineShows(let signal, _, _): signals[step.on, default: []].insert(signal)
            case .drive, .sendBreak: signals[step.on, default: []].formUnion([])
            default: break
            }
            step.forEachBlock { signals.merge($0.watchedSignals) { $0.union($1) } }
        }
    }
}
