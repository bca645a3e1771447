public import World

/// One machine of a live world: real sockets bound to its own addresses.
///
/// Operations on identifiers that are dead do nothing. `vanish` does nothing: no SYN can be dropped here.
public final class LiveHost: PlacedHost {
    /// How the ports that parties ask for become real ones.
    public enum PortPolicy: Hashable, Sendable {
        /// The real port is the one asked for.
        case exact
        /// A port asked for by number is moved to a free one, so that well-known ports need no privileges and runs do not collide.
        case mapped
    }

    public weak var delegate: (any HostDelegate)?
    public let addresses: [IPv4Address]
    /// Without it, nothing but 127.0.0.0/8 is bound, connected or sent to.
    public let allowsRemote: Bool
    public let portPolicy: PortPolicy
    /// Where endpoints that parties speak of really are: looked up before connecting or sending, and undone in what is reported.
    public var routes: [Endpoint: Endpoint] = [:] {
        didSet { knownEndpoints = Dictionary(routes.map { ($0.value, $0.key) }) { min($0, $1) } }
    }
    /// Where an endpoint that parties listen at, bind or connect from may really stand, tried in order; undone in what is reported.
    /// nil: where `portPolicy` says.
    public var places: ((Endpoint) -> [Endpoint])?
    /// Under `.mapped` and with `places`: each endpoint that was listened at or bound, and where it really is; under `.mapped` the same
    /// every time and for TCP and UDP.
    public internal(set) var mappings: [Endpoint: Endpoint] = [:]
    /// How its connections send.
    public var shape = LinkShape()
    /// Is shown what this host's sockets send and receive, under the endpoints that parties speak of. The kernel's own ACKs are not
    /// seen: what was sent counts as acknowledged at once.
    public var tap: ((WireEvent, Instant) -> Void)?

    let world: LiveWorld
    private var knownEndpoints: [Endpoint: Endpoint] = [:]
    /// With `places`: what parties call a local endpoint, by the real one.
    var placed: [Endpoint: Endpoint] = [:]
    var streams: [StreamID: LiveStream] = [:]
    var listeners: [ListenerID: LiveListener] = [:]
    var sockets: [DatagramSocketID: LiveDatagramSocket] = [:]
    /// Made when it is first wanted.
    var echoSocket: LiveEchoSocket?

    init(world: LiveWorld, addresses: [IPv4Address], portPolicy: PortPolicy, allowsRemote: Bool) {
        self.world = world
        self.addresses = addresses
        self.portPolicy = portPolicy
        self.allowsRemote = allowsRemote
    }

    public var now: Instant { world.now }

    public func random() -> UInt64 { UInt64.random(in: .min ... .max) }

    public func setTimer(after interval: Interval) -> TimerID { TimerID(number: world.setTimer(after: interval, target: self)) }
    public func cancelTimer(_ timer: TimerID) { world.cancelTimer(timer.number) }

    public func vanish(at endpoint: Endpoint) {}
    public func reappear(at endpoint: Endpoint) {}

    func deliver(_ event: HostEvent) { delegate?.host(self, saw: event) }

    /// The real place of an endpoint that a party speaks of; nil where this host must not go.
    func realEndpoint(of endpoint: Endpoint) -> Endpoint? {
        let real = routes[endpoint] ?? endpoint
        return permits(real.address) ? real : nil
    }

    /// What a party calls the endpoint that a socket reports.
    func knownEndpoint(of endpoint: Endpoint) -> Endpoint { knownEndpoints[endpoint] ?? endpoint }

    /// What a party calls the endpoint that it listens at or is bound to. O(mappings); for the tap.
    func askedEndpoint(of real: Endpoint) -> Endpoint { mappings.first { $0.value == real }?.key ?? real }

    func permits(_ address: IPv4Address) -> Bool { allowsRemote || address.value >> 24 == 127 }
}

extension LiveHost: TimerTarget {
    func timerDue(_ number: Int) { deliver(.timer(TimerID(number: number))) }
}

extension LiveWorld {
    /// A machine with these addresses, the first of which it connects from. All of 127.0.0.0/8 is usable without configuration.
    public func makeHost(
        addresses: [IPv4Address],
        portPolicy: LiveHost.PortPolicy = .exact,
        allowsRemote: Bool = false
    ) -> LiveHost {
        LiveHost(world: self, addresses: addresses, portPolicy: portPolicy, allowsRemote: allowsRemote)
    }
}
