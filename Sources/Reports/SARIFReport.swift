public import Events
import Octets
import Verdicts

/// A run in the Static Analysis Results Interchange Format 2.1.0: what did not pass as results at scenario lines, requirements as rules.
///
/// What was expected to go wrong is a suppressed result, with the reason as its justification.
public struct SARIFReport: DocumentReport, Sendable {
    private var log = SARIFLog()
    /// Results of all but crashes and hangs, which come first.
    private var later: [SARIFLog.Result] = []
    private var scenario: ScenarioIdentity?

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .runStarted(let run): log.version = run.version
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            append(scenario, result)
            self.scenario = nil
        case .runEnded(let summary): log.isComplete = !summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        }
    }

    public consuming func finish() -> [UInt8] {
        for result in later { log.append(result) }
        if !log.isComplete { log.append(Self.incomplete) }
        return log.finish()
    }

    private static var incomplete: SARIFLog.Result {
        SARIFLog.Result(
            rule: "attest-incomplete",
            ruleText: "A run of which not all is there",
            level: .warning,
            message: RunTally.notWholeSentence,
            path: "Scenarios",
            line: 0,
            snippet: ""
        )
    }

    private mutating func append(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        guard let level = Self.level(result) else { return }
        let finding = result.findings.first
        let source = finding?.source ?? scenario.source
        var lines = [finding.map { shown(FindingText.fault($0)) } ?? result.verdict.rawValue]
        if let judgement = result.judgement { lines.append(judgement.sentence) }
        if let finding {
            lines += ByteComparison(width: JUnitReport.width, ink: .none).rows(finding).map { $0.label.padded(to: 10) + $0.text }
        }
        let requirement = finding?.requirement
        let entry = SARIFLog.Result(
            rule: requirement?.id ?? "attest-\(finding?.domain.rawValue ?? "expectation")",
            ruleText: requirement.map(FindingText.text) ?? "What is not held against one requirement",
            level: level,
            message: lines.joined(separator: "\n"),
            path: source.path,
            line: source.line,
            snippet: source.text,
            scenario: scenario.qualifiedName,
            id: scenario.id,
            revision: scenario.revision,
            justification: result.excuse?.sentence
        )
        if result.breakdown == nil { later.append(entry) } else { log.append(entry) }
    }

    private static func level(_ result: ScenarioResult) -> SARIFLog.Level? {
        if result.breaksGate { return .error }
        switch result.verdict {
        case .fail, .error: return .error
        case .inconclusive: return .warning
        case .pass, .notApplicable: return nil
        }
    }
}
