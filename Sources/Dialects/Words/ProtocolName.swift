extension Dialect {
    /// Protocols whose sockets and sessions have numbers, by the names of the dialect's protocols.
    public enum ProtocolName: String, Sendable, Hashable, CaseIterable {
        case udp
        case tcpClient = "tcp-client"
        case tcpServer = "tcp-server"
        case ftp
    }
}

extension Dialect.ProtocolName: DialectWord {
    var purpose: String {
        switch self {
        case .udp: "UDP sockets"
        case .tcpClient: "TCP connections, those that a server has taken among them"
        case .tcpServer: "TCP ports that listen"
        case .ftp: "sessions with an FTP server"
        }
    }

    var need: Need { .never }
}
