/// What a scenario makes a party do, beyond facts.
public enum BenchAction<Content: BenchContent>: Hashable, Sendable {
    case peer(PeerLabel, PeerAction<Content>)
    case server(ServerKind, ServerMove<Content>)
    case device(DeviceAction)

    public var party: BenchParty {
        switch self {
        case .peer(let label, _): .peer(label)
        case .server(let kind, _): .server(kind)
        case .device: .device
        }
    }

    public var traits: BenchTraits {
        switch self {
        case .peer(_, let action): action.traits
        case .server: BenchTraits(.serverFaults)
        case .device(let action): action.traits
        }
    }

    public func filled<Filler: ContentFiller<Content>>(by filler: Filler) throws(Filler.Failure) -> BenchAction<Filler.Filled> {
        switch self {
        case .peer(let label, let action): .peer(label, try action.filled(by: filler))
        case .server(let kind, let move): .server(kind, move.filled(by: filler))
        case .device(let action): .device(action)
        }
    }
}
