public import World

/// One end of a simulated TCP connection.
struct StreamEnd {
    var local: Endpoint
    var remote: Endpoint
    /// nil until the SYN is answered.
    var peer: (host: SimulatedHost, stream: StreamID)?
    var isOpener = false
    /// What `send` was given and the window has not let go; sent from `sentOffset` on.
    var unsent: [UInt8] = []
    var sentOffset = 0
    /// Bytes on the way to the peer or lying there unread.
    var inFlight = 0
    /// FIN is wanted after `unsent`.
    var finishing = false
    var finSent = false
    var finReceived = false
    var paused = false
    /// Arrived while paused.
    var held: [UInt8] = []
    var finHeld = false
    /// Segments never overtake each other.
    var lastArrival = Instant.start

    var unsentCount: Int { unsent.count - sentOffset }
}

extension SimulatedHost {
    public func send(_ bytes: [UInt8], on stream: StreamID) {
        guard !bytes.isEmpty, let end = streams[stream], !end.finishing else { return }
        streams[stream]?.unsent.append(contentsOf: bytes)
        pump(stream)
    }

    public func unsent(on stream: StreamID) -> Int { streams[stream]?.unsentCount ?? 0 }

    public func finish(_ stream: StreamID) {
        guard let end = streams[stream], !end.finishing else { return }
        streams[stream]?.finishing = true
        pump(stream)
    }

    public func reset(_ stream: StreamID) {
        guard streams[stream] != nil else { return }
        transmit(.failure(.reset), from: stream)
        streams[stream] = nil
    }

    public func pause(_ stream: StreamID) { streams[stream]?.paused = true }

    public func resume(_ stream: StreamID) {
        guard let end = streams[stream], end.paused else { return }
        streams[stream]?.paused = false
        guard !end.held.isEmpty || end.finHeld else { return }
        // As an event of its own: nobody is called back from inside a call.
        world.enqueue { [self] in releaseHeld(stream) }
    }

    private func releaseHeld(_ stream: StreamID) {
        guard let end = streams[stream], !end.paused else { return }
        streams[stream]?.held = []
        streams[stream]?.finHeld = false
        if !end.held.isEmpty { deliver(end.held, on: stream) }
        if end.finHeld { deliverFin(on: stream) }
    }

    /// Sends what the window allows, then FIN if it is wanted.
    private func pump(_ stream: StreamID) {
        guard let end = streams[stream], end.peer != nil, !end.finSent else { return }
        var offset = end.sentOffset
        var inFlight = end.inFlight
        let total = end.unsent.count
        while offset < total, inFlight < SimulatedWorld.window {
            let count = min(world.link.segment ?? SimulatedWorld.segment, total - offset, SimulatedWorld.window - inFlight)
            transmit(.bytes(Array(end.unsent[offset..<offset + count])), from: stream)
            offset += count
            inFlight += count
        }
        let emptied = offset == total && offset > 0
        streams[stream]?.inFlight = inFlight
        streams[stream]?.sentOffset = emptied ? 0 : offset
        if emptied {
            streams[stream]?.unsent.removeAll(keepingCapacity: true)
            world.enqueue { [self] in if streams[stream] != nil, unsent(on: stream) == 0 { tell(.drained(stream)) } }
        }
        if end.finishing, offset == total {
            streams[stream]?.finSent = true
            transmit(.fin, from: stream)
        }
    }

    /// Puts a segment on the way to the other end, in order.
    func transmit(_ segment: SimulatedWorld.Segment, from stream: StreamID) {
        guard let end = streams[stream], let peer = end.peer else { return }
        let arrival = max(world.now + world.drawLatency(), end.lastArrival)
        streams[stream]?.lastArrival = arrival
        show(segment, from: stream)
        world.queue.insert(.arrival(peer.host, peer.stream, segment), at: arrival)
    }

    func arrive(_ segment: SimulatedWorld.Segment, on stream: StreamID) {
        guard let end = streams[stream] else { return }
        switch segment {
        case .accepted:
            acknowledgeOnWire(1, from: stream)
            tell(.connected(stream))
            pump(stream)
        case .bytes(let bytes):
            if end.paused || !end.held.isEmpty {
                streams[stream]?.held.append(contentsOf: bytes)
            } else {
                deliver(bytes, on: stream)
            }
        case .fin:
            if end.paused || !end.held.isEmpty {
                streams[stream]?.finHeld = true
            } else {
                deliverFin(on: stream)
            }
        case .failure(let failure):
            streams[stream] = nil
            tell(.failed(stream, failure))
        }
    }

    private func deliver(_ bytes: [UInt8], on stream: StreamID) {
        acknowledgeOnWire(bytes.count, from: stream)
        if let peer = streams[stream]?.peer { peer.host.acknowledge(bytes.count, on: peer.stream) }
        tell(.received(stream, bytes))
    }

    private func acknowledge(_ count: Int, on stream: StreamID) {
        streams[stream]?.inFlight -= count
        pump(stream)
    }

    private func deliverFin(on stream: StreamID) {
        guard let peer = streams[stream]?.peer else { return }
        acknowledgeOnWire(1, from: stream)
        streams[stream]?.finReceived = true
        tell(.finished(stream))
        closeIfDone(stream)
        peer.host.closeIfDone(peer.stream)
    }

    /// Both ends have seen the other's FIN: the connection is gone on this one.
    private func closeIfDone(_ stream: StreamID) {
        guard let end = streams[stream], end.finSent, end.finReceived, let peer = end.peer else { return }
        let peerHasMine = peer.host.streams[peer.stream]?.finReceived ?? true
        guard peerHasMine else { return }
        streams[stream] = nil
        world.enqueue { [self] in tell(.closed(stream)) }
    }
}

// What the tap is shown.
extension SimulatedHost {
    private func show(_ segment: SimulatedWorld.Segment, from stream: StreamID) {
        guard world.tap != nil else { return }
        switch segment {
        case .accepted: showOnWire(.acceptance, from: stream)
        case .bytes(let bytes): showOnWire(.data(bytes), from: stream)
        case .fin: showOnWire(.finish, from: stream)
        case .failure: showOnWire(.reset, from: stream)
        }
    }

    private func acknowledgeOnWire(_ count: Int, from stream: StreamID) {
        guard world.tap != nil else { return }
        showOnWire(.acknowledgement(count), from: stream)
    }

    /// A connection is named after its opener's end.
    private func showOnWire(_ segment: WireSegment, from stream: StreamID) {
        guard let end = streams[stream], let peer = end.peer else { return }
        let opener = end.isOpener ? stream : peer.stream
        world.tap?(.segment(connection: opener.number, from: end.isOpener ? .opener : .acceptor, segment), world.now)
    }
}
