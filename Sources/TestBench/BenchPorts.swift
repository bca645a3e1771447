/// The ports at which the servers listen.
public struct BenchPorts: Hashable, Sendable {
    public var nameServer: UInt16
    public var smtp: UInt16
    public var pop3: UInt16
    public var ftp: UInt16

    public init(nameServer: UInt16, smtp: UInt16, pop3: UInt16, ftp: UInt16) {
        self.nameServer = nameServer
        self.smtp = smtp
        self.pop3 = pop3
        self.ftp = ftp
    }

    /// The well-known ones (RFC 1035 §4.2, RFC 5321 §4.5.4.2, RFC 1939 §3, RFC 959 §8).
    public static let standard = BenchPorts(nameServer: 53, smtp: 25, pop3: 110, ftp: 21)
}
