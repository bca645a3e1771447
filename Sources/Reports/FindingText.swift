import Events

/// What a finding says, in lines with a label column: fault, scenario line, requirement, and the bytes compared.
struct FindingText {
    static let labelWidth = 12
    /// Findings after the worst one that are told.
    static let furtherShown = 5

    var width: Int
    var ink: Ink

    func lines(_ finding: Finding, in scenario: ScenarioIdentity) -> [String] {
        let source = finding.source ?? scenario.source
        var lines = [
            label("fault", "\(finding.domain.rawValue): \(shown(finding.summary))"),
            label("at", "\(shown(source.path)):\(source.line), after \(TimeText.seconds(finding.time)) s"),
            label("", ink(shown(source.text), .strong)),
        ]
        if let requirement = finding.requirement { lines.append(label("requires", Self.text(requirement))) }
        let comparison = ByteComparison(width: max(20, width - 2 - Self.labelWidth), ink: ink).rows(finding)
        if !comparison.isEmpty { lines.append("") }
        lines += comparison.map { label($0.label, $0.text) }
        return lines
    }

    func label(_ name: String, _ text: String) -> String {
        "  " + ink(name, .faint) + String(repeating: " ", count: Self.labelWidth - name.count) + text
    }

    /// The findings after the worst one, a line each, below an empty line.
    func further(_ findings: [Finding]) -> [String] {
        let further = findings.dropFirst()
        guard !further.isEmpty else { return [] }
        var lines = [""] + further.prefix(Self.furtherShown).map { label("also", Self.oneLine($0)) }
        if further.count > Self.furtherShown {
            lines.append(label("", ink("and \(further.count - Self.furtherShown) more", .faint)))
        }
        return lines
    }

    /// `GETMAIL-9 (001 ch. 3, mandatory)`.
    static func text(_ requirement: RequirementReference) -> String {
        let clause = requirement.clause.isEmpty ? "" : shown(requirement.clause) + ", "
        return "\(shown(requirement.id)) (\(clause)\(requirement.grade.rawValue))"
    }

    /// `inconclusive, bench: the server never answered (Scenarios/mail/getmail.scenario:55)`.
    private static func oneLine(_ finding: Finding) -> String {
        let place = finding.source.map { " (\(shown($0.path)):\($0.line))" } ?? ""
        return "\(finding.verdict.rawValue), \(finding.domain.rawValue): \(shown(finding.summary))\(place)"
    }
}
