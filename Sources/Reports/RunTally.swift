import Events
import Octets
import Verdicts

/// What the end of the console report needs of all scenarios.
struct RunTally {
    /// What several scenarios have in common.
    struct Group {
        var text: String
        var count = 0
        /// The first few.
        var members: [(name: String, place: String)] = []
    }

    /// Failures of one cause: at the same line with the same words, or with the same bytes in the place of the same expectation.
    struct Failure {
        /// nil: a wrong answer.
        var kind: Finding.Kind?
        /// What the first of them says.
        var fault: String
        var count = 0
        /// The first few; the first of all is told in full.
        var members: [(name: String, place: String)] = []
    }

    /// Members that a group remembers.
    static let membersShown = 3
    /// Causes of failures that are listed, the crashes and hangs first.
    static let failuresShown = 50
    /// Causes that are told apart; what comes after as many is told by itself.
    private static let failuresKept = 1000
    /// Received bytes that make a cause.
    private static let bytesCompared = 256

    var interrupted = false
    private(set) var counts: [Verdict: Int] = [:]
    private(set) var assertions = 0
    private(set) var simulated: Int64 = 0
    /// Failures that count, and their causes in the order in which they came up.
    private(set) var failed = 0
    private(set) var failures: [Failure] = []
    /// How many of them were crashes and hangs.
    private(set) var breakdowns: [Finding.Kind: Int] = [:]
    private var causes: [[String]: Int] = [:]
    private(set) var groups: [Verdict: [Group]] = [:]
    private(set) var notes: [Group] = []
    /// What went wrong and was expected to.
    private(set) var excused: [Group] = []
    /// What failed by requirements that are not mandatory.
    private(set) var advised: [Group] = []
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
    private var advisedIndexes: [String: Int] = [:]
    private var gateIndexes: [String: Int] = [:]
    private var surpriseIndexes: [String: Int] = [:]
    private var unstableIndexes: [String: Int] = [:]

    var scenarios: Int { counts.values.reduce(0, +) }

    /// - Returns: the cause's index in ``failures``, and whether it was told before; nil for what is no failure that counts.
    @discardableResult
    mutating func count(_ scenario: ScenarioIdentity, _ result: ScenarioResult) -> (cause: Int, isKnown: Bool)? {
        exit.record(.scenarioEnded(result))
        counts[result.verdict, default: 0] += 1
        assertions &+= result.assertions
        simulated &+= result.duration
        let line = result.findings.first?.source ?? scenario.source
        let member = (name: shown(scenario.name), place: "\(shown(line.path)):\(line.line)")
        for note in result.notes {
            let isSelfTest = note.hasPrefix(ScenarioResult.declaredFailure) || scenario.service == Self.selfTests
            Self.add(member, to: &notes, &noteIndexes, isSelfTest ? Self.selfTestNote : shown(note))
        }
        if result.isUnstable {
            Self.add(member, to: &unstable, &unstableIndexes, result.attempts.map(\.rawValue).joined(separator: ", "))
        }
        if let judgement = result.judgement { judge(judgement, result, member) }
        guard result.excuse == nil else { return nil }
        switch result.verdict {
        case .pass: break
        case .fail: return fail(scenario, result, member)
        case .notApplicable:
            Self.add(
                member,
                to: &groups[.notApplicable, default: []],
                &indexes[.notApplicable, default: [:]],
                shown(result.reason ?? "no reason given")
            )
        case .inconclusive, .error:
            let text = result.findings.first.map { shown(FindingText.fault($0)) } ?? "no reason given"
            Self.add(member, to: &groups[result.verdict, default: []], &indexes[result.verdict, default: [:]], text)
        }
        return nil
    }

    /// The folder of the scenarios that test Attest itself, and what their notes come to: nothing that a device did.
    private static let selfTests = "selftest"
    private static let selfTestNote = "self-test: found what was put in its way"

    private mutating func fail(
        _ scenario: ScenarioIdentity,
        _ result: ScenarioResult,
        _ member: (name: String, place: String)
    ) -> (cause: Int, isKnown: Bool) {
        failed += 1
        if let kind = result.breakdown { breakdowns[kind, default: 0] += 1 }
        let signatures = result.findings.first.map(Self.signatures) ?? []
        let known = signatures.compactMap { causes[$0] }.first
        let cause = known ?? failures.count
        if known == nil {
            let fault = result.findings.first.map { shown(FindingText.fault($0)) } ?? ""
            failures.append(Failure(kind: result.breakdown, fault: fault))
        }
        if failures.count <= Self.failuresKept { for signature in signatures { causes[signature] = cause } }
        failures[cause].count += 1
        if failures[cause].members.count < Self.membersShown { failures[cause].members.append(member) }
        return (cause, known != nil)
    }

    private static func signatures(_ finding: Finding) -> [[String]] {
        let words = [finding.kind?.rawValue ?? "", finding.summary]
        var signatures: [[String]] = []
        if let source = finding.source { signatures.append(words + ["at", source.path, String(source.line)]) }
        if !finding.expected.isEmpty || !finding.received.isEmpty {
            signatures.append(words + finding.expected.prefix(1) + ["for", visible(finding.received.prefix(bytesCompared))])
        }
        return signatures
    }

    /// The causes that are listed, crashes and hangs before all else, and how many failures are of others.
    var listedFailures: (causes: [Failure], unlisted: Int) {
        let causes = failures.filter { $0.kind != nil } + failures.filter { $0.kind == nil }
        let listed = Array(causes.prefix(Self.failuresShown))
        return (listed, failed - listed.reduce(0) { $0 + $1.count })
    }

    /// `3 failed (1 crash, 1 hang)`.
    var failureWords: String {
        let words = Finding.Kind.allCases.compactMap { kind in
            breakdowns[kind].map { "\($0) \($0 == 1 ? kind.rawValue : kind.plural)" }
        }
        return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
    }

    private mutating func judge(_ judgement: Judgement, _ result: ScenarioResult, _ member: (name: String, place: String)) {
        let sentence = judgement.sentence
        if judgement.breaksGate {
            Self.add(member, to: &gateBreaks, &gateIndexes, sentence)
        } else if judgement.standing == .recommended {
            Self.add(member, to: &advised, &advisedIndexes, sentence)
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

extension Finding.Kind {
    var plural: String {
        switch self {
        case .crash: "crashes"
        case .hang: "hangs"
        }
    }
}

extension RunTally {
    /// What every report says of a run that is not whole.
    static let notWhole = "the run was stopped before its end, or a part of its journal is missing"
    static var notWholeSentence: String { notWhole.prefix(1).uppercased() + notWhole.dropFirst() + "." }
}
