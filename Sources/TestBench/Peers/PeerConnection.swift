internal import BenchFacts
import World

/// One TCP connection of a peer with the device: what came and has not yet been expected, and how far it has ended.
struct PeerConnection {
    enum State: Hashable {
        /// SYN sent.
        case opening
        case open
        /// The device has sent FIN.
        case finished
        case failed(StreamFailure)
        /// The peer has cut it.
        case abandoned
    }

    let stream: StreamID
    /// The device's end.
    var remote: Endpoint
    var state: State
    /// Received and not yet expected.
    var pending: [UInt8] = []
    /// Both sides have closed it, or it was cut.
    var isOver = false
    /// When it was made, or last brought something.
    var lastSeen = Instant.start
    /// An observation has held for it.
    var seen = false
    /// The peer has sent FIN because a scenario asked for it.
    var closed = false
    /// How many bytes came after that: a client that says QUIT to a server that has left says nothing wrong.
    var farewell = 0
    /// A scenario asked the peer not to read.
    var stalled = false
    /// Reading is suspended because too much is pending.
    var congested = false
    /// The longest part of `awaited` that `pending` is known to begin with, so that each byte is compared once.
    private var awaited: [UInt8] = []
    private var agreed = 0

    init(stream: StreamID, remote: Endpoint, state: State) {
        self.stream = stream
        self.remote = remote
        self.state = state
    }

    /// What of `pending` is still to be expected.
    var unexpected: ArraySlice<UInt8> { pending.dropLast(min(farewell, pending.count)) }

    var isAlive: Bool {
        switch state {
        case .opening, .open, .finished: true
        case .failed, .abandoned: false
        }
    }

    /// Whether the next bytes are exactly these; they are consumed when they are.
    mutating func take(_ expected: [UInt8]) -> ObservationState {
        if awaited != expected { (awaited, agreed) = (expected, 0) }
        while agreed < expected.count, agreed < pending.count, pending[agreed] == expected[agreed] { agreed += 1 }
        if agreed == expected.count {
            pending.removeFirst(agreed)
            (awaited, agreed) = ([], 0)
            return .holds
        }
        if agreed < pending.count {
            return .violated(difference(between: pending, and: expected, of: "what came") ?? "")
        }
        let seen = "\(agreed) of \(expected.count) bytes came"
        switch state {
        case .opening: return .notYet("the connection is not yet established")
        case .open: return .notYet(seen)
        case .finished: return .violated(seen + ", then FIN")
        case .failed(let failure): return .violated(seen + ", then the connection \(failure.text)")
        case .abandoned: return .violated(seen + " before the peer's reset")
        }
    }
}

extension StreamFailure {
    var text: String {
        switch self {
        case .refused: "was refused"
        case .reset: "was reset"
        case .unreachable: "could not be made: no answer"
        }
    }
}
