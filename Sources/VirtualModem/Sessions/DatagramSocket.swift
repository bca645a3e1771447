import World

/// A UDP socket of the host's own: it may have a port, a peer, or both (003 §2.7).
struct DatagramSocket: Hashable, Sendable {
    /// Nil: any free one.
    var localPort: UInt16?
    /// Nil: datagrams come from everywhere and go nowhere.
    var peer: Endpoint?
    /// How many bytes a datagram has at most.
    let limit: Int
    /// Of a datagram that the host has not ended.
    var collected: [UInt8] = []
}

extension Session {
    /// The peer's address is known, or there is no peer.
    mutating func openDatagramSocket(_ datagrams: DatagramSocket, to address: IPv4Address?) {
        var datagrams = datagrams
        datagrams.peer = address.map { Endpoint($0, plan.port) }
        activity = .datagramSocket(datagrams)
        let socket = SocketKey.opened(by: id, .main)
        self.socket = socket
        request(.bindDatagrams(socket, at: Endpoint(plan.local, datagrams.localPort ?? 0)))
    }

    /// Datagrams of others than the peer are not for the socket.
    mutating func socketTook(_ bytes: [UInt8], from sender: Endpoint) {
        guard case .datagramSocket(let datagrams) = activity, datagrams.peer.map({ $0 == sender }) ?? true else { return }
        tell(.datagram(bytes, from: sender))
    }

    /// The host's bytes, up to the end of a datagram; one that is full goes.
    mutating func collect(_ bytes: [UInt8]) {
        guard case .datagramSocket(var datagrams) = activity else { return }
        datagrams.collected += bytes
        while datagrams.collected.count >= datagrams.limit {
            put(Array(datagrams.collected.prefix(datagrams.limit)), to: datagrams.peer)
            datagrams.collected.removeFirst(datagrams.limit)
        }
        activity = .datagramSocket(datagrams)
    }

    /// The host has ended a datagram; one without a byte does not go.
    mutating func sendCollected() {
        guard case .datagramSocket(var datagrams) = activity, !datagrams.collected.isEmpty else { return }
        put(datagrams.collected, to: datagrams.peer)
        datagrams.collected = []
        activity = .datagramSocket(datagrams)
    }

    private mutating func put(_ bytes: [UInt8], to peer: Endpoint?) {
        guard let peer, let socket else { return }
        request(.sendDatagram(bytes, to: peer, on: socket))
    }
}
