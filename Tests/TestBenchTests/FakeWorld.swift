import World

/// A network of hosts with virtual time and immediate, ordered delivery; just enough of a world to try a bench in.
final class FakeWorld {
    private(set) var now = Instant.start
    private var queue: [(due: Instant, number: Int, run: () -> Void)] = []
    private var counter = 0
    fileprivate var listeners: [Endpoint: (host: FakeHost, id: ListenerID)] = [:]
    fileprivate var sockets: [Endpoint: (host: FakeHost, id: DatagramSocketID)] = [:]
    fileprivate var vanished: Set<Endpoint> = []
    fileprivate var hosts: [FakeHost] = []
    /// SYNs without an answer are given up after so long.
    static let connectLimit = Interval.seconds(75)

    func makeHost(_ addresses: [IPv4Address]) -> FakeHost {
        let host = FakeHost(world: self, addresses: addresses)
        hosts.append(host)
        return host
    }

    func number() -> Int {
        counter += 1
        return counter
    }

    @discardableResult
    func schedule(after interval: Interval = .zero, _ run: @escaping () -> Void) -> Int {
        let entry = (due: now + interval, number: number(), run: run)
        let place = queue.lastIndex { $0.due <= entry.due }.map { $0 + 1 } ?? 0
        queue.insert(entry, at: place)
        return entry.number
    }

    func cancel(_ number: Int) { queue.removeAll { $0.number == number } }

    /// Runs what is due within the interval, and sets the clock to its end.
    func run(for interval: Interval = .zero) {
        let end = now + interval
        while let first = queue.first, first.due <= end {
            queue.removeFirst()
            now = max(now, first.due)
            first.run()
        }
        now = end
    }

    fileprivate func answersSYN(at endpoint: Endpoint) -> Bool {
        listeners[endpoint] != nil || !(vanished.contains(endpoint) || vanished.contains(Endpoint(endpoint.address, 0)))
    }
}

/// One end of a connection.
private final class FakeEnd {
    let id: StreamID
    let host: FakeHost
    let local: Endpoint
    let remote: Endpoint
    weak var other: FakeEnd?
    var sentFIN = false
    var gotFIN = false
    var dead = false
    var paused = false
    var held: [HostEvent] = []

    init(id: StreamID, host: FakeHost, local: Endpoint, remote: Endpoint) {
        self.id = id
        self.host = host
        self.local = local
        self.remote = remote
    }

    func see(_ event: HostEvent) {
        guard !dead else { return }
        if paused {
            switch event {
            case .received, .finished:
                held.append(event)
                return
            default: break
            }
        }
        if case .failed = event { dead = true }
        if case .finished = event { gotFIN = true }
        host.delegate?.host(host, saw: event)
        closeIfDone()
    }

    func closeIfDone() {
        guard sentFIN, gotFIN, !dead else { return }
        dead = true
        host.delegate?.host(host, saw: .closed(id))
    }
}

final class FakeHost: Host {
    weak var delegate: (any HostDelegate)?
    private let world: FakeWorld
    fileprivate let addresses: [IPv4Address]
    private var ends: [StreamID: FakeEnd] = [:]
    private var listening: [ListenerID: Endpoint] = [:]
    private var bound: [DatagramSocketID: Endpoint] = [:]
    private var nextPort: UInt16 = 49152
    fileprivate var askers: [EchoID: FakeHost] = [:]

    init(world: FakeWorld, addresses: [IPv4Address]) {
        self.world = world
        self.addresses = addresses
    }

    var now: Instant { world.now }
    func random() -> UInt64 { 4 }

    func setTimer(after interval: Interval) -> TimerID {
        var id = TimerID(number: 0)
        id.number = world.schedule(after: interval) { [weak self] in
            guard let self else { return }
            delegate?.host(self, saw: .timer(id))
        }
        return id
    }
    func cancelTimer(_ timer: TimerID) { world.cancel(timer.number) }

    private func free(_ endpoint: Endpoint) -> Endpoint {
        guard endpoint.port == 0 else { return endpoint }
        nextPort = nextPort == .max ? 49152 : nextPort + 1
        return Endpoint(endpoint.address, nextPort)
    }

