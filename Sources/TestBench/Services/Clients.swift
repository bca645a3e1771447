import World

/// Who is connected with a server, and since when each has said nothing.
struct Clients {
    private struct Client {
        var address: IPv4Address
        var lastSeen: Instant
        /// FIN was sent because nothing came for too long.
        var isShownOut = false
    }

    private var clients: [StreamID: Client] = [:]

    mutating func add(_ stream: StreamID, from address: IPv4Address, at now: Instant) {
        clients[stream] = Client(address: address, lastSeen: now)
    }

    mutating func saw(_ stream: StreamID, at now: Instant) { clients[stream]?.lastSeen = now }
    mutating func remove(_ stream: StreamID) { clients[stream] = nil }
    mutating func removeAll() { clients = [:] }

    /// The connection that makes room for a newcomer: the longest silent one of the address that has the most, if that has more than the
    /// newcomer's would have.
    func crowding(_ newcomer: IPv4Address) -> StreamID? {
        var counts: [IPv4Address: Int] = [:]
        for client in clients.values { counts[client.address, default: 0] += 1 }
        guard let most = counts.values.max(), most > counts[newcomer, default: 0] + 1 else { return nil }
        return clients.filter { counts[$0.value.address] == most }.min {
            ($0.value.lastSeen, $0.key.number) < ($1.value.lastSeen, $1.key.number)
        }?.key
    }

    /// Those that have said nothing for so long, with whether they were shown out before; their time begins anew.
    mutating func takeIdle(for limit: Interval, at now: Instant) -> [(stream: StreamID, again: Bool)] {
        let idle = clients.filter { now - $0.value.lastSeen >= limit }.keys.sorted { $0.number < $1.number }
        return idle.map { stream in
            let again = clients[stream]?.isShownOut ?? false
            clients[stream]?.isShownOut = true
            clients[stream]?.lastSeen = now
            return (stream, again)
        }
    }

    /// When somebody will have said nothing for so long, if nothing comes.
    func idleEnds(after limit: Interval) -> Instant? { clients.values.map(\.lastSeen).min().map { $0 + limit } }
}
