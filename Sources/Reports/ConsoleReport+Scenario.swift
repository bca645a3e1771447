import Events
import Octets
import Verdicts

extension ConsoleReport {
    /// One scenario: what it came to, why, and its last exchanges.
    func block(_ scenario: ScenarioIdentity, _ result: ScenarioResult, _ transcript: Transcript) -> [String] {
        let kind = result.breakdown.map { " (\($0.rawValue))" } ?? ""
        let word = (result.verdict == .fail ? "FAIL" : result.verdict.rawValue) + kind
        let indent = String(repeating: " ", count: word.count + 2)
        let text = FindingText(width: width, ink: ink, hexadecimal: style.verbose)
        var lines = ["", ink(word, result.verdict.tone) + "  " + ink(shown(scenario.name), .strong)]
        if !scenario.title.isEmpty { lines.append(indent + shown(scenario.title)) }
        if let label = scenario.label { lines.append(indent + shown(label)) }
        if let reason = result.reason { lines.append(indent + shown(reason)) }
        lines.append("")
        if let worst = result.findings.first {
            lines += text.lines(worst, in: scenario) + text.further(result.findings)
            lines.append("")
        }
        if !transcript.isEmpty {
            let moment = result.findings.first?.time ?? .max
            let shown = style.verbose ? transcript : transcript.leading(to: moment, rows: Self.rowsOfFailure)
            lines += TranscriptLayout(width: width, ink: ink).lines(shown)
            lines.append("")
        }
        lines += result.notes.flatMap { text.paragraph("note", shown($0)) }
        if result.verdict != .pass && result.verdict != .notApplicable {
            lines.append(text.label("run again", reproducingCommand(scenario, in: run)))
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

extension Verdict {
    var tone: Ink.Tone {
        switch self {
        case .pass: .good
        case .notApplicable: .faint
        case .inconclusive: .doubtful
        case .error: .broken
        case .fail: .bad
        }
    }

    /// As they stand in totals: what passed, then the worst first.
    static let inTotals: [Verdict] = [.pass, .fail, .error, .inconclusive, .notApplicable]

    /// As in `3 not applicable`.
    var plural: String {
        switch self {
        case .pass: "passed"
        case .notApplicable: "not applicable"
        case .inconclusive: "inconclusive"
        case .error: "in error"
        case .fail: "failed"
        }
    }
}
