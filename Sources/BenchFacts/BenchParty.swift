/// Whom a phrase is about.
public enum BenchParty: Hashable, Sendable {
    case dns
    case server(ServerKind)
    case sntp
    case gsm
    case gprs
    case peer(PeerLabel)
    case line
    case link
    case device

    /// It is the network that the modem itself is in.
    public var isCellular: Bool {
        switch self {
        case .gsm, .gprs: true
        case .dns, .server, .sntp, .peer, .line, .link, .device: false
        }
    }

    /// It is someone whom the device meets over the IP network.
    public var isHost: Bool {
        switch self {
        case .dns, .server, .sntp, .peer: true
        case .gsm, .gprs, .line, .link, .device: false
        }
    }

    public var server: ServerKind? { if case .server(let kind) = self { kind } else { nil } }
}

/// A mock server that speaks a line protocol with the device.
public enum ServerKind: String, Hashable, Sendable, CaseIterable { case smtp, pop3, ftp }

/// A peer's label; `a` when the scenario says just `peer`.
public struct PeerLabel: Hashable, Sendable {
    /// 0 for `a` to 3 for `d`.
    public var index: Int
    public init(index: Int) { self.index = index }
    public var name: String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) }
}
