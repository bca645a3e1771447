internal import BenchFacts
internal import Rigs
internal import ScenarioLanguage
internal import World

/// What of this host's servers a device cannot reach, or not as a scenario assumes.
extension RigSetup {
    /// Questions come from name servers that the device asks, instead of from the device.
    var isAskedThroughOthers: Bool { rig.network.forwardsNames || hasForeignNameServers }

    /// Why names do not come to the device as the scenario needs them; nil when they do.
    func lackOfNames(_ plan: Plan) -> String? {
        let asksOperator = plan.needs.contains(.feature("gprs"))
        if asksOperator || hasForeignNameServers, plan.namesHosts, !rig.network.resolvesNames {
            return "the device's name servers do not know the bench's names; the rig has no line ‘names resolved’ below servers"
        }
        let asksThroughOthers = asksOperator && rig.network.forwardsNames || hasForeignNameServers && plan.givesNameServers
        if asksThroughOthers {
            return plan.watchesNameServers
                ? "others ask this host's name servers for the device, in their own way" : nil
        }
        if plan.namesHosts || plan.watchesNameServers, let port = port(of: .dns), port.seenAs != Rig.Service.dns.standardPort {
            return "the device sees dns at port \(port.seenAs), and asks at 53"
        }
        return nil
    }

    /// Why the scenario's ports are not where the device looks for them; nil when they are.
    func lackOfPorts(_ plan: Plan, _ placement: BenchPlacement) -> String? {
        for server in ServerKind.allCases where plan.calls(server) && !plan.tellsPort(of: server) {
            let seen = profile.port(of: server)
            if seen != server.standardPort, !usesRealAccount(plan, of: server) {
                return "the device sees \(server) at port \(seen), and the scenario keeps the standard one"
            }
        }
        let addresses = placement.addresses
        for case .peer(let label, .listens(let port)) in plan.allFacts {
            let bound = placement.boundPort(for: port)
            for server in ServerKind.allCases where bound == placement.boundPort(for: server.standardPort) {
                if addresses.peers[label.index] == addresses.address(of: server) {
                    return "the bench's \(server) server has port \(bound) of the peer's address"
                }
            }
        }
        return nil
    }

    /// Why connections other than those to the servers do not find their way; nil when they do.
    func lackOfWays(_ plan: Plan, _ placement: BenchPlacement) -> String? {
        if placement.reachableDevice == nil, plan.allFacts.contains(where: { $0.traits.have(.forcesActiveTransfers) }) {
            return "the rig does not say where this host reaches the device (device at), as FTP does without PASV"
        }
        guard !rig.network.forwardsAllPorts else { return nil }
        if placement.isBehindRouter(placement.addresses.ftp), placement.passivePorts == nil, plan.calls(.ftp),
            !usesRealAccount(plan, of: .ftp)
        {
            return "the rig does not say which ports the router forwards for FTP's data (passive ports)"
        }
        let forwarded = rig.network.ports.filter { $0.service == .peer }.map(\.seenAs)
        for case .peer(let label, .listens(let port)) in plan.allFacts
        where placement.isBehindRouter(placement.addresses.peers[label.index]) && !forwarded.contains(port) {
            return "the rig does not say that the router forwards port \(port) (port peer \(port))"
        }
        return nil
    }

    private func port(of service: Rig.Service) -> Rig.Port? { rig.network.ports.first { $0.service == service } }

    private func usesRealAccount(_ plan: Plan, of server: ServerKind) -> Bool {
        plan.usesAccount(of: server) && rig.network.accounts.contains { $0.service.rawValue == server.rawValue }
    }
}

extension BenchPlacement {
    /// The address that devices see is not the one that is bound.
    fileprivate func isBehindRouter(_ address: IPv4Address) -> Bool {
        sites.contains { $0.seenAs == address && $0.bind != address && $0.bind != .any }
    }
}

extension BenchAddresses {
    fileprivate func address(of server: ServerKind) -> IPv4Address {
        switch server {
        case .smtp: smtp
        case .pop3: pop3
        case .ftp: ftp
        }
    }
}

extension Plan {
    /// The device is given names that only the bench's name server knows.
    fileprivate var namesHosts: Bool {
        needs.contains(.feature("dns")) || facts.contains { $0.party == .dns }
    }

    /// It matters how the name servers are asked, or how they answer.
    fileprivate var watchesNameServers: Bool {
        needs.contains(.stimulus("dns-faults")) || needs.contains { if case .nameServers = $0 { true } else { false } }
            || steps.containAnywhere { action in
                switch action {
                case .observe(let observation, _): observation.traits.have(.watchesQuestions)
                default: false
                }
            }
    }
}
