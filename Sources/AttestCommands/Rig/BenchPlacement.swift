internal import BenchFacts
internal import LiveWorld
internal import Rigs
internal import TestBench
internal import World

/// Where the bench's parties stand when all of them share one address of this host.
struct BenchPlacement: Hashable, Sendable {
    /// How far a standard port that cannot be bound is moved up, where that is allowed.
    static let shift: UInt16 = 10_000

    /// The address that is bound.
    var bind: IPv4Address
    /// The address under which devices see it.
    var seenAs: IPv4Address
    /// The address at which this host reaches the device; nil: it cannot.
    var device: IPv4Address?
    /// The port bound for each port that a party asks for, where they differ.
    var ports: [UInt16: UInt16] = [:]
    var passivePorts: ClosedRange<UInt16>?
    /// A standard port that this user may not bind, or that is taken, is moved up by ``shift``.
    var movesPorts = false

    /// All parties are at one address, as devices see it.
    var addresses: BenchAddresses {
        var addresses = BenchAddresses.loopback
        addresses.primaryNameServer = seenAs
        addresses.secondaryNameServer = seenAs
        addresses.smtp = seenAs
        addresses.pop3 = seenAs
        addresses.ftp = seenAs
        addresses.peers = addresses.peers.map { _ in seenAs }
        if let device { addresses.device = device }
        return addresses
    }

    /// Where an endpoint that a party asks for may stand, in the order in which it is tried.
    func candidates(for endpoint: Endpoint) -> [Endpoint] {
        if endpoint.port == 0 { return passivePorts.map { $0.map { Endpoint(bind, $0) } } ?? [Endpoint(bind, 0)] }
        if let port = ports[endpoint.port] { return [Endpoint(bind, port)] }
        let (shifted, overflow) = endpoint.port.addingReportingOverflow(Self.shift)
        return [Endpoint(bind, endpoint.port)] + (movesPorts && !overflow ? [Endpoint(bind, shifted)] : [])
    }

    /// - Throws: ``World/BindError`` when a port cannot be bound.
    func makeBench(_ facts: [BenchFact], in world: LiveWorld) throws(BindError) -> (bench: Bench, host: LiveHost) {
        let host = world.makeHost(addresses: [seenAs], allowsRemote: bind.value >> 24 != 127)
        host.places = candidates
        return (try Bench(addresses: addresses, facts: facts) { _ in host }, host)
    }
}

extension BenchPlacement {
    /// What the rig says; nil when it says nothing of addresses: then the bench stays on loopback, each party at its own address.
    init?(_ network: Rig.NetworkAccess) {
        guard let bind = network.bind ?? (network.ports.isEmpty ? nil : IPv4Address(127, 0, 0, 1)) else { return nil }
        self.init(bind: bind, seenAs: network.seenAs ?? bind, device: network.device)
        for port in network.ports { ports[port.service.standardPort ?? port.seenAs] = port.bind }
        passivePorts = network.passivePorts
    }
}
