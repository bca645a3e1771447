public import Events
import Octets
import Verdicts

/// A run in the Test Anything Protocol, version 14: a test point per scenario, with a YAML block below what did not pass.
///
/// What does not apply is a `SKIP`; what was expected to go wrong is a `TODO`. A run that was stopped, and one that tested nothing, bails out.
public struct TAPReport: DocumentReport, Sendable {
    private var bytes: [UInt8]
    /// Where the lines end that stand before all test points.
    private var head: Int
    /// Crashes and hangs, which are told before all else.
    private var breakdowns: [String] = []
    private var run: RunDescription?
    private var scenario: ScenarioIdentity?
    private var points = 0
    private var interrupted = false

    /// - Parameter version: 14, or 13, of which the document is one too but for its first line.
    public init(version: Int = 14) {
        bytes = Array("TAP version \(version)\n".utf8)
        head = bytes.count
    }

    public mutating func record(_ event: Event) {
        switch event {
        case .runStarted(let run):
            self.run = run
            line("# attest \(shown(run.version)), \(shown(run.device)), seed \(run.seed)")
            if points == 0 { head = bytes.count }
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            point(scenario, result)
            self.scenario = nil
        case .runEnded(let summary): interrupted = summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        }
    }

    public consuming func finish() -> [UInt8] {
        bytes.insert(contentsOf: breakdowns.flatMap { Array("# \($0)\n".utf8) }, at: head)
        if points > 0 { line("1..\(points)") }
        if interrupted {
            line("Bail out! \(RunTally.notWholeSentence)")
        } else if points == 0 {
            line("Bail out! No scenario was run.")
        }
        return bytes
    }

    private mutating func point(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        points += 1
        if let kind = result.breakdown {
            breakdowns.append("\(kind.rawValue): \(points) - \(shown("\(scenario.dialect) \(scenario.name)"))")
        }
        let isOk = !result.breaksGate && (result.verdict == .pass || result.verdict == .notApplicable)
        var text = "\(isOk ? "ok" : "not ok") \(points) - \(Self.escaped("\(scenario.dialect) \(scenario.name)"))"
        if result.verdict == .notApplicable, isOk {
            text += " # SKIP \(Self.escaped(result.reason ?? "it does not apply"))"
        } else if let judgement = result.excuse {
            text += " # TODO \(Self.escaped(judgement.reason))"
        }
        line(text)
        guard !isOk else { return }
        line("  ---")
        entry("verdict", result.verdict.rawValue)
        if !scenario.title.isEmpty { entry("title", scenario.title) }
        if let label = scenario.label { entry("id", label) }
        if let judgement = result.judgement { entry("expectation", judgement.sentence) }
        if result.isUnstable { entry("attempts", result.attempts.map(\.rawValue).joined(separator: ", ")) }
        if let finding = result.findings.first { entries(finding, in: scenario) }
        entry("again", reproducingCommand(scenario, in: run))
        line("  ...")
    }

    private mutating func entries(_ finding: Finding, in scenario: ScenarioIdentity) {
        let source = finding.source ?? scenario.source
        entry("fault", FindingText.fault(finding))
        entry("at", "\(source.path):\(source.line)")
        entry("line", source.text)
        entry("seconds", TimeText.seconds(finding.time))
        if let requirement = finding.requirement { entry("requirement", FindingText.text(requirement)) }
        for (label, text) in ByteComparison(width: JUnitReport.width, ink: .none).rows(finding) where !label.isEmpty {
            entry(label, text)
        }
    }

    /// A text in double quotes: printable characters alone, so that the two escapes do for every reader of YAML.
    private mutating func entry(_ key: String, _ text: String) {
        line("  \(key): \"\(shown(text).escaping("\\\"") { "\\\($0)" })\"")
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x0A)
    }

    /// `#` would begin a directive.
    private static func escaped(_ text: String) -> String {
        shown(text).escaping("\\#") { "\\\($0)" }
    }
}
