import World

/// What scenarios are told of the bench that they run on: addresses, ports, and values of its surroundings (ISO/IEC 9646 IXIT).
public struct BenchProfile: Hashable, Sendable {
    public var addresses: BenchAddresses
    /// The ports at which the device sees servers, where they are not the standard ones.
    public var ports: [ServerKind: UInt16]
    /// A value that is not among them keeps the scenarios that use it from running.
    public var values: [BenchValue: String]

    public init(addresses: BenchAddresses, ports: [ServerKind: UInt16] = [:], values: [BenchValue: String]) {
        self.addresses = addresses
        self.ports = ports
        self.values = values
    }

    /// For a simulated world.
    public static let documentation = BenchProfile(addresses: .documentation, values: BenchValue.documentation).withOwnAccounts
    /// For real sockets on one machine.
    public static let loopback = BenchProfile(addresses: .loopback, values: BenchValue.documentation).withOwnAccounts

    /// The port at which the device sees the server.
    public func port(of server: ServerKind) -> UInt16 { ports[server] ?? server.standardPort }

    /// The same with the bench's own servers where no real account is given; scenarios that use accounts say which users they know.
    public var withOwnAccounts: BenchProfile {
        var own: [BenchValue: String] = [
            .account(.smtp, .server): addresses.smtp.description,
            .account(.smtp, .user): "login", .account(.smtp, .password): "password",
            .account(.smtp, .sender): "module@domain.com", .account(.smtp, .recipient): "recipient@domain.com",
            .account(.pop3, .server): addresses.pop3.description,
            .account(.pop3, .user): "module@domain.com", .account(.pop3, .password): "password",
            .account(.ftp, .server): addresses.ftp.description,
            .account(.ftp, .user): "ftplogin", .account(.ftp, .password): "ftppassword",
        ]
        for server in ServerKind.allCases { own[.account(server, .port)] = String(port(of: server)) }
        let real = Set(values.keys.compactMap(\.server))
        var profile = self
        for (value, text) in own where value.server.map(real.contains) == false { profile.values[value] = text }
        return profile
    }
}

/// What a rig file gives under `values`, or in an account, by the name that it has there.
public enum BenchValue: Hashable, Sendable, CaseIterable {
    public enum AccountPart: String, Hashable, Sendable, CaseIterable { case server, port, user, password, sender, recipient }

    case apn, user, password, pin, number, caller, dialUser, dialPassword
    /// A sender and a recipient are SMTP's alone.
    case account(ServerKind, AccountPart)

    public static let allCases: [BenchValue] =
        [.apn, .user, .password, .pin, .number, .caller, .dialUser, .dialPassword]
        + ServerKind.allCases.flatMap { server in
            AccountPart.allCases.filter { server == .smtp || $0 != .sender && $0 != .recipient }.map { .account(server, $0) }
        }

    /// What scenarios write between braces.
    public var name: String {
        switch self {
        case .apn: "rig apn"
        case .user: "rig user"
        case .password: "rig password"
        case .pin: "rig pin"
        case .number: "rig number"
        case .caller: "rig caller"
        case .dialUser: "rig dial user"
        case .dialPassword: "rig dial password"
        case .account(let server, let part): "account \(server.rawValue) \(part.rawValue)"
        }
    }

    /// The server whose account it is of.
    public var server: ServerKind? { if case .account(let server, _) = self { server } else { nil } }

    /// What a bench without a rig file has: those of the manual's examples.
    public static let documentation: [BenchValue: String] = [
        .apn: "apnserver.com", .user: "login", .password: "password", .pin: "1234",
        .number: "0860000000", .caller: "0612345678", .dialUser: "login", .dialPassword: "password",
    ]
}

extension ServerKind {
    /// RFC 5321 §4.5.4.2, RFC 1939 §3, RFC 959 §8.
    public var standardPort: UInt16 {
        switch self {
        case .smtp: 25
        case .pop3: 110
        case .ftp: 21
        }
    }
}
