internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// Whether its bench makes data pause: then a pause says nothing of the device.
    var makesDataPause: Bool {
        facts.contains { $0.traits.have(.makesDataPause) }
            || (steps + postambles).containAnywhere { action in
                switch action {
                case .fact(let fact): fact.traits.have(.makesDataPause)
                case .act(let action): action.traits.have(.makesDataPause)
                default: false
                }
            }
    }
}
