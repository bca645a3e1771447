/// What a scenario says of the network around the device: true from the start (`network`), or from the moment it is said.
public enum BenchFact: Hashable, Sendable {
    case dns(DNSFact)
    case smtp(SMTPFact)
    case pop3(POP3Fact)
    case ftp(FTPFact)
    case sntp(SNTPFact)
    case gsm(GSMFact)
    case gprs(GPRSFact)
    case peer(PeerLabel, PeerFact)
    case line(LineFact)
    case link(LinkFact)

    public var party: BenchParty {
        switch self {
        case .dns: .dns
        case .smtp: .server(.smtp)
        case .pop3: .server(.pop3)
        case .ftp: .server(.ftp)
        case .sntp: .sntp
        case .gsm: .gsm
        case .gprs: .gprs
        case .peer(let label, _): .peer(label)
        case .line: .line
        case .link: .link
        }
    }

    public var traits: BenchTraits {
        switch self {
        case .dns(let fact): fact.traits
        case .smtp(let fact): fact.traits
        case .pop3(let fact): fact.traits
        case .ftp(let fact): fact.traits
        case .sntp(let fact): fact.traits
        case .gsm(let fact): fact.traits
        case .gprs(let fact): fact.traits
        case .peer(_, let fact): fact.traits
        case .line(let fact): fact.traits
        case .link(let fact): fact.traits
        }
    }
}
