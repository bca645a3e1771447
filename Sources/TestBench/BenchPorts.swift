/// The well-known ports that no ``ServerKind`` has. A live world may move them; see its own mapping.
enum BenchPorts {
    /// RFC 1035 §4.2.
    static let nameServer: UInt16 = 53
}
