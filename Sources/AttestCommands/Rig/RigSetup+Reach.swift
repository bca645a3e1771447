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
        for case .peer(let label, .listens(let port)) in plan.facts {
            let bound = placement.boundPort(for: port)
            for server in ServerKind.allCases where bound == placement.boundPort(for: server.standardPort) {
                if addresses.peers[label.index] == addresses.address(of: server) {
                    return "the bench's \(server) server has port \(bound) of the peer's address"
                }
            }
        }
        return nil
    }

    private func port(of service: Rig.Service) -> Rig.Port? { rig.network.ports.first { $0.service == service } }

    private func usesRealAccount(_ plan: Plan, of server: ServerKind) -> Bool {
        plan.usesAccount(of: server) && rig.network.accounts.contains { $0.service.rawValue == server.rawValue }
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
        needs.contains(.feature("dns")) || facts.contains { if case .dns = $0 { true } else { false } }
    }

    /// It matters how the name servers are asked, or how they answer.
    fileprivate var watchesNameServers: Bool {
        needs.contains(.stimulus("dns-faults")) || needs.contains { if case .nameServers = $0 { true } else { false } }
            || steps.contains { step in
                step.contains { action in
                    switch action {
                    case .observe(.asked, _), .observe(.notAsked, _): true
                    default: false
                    }
                }
            }
    }
}
