public import Events
internal import Verdicts

/// How the scenarios of an earlier run ended, so that what was wrong then is told from what has become worse.
public struct Baseline: Sendable {
    private var before: [String: Standing] = [:]
    private var scenario: ScenarioIdentity?

    /// Why what the earlier run had is not counted.
    static let reason = "no worse than in the baseline"

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            // Of a scenario that was stopped nothing is known.
            if !result.wasInterrupted { before[scenario.qualifiedName] = Standing(result) }
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }

    /// What excuses a result that is not good and was no better before; nil for good ones, for worse ones and for new scenarios.
    func judgement(of scenario: ScenarioIdentity, _ result: ScenarioResult) -> Judgement? {
        let now = Standing(result)
        let names = [scenario.qualifiedName] + scenario.formerQualifiedNames
        guard now.isBad, let before = names.lazy.compactMap({ before[$0] }).first, now.isNoWorse(than: before) else { return nil }
        return Judgement(expected: before.word, reason: Self.reason, standing: .met)
    }

    /// How bad a result is, held against another one.
    private struct Standing: Sendable {
        private enum Kind: Int {
            case good
            /// A scenario that was unstable and now fails at every attempt has become worse.
            case unstable
            /// The bench was at fault.
            case openByBench
            /// Nothing was shown, and not because of the bench: the device's failure may be behind it.
            case open
            case error
            case fail
            /// A crash or a hang.
            case breakdown
        }

        private let kind: Kind
        let word: String

        init(_ result: ScenarioResult) {
            word = result.outcomeWord
            if result.breakdown != nil {
                kind = .breakdown
            } else if result.isUnstable {
                kind = .unstable
            } else {
                switch result.verdict {
                case .pass, .notApplicable: kind = .good
                case .inconclusive: kind = result.isByBench ? .openByBench : .open
                case .error: kind = .error
                case .fail: kind = .fail
                }
            }
        }

        var isBad: Bool { kind != .good }

        /// A crash or a hang never is; what is open for another reason than the bench's only where it was open before.
        func isNoWorse(than before: Standing) -> Bool {
            switch kind {
            case .good: true
            case .breakdown: false
            case .open: before.kind == .open || before.kind == .openByBench
            case .unstable, .openByBench, .error, .fail: kind.rawValue <= before.kind.rawValue
            }
        }
    }
}

extension ScenarioResult {
    /// What decides it is the bench's fault, or the host's, on which the bench runs.
    fileprivate var isByBench: Bool {
        switch findings.first?.domain {
        case .bench, .host: true
        case .device, .suite, nil: false
        }
    }
}
