/// What names a TCP connection on one host. Never reused within a world.
public struct StreamID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// What names a listening TCP port on one host. Never reused within a world.
public struct ListenerID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// What names a bound UDP socket on one host. Never reused within a world.
public struct DatagramSocketID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// What names an echo request of one host (ICMP, RFC 792). Never reused within a world.
public struct EchoID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// What names a pending timer of one host. Never reused within a world.
public struct TimerID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// Why a TCP connection ended other than by both sides' FIN.
public enum StreamFailure: Hashable, Sendable {
    /// RST in answer to SYN: nobody listens there.
    case refused
    /// RST on an established connection.
    case reset
    /// No route to the address, or SYNs without an answer until the stack gave up.
    case unreachable
}

/// Why a port cannot be bound.
public struct BindError: Error, Hashable, Sendable {
    public var endpoint: Endpoint
    public var reason: String
    public init(endpoint: Endpoint, reason: String) {
        self.endpoint = endpoint
        self.reason = reason
    }
}

/// What happens to a host on the network or on its clock.
public enum HostEvent: Hashable, Sendable {
    /// A timer set with `setTimer` has come due.
    case timer(TimerID)
    /// A connection asked for with `connect` is established.
    case connected(StreamID)
    /// A peer has connected to a listener.
    case accepted(StreamID, on: ListenerID, from: Endpoint)
    /// Bytes of a connection, in order. Never empty.
    case received(StreamID, [UInt8])
    /// The peer has sent FIN: no more bytes will come; sending is still possible.
    case finished(StreamID)
    /// The connection is over abnormally; its identifier is dead.
    case failed(StreamID, StreamFailure)
    /// Both directions have been finished and all bytes delivered; its identifier is dead.
    case closed(StreamID)
    /// All that was handed to `send` has left: the send queue, which had held something, is empty.
    case drained(StreamID)
    /// A datagram, whole.
    case datagram(DatagramSocketID, [UInt8], from: Endpoint)
    /// Somebody asks for an echo of these bytes. A host whose own stack answers, as those of a live world, is not told.
    case echoRequested(EchoID, [UInt8], from: IPv4Address, at: IPv4Address)
    /// The answer to a request of the host's own, with what it brings back.
    case echoed(EchoID, [UInt8])
}

/// Who is told what happens on a host.
public protocol HostDelegate: AnyObject {
    /// Called one event at a time, never from inside one of the host's own methods.
    func host(_ host: any Host, saw event: HostEvent)
}

/// One machine on the world's IP network: its sockets, its clock and its randomness.
///
/// Calls never block and never call the delegate back before they return. Operations on a dead identifier do nothing.
public protocol Host: AnyObject {
    var delegate: (any HostDelegate)? { get set }
    var now: Instant { get }

    /// Deterministic in a simulated world: drawn from the world's seed.
    func random() -> UInt64

    /// The timer fires once, `after` from now; a zero interval fires after the events already due.
    func setTimer(after: Interval) -> TimerID
    func cancelTimer(_ timer: TimerID)

    /// Listens on the endpoint; port 0 asks for any free port, address 0.0.0.0 for all of the host's. - Throws: ``BindError`` when the port is taken.
    func listen(at endpoint: Endpoint) throws(BindError) -> ListenerID
    /// Where others reach the listener (the port that was chosen for port 0).
    func endpoint(of listener: ListenerID) -> Endpoint?
    /// Stops listening; a connection not yet accepted is refused; accepted ones live on.
    func close(_ listener: ListenerID)

    /// From now on SYNs to the endpoint get no answer, so that a connector fails with `.unreachable` after its stack's own limit.
    /// Port 0: every port of the address at which nobody listens. Listening at a vanished port brings that port back.
    /// A live world cannot drop SYNs by itself: it does nothing here, and its bench does not offer the stimulus.
    func vanish(at endpoint: Endpoint)
    /// Undoes `vanish(at:)` of the same endpoint.
    func reappear(at endpoint: Endpoint)

    /// Opens a connection from `source` (nil: the host's first address). Answered by `.connected` or `.failed`.
    func connect(to destination: Endpoint, from source: IPv4Address?) -> StreamID
    /// The local and the remote end of a connection, while it lives.
    func endpoints(of stream: StreamID) -> (local: Endpoint, remote: Endpoint)?
    /// Queues bytes; `.drained` follows when they have left.
    func send(_ bytes: [UInt8], on stream: StreamID)
    /// Bytes queued and not yet sent.
    func unsent(on stream: StreamID) -> Int
    /// Bytes handed to `send` that the other end's stack is not known to have.
    func unacknowledged(on stream: StreamID) -> Int
    /// Sends FIN after what is queued.
    func finish(_ stream: StreamID)
    /// Sends RST at once and forgets what is queued; no event follows.
    func reset(_ stream: StreamID)
    /// Stops delivering `.received` (the peer's window closes in time), until `resume`.
    func pause(_ stream: StreamID)
    func resume(_ stream: StreamID)

    /// Binds a UDP socket; port 0 asks for any free port, address 0.0.0.0 for all of the host's.
    func bind(at endpoint: Endpoint) throws(BindError) -> DatagramSocketID
    func endpoint(of socket: DatagramSocketID) -> Endpoint?
    func send(_ datagram: [UInt8], to destination: Endpoint, on socket: DatagramSocketID)
    func close(_ socket: DatagramSocketID)

    /// Whether it can ask for echoes: a live world's machine may not let a program.
    var asksForEchoes: Bool { get }
    /// Asks for an echo of the bytes, from `source` (nil: the host's first address). Nothing follows where nobody answers.
    func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address?) -> EchoID
    /// Answers a request that the host has been told of, once.
    func answerEcho(_ request: EchoID, with bytes: [UInt8])
}

extension Host {
    /// What has left has arrived.
    public func unacknowledged(on stream: StreamID) -> Int { unsent(on: stream) }
}
