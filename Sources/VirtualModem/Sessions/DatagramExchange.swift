import World

/// Datagrams with one peer, through a UDP socket.
struct DatagramExchange: Hashable, Sendable {
    /// Where the host's data go; of a listener, nobody yet.
    var peer: Endpoint?
    /// A listener's: whose first datagram may come; nil: anybody's.
    var allowed: IPv4Address?
    /// It waits for its peer's first datagram at this port of its own.
    var listens = false

    /// Whether a datagram is the peer's, or that of who becomes the peer.
    func takes(from sender: Endpoint) -> Bool { peer.map { $0 == sender } ?? (allowed ?? sender.address == sender.address) }
}

extension Session {
    /// A port is open, and nobody has come: a TCP listener's, or that of datagrams.
    var listens: Bool {
        switch activity {
        case .listener: true
        case .datagrams(let exchange): exchange.listens && exchange.peer == nil
        case .connection, .mailSending, .mailRetrieval, .fileTransfer, .timeQuery, .datagramSocket, .echoes: false
        }
    }

    /// The name of who may come has been resolved.
    mutating func listen(for exchange: DatagramExchange, from address: IPv4Address) {
        var exchange = exchange
        exchange.allowed = address
        activity = .datagrams(exchange)
        listen(at: plan.local)
    }

    /// The peer is known.
    mutating func openDatagrams(_ exchange: DatagramExchange, to peer: Endpoint) {
        var exchange = exchange
        exchange.peer = peer
        activity = .datagrams(exchange)
        open()
    }

    /// Where a datagram of the peer's is empty the host sees nothing of it.
    mutating func datagramCame(_ bytes: [UInt8], from sender: Endpoint) {
        guard case .datagrams(let exchange) = activity, exchange.takes(from: sender) else { return }
        if exchange.peer == nil { openDatagrams(exchange, to: sender) }
        if !bytes.isEmpty { tell(.bytes(bytes)) }
    }
}
