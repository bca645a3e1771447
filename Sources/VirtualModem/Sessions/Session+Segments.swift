import World

/// The host's data on their way to a TCP peer (004 §4.1.4), or to a UDP peer, where what would be a segment is a datagram.
extension Session {
    /// What a full segment holds on the networks that such devices are on.
    private static let segment = 1_460

    /// Full segments go at once, and what is left when the delay has passed.
    mutating func transmit(_ bytes: [UInt8]) {
        guard let socket, !bytes.isEmpty else { return }
        guard let delay = plan.segmentDelay, delay > .zero else { return put(bytes, on: socket) }
        let isWaiting = !unsent.isEmpty
        unsent += bytes
        let full = unsent.count / Self.segment * Self.segment
        if full > 0 {
            put(Array(unsent[..<full]), on: socket)
            unsent.removeFirst(full)
        }
        if unsent.isEmpty { cancel(.segment) } else if full > 0 || !isWaiting { set(.segment, after: delay) }
    }

    /// The delay has passed, or nothing more will come.
    mutating func transmitRest() {
        guard let socket, !unsent.isEmpty else { return }
        cancel(.segment)
        put(unsent, on: socket)
        unsent = []
    }

    private mutating func put(_ bytes: [UInt8], on socket: SocketKey) {
        guard case .datagrams(let exchange) = activity else { return request(.send(bytes, on: socket)) }
        guard let peer = exchange.peer else { return }
        for start in stride(from: 0, to: bytes.count, by: Self.segment) {
            request(.sendDatagram(Array(bytes[start..<min(start + Self.segment, bytes.count)]), to: peer, on: socket))
        }
    }
}
