public import Events
import Octets
import Verdicts

/// Folds a run into a table: each requirement with the verdicts of the scenarios that verify it.
public struct CoverageReport: EventRecorder, Sendable {
    private var requirements: [RequirementReference]
    private var indexes: [String: Int]
    private var counts: [[Verdict: Int]]
    private var scenario: ScenarioIdentity?

    /// - Parameter requirements: in the order of the table; those that no scenario verifies show as such. Others are added as they come.
    public init(requirements: [RequirementReference] = []) {
        self.requirements = requirements
        indexes = Dictionary(requirements.enumerated().map { ($1.id, $0) }) { first, _ in first }
        counts = requirements.map { _ in [:] }
    }

    public mutating func record(_ event: Event) {
        switch event {
        case .background(.dialect(let dialect)):
            for requirement in dialect.requirements { _ = index(of: requirement.reference) }
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            for requirement in scenario.requirements { counts[index(of: requirement)][result.verdict, default: 0] += 1 }
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }

    /// One line a requirement, below a header.
    public var lines: [String] {
        let idWidth = max(11, requirements.map { shown($0.id).count }.max() ?? 0)
        let clauseWidth = max(6, requirements.map { shown($0.clause).count }.max() ?? 0)
        let columns: [(title: String, verdict: Verdict)] = [
            ("pass", .pass), ("fail", .fail), ("error", .error), ("inconclusive", .inconclusive),
            ("not applicable", .notApplicable),
        ]
        func line(_ id: String, _ clause: String, _ grade: String, _ cells: [String]) -> String {
            ([id.padded(to: idWidth), clause.padded(to: clauseWidth), grade.padded(to: 11)] + cells).joined(separator: "  ")
        }
        return [line("requirement", "clause", "grade", columns.map(\.title))]
            + rows.map { requirement, counts in
                let cells = columns.map { (counts[$0.verdict].map { String($0) } ?? "·").aligned(to: $0.title.count) }
                let line = line(shown(requirement.id), shown(requirement.clause), requirement.grade.rawValue, cells)
                return counts.isEmpty ? line + "  untested" : line
            }
    }

    /// Each requirement with how often it came to which verdict.
    var rows: [(requirement: RequirementReference, counts: [Verdict: Int])] { Array(zip(requirements, counts)) }

    private mutating func index(of requirement: RequirementReference) -> Int {
        if let index = indexes[requirement.id] { return index }
        indexes[requirement.id] = requirements.count
        requirements.append(requirement)
        counts.append([:])
        return requirements.count - 1
    }
}
