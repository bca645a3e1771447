public import Events
internal import Verdicts

/// Holds a run's results against what was known before: a fold that puts judgements into the events that pass through it.
public struct Gate: Sendable {
    private let expectations: [Expectation]
    private let waivers: [String: String]
    private let advises: Bool
    private let today: String
    private let isStrict: Bool
    private let baseline: Baseline?
    private var device = DeviceIdentity()
    private var scenario: ScenarioIdentity?

    /// - Parameters:
    ///   - waivers: Requirements that the device's supplier says are not met, each with the reason (ISO/IEC 9646 ICS).
    ///   - advises: A failure by requirements that are not mandatory is reported and not counted.
    ///   - today: YYYY-MM-DD.
    ///   - isStrict: An expected failure that passes fails the run.
    ///   - baseline: What was no better in this run is excused where no expectation says more.
    public init(
        _ expectations: [Expectation],
        waivers: [String: String] = [:],
        advises: Bool = false,
        today: String,
        isStrict: Bool = false,
        baseline: Baseline? = nil
    ) {
        self.expectations = expectations
        self.waivers = waivers
        self.advises = advises
        self.today = today
        self.isStrict = isStrict
        self.baseline = baseline
    }

    /// The event, with a judgement when it ends a scenario of which something was known.
    public mutating func judge(_ event: Event) -> Event {
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .benchSaw(party: "device", let text, _, _): device.learn(text)
        case .scenarioEnded(var result):
            defer { scenario = nil }
            guard let scenario else { return event }
            result.judgement =
                expectation(for: scenario).map { judgement($0, result) } ?? waiver(for: result)
                ?? advice(for: result) ?? baseline?.judgement(of: scenario, result)
            return .scenarioEnded(result)
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
        return event
    }

    /// A failure because of waived requirements, and of nothing else.
    private func waiver(for result: ScenarioResult) -> Judgement? {
        // A requirement that need not be met excuses no crash and no hang.
        guard result.verdict == .fail, result.breakdown == nil else { return nil }
        let reasons = result.findings.filter { $0.verdict == .fail }.map { $0.requirement.flatMap { waivers[$0.id] } }
        guard let reason = reasons.first ?? nil, !reasons.contains(nil) else { return nil }
        return Judgement(expected: Expectation.Outcome.fail.rawValue, reason: "waived: \(reason)", standing: .met)
    }

    /// A failure by requirements that bind nobody, and by nothing else.
    private func advice(for result: ScenarioResult) -> Judgement? {
        guard advises, result.verdict == .fail, result.breakdown == nil else { return nil }
        let broken = result.findings.filter { $0.verdict == .fail }.map(\.requirement)
        guard let first = broken.first ?? nil, broken.allSatisfy({ $0.map { $0.grade != .mandatory } ?? false }) else {
            return nil
        }
        return Judgement(
            expected: Expectation.Outcome.fail.rawValue,
            reason: Self.reason(first),
            standing: .recommended
        )
    }

    private static func reason(_ requirement: RequirementReference) -> String {
        switch requirement.grade {
        case .unsaid: "the device's manual does not say \(requirement.id) (\(requirement.clause))"
        case .mandatory, .recommended, .variant:
            "\(requirement.id) is \(requirement.grade.rawValue), not mandatory: judged by \(requirement.clause)"
        }
    }

    /// An entry that names the scenario wins over patterns and requirements; among equals the first in the file.
    private func expectation(for scenario: ScenarioIdentity) -> Expectation? {
        let covering = expectations.filter { $0.covers(scenario, device) }
        return covering.first { $0.names(scenario) } ?? covering.first
    }

    private func judgement(_ expectation: Expectation, _ result: ScenarioResult) -> Judgement {
        var judgement = Judgement(
            expected: expectation.outcome.rawValue,
            reason: expectation.reason,
            issue: expectation.issue,
            until: expectation.until,
            standing: .differs
        )
        if let until = expectation.until, until < today {
            judgement.standing = .expired
            judgement.breaksGate = true
        } else if expectation.outcome.rawValue == result.outcomeWord {
            judgement.standing = .met
        } else if result.verdict == .pass {
            judgement.standing = .passed
            judgement.breaksGate = isStrict
        }
        return judgement
    }
}

extension ScenarioResult {
    /// A verdict's name, `crash` or `hang`, or `unstable`.
    public var outcomeWord: String {
        breakdown?.rawValue ?? (isUnstable ? Expectation.Outcome.unstable.rawValue : verdict.rawValue)
    }
}
