/// The well-known ports at which the servers listen. A live world may move them; see its own mapping.
enum BenchPorts {
    /// RFC 1035 §4.2.
    static let nameServer: UInt16 = 53
    /// RFC 5321 §4.5.4.2.
    static let smtp: UInt16 = 25
    /// RFC 1939 §3.
    static let pop3: UInt16 = 110
    /// RFC 959 §8.
    static let ftp: UInt16 = 21
}
