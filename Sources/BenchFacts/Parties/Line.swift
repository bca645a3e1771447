public import World

/// The serial line between host and device; the bench's own servers make it so in real time.
public enum LineFact: Hashable, Sendable {
    /// Bytes are handed over in pieces of at most so many.
    case chunks(Int)
    case baud(Int)
    case latency(Interval, Interval)

    var traits: BenchTraits {
        switch self {
        case .baud: BenchTraits(effects: .setsRate)
        case .chunks, .latency: BenchTraits()
        }
    }
}

/// The IP network between the device and the servers; the bench's own servers make it so in real time.
public enum LinkFact: Hashable, Sendable {
    case chunks(Int)
    /// Each delivery takes between the two, seeded.
    case latency(Interval, Interval)

    var traits: BenchTraits {
        switch self {
        case .latency: BenchTraits(effects: .makesDataPause)
        case .chunks: BenchTraits()
        }
    }
}

/// What is done to the device itself; it is for whoever controls the bench: no party of the network does it.
public enum DeviceAction: Hashable, Sendable {
    case powerCycle

    var traits: BenchTraits {
        switch self {
        case .powerCycle: BenchTraits(.powerCycle)
        }
    }
}
