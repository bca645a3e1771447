import Events

/// What the end of the console report needs of all scenarios.
struct RunTally {
    /// What several scenarios have in common.
    struct Group {
        var text: String
        var count = 0
        /// The first few.
        var members: [(name: String, place: String)] = []
    }

    /// Members that a group remembers.
    static let membersShown = 3
    /// Failed scenarios whose names are remembered.
    static let failuresShown = 50

    var interrupted = false
    private(set) var counts: [Verdict: Int] = [:]
    private(set) var assertions = 0
    private(set) var simulated: Int64 = 0
    private(set) var failures: [(name: String, place: String)] = []
    private(set) var groups: [Verdict: [Group]] = [:]
    private(set) var notes: [Group] = []
    private(set) var exit = ExitCodeFold()
    private var indexes: [Verdict: [String: Int]] = [:]
    private var noteIndexes: [String: Int] = [:]

    var scenarios: Int { counts.values.reduce(0, +) }

    mutating func count(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        exit.record(.scenarioEnded(result))
        counts[result.verdict, default: 0] += 1
        assertions &+= result.assertions
        simulated &+= result.duration
        let line = result.findings.first?.source ?? scenario.source
        let member = (name: shown(scenario.name), place: "\(shown(line.path)):\(line.line)")
        switch result.verdict {
        case .pass: break
        case .fail: if failures.count < Self.failuresShown { failures.append(member) }
        case .notApplicable:
            Self.add(
                member,
                to: &groups[.notApplicable, default: []],
                &indexes[.notApplicable, default: [:]],
                shown(result.reason ?? "no reason given")
            )
        case .inconclusive, .error:
            let text = result.findings.first.map { "\($0.domain.rawValue): \(shown($0.summary))" } ?? "no reason given"
            Self.add(member, to: &groups[result.verdict, default: []], &indexes[result.verdict, default: [:]], text)
        }
        for note in result.notes { Self.add(member, to: &notes, &noteIndexes, shown(note)) }
    }

    private static func add(
        _ member: (name: String, place: String),
        to groups: inout [Group],
        _ indexes: inout [String: Int],
        _ text: String
    ) {
        let index = indexes[text] ?? groups.count
        if index == groups.count {
            indexes[text] = index
            groups.append(Group(text: text))
        }
        groups[index].count += 1
        if groups[index].members.count < Self.membersShown { groups[index].members.append(member) }
    }
}
