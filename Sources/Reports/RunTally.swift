import Events
import Octets

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
    /// Failures that count, and the first of them.
    private(set) var failed = 0
    private(set) var failures: [(name: String, place: String)] = []
    private(set) var groups: [Verdict: [Group]] = [:]
    private(set) var notes: [Group] = []
    /// What went wrong and was expected to.
    private(set) var excused: [Group] = []
    /// Expectations that fail the run.
    private(set) var gateBreaks: [Group] = []
    /// Other expectations that did not come true.
    private(set) var surprises: [Group] = []
    /// Scenarios whose attempts did not end alike.
    private(set) var unstable: [Group] = []
    private(set) var exit = ExitCodeFold()
    private var indexes: [Verdict: [String: Int]] = [:]
    private var noteIndexes: [String: Int] = [:]
    private var excusedIndexes: [String: Int] = [:]
    private var gateIndexes: [String: Int] = [:]
    private var surpriseIndexes: [String: Int] = [:]
    private var unstableIndexes: [String: Int] = [:]

    var scenarios: Int { counts.values.reduce(0, +) }

    mutating func count(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        exit.record(.scenarioEnded(result))
        counts[result.verdict, default: 0] += 1
        assertions &+= result.assertions
        simulated &+= result.duration
        let line = result.findings.first?.source ?? scenario.source
        let member = (name: shown(scenario.name), place: "\(shown(line.path)):\(line.line)")
        for note in result.notes {
            let isSelfTest = note.hasPrefix(ScenarioResult.declaredFailure)
            Self.add(member, to: &notes, &noteIndexes, isSelfTest ? "self-test: \(ScenarioResult.declaredFailure)" : shown(note))
        }
        if result.isUnstable {
            Self.add(member, to: &unstable, &unstableIndexes, result.attempts.map(\.rawValue).joined(separator: ", "))
        }
        if let judgement = result.judgement { judge(judgement, result, member) }
        guard result.excuse == nil else { return }
        switch result.verdict {
        case .pass: break
        case .fail:
            failed += 1
            if failures.count < Self.failuresShown { failures.append(member) }
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
    }

    private mutating func judge(_ judgement: Judgement, _ result: ScenarioResult, _ member: (name: String, place: String)) {
        let sentence = judgement.sentence
        if judgement.breaksGate {
            Self.add(member, to: &gateBreaks, &gateIndexes, sentence)
        } else if result.excuse != nil {
            Self.add(member, to: &excused, &excusedIndexes, sentence)
        } else if judgement.standing != .met {
            Self.add(member, to: &surprises, &surpriseIndexes, sentence)
        }
    }

    /// Groups of one size stay in the order in which they came up.
    static func largestFirst(_ groups: [Group]) -> [Group] {
        groups.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
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
