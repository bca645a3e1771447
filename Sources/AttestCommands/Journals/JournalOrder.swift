internal import Events

/// The order in which events may stand in a journal: one run, each scenario once, nothing behind the run's end.
struct JournalOrder {
    private var hasRun = false
    private var isOver = false
    private var names: Set<String> = []
    /// The scenario that has begun and not ended.
    private(set) var current: ScenarioIdentity?

    /// Takes the next event. - Returns: why it may not stand there.
    mutating func problem(with event: Event) -> String? {
        switch event {
        case .runStarted:
            guard !hasRun else { return "another run begins here: a journal holds one" }
            hasRun = true
        case .background(.place), .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
            guard current != nil else { return "no scenario has begun that this event could be of" }
        case .background:
            guard current == nil, names.isEmpty else { return "this event belongs before the first scenario" }
        case .scenarioStarted(let identity):
            guard !isOver else { return "a scenario begins behind the run's end" }
            guard current == nil else { return "a scenario begins before the last one has ended" }
            guard names.insert(identity.qualifiedName).inserted else {
                return "\(identity.qualifiedName) begins again: a journal holds each scenario once"
            }
            current = identity
        case .scenarioEnded:
            guard current != nil else { return "no scenario has begun that could end here" }
            current = nil
        case .runEnded:
            guard !isOver else { return "the run has ended before: a journal holds one" }
            guard current == nil else { return "the run ends before the last scenario has ended" }
            isOver = true
        }
        return nil
    }
}
