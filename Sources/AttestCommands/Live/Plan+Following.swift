internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// Whether it may find the modem, and the network around that, as the other scenario left them when it passed.
    func mayFollow(_ other: Plan) -> Bool {
        defects.isEmpty && other.defects.isEmpty && cellularFacts == other.cellularFacts && !other.changesNetwork
            && !needsFreshDevice
    }

    private var cellularFacts: [String] { facts.filter(\.isCellular).map(BenchPhrase.text(of:)) }

    /// Something happens to the network in the middle of it.
    private var changesNetwork: Bool {
        steps.contains { step in step.contains { if case .fact(let fact) = $0 { fact.isCellular } else { false } } }
    }

    /// It looks at what only a device that was just switched on shows, or counts what the network has seen since then.
    private var needsFreshDevice: Bool {
        needs.contains { need in
            switch need {
            case .stimulus(let name): !Self.lasting.contains(name)
            case .feature, .peerAddresses, .nameServers, .virtualModem, .lineSignals: false
            }
        } || steps.contains { step in step.contains { if case .observe(.dialled, _) = $0 { true } else { false } } }
    }

    /// Stimuli that leave nothing in the device.
    private static let lasting: Set<String> = ["answering", "ppp", "registration", "dns-faults", "server-faults", "bearer-loss"]
}
