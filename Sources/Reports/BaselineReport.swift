public import Events
import Octets
import Verdicts

/// The verdicts of one run, by scenario.
public struct VerdictTable: EventRecorder, Sendable {
    private(set) var names: [String] = []
    private(set) var verdicts: [String: Verdict] = [:]
    /// Of the scenarios that have one.
    private(set) var revisions: [String: Int] = [:]
    /// By a scenario's former name, what it is called now.
    private(set) var renamed: [String: String] = [:]
    private(set) var scenarios: [ScenarioIdentity] = []
    private var scenario: ScenarioIdentity?

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            let name = scenario.qualifiedName
            if verdicts.updateValue(result.verdict, forKey: name) == nil {
                names.append(name)
                scenarios.append(scenario)
                revisions[name] = scenario.revision
                for former in scenario.formerQualifiedNames { renamed[former] = name }
            }
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }
}

extension VerdictTable {
    /// The same under the names that a later run has for the scenarios.
    fileprivate func renamed(as later: VerdictTable) -> VerdictTable {
        guard !later.renamed.isEmpty else { return self }
        var table = self
        for index in table.names.indices {
            let before = table.names[index]
            guard let now = later.renamed[before], table.verdicts[now] == nil else { continue }
            table.names[index] = now
            table.verdicts[now] = table.verdicts.removeValue(forKey: before)
            table.revisions[now] = table.revisions.removeValue(forKey: before)
        }
        return table
    }
}

/// What has changed between two runs: verdicts that are others now, scenarios that are new, and those that are gone.
public struct BaselineReport: Sendable {
    /// Scenarios that are listed of each change.
    static let scenariosShown = 20

    private let old: VerdictTable
    private let new: VerdictTable
    private let isGone: (@Sendable (ScenarioIdentity) -> Bool)?

    /// - Parameter isGone: A scenario that only the old run had is there no more, rather than not selected; without it nobody knows.
    public init(old: VerdictTable, new: VerdictTable, isGone: (@Sendable (ScenarioIdentity) -> Bool)?) {
        self.old = old.renamed(as: new)
        self.new = new
        self.isGone = isGone
    }

    /// In UTF-8. Changes for the worse come first.
    public var bytes: [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }

    var lines: [String] {
        var changes: [[Verdict]: [String]] = [:]
        for name in new.names {
            guard let before = old.verdicts[name], let now = new.verdicts[name], before != now else { continue }
            changes[[before, now], default: []].append(name + revision(of: name))
        }
        let severity = Verdict.allCases
        func rank(_ change: [Verdict]) -> (Int, Int) {
            (-(severity.firstIndex(of: change[1]) ?? 0), severity.firstIndex(of: change[0]) ?? 0)
        }
        var lines: [String] = []
        for (change, names) in changes.sorted(by: { rank($0.key) < rank($1.key) }) {
            lines += Self.section("\(change[0].rawValue) → \(change[1].rawValue)", names)
        }
        let added = new.names.filter { old.verdicts[$0] == nil }
        lines += Self.section("new", added.map { "\($0) (\(new.verdicts[$0]?.rawValue ?? ""))" })
        let missing = zip(old.names, old.scenarios).filter { name, _ in new.verdicts[name] == nil }
        let gone = missing.filter { isGone?($1) ?? true }.map { name, _ in name }
        lines += Self.section(isGone == nil ? "not in this run" : "gone", gone)
        lines.insert("Since the baseline: " + (lines.isEmpty ? "nothing has changed" : "changes"), at: 0)
        let unselected = missing.count - gone.count
        if unselected > 0 { lines.append("  not run this time: \(unselected)") }
        return [""] + lines
    }

    /// ` (revision 1 → 2)` where the scenario asks for something else now.
    private func revision(of name: String) -> String {
        let (before, now) = (old.revisions[name], new.revisions[name])
        guard before != now else { return "" }
        return " (revision \(before.map { "\($0)" } ?? "none") → \(now.map { "\($0)" } ?? "none"))"
    }

    private static func section(_ title: String, _ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        let rest = names.count - scenariosShown
        return ["  \(title): \(names.count)"] + names.prefix(scenariosShown).map { "    " + shown($0) }
            + (rest > 0 ? ["    and \(rest) more"] : [])
    }
}
