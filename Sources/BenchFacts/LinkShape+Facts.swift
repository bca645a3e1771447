public import World

extension LinkShape {
    public mutating func apply(_ fact: LinkFact) {
        switch fact {
        case .chunks(let size): segment = max(1, size)
        case .latency(let least, let most): latency = least...max(least, most)
        }
    }

    /// A line's rate is none of its shape: it is the port's.
    public mutating func apply(_ fact: LineFact) {
        switch fact {
        case .chunks(let size): segment = max(1, size)
        case .latency(let least, let most): latency = least...max(least, most)
        case .baud: break
        }
    }
}
