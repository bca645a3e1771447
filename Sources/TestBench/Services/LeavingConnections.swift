import World

/// Connections with which a service is done, until their clients have closed them, too; a bounded number of them.
struct LeavingConnections {
    /// Oldest first.
    private var streams: [StreamID] = []

    var count: Int { streams.count }

    /// FIN was sent, or will be. The oldest connection is reset when there are too many.
    mutating func add(_ stream: StreamID, on switchboard: Switchboard) {
        streams.append(stream)
        if streams.count > BenchLimits.leavingConnections { switchboard.reset(streams.removeFirst()) }
    }

    /// It is gone.
    mutating func remove(_ stream: StreamID) { streams.removeAll { $0 == stream } }

    mutating func reset(on switchboard: Switchboard) {
        for stream in streams { switchboard.reset(stream) }
        streams = []
    }
}
