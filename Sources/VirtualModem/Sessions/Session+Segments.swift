import World

/// The host's data on their way to a TCP peer (004 §4.1.4).
extension Session {
    /// What a full segment holds on the networks that such devices are on.
    private static let segment = 1_460

    /// Full segments go at once, and what is left when the delay has passed.
    mutating func transmit(_ bytes: [UInt8]) {
        guard let socket, !bytes.isEmpty else { return }
        guard let delay = plan.segmentDelay, delay > .zero else { return request(.send(bytes, on: socket)) }
        let isWaiting = !unsent.isEmpty
        unsent += bytes
        let full = unsent.count / Self.segment * Self.segment
        if full > 0 {
            request(.send(Array(unsent[..<full]), on: socket))
            unsent.removeFirst(full)
        }
        if unsent.isEmpty { cancel(.segment) } else if full > 0 || !isWaiting { set(.segment, after: delay) }
    }

    /// The delay has passed, or nothing more will come.
    mutating func transmitRest() {
        guard let socket, !unsent.isEmpty else { return }
        cancel(.segment)
        request(.send(unsent, on: socket))
        unsent = []
    }
}
