public import World

public enum GPRSFact: Hashable, Sendable {
    case registration(Registration)
    case registers(Registration, after: Interval)
    /// Whether the module is attached when the scenario begins.
    case attached(Bool)
    case refusesAttach
    case accessPoint(name: String, user: String, password: String)
    /// The session cannot be established at all.
    case noSession
    /// The context is refused.
    case refusesContext
    /// The operator's DNS servers; empty: none are given.
    case nameServers([IPv4Address])
    /// How long activation takes.
    case activationDelay(Interval)
    /// How long the network takes to release a context that the module ends.
    case releaseDelay(Interval)
    /// The bearer is cut now.
    case losesBearer

    var traits: BenchTraits {
        switch self {
        // A device attaches and detaches itself (3GPP TS 27.007 §10.1.9).
        case .registration(.home), .attached, .accessPoint: BenchTraits()
        case .registration, .registers: BenchTraits(.registration)
        case .refusesAttach, .noSession, .refusesContext, .nameServers, .activationDelay: BenchTraits(.gprsFaults)
        case .releaseDelay: BenchTraits(.lateRelease)
        case .losesBearer: BenchTraits(.bearerLoss, effects: [.takesConnectionAway, .makesDataPause])
        }
    }
}

public enum GPRSObservation<Content: BenchContent>: Hashable, Sendable {
    case contextActive(Bool)
    /// The context that is active has this address for the device.
    case gave(address: Content.Text)

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> GPRSObservation<Filler.Filled> {
        switch self {
        case .contextActive(let isActive): .contextActive(isActive)
        case .gave(let address): .gave(address: filler.text(address))
        }
    }
}
