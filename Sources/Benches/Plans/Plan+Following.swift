internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// Whether it may find the modem, and the network around that, as the other scenario left them when it passed.
    func mayFollow(_ other: Plan) -> Bool {
        defects.isEmpty && other.defects.isEmpty && texts(of: \.party.isCellular) == other.texts(of: \.party.isCellular)
            && !other.changesNetwork && !needsFreshDevice
    }

    /// Whether it may find what was written to the modem in the other scenario, or before.
    func mayFindMemory(of other: Plan) -> Bool {
        defects.isEmpty && other.defects.isEmpty && !startsFromTheFactory
    }

    /// What was written to the modem before is put back for it.
    var startsFromTheFactory: Bool { needs.contains(.stimulus(Stimulus.factoryState.rawValue)) }

    /// What the device is like once the scenario has begun, for those that may share that; nil for one that shares it with none.
    var beginning: Beginning? {
        guard let kept, defects.isEmpty, !needsFreshDevice, outcome == .pass else { return nil }
        // A device may remember what a name server has said for as long as its connection lasts.
        return Beginning(dialect: dialect, origin: kept.origin, facts: texts { $0.party.isCellular || $0.party == .dns })
    }

    /// Whether it may go on from where the other scenario, which passed, began. It may then follow that one in all else, too.
    func mayGoOn(from other: Plan) -> Bool {
        guard let beginning, !other.changesNetwork else { return false }
        return beginning == other.beginning
    }

    private func texts(of isMeant: (BenchFact) -> Bool) -> [String] { facts.filter(isMeant).map(BenchPhrase.text(of:)) }

    /// Something happens to the network in the middle of it.
    private var changesNetwork: Bool { changesNetwork { _ in true } }

    /// Something happens to the network in the middle of it that no stimulus is for.
    var changesNetworkWithoutStimulus: Bool { changesNetwork { !$0.traits.stimuli.contains(where: \.happensAtItsStep) } }

    private func changesNetwork(_ isMeant: (BenchFact) -> Bool) -> Bool {
        steps.containAnywhere { if case .fact(let fact) = $0 { fact.party.isCellular && isMeant(fact) } else { false } }
    }

    /// It looks at what only a device that was just switched on shows, or counts what the network has seen since then.
    private var needsFreshDevice: Bool {
        needs.contains { need in
            switch need {
            case .stimulus(let name): !Self.lasting.contains(name)
            case .feature, .peerAddresses, .nameServers, .virtualModem, .lineSignals, .flowControl, .lines: false
            }
        }
            || steps.containAnywhere {
                if case .observe(let observation, _) = $0 { observation.traits.have(.countsAttempts) } else { false }
            }
    }

    /// Stimuli that leave nothing in the device.
    private static let lasting: Set<String> = ["answering", "ppp", "registration", "dns-faults", "server-faults", "bearer-loss"]
}

/// What scenarios have in common that begin with the same preamble, in the same network.
struct Beginning: Hashable {
    var dialect: String
    var origin: Plan.Kept.Origin
    /// Of the network around the device and its names, as a scenario states them.
    var facts: [String]
}
