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
    public static let documentation = BenchProfile(addresses: .documentation, values: BenchValue.documentation)
    /// For real sockets on one machine.
    public static let loopback = BenchProfile(addresses: .loopback, values: BenchValue.documentation)

    /// The port at which the device sees the server.
    public func port(of server: ServerKind) -> UInt16 { ports[server] ?? server.standardPort }
}

/// What a rig file gives under `values`, by the name that it has there.
public enum BenchValue: String, Hashable, Sendable, CaseIterable {
    case apn, user, password, pin, number
    case dialUser = "dial user"
    case dialPassword = "dial password"

    /// What a bench without a rig file has: those of the manual's examples.
    public static let documentation: [BenchValue: String] = [
        .apn: "apnserver.com", .user: "login", .password: "password", .pin: "1234",
        .number: "0860000000", .dialUser: "login", .dialPassword: "password",
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
