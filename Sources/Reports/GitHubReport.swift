public import Events
import Octets
import Verdicts

/// Annotations for a GitHub workflow: an `error` per failure, a `warning` per inconclusive scenario, a `notice` for what was expected.
///
/// Texts are escaped as the runner unescapes them: `%`, CR and LF everywhere, `:` and `,` in properties too.
public struct GitHubReport: DocumentReport, Sendable {
    private var bytes: [UInt8] = []
    /// Crashes and hangs, which come first.
    private var breakdowns: [UInt8] = []
    private var isWhole = true
    private var scenario: ScenarioIdentity?
    private var totals = RunSummary()
    private var exit = ExitCodeFold()

    public init() {}

    public mutating func record(_ event: Event) {
        exit.record(event)
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            totals.count(result)
            annotate(scenario, result)
            self.scenario = nil
        case .runEnded(let summary): if summary.interrupted { isWhole = false }
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
            break
        }
    }

    public consuming func finish() -> [UInt8] {
        let counts = Verdict.inTotals.compactMap { verdict in totals.counts[verdict].map { "\($0) \(verdict.plural)" } }
        command(
            exit.code == .passed ? "notice" : "error",
            [("title", "attest")],
            (counts.isEmpty ? "no scenario was run" : counts.joined(separator: ", "))
                + "; \(exit.meaning)\(isWhole ? "" : "; \(RunTally.notWhole)")"
        )
        return breakdowns + bytes
    }

    private mutating func annotate(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        guard let level = Self.level(result) else { return }
        let finding = result.findings.first
        let source = finding?.source ?? scenario.source
        var lines = finding.map { [shown(FindingText.fault($0))] } ?? []
        if let label = scenario.label { lines.append(shown(label)) }
        if let judgement = result.judgement { lines.append(judgement.sentence) }
        if result.isUnstable { lines.append("unstable: " + result.attempts.map(\.rawValue).joined(separator: ", ")) }
        if let requirement = finding?.requirement { lines.append("requires " + FindingText.text(requirement)) }
        if let finding {
            lines += ByteComparison(width: JUnitReport.width, ink: .none).rows(finding).map { $0.label.padded(to: 10) + $0.text }
        }
        command(
            level,
            [
                ("file", shown(source.path)), ("line", String(max(1, source.line))),
                ("title", "\(scenario.dialect) \(scenario.name)"),
            ],
            lines.joined(separator: "\n"),
            isFirst: result.breakdown != nil
        )
    }

    private static func level(_ result: ScenarioResult) -> String? {
        if result.breaksGate { return "error" }
        if result.excuse != nil { return "notice" }
        switch result.verdict {
        case .fail, .error: return "error"
        case .inconclusive: return "warning"
        case .pass: return result.judgement?.standing == .passed ? "notice" : nil
        case .notApplicable: return nil
        }
    }

    private mutating func command(
        _ name: String,
        _ properties: [(String, String)],
        _ message: String,
        isFirst: Bool = false
    ) {
        let properties = properties.map { "\($0)=\(Self.escaped(shown($1), "%:,"))" }.joined(separator: ",")
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { Self.escaped(shown(String($0)), "%") }
        let line = Array("::\(name) \(properties)::\(lines.joined(separator: "%0A"))\n".utf8)
        if isFirst { breakdowns += line } else { bytes += line }
    }

    private static func escaped(_ text: String, _ special: String) -> String {
        text.escaping(special) { "%" + String($0.value, radix: 16, uppercase: true) }
    }
}
