public import World

extension Plan {
    /// The modem's signals at which some step looks, whether or not it comes to that, by the line; empty where one only sets the host's.
    public var watchedSignals: [LineName: Set<LineSignal>] {
        steps.watchedSignals.merging(postambles.watchedSignals) { $0.union($1) }
    }
}

extension Plan {
    /// The rates that some step gives the host's end of a line, whether or not it comes to that; in bit/s.
    public var rates: [LineName: [Int]] { steps.rates }

    /// Some step changes the rate of the host's end of a line.
    public var changesRates: Bool { (steps + postambles).containAnywhere { if case .setRate = $0 { true } else { false } } }
}

extension [Step] {
    fileprivate var rates: [LineName: [Int]] {
        reduce(into: [:]) { rates, step in
            if case .setRate(let rate?) = step.action { rates[step.on, default: []].append(rate) }
            step.forEachBlock { rates.merge($0.rates) { $0 + $1 } }
        }
    }

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
