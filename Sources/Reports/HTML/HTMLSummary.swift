import Events
import Verdicts

/// What the report's visible part needs of all scenarios.
struct HTMLSummary {
    /// A scenario that did not pass, as it is listed without the script.
    struct Unpassed {
        var number: Int
        var scenario: ScenarioIdentity
        var result: ScenarioResult
        /// Of a failure, its cause among the tally's.
        var cause: Int?
    }

    /// Scenarios that did not pass and are listed; the rest are counted.
    static let unpassedShown = 300
    /// Services and dialects with a row of their own.
    static let groupsShown = 500

    var run: RunDescription?
    var dialects: [(name: String, title: String, features: [String])] = []
    var capabilities: [Capability] = []
    private(set) var tally = RunTally()
    private(set) var hasEnded = false
    private(set) var listed: [Unpassed] = []
    /// Rows by dialect and service, in the order in which they came up.
    private(set) var groups: [(dialect: String, service: String, counts: [Verdict: Int])] = []
    private var indexes: [String: Int] = [:]

    mutating func count(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        let number = tally.scenarios
        let failure = tally.count(scenario, result)
        switch result.verdict {
        case .fail, .error, .inconclusive:
            if failure?.isKnown == true { break }
            // A crash or a hang is not left out for others.
            if listed.count == Self.unpassedShown, result.breakdown != nil {
                listed.lastIndex { $0.result.breakdown == nil }.map { _ = listed.remove(at: $0) }
            }
            if listed.count < Self.unpassedShown {
                var kept = result
                kept.findings = Array(kept.findings.prefix(1))
                listed.append(Unpassed(number: number, scenario: scenario, result: kept, cause: failure?.cause))
            }
        case .pass, .notApplicable: break
        }
        let key = scenario.dialect + "\u{0}" + scenario.service
        if indexes[key] == nil, groups.count < Self.groupsShown {
            indexes[key] = groups.count
            groups.append((scenario.dialect, scenario.service, [:]))
        }
        if let index = indexes[key] { groups[index].counts[result.verdict, default: 0] += 1 }
    }

    mutating func end(_ summary: RunSummary) {
        hasEnded = true
        tally.interrupted = tally.interrupted || summary.interrupted
    }

    /// How many did not pass and are listed, or told of with one that is.
    var toldCount: Int { listed.reduce(0) { $0 + ($1.cause.map { tally.failures[$0].count } ?? 1) } }

    /// How many did not pass.
    var unpassedCount: Int { tally.counts.reduce(0) { $0 + ($1.key == .pass || $1.key == .notApplicable ? 0 : $1.value) } }
}
