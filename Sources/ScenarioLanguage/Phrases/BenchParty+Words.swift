import BenchFacts

extension BenchParty {
    /// In the order in which complaints list them; a peer stands for all.
    private static let all: [BenchParty] =
        [.dns] + ServerKind.allCases.map { .server($0) } + [
            .sntp, .gsm, .gprs, .peer(PeerLabel(index: 0)), .line, .link, .device,
        ]
    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })

    /// What lines about parties begin with.
    static let words = all.map(\.word)

    var word: String {
        switch self {
        case .dns: "dns"
        case .server(let kind): kind.rawValue
        case .sntp: "sntp"
        case .gsm: "gsm"
        case .gprs: "gprs"
        case .peer: "peer"
        case .line: "line"
        case .link: "link"
        case .device: "device"
        }
    }

    /// As it is written: a peer with its label.
    var text: String { if case .peer(let label) = self { "\(word) \(label.name)" } else { word } }

    fileprivate init?(word: String) {
        guard let party = Self.byWord[word] else { return nil }
        self = party
    }
}

extension TokenCursor {
    /// The party that comes next; nil, and nothing taken, when another word stands there.
    mutating func takeParty() -> BenchParty? {
        guard let party = BenchParty(word: peekWord) else { return nil }
        skip()
        guard case .peer = party, let label = PeerLabel(name: peekWord) else { return party }
        skip()
        return .peer(label)
    }
}
