internal import Octets

/// Finds the address of a name: from the primary server, then from the secondary (RFC 1035 §7).
///
/// Every server is asked a few times; a server that says no, or nothing that can be used, is given up at once for the next.
public struct DNSResolver: Sendable {
    public enum Action: Hashable, Sendable {
        /// To port 53 of this server, an IPv4 address in host byte order.
        case send([UInt8], to: UInt32)
        /// ``timerFired()`` after this time; a timer set before is void.
        case setTimer(milliseconds: Int64)
        case resolved(UInt32)
        /// No server could tell.
        case failed
    }

    /// RFC 1035 §4.2.1 recommends 2 to 5 seconds.
    public static let retryMilliseconds: Int64 = 5_000
    public static let attemptsPerServer = 2
    /// RFC 1035 §4.2.1.
    public static let port: UInt16 = 53
    /// How many aliases are followed within an answer.
    public static let aliasLimit = 16

    private let name: DNSName?
    private let servers: [UInt32]
    private var generator: SeededGenerator
    private var server = 0
    private var attempt = 0
    /// The ids of the queries sent to the present server: a late answer to an earlier attempt is as good.
    private var ids: [UInt16] = []
    private var isOver = false

    /// - Parameters:
    ///   - servers: Primary first; addresses of 0 are none.
    ///   - seed: For the ids of the queries.
    public init(_ name: String, servers: [UInt32], seed: UInt64) {
        self.name = DNSName(name)
        self.servers = servers.filter { $0 != 0 }
        generator = SeededGenerator(seed: seed)
    }

    public mutating func start() -> [Action] { ask() }

    public mutating func timerFired() -> [Action] {
        guard !isOver else { return [] }
        attempt += 1
        return attempt < Self.attemptsPerServer ? ask() : giveUpServer()
    }

    /// A datagram from port 53 of the address. One that does not answer the question is left alone.
    public mutating func receive(_ datagram: [UInt8], from address: UInt32) -> [Action] {
        guard !isOver, server < servers.count, address == servers[server], let name,
            let message = try? DNSMessage(decoding: datagram), message.isResponse, ids.contains(message.id),
            message.questions == [DNSMessage.Question(name: name)]
        else { return [] }
        guard message.responseCode == DNSMessage.ResponseCode.noError.rawValue,
            let found = Self.address(of: name, in: message.answers)
        else { return giveUpServer() }
        isOver = true
        return [.resolved(found)]
    }

    private mutating func ask() -> [Action] {
        guard let name, server < servers.count else {
            isOver = true
            return [.failed]
        }
        let id = UInt16(truncatingIfNeeded: generator.next())
        ids.append(id)
        return [
            .send(DNSMessage(id: id, asking: name).encoded(), to: servers[server]),
            .setTimer(milliseconds: Self.retryMilliseconds),
        ]
    }

    private mutating func giveUpServer() -> [Action] {
        server += 1
        attempt = 0
        ids = []
        return ask()
    }

    /// Follows aliases within the answer. An answer cut short by TC may hold what is looked for all the same.
    private static func address(of name: DNSName, in answers: [DNSMessage.Record]) -> UInt32? {
        var name = name
        for _ in 0...aliasLimit {
            var alias: DNSName?
            for record in answers where record.name == name {
                switch record.content {
                case .address(let address): return address
                case .alias(let target): alias = target
                case .other: break
                }
            }
            guard let alias else { return nil }
            name = alias
        }
        return nil
    }
}
