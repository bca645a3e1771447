import World

/// A port that waits for its peer (001 App. B "Setting a TCP Port to a Listening Mode").
struct Listener: Hashable, Sendable {
    /// The only peer that may come; nil: any.
    var allowed: IPv4Address?
    /// The port takes peers after the first one, too.
    var staysOpen = false
    /// It hands each client on, and goes on listening.
    var spawns = false
}

extension Session {
    mutating func listen(at address: IPv4Address) {
        let socket = SocketKey.opened(by: id, .main)
        if case .datagramSocket(let datagrams) = activity { return openDatagramSocket(datagrams, to: nil) }
        self.socket = socket
        let endpoint = Endpoint(address, plan.port)
        request(kind == .datagrams ? .bindDatagrams(socket, at: endpoint) : .listen(socket, at: endpoint))
    }

    /// The first allowed peer gets the connection, and the port no longer listens.
    mutating func accepted(_ connection: SocketKey, from peer: Endpoint) {
        guard case .listener(let listener) = activity, let socket, listener.allowed ?? peer.address == peer.address else {
            return request(.reset(connection))
        }
        if listener.spawns { return tell(.client(connection, from: peer)) }
        if !listener.staysOpen { request(.closeListener(socket)) }
        self.socket = connection
        isConnected = true
        activity = .connection
        open()
    }
}
