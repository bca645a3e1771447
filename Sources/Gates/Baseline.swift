public import Events

/// How the scenarios of an earlier run ended, so that what was wrong then is told from what has become worse.
public struct Baseline: Sendable {
    private var badness: [String: Int] = [:]
    private var words: [String: String] = [:]
    private var scenario: ScenarioIdentity?

    /// Why what the earlier run had is not counted.
    static let reason = "no worse than in the baseline"

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            badness[Self.name(scenario)] = Self.badness(result)
            words[Self.name(scenario)] = result.outcomeWord
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }

    /// What excuses a result that is not good and was no better before; nil for good ones, for worse ones and for new scenarios.
    func judgement(of scenario: ScenarioIdentity, _ result: ScenarioResult) -> Judgement? {
        let now = Self.badness(result)
        let name = Self.name(scenario)
        guard now > 0, let before = badness[name], now <= before, let word = words[name] else { return nil }
        return Judgement(expected: word, reason: Self.reason, standing: .met)
    }

    /// A scenario that was unstable and now fails at every attempt has become worse.
    private static func badness(_ result: ScenarioResult) -> Int {
        guard !result.isUnstable else { return 1 }
        return switch result.verdict {
        case .pass, .notApplicable: 0
        case .inconclusive: 2
        case .error: 3
        case .fail: 4
        }
    }

    private static func name(_ scenario: ScenarioIdentity) -> String { "\(scenario.dialect)/\(scenario.name)" }
}
