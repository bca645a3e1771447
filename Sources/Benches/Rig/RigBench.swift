internal import BenchFacts
internal import Rigs
internal import TestBench
internal import World

/// The bench that a rig describes, with what controls it: hooks, or the channel to the built-in modem.
final class RigBench {
    let bench: Bench
    let host: any PlacedHost
    /// Holds the channel, whose other end forgets the routes to this bench when it goes.
    let control: BenchController
    /// nil behind a channel, which does all that they could.
    let hooks: HookRunner?
    private let setup: RigSetup

    /// - Parameter facts: What its servers and peers are to begin with.
    /// - Throws: ``BenchUnusable`` when the modem that the rig names is not there, or a port cannot be bound.
    init(_ setup: RigSetup, _ facts: [BenchFact] = [], lines: [DeviceLine], in facilities: any Facilities) throws(BenchUnusable) {
        self.setup = setup
        let channel = try facilities.openControl(setup)
        do throws(BindError) {
            (bench, host) = try facilities.makeBench(setup, facts)
        } catch {
            throw BenchUnusable("\(error.endpoint) cannot be bound: \(error.reason)", suggestion: error.repair)
        }
        // The virtual modem has the address that its network gives it.
        bench.device = channel != nil ? [AddressBlock(bench.addresses.device)] : setup.placement?.device ?? []
        bench.reachesDevice = setup.placement.map { $0.reachableDevice != nil } ?? true
        bench.isAskedThroughOthers = setup.isAskedThroughOthers
        hooks = channel == nil ? HookRunner(setup.rig, in: facilities) : nil
        control = BenchController(bench: bench, host: host, lines: lines, channel: channel, hooks: hooks)
    }

    /// What surrounds the device.
    var network: Capabilities.Network { control.switchesOn ? .bench : setup.network }

    /// Where a device finds a server.
    func endpoint(of service: Rig.Service) -> Endpoint? {
        guard let standard = service.standardPort else { return nil }
        let known = Endpoint(address(of: service), standard)
        // The virtual modem has the way there; others must find it by the real port.
        if control.switchesOn { return known }
        guard setup.placement != nil else { return host.mappings[known] }
        if let port = setup.rig.network.ports.first(where: { $0.service == service }) {
            return Endpoint(known.address, port.seenAs)
        }
        return Endpoint(known.address, host.mappings[known]?.port ?? standard)
    }

    /// Where the servers are bound, in the order of their names.
    var bound: [(service: Rig.Service, endpoint: Endpoint)] {
        [Rig.Service.dns, .ftp, .pop3, .smtp, .sntp].compactMap { service in
            service.standardPort.flatMap { host.mappings[Endpoint(address(of: service), $0)] }.map { (service, $0) }
        }
    }

    private func address(of service: Rig.Service) -> IPv4Address {
        switch service {
        case .dns: bench.addresses.primaryNameServer
        case .smtp: bench.addresses.smtp
        case .pop3: bench.addresses.pop3
        case .ftp: bench.addresses.ftp
        case .sntp: bench.addresses.sntp
        case .peer: bench.addresses.peers[0]
        }
    }
}
