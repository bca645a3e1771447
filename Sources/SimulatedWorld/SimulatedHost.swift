public import World

/// One machine of a simulated world.
public final class SimulatedHost: Host {
    public weak var delegate: (any HostDelegate)?
    unowned let world: SimulatedWorld
    let addresses: [IPv4Address]
    /// Nobody looks here: see ``mappings``.
    public var routes: [Endpoint: Endpoint] = [:]
    private var timers: Set<TimerID> = []
    private var listeners: [ListenerID: Endpoint] = [:]
    private var listening: [Endpoint: ListenerID] = [:]
    var streams: [StreamID: StreamEnd] = [:]
    private var sockets: [DatagramSocketID: Endpoint] = [:]
    private var bound: [Endpoint: DatagramSocketID] = [:]
    /// When the last datagram to an endpoint comes: none overtakes it.
    private var lastArrivals: [Endpoint: Instant] = [:]
    /// What it has been asked for and has not answered.
    var requests: [EchoID: SimulatedWorld.Echo] = [:]
    /// The dynamic ports of RFC 6335 §6.
    private var nextPort: UInt16 = 49_152

    init(world: SimulatedWorld, addresses: [IPv4Address]) {
        self.world = world
        self.addresses = addresses
    }

    public var now: Instant { world.now }
    public func random() -> UInt64 { world.random() }

    // MARK: Timers

    public func setTimer(after interval: Interval) -> TimerID {
        let timer = TimerID(number: world.nextIdentifier())
        timers.insert(timer)
        world.queue.insert(.timer(self, timer), at: world.now + max(interval, .zero))
        return timer
    }

    public func cancelTimer(_ timer: TimerID) { timers.remove(timer) }

    func fire(_ timer: TimerID) {
        guard timers.remove(timer) != nil else { return }
        tell(.timer(timer))
    }

    func tell(_ event: HostEvent) { delegate?.host(self, saw: event) }

    // MARK: Listening and connecting

    public func listen(at endpoint: Endpoint) throws(BindError) -> ListenerID {
        let endpoint = endpoint.port == 0 ? Endpoint(endpoint.address, freePort()) : endpoint
        guard listening[endpoint] == nil else { throw BindError(endpoint: endpoint, reason: "address already in use") }
        let listener = ListenerID(number: world.nextIdentifier())
        listeners[listener] = endpoint
        listening[endpoint] = listener
        world.vanishing.remove(endpoint)
        return listener
    }

    public func endpoint(of listener: ListenerID) -> Endpoint? { listeners[listener] }

    public func close(_ listener: ListenerID) {
        guard let endpoint = listeners.removeValue(forKey: listener) else { return }
        listening[endpoint] = nil
    }

    public func vanish(at endpoint: Endpoint) { world.vanishing.insert(endpoint) }
    public func reappear(at endpoint: Endpoint) { world.vanishing.remove(endpoint) }

    /// SYNs to the endpoint vanish: it is said to, or its whole address is and nobody listens there.
    func isSilent(at endpoint: Endpoint) -> Bool {
        guard !world.vanishing.isEmpty else { return false }
        return world.vanishing.contains(endpoint)
            || world.vanishing.contains(Endpoint(endpoint.address, 0)) && listening[endpoint] == nil
    }

    public func connect(to destination: Endpoint, from source: IPv4Address?) -> StreamID {
        let stream = StreamID(number: world.nextIdentifier())
        let local = Endpoint(source ?? addresses.first ?? .any, freePort())
        streams[stream] = StreamEnd(local: local, remote: destination, isOpener: true)
        world.tap?(.opening(connection: stream.number, from: local, to: destination), world.now)
        world.queue.insert(
            .synArrives(self, stream, source: local, destination: destination),
            at: world.now + world.drawLatency()
        )
        return stream
    }

    /// A SYN has come. - Returns: false when it is answered with RST.
    func accept(from source: Endpoint, at destination: Endpoint, caller: SimulatedHost, callerStream: StreamID) -> Bool {
        guard let listener = listening[destination] ?? listening[Endpoint(.any, destination.port)] else { return false }
        // The caller may have given up while its SYN was on the way.
        guard let callerEnd = caller.streams[callerStream] else { return true }
        let stream = StreamID(number: world.nextIdentifier())
        let end = StreamEnd(local: destination, remote: source, peer: (caller, callerStream), isOpener: false)
        streams[stream] = end
        callerEnd.peer = (self, stream)
        transmit(.accepted, from: end, stream)
        tell(.accepted(stream, on: listener, from: source))
        return true
    }

    public func endpoints(of stream: StreamID) -> (local: Endpoint, remote: Endpoint)? {
        streams[stream].map { ($0.local, $0.remote) }
    }

    private func freePort() -> UInt16 {
        defer { nextPort = nextPort == .max ? 49_152 : nextPort + 1 }
        return nextPort
    }

    // MARK: Datagrams

    public func bind(at endpoint: Endpoint) throws(BindError) -> DatagramSocketID {
        let endpoint = endpoint.port == 0 ? Endpoint(endpoint.address, freePort()) : endpoint
        guard bound[endpoint] == nil else { throw BindError(endpoint: endpoint, reason: "address already in use") }
        let socket = DatagramSocketID(number: world.nextIdentifier())
        sockets[socket] = endpoint
        bound[endpoint] = socket
        return socket
    }

    public func endpoint(of socket: DatagramSocketID) -> Endpoint? { sockets[socket] }

    public func send(_ datagram: [UInt8], to destination: Endpoint, on socket: DatagramSocketID) {
        guard var source = sockets[socket] else { return }
        if source.address == .any { source.address = addresses.first ?? .any }
        world.tap?(.datagram(datagram, from: source, to: destination), world.now)
        let arrival = max(world.now + world.drawLatency(), lastArrivals[destination] ?? .start)
        lastArrivals[destination] = arrival
        world.queue.insert(.datagram(datagram, from: source, to: destination), at: arrival)
    }

    public func close(_ socket: DatagramSocketID) {
        guard let endpoint = sockets.removeValue(forKey: socket) else { return }
        bound[endpoint] = nil
    }

    func arrive(datagram: [UInt8], from source: Endpoint, at destination: Endpoint) {
        guard let socket = bound[destination] ?? bound[Endpoint(.any, destination.port)] else { return }
        tell(.datagram(socket, datagram, from: source))
    }
}
