internal import Octets
public import World

/// A world in memory: virtual time, one thread, a seeded source of randomness, events ordered by time and insertion.
///
/// Nothing happens in it but what its parties do; when no event is left, time stands still.
public final class SimulatedWorld {
    /// Latency of a GPRS bearer on a good day.
    public static let ordinaryLink = LinkShape(latency: .milliseconds(20)...(.milliseconds(60)))
    /// An Ethernet segment's payload.
    static let segment = 1_460
    /// How long a stack repeats SYN before it gives up (RFC 1122 §4.2.3.5 asks for at least three minutes for data; 75 s is BSD's).
    static let connectPatience = Interval.seconds(75)
    /// Bytes that a sender may have under way or lying unread at the receiver (the largest window without RFC 7323).
    static let window = 65_535

    enum Happening {
        case timer(SimulatedHost, TimerID)
        case synArrives(SimulatedHost, StreamID, source: Endpoint, destination: Endpoint)
        case arrival(SimulatedHost, StreamID, Segment)
        case datagram([UInt8], from: Endpoint, to: Endpoint)
        case echo(Echo)
        case serial(SimulatedSerialPort)
        case call(() -> Void)
    }

    enum Segment {
        case accepted
        case bytes([UInt8])
        case fin
        case failure(StreamFailure)
    }

    public private(set) var now = Instant.start
    public private(set) var isStopped = false
    /// How the IP network between the hosts behaves.
    public var link = SimulatedWorld.ordinaryLink
    /// Is shown what every host puts on the wire, when it does.
    public var tap: ((WireEvent, Instant) -> Void)?
    var queue = EventQueue<Happening>()
    private var generator: SplitMix64
    private var identifiers = 0
    private var hosts: [IPv4Address: SimulatedHost] = [:]
    var vanishing: Set<Endpoint> = []

    public init(seed: UInt64) { generator = SplitMix64(state: seed) }

    /// The two ends of a connection know each other; the world's end parts them.
    deinit {
        for host in hosts.values { host.streams = [:] }
    }

    /// Adds a machine with these addresses, the first being the one it connects from.
    public func makeHost(addresses: [IPv4Address]) -> SimulatedHost {
        let host = SimulatedHost(world: self, addresses: addresses)
        for address in addresses { hosts[address] = host }
        return host
    }

    /// Two ends of a serial line. The host's signals are on before it switches any, the modem's are off.
    public func makeSerialLine() -> (host: SimulatedSerialPort, device: SimulatedSerialPort) {
        let host = SimulatedSerialPort(world: self, signals: SignalStates(on: []))
        // A host that has the line open is ready.
        let device = SimulatedSerialPort(world: self, signals: SignalStates(on: [.dtr, .rts]))
        host.other = device
        device.other = host
        return (host, device)
    }

    /// Runs `body` as an event of its own at once, after the events already due.
    public func enqueue(_ body: @escaping () -> Void) { queue.insert(.call(body), at: now) }

    /// Lets the world go on until `isDone` holds or nothing is left to happen. - Returns: whether `isDone` holds.
    @discardableResult
    public func run(until isDone: () -> Bool) -> Bool {
        while !isDone() {
            guard let (time, happening) = queue.removeNext() else { return false }
            now = time
            perform(happening)
        }
        return true
    }

    /// From outside: what carries the world on sees it and may go on with ``resume()``.
    public func stop() { isStopped = true }

    private func perform(_ happening: Happening) {
        switch happening {
        case .timer(let host, let timer): host.fire(timer)
        case .synArrives(let caller, let stream, let source, let destination): synArrives(caller, stream, source, destination)
        case .arrival(let host, let stream, let segment): host.arrive(segment, on: stream)
        case .datagram(let bytes, let source, let destination):
            hosts[destination.address]?.arrive(datagram: bytes, from: source, at: destination)
        case .echo(let echo): arrive(echo)
        case .serial(let port): port.deliver()
        case .call(let body): body()
        }
    }

    private func synArrives(_ caller: SimulatedHost, _ stream: StreamID, _ source: Endpoint, _ destination: Endpoint) {
        guard let host = hosts[destination.address], !host.isSilent(at: destination) else {
            queue.insert(.arrival(caller, stream, .failure(.unreachable)), at: now + Self.connectPatience)
            return
        }
        guard host.accept(from: source, at: destination, caller: caller, callerStream: stream) else {
            tap?(.segment(connection: stream.number, from: .acceptor, .reset), now)
            queue.insert(.arrival(caller, stream, .failure(.refused)), at: now + drawLatency())
            return
        }
    }

    func host(at address: IPv4Address) -> SimulatedHost? { hosts[address] }

    func drawLatency() -> Interval { link.drawLatency(random) }

    func random() -> UInt64 { generator.next() }

    func nextIdentifier() -> Int {
        identifiers += 1
        return identifiers
    }
}

extension SimulatedWorld: EventLoop {
    public func makeClock() -> any Host { makeHost(addresses: []) }

    @discardableResult
    public func run(deadline: Instant?, until condition: () -> Bool) -> Bool {
        while !condition() {
            guard !isStopped else { return false }
            if let deadline, queue.nextTime.map({ $0 > deadline }) ?? true {
                guard now < deadline else { return false }
                now = deadline
            } else {
                guard let (time, happening) = queue.removeNext() else { return false }
                now = time
                perform(happening)
            }
        }
        return true
    }

    public func resume() -> Bool {
        defer { isStopped = false }
        return isStopped
    }
}
