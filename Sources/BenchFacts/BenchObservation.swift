/// What a scenario wants to have seen. Each is waited for until it holds or its time limit passes.
public enum BenchObservation<Content: BenchContent>: Hashable, Sendable {
    case dns(DNSObservation<Content>)
    /// What all servers can have seen.
    case server(ServerKind, ServerObservation<Content>)
    case smtp(SMTPObservation<Content>)
    case pop3(POP3Observation)
    case ftp(FTPObservation<Content>)
    case sntp(SNTPObservation)
    case gsm(GSMObservation<Content>)
    case gprs(GPRSObservation<Content>)
    case peer(PeerLabel, PeerObservation<Content>)

    public var party: BenchParty {
        switch self {
        case .dns: .dns
        case .server(let kind, _): .server(kind)
        case .smtp: .server(.smtp)
        case .pop3: .server(.pop3)
        case .ftp: .server(.ftp)
        case .sntp: .sntp
        case .gsm: .gsm
        case .gprs: .gprs
        case .peer(let label, _): .peer(label)
        }
    }

    public var traits: BenchTraits {
        switch self {
        case .dns(let observation): observation.traits
        case .gsm(let observation): observation.traits
        case .peer(_, let observation): observation.traits
        case .server, .smtp, .pop3, .ftp, .sntp, .gprs: BenchTraits()
        }
    }

    public func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> BenchObservation<Filler.Filled> {
        switch self {
        case .dns(let observation): .dns(observation.filled(by: filler))
        case .server(let kind, let observation): .server(kind, observation.filled(by: filler))
        case .smtp(let observation): .smtp(observation.filled(by: filler))
        case .pop3(let observation): .pop3(observation)
        case .ftp(let observation): .ftp(observation.filled(by: filler))
        case .sntp(let observation): .sntp(observation)
        case .gsm(let observation): .gsm(observation.filled(by: filler))
        case .gprs(let observation): .gprs(observation.filled(by: filler))
        case .peer(let label, let observation): .peer(label, observation.filled(by: filler))
        }
    }
}
