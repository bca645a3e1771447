internal import BenchFacts
internal import Dialects
internal import ScenarioLanguage

/// What the device under test and the bench around it have.
struct Capabilities: Sendable {
    /// nil: every stimulus.
    var stimuli: Set<String>?
    /// Whether the servers and peers can be reached by the device at all.
    var hasNetwork: Bool
    /// Whether it is the built-in modem, with its defects.
    var isVirtualModem: Bool

    static let simulated = Capabilities(stimuli: nil, hasNetwork: true, isVirtualModem: true)
    /// The built-in modem behind a pseudo-terminal: real sockets cannot lose SYNs, nor be chunked or slowed.
    static let pseudoTerminal = Capabilities(
        stimuli: [
            "busy", "no-answer", "no-carrier", "bearer-loss", "registration", "dns-faults", "server-faults", "ppp",
        ],
        hasNetwork: true,
        isVirtualModem: true
    )
    /// A device of which nothing is known but its line.
    static let lineOnly = Capabilities(stimuli: [], hasNetwork: false, isVirtualModem: false)

    /// What the scenario needs and is not here, as people say it; nil when it applies.
    func missing(for plan: Plan, dialect: Dialect) -> String? {
        for need in plan.needs {
            switch need {
            case .feature(let name):
                if !dialect.features.contains(name) { return "the dialect has no \(name)" }
                if !hasNetwork, name != "serial" { return "no network around the device is known for \(name)" }
            case .stimulus(let name):
                if let stimuli, !stimuli.contains(name) { return "the bench cannot stimulate \(name)" }
            case .peerAddresses(let count):
                if !hasNetwork { return "the bench has no peers" }
                if count > VirtualBench.addresses.peers.count { return "the bench has no \(count) peer addresses" }
            case .virtualModem:
                if !isVirtualModem { return "only the virtual modem has defects to switch on" }
            }
        }
        if !hasNetwork, !plan.facts.isEmpty { return "no network around the device is known" }
        return nil
    }
}
