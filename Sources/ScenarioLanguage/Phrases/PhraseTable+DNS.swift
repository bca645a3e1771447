import BenchFacts
import World

extension PhraseTable {
    static let dns = PhraseTable(
        "a name between quotes, or what the name server does",
        [
            .fact("_ is _", .quoted("the name"), .target) {
                .dns(.record(name: $0, $1))
            } of: {
                if case .dns(.record(let name, let target)) = $0 { (name, target) } else { nil }
            },
            .fact("any name is _", .target) {
                .dns(.anyRecord($0))
            } of: {
                if case .dns(.anyRecord(let target)) = $0 { target } else { nil }
            },
            behaviour("_ silent", .silent),
            behaviour("_ truncated", .truncated),
            behaviour("_ garbage", .garbage),
            behaviour("_ insists on recursion", .insistsOnRecursion),
            .fact("_ falls silent after _", .nameServer, .count("the number of answers", in: 1...1000, unit: "answer")) {
                .dns(.silentAfter($0, answers: $1))
            } of: {
                if case .dns(.silentAfter(let server, let count)) = $0 { (server, count) } else { nil }
            },
            behaviour("_ answers", .answers),
            behaviour("_ answers under another id", .otherID),
            behaviour("_ answers another question", .otherQuestion),
            behaviour("_ answers NXDOMAIN", .nxdomain),
            behaviour("_ answers SERVFAIL", .servfail),
            .fact("_ answers after _", .nameServer, .time("how long after")) {
                .dns(.delay($0, $1))
            } of: {
                if case .dns(.delay(let server, let delay)) = $0 { (server, delay) } else { nil }
            },
            .check("_ was asked _", .nameServer, .text("the name")) {
                .dns(.asked($0, name: $1))
            } of: {
                if case .dns(.asked(let server, let name)) = $0 { (server, name) } else { nil }
            },
            .check("_ was not asked _", .nameServer, .text("the name")) {
                .dns(.notAsked($0, name: $1))
            } of: {
                if case .dns(.notAsked(let server, let name)) = $0 { (server, name) } else { nil }
            },
        ],
        wordings: ["answers": "what the name server answers, or nothing more"]
    )

    private static func behaviour(_ pattern: String, _ behaviour: DNSFact.Behaviour) -> PhraseForm {
        .fact(pattern, .nameServer) {
            .dns(.behaviour($0, behaviour))
        } of: {
            if case .dns(.behaviour(let server, behaviour)) = $0 { .some(server) } else { nil }
        }
    }
}

extension Slot<NameServer?> {
    /// `primary`, `secondary`, or both when it is left out.
    fileprivate static var nameServer: Slot {
        let words = NameServer.allCases.map(\.rawValue)
        return Slot(Place("`primary` or `secondary`", words: words, .optional(words))) { reader in
            guard let server = NameServer(rawValue: reader.cursor.peekWord) else { return nil }
            reader.cursor.skip()
            return server
        } text: {
            $0?.rawValue
        }
    }
}

extension Slot<DNSFact.Target> {
    /// A server, a peer, an address or another name.
    fileprivate static var target: Slot {
        Slot(Place("`smtp`, `pop3`, `ftp`, `sntp`, `peer`, an address or `alias of`", .open)) { reader throws(Problem) in
            var ahead = reader.cursor
            if let target = ahead.takeParty().flatMap(DNSFact.Target.init(party:)) {
                reader.cursor = ahead
                return target
            }
            if reader.cursor.take("alias") {
                try reader.cursor.expect("of", after: "`alias`")
                return .alias(of: try reader.string("the other name between quotes"))
            }
            guard reader.cursor.peek?.kind == .word else {
                throw reader.cursor.expected("`smtp`, `pop3`, `ftp`, `sntp`, `peer`, an address or `alias of`")
            }
            return .address(try reader.address())
        } text: {
            switch $0 {
            case .server(let kind): BenchParty.server(kind).text
            case .peer(let label): BenchParty.peer(label).text
            case .timeServer: BenchParty.sntp.text
            case .address(let address): address.description
            case .alias(let other): "alias of \(PhraseText.quoted(other))"
            }
        }
    }
}

extension DNSFact.Target {
    fileprivate init?(party: BenchParty) {
        switch party {
        case .server(let kind): self = .server(kind)
        case .peer(let label): self = .peer(label)
        case .sntp: self = .timeServer
        case .dns, .gsm, .gprs, .line, .link, .device: return nil
        }
    }
}