    func listen(at endpoint: Endpoint) throws(BindError) -> ListenerID {
        let endpoint = free(endpoint)
        guard world.listeners[endpoint] == nil else { throw BindError(endpoint: endpoint, reason: "in use") }
        let id = ListenerID(number: world.number())
        listening[id] = endpoint
        world.listeners[endpoint] = (self, id)
        return id
    }
    func endpoint(of listener: ListenerID) -> Endpoint? { listening[listener] }
    func close(_ listener: ListenerID) {
        guard let endpoint = listening.removeValue(forKey: listener) else { return }
        world.listeners[endpoint] = nil
    }
    func vanish(at endpoint: Endpoint) { world.vanished.insert(endpoint) }
    func reappear(at endpoint: Endpoint) { world.vanished.remove(endpoint) }

    func connect(to destination: Endpoint, from source: IPv4Address?) -> StreamID {
        let id = StreamID(number: world.number())
        let end = FakeEnd(id: id, host: self, local: free(Endpoint(source ?? addresses[0], 0)), remote: destination)
        ends[id] = end
        world.schedule { [world] in
            if let listener = world.listeners[destination] {
                let far = FakeEnd(
                    id: StreamID(number: world.number()),
                    host: listener.host,
                    local: destination,
                    remote: end.local
                )
                listener.host.ends[far.id] = far
                (end.other, far.other) = (far, end)
                far.see(.accepted(far.id, on: listener.id, from: end.local))
                end.see(.connected(id))
            } else if world.answersSYN(at: destination) {
                end.see(.failed(id, .refused))
            } else {
                world.schedule(after: FakeWorld.connectLimit) { end.see(.failed(id, .unreachable)) }
            }
        }
        return id
    }
    func endpoints(of stream: StreamID) -> (local: Endpoint, remote: Endpoint)? {
        guard let end = ends[stream], !end.dead else { return nil }
        return (end.local, end.remote)
    }
    func send(_ bytes: [UInt8], on stream: StreamID) {
        guard let end = ends[stream], !end.dead, !end.sentFIN, !bytes.isEmpty else { return }
        world.schedule {
            if let other = end.other { other.see(.received(other.id, bytes)) }
            end.see(.drained(stream))
        }
    }
    func unsent(on stream: StreamID) -> Int { 0 }
    func finish(_ stream: StreamID) {
        guard let end = ends[stream], !end.dead, !end.sentFIN else { return }
        end.sentFIN = true
        world.schedule {
            if let other = end.other { other.see(.finished(other.id)) }
            end.closeIfDone()
        }
    }
    func reset(_ stream: StreamID) {
        guard let end = ends.removeValue(forKey: stream), !end.dead else { return }
        end.dead = true
        world.schedule { if let other = end.other { other.see(.failed(other.id, .reset)) } }
    }
    func pause(_ stream: StreamID) { ends[stream]?.paused = true }
    func resume(_ stream: StreamID) {
        guard let end = ends[stream], end.paused else { return }
        end.paused = false
        let held = end.held
        end.held = []
        world.schedule { for event in held { end.see(event) } }
    }

    func bind(at endpoint: Endpoint) throws(BindError) -> DatagramSocketID {
        let endpoint = free(endpoint)
        guard world.sockets[endpoint] == nil else { throw BindError(endpoint: endpoint, reason: "in use") }
        let id = DatagramSocketID(number: world.number())
        bound[id] = endpoint
        world.sockets[endpoint] = (self, id)
        return id
    }
    func endpoint(of socket: DatagramSocketID) -> Endpoint? { bound[socket] }
    func send(_ datagram: [UInt8], to destination: Endpoint, on socket: DatagramSocketID) {
        guard let source = bound[socket] else { return }
        world.schedule { [world] in
            guard let target = world.sockets[destination] else { return }
            target.host.delegate?.host(target.host, saw: .datagram(target.id, datagram, from: source))
        }
    }
    func close(_ socket: DatagramSocketID) {
        guard let endpoint = bound.removeValue(forKey: socket) else { return }
        world.sockets[endpoint] = nil
    }

    var asksForEchoes: Bool { true }
    func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address?) -> EchoID {
        let id = EchoID(number: world.number())
        world.schedule { [world, source = source ?? addresses[0]] in
            guard let target = world.hosts.first(where: { $0.addresses.contains(destination) }) else { return }
            target.askers[id] = self
            target.delegate?.host(target, saw: .echoRequested(id, bytes, from: source, at: destination))
        }
        return id
    }
    func answerEcho(_ request: EchoID, with bytes: [UInt8]) {
        guard let asker = askers.removeValue(forKey: request) else { return }
        world.schedule { asker.delegate?.host(asker, saw: .echoed(request, bytes)) }
    }
}
