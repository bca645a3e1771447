internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// It reads an account's server, user or the like.
    func usesAccount(of server: ServerKind) -> Bool { values.contains { $0.server == server } }

    /// The servers into which it looks, or which it makes misbehave.
    var watchedServers: [ServerKind] {
        ServerKind.allCases.filter { server in
            facts.contains { $0.party.server == server && $0.traits.have(.isFault) }
                || steps.containAnywhere { action in
                    switch action {
                    case .fact(let fact): fact.party.server == server
                    case .observe(let observation, _): observation.party.server == server
                    default: false
                    }
                }
        }
    }

    /// It looks for something at the bench's servers and peers, or has them do something.
    var watchesBench: Bool {
        steps.containAnywhere { action in
            switch action {
            case .fact(let fact): !fact.party.isCellular
            case .observe(let observation, _): !observation.party.isCellular
            case .act: true
            default: false
            }
        }
    }
}

extension BenchValue {
    /// What is said where a rig does not give it.
    var absence: String {
        if let server { return "the rig has no line ‘account \(server)’ below servers" }
        return "the rig has no line ‘\(name.dropFirst("rig ".count))’ below values"
    }
}
