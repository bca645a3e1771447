public import World

/// One end of a simulated TCP connection.
final class StreamEnd {
    let local: Endpoint
    let remote: Endpoint
    /// nil until the SYN is answered.
    var peer: (host: SimulatedHost, stream: StreamID)?
    let isOpener: Bool
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

    init(local: Endpoint, remote: Endpoint, peer: (host: SimulatedHost, stream: StreamID)? = nil, isOpener: Bool) {
        self.local = local
        self.remote = remote
        self.peer = peer
        self.isOpener = isOpener
    }
}

extension SimulatedHost {
    public func send(_ bytes: [UInt8], on stream: StreamID) {
        guard !bytes.isEmpty, let end = streams[stream], !end.finishing else { return }
        end.unsent.append(contentsOf: bytes)
        pump(end, stream)
    }

    public func unsent(on stream: StreamID) -> Int { streams[stream]?.unsentCount ?? 0 }

    public func finish(_ stream: StreamID) {
        guard let end = streams[stream], !end.finishing else { return }
        end.finishing = true
        pump(end, stream)
    }

    public func reset(_ stream: StreamID) {
        guard let end = streams[stream] else { return }
        transmit(.failure(.reset), from: end, stream)
        streams[stream] = nil
    }

    public func pause(_ stream: StreamID) { streams[stream]?.paused = true }

    public func resume(_ stream: StreamID) {
        guard let end = streams[stream], end.paused else { return }
        end.paused = false
        guard !end.held.isEmpty || end.finHeld else { return }
        // As an event of its own: nobody is called back from inside a call.
        world.enqueue { [self] in releaseHeld(stream) }
    }

    private func releaseHeld(_ stream: StreamID) {
        guard let end = streams[stream], !end.paused else { return }
        let (held, finHeld) = (end.held, end.finHeld)
        (end.held, end.finHeld) = ([], false)
        if !held.isEmpty { deliver(held, on: end, stream) }
        if finHeld, streams[stream] != nil { deliverFin(on: end, stream) }
    }

    /// Sends what the window allows, then FIN if it is wanted.
    private func pump(_ end: StreamEnd, _ stream: StreamID) {
        guard end.peer != nil, !end.finSent else { return }
        let total = end.unsent.count
        while end.sentOffset < total, end.inFlight < SimulatedWorld.window {
            let offset = end.sentOffset
            let count = min(world.link.segment ?? SimulatedWorld.segment, total - offset, SimulatedWorld.window - end.inFlight)
            transmit(.bytes(Array(end.unsent[offset..<offset + count])), from: end, stream)
            end.sentOffset += count
            end.inFlight += count
        }
        guard end.sentOffset == total else { return }
        if total > 0 {
            end.sentOffset = 0
            end.unsent.removeAll(keepingCapacity: true)
            world.enqueue { [self] in if streams[stream]?.unsentCount == 0 { tell(.drained(stream)) } }
        }
        if end.finishing {
            end.finSent = true
            transmit(.fin, from: end, stream)
        }
    }

    /// Puts a segment on the way to the other end, in order.
    func transmit(_ segment: SimulatedWorld.Segment, from end: StreamEnd, _ stream: StreamID) {
        guard let peer = end.peer else { return }
        let arrival = max(world.now + world.drawLatency(), end.lastArrival)
        end.lastArrival = arrival
        show(segment, from: end, stream)
        world.queue.insert(.arrival(peer.host, peer.stream, segment), at: arrival)
    }

    func arrive(_ segment: SimulatedWorld.Segment, on stream: StreamID) {
        guard let end = streams[stream] else { return }
        switch segment {
        case .accepted:
            acknowledgeOnWire(1, from: end, stream)
            tell(.connected(stream))
            if streams[stream] != nil { pump(end, stream) }
        case .bytes(let bytes):
            if end.paused || !end.held.isEmpty {
                end.held.append(contentsOf: bytes)
            } else {
                deliver(bytes, on: end, stream)
            }
        case .fin:
            if end.paused || !end.held.isEmpty {
                end.finHeld = true
            } else {
                deliverFin(on: end, stream)
            }
        case .failure(let failure):
            streams[stream] = nil
            tell(.failed(stream, failure))
        }
    }

    private func deliver(_ bytes: [UInt8], on end: StreamEnd, _ stream: StreamID) {
        acknowledgeOnWire(bytes.count, from: end, stream)
        if let peer = end.peer { peer.host.acknowledge(bytes.count, on: peer.stream) }
        tell(.received(stream, bytes))
    }

    private func acknowledge(_ count: Int, on stream: StreamID) {
        guard let end = streams[stream] else { return }
        end.inFlight -= count
        pump(end, stream)
    }

    private func deliverFin(on end: StreamEnd, _ stream: StreamID) {
        guard let peer = end.peer else { return }
        acknowledgeOnWire(1, from: end, stream)
        end.finReceived = true
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
    private func show(_ segment: SimulatedWorld.Segment, from end: StreamEnd, _ stream: StreamID) {
        guard world.tap != nil else { return }
        switch segment {
        case .accepted: showOnWire(.acceptance, from: end, stream)
        case .bytes(let bytes): showOnWire(.data(bytes), from: end, stream)
        case .fin: showOnWire(.finish, from: end, stream)
        case .failure: showOnWire(.reset, from: end, stream)
        }
    }

    private func acknowledgeOnWire(_ count: Int, from end: StreamEnd, _ stream: StreamID) {
        guard world.tap != nil else { return }
        showOnWire(.acknowledgement(count), from: end, stream)
    }

    /// A connection is named after its opener's end.
    private func showOnWire(_ segment: WireSegment, from end: StreamEnd, _ stream: StreamID) {
        guard let peer = end.peer else { return }
        let opener = end.isOpener ? stream : peer.stream
        world.tap?(.segment(connection: opener.number, from: end.isOpener ? .opener : .acceptor, segment), world.now)
    }
}
