public import BenchFacts
public import Rigs
public import World

/// Where the bench's parties stand when they share the addresses of this host.
public struct BenchPlacement: Hashable, Sendable {
    /// How far a standard port that cannot be bound is moved up, where that is allowed.
    public static let shift: UInt16 = 10_000

    /// An address of this host.
    public struct Site: Hashable, Sendable {
        public var bind: IPv4Address
        /// The address under which devices see it.
        public var seenAs: IPv4Address

        public init(bind: IPv4Address, seenAs: IPv4Address) {
            self.bind = bind
            self.seenAs = seenAs
        }
    }

    /// At least one; the parties are spread among them.
    public var sites: [Site]
    /// As devices know them, where a rig names them in an order of its own.
    var nameServers: [IPv4Address] = []
    /// Where the device's connections come from; none: nobody knows.
    var device: [AddressBlock] = []
    /// The port bound for each port that a party asks for, where they differ.
    public var ports: [UInt16: UInt16] = [:]
    var passivePorts: ClosedRange<UInt16>?
    /// A standard port that this user may not bind, or that is taken, is moved up by ``shift``.
    public var movesPorts = false

    public init(sites: [Site], device: [AddressBlock] = []) {
        self.sites = sites
        self.device = device
    }

    /// The address at which this host reaches the device; nil: it cannot.
    var reachableDevice: IPv4Address? { device.lazy.compactMap(\.soleAddress).first }

    /// The servers are at the first address, the second name server and each further peer at one of its own while there are any.
    public var addresses: BenchAddresses {
        func address(_ index: Int) -> IPv4Address { sites[min(index, sites.count - 1)].seenAs }
        var addresses = BenchAddresses.loopback
        addresses.primaryNameServer = nameServers.first ?? address(0)
        addresses.secondaryNameServer = nameServers.last ?? address(1)
        addresses.smtp = address(0)
        addresses.pop3 = address(0)
        addresses.ftp = address(0)
        addresses.sntp = address(0)
        addresses.peers = addresses.peers.indices.map(address)
        if let reachableDevice { addresses.device = reachableDevice }
        return addresses
    }

    /// The port that is bound for one that devices see.
    func boundPort(for port: UInt16) -> UInt16 { ports[port] ?? port }

    /// Where an endpoint that a party asks for may stand, in the order in which it is tried.
    func candidates(for endpoint: Endpoint) -> [Endpoint] {
        let bind = (sites.first { $0.seenAs == endpoint.address } ?? sites[0]).bind
        if endpoint.port == 0 { return passivePorts.map { $0.map { Endpoint(bind, $0) } } ?? [Endpoint(bind, 0)] }
        if let port = ports[endpoint.port] { return [Endpoint(bind, port)] }
        let (shifted, overflow) = endpoint.port.addingReportingOverflow(Self.shift)
        return [Endpoint(bind, endpoint.port)] + (movesPorts && !overflow ? [Endpoint(bind, shifted)] : [])
    }
}

extension BindError {
    /// What to do about it.
    public var repair: String {
        let address = endpoint.address
        if endpoint.port < 1024, reason.lowercased().contains("permission") {
            return "‘sudo sysctl net.ipv4.ip_unprivileged_port_start=21’ lets every user bind it; or choose a higher port"
        }
        if reason.lowercased().contains("assign") {
            return "\(address) is no address of this host: ‘ip address’ lists them"
        }
        return "‘ss -tulpn’ shows who has the port; or choose another"
    }
}

extension BenchPlacement {
    /// What the rig says; nil when it says nothing of addresses: then the bench stays on loopback, each party at its own address.
    public init?(_ network: Rig.NetworkAccess) {
        guard !network.bind.isEmpty || !network.ports.isEmpty else { return nil }
        let binds = network.bind.isEmpty ? [IPv4Address(127, 0, 0, 1)] : network.bind
        let seenAs = network.seenAs.count == binds.count ? network.seenAs : binds
        self.init(sites: zip(binds, seenAs).map { Site(bind: $0, seenAs: $1) }, device: network.device)
        for port in network.ports { add(port) }
        passivePorts = network.passivePorts
    }

    public mutating func add(_ port: Rig.Port) { ports[port.service.standardPort ?? port.seenAs] = port.bind }
}
