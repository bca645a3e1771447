public import World

/// Which of the two name servers.
public enum NameServer: String, Hashable, Sendable, CaseIterable { case primary, secondary }

public enum DNSFact: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        case server(ServerKind)
        case peer(PeerLabel)
        case timeServer
        case address(IPv4Address)
        /// CNAME.
        case alias(of: String)
    }
    public enum Behaviour: Hashable, Sendable {
        /// Answers from its zone.
        case answers
        /// Receives and never answers.
        case silent
        /// RCODE 3 to every question.
        case nxdomain
        /// RCODE 2.
        case servfail
        /// TC set, no answer section.
        case truncated
        /// Bytes that are no DNS message.
        case garbage
        /// RCODE 5 to a question without RD: whoever asks must leave the search to the server (RFC 1035 §4.1.1).
        case insistsOnRecursion
        /// Its answers have another id than their questions: they are none (RFC 5452 §9.1).
        case otherID
        /// Its answers repeat another question than the one that was asked.
        case otherQuestion
    }
    case record(name: String, Target)
    /// Every name that no other fact speaks of.
    case anyRecord(Target)
    /// nil: both servers.
    case behaviour(NameServer?, Behaviour)
    case delay(NameServer?, Interval)
    /// Answers so many questions more, and then none.
    case silentAfter(NameServer?, answers: Int)

    /// Whose address it is that it gives; nil: it gives none.
    public var target: Target? {
        switch self {
        case .record(_, let target), .anyRecord(let target): target
        case .behaviour, .delay, .silentAfter: nil
        }
    }

    var traits: BenchTraits {
        switch self {
        case .record(_, .peer(let label)), .anyRecord(.peer(let label)): BenchTraits(peers: [label])
        case .record, .anyRecord: BenchTraits()
        case .behaviour(let server, .answers): BenchTraits(effects: server.effects)
        case .behaviour(let server, .silent), .behaviour(let server, .otherID), .behaviour(let server, .otherQuestion):
            BenchTraits(.dnsFaults, effects: [server.effects, .makesDataPause])
        case .behaviour(let server, .nxdomain), .behaviour(let server, .servfail), .behaviour(let server, .truncated),
            .behaviour(let server, .garbage), .behaviour(let server, .insistsOnRecursion):
            BenchTraits(.dnsFaults, effects: server.effects)
        case .delay(let server, _), .silentAfter(let server, _):
            BenchTraits(.dnsFaults, effects: [server.effects, .makesDataPause])
        }
    }
}

public enum DNSObservation<Content: BenchContent>: Hashable, Sendable {
    /// nil: either server.
    case asked(NameServer?, name: Content.Text)
    case notAsked(NameServer?, name: Content.Text)

    var traits: BenchTraits {
        switch self {
        case .asked(let server, _), .notAsked(let server, _): BenchTraits(effects: [server.effects, .watchesQuestions])
        }
    }

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> DNSObservation<Filler.Filled> {
        switch self {
        case .asked(let server, let name): .asked(server, name: filler.text(name))
        case .notAsked(let server, let name): .notAsked(server, name: filler.text(name))
        }
    }
}

extension NameServer? {
    fileprivate var effects: BenchTraits.Effects { self == nil ? [] : .tellsNameServersApart }
}
