internal import BenchFacts
internal import Execution
internal import LiveWorld
internal import Rigs
internal import TestBench
internal import World

/// The bench of a rig on real sockets, and the channel to the modem when that is `attest modem`.
final class LiveBench {
    private let bench: Bench
    private let host: LiveHost
    private let placement: BenchPlacement?
    /// Holds the channel, whose other end forgets the routes to this bench when it goes.
    private let control: LiveBenchControl
    /// Connections from devices, by server: where the latest came from.
    private(set) var visitors: [Rig.Service: Endpoint] = [:]

    var hasVirtualModem: Bool { control.switchesOn }

    /// - Throws: ``World/BindError`` when a server's port cannot be bound.
    init(_ setup: RigSetup, facts: [BenchFact], in world: LiveWorld) throws(BindError) {
        placement = setup.placement
        if let placement {
            (bench, host) = try placement.makeBench(facts, in: world)
        } else {
            // Loopback, each party at its own address, at free ports.
            let host = world.makeHost(addresses: [IPv4Address(127, 0, 0, 1)], portPolicy: .mapped)
            self.host = host
            bench = try Bench(addresses: .loopback, facts: facts) { _ in host }
        }
        let channel = try? setup.openControl(in: world)
        control = LiveBenchControl(bench: bench, host: host, channel: channel)
        bench.onLog = { [weak self] party, text in
            let prefix = "connected from "
            guard let service = Rig.Service(rawValue: party), text.hasPrefix(prefix) else { return }
            self?.visitors[service] = Endpoint(String(text.dropFirst(prefix.count)))
        }
    }

    /// Switches on the virtual modem behind the channel, with ways to this bench. - Returns: what went wrong.
    func begin(_ facts: [BenchFact], in world: LiveWorld) -> String? {
        guard control.switchesOn else { return nil }
        do throws(BenchProblem) {
            try control.begin(facts: facts, defects: [], .fromTheFactory)
        } catch {
            return error.reason
        }
        let isReady = world.run(deadline: world.now + .seconds(10)) { control.isSettled || control.isClosed }
        return control.takeProblem() ?? (isReady && !control.isClosed ? nil : "the virtual modem does not become ready")
    }

    /// Where a device finds a server.
    func endpoint(of service: Rig.Service, _ rig: Rig) -> Endpoint? {
        guard let standard = service.standardPort else { return nil }
        let known = Endpoint(address(of: service), standard)
        // The virtual modem has the way there; others must find it by the real port.
        if control.switchesOn { return known }
        guard placement != nil else { return host.mappings[known] }
        if let port = rig.network.ports.first(where: { $0.service == service }) { return Endpoint(known.address, port.seenAs) }
        return Endpoint(known.address, host.mappings[known]?.port ?? standard)
    }

    // MARK: The peer

    /// Where a device finds the peer that listens there.
    func peer(at port: UInt16, _ rig: Rig) -> Endpoint? {
        let known = Endpoint(bench.addresses.peers[0], port)
        if control.switchesOn { return known }
        guard let real = host.mappings[known] else { return nil }
        guard placement != nil else { return real }
        let isMapped = rig.network.ports.contains { $0.service == .peer && $0.seenAs == port }
        return isMapped ? known : Endpoint(known.address, real.port)
    }

    func send(_ bytes: [UInt8]) { bench.perform(.peer(PeerLabel(index: 0), .sends(bytes))) }

    /// Whether the device has brought exactly these bytes.
    func hasReceived(_ bytes: [UInt8]) -> ObservationState { bench.evaluate(.peer(PeerLabel(index: 0), .received(bytes))) }

    /// Where the servers are bound, in the order of their names.
    var bound: [(service: Rig.Service, endpoint: Endpoint)] {
        [Rig.Service.dns, .ftp, .pop3, .smtp].compactMap { service in
            service.standardPort.flatMap { host.mappings[Endpoint(address(of: service), $0)] }.map { (service, $0) }
        }
    }

    private func address(of service: Rig.Service) -> IPv4Address {
        switch service {
        case .dns: bench.addresses.primaryNameServer
        case .smtp: bench.addresses.smtp
        case .pop3: bench.addresses.pop3
        case .ftp: bench.addresses.ftp
        case .peer: bench.addresses.peers[0]
        }
    }
}
