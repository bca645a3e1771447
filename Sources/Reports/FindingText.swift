import Events
import Octets
import Verdicts

/// What a finding says, in lines with a label column: fault, scenario line, requirement, and the bytes compared.
struct FindingText {
    static let labelWidth = 12
    /// Findings after the worst one that are told.
    static let furtherShown = 5

    var width: Int
    var ink: Ink
    /// The bytes around the first difference in hexadecimal, too.
    var hexadecimal = false

    func lines(_ finding: Finding, in scenario: ScenarioIdentity) -> [String] {
        let source = finding.source ?? scenario.source
        var lines = paragraph("fault", shown(Self.fault(finding)))
        lines.append(label("at", "\(shown(source.path)):\(source.line), after \(TimeText.seconds(finding.time)) s"))
        lines += paragraph("", shown(source.text), .strong)
        if let requirement = finding.requirement { lines += paragraph("requires", Self.text(requirement)) }
        let comparison = ByteComparison(width: textWidth, ink: ink)
        for rows in [comparison.rows(finding), hexadecimal ? comparison.hexadecimalRows(finding) : []] where !rows.isEmpty {
            lines.append("")
            lines += rows.map { label($0.label, $0.text) }
        }
        return lines
    }

    private var textWidth: Int { max(20, width - 2 - Self.labelWidth) }

    func label(_ name: String, _ text: String) -> String {
        "  " + ink(name, .faint) + String(repeating: " ", count: Self.labelWidth - name.count) + text
    }

    /// The text broken between words to the width there is.
    func paragraph(_ name: String, _ text: String, _ tone: Ink.Tone = .plain) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if let last = lines.last, last.count + 1 + word.count <= textWidth {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.enumerated().map { label($0 == 0 ? name : "", ink($1, tone)) }
    }

    /// The findings after the worst one, a line each, below an empty line.
    func further(_ findings: [Finding]) -> [String] {
        let further = findings.dropFirst()
        guard !further.isEmpty else { return [] }
        var lines = [""] + further.prefix(Self.furtherShown).flatMap { paragraph("also", Self.oneLine($0)) }
        if further.count > Self.furtherShown {
            lines.append(label("", ink("and \(further.count - Self.furtherShown) more", .faint)))
        }
        return lines
    }

    /// `device, crash: it sent its start line`.
    static func fault(_ finding: Finding) -> String {
        finding.domain.rawValue + (finding.kind.map { ", \($0.rawValue)" } ?? "") + ": " + finding.summary
    }

    /// `GETMAIL-9 (001 ch. 3, mandatory)`.
    static func text(_ requirement: RequirementReference) -> String {
        let clause = requirement.clause.isEmpty ? "" : shown(requirement.clause) + ", "
        return "\(shown(requirement.id)) (\(clause)\(requirement.grade.rawValue))"
    }

    /// `inconclusive, bench: the server never answered (Scenarios/mail/getmail.scenario:55)`.
    private static func oneLine(_ finding: Finding) -> String {
        let place = finding.source.map { " (\(shown($0.path)):\($0.line))" } ?? ""
        return "\(finding.verdict.rawValue), \(shown(fault(finding)))\(place)"
    }
}
