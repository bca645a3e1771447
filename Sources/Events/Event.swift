public import Verdicts

/// A requirement as evidence cites it.
public struct RequirementReference: Hashable, Sendable {
    public var id: String
    public var clause: String
    public var grade: Grade
    public init(id: String, clause: String, grade: Grade) {
        self.id = id
        self.clause = clause
        self.grade = grade
    }
}

/// A line of a scenario file.
public struct SourceLine: Hashable, Sendable {
    /// From the project's root on, however the run was called; absolute for a file outside the project.
    public var path: String
    /// From 1.
    public var line: Int
    /// The line's text, without its indentation.
    public var text: String
    public init(path: String, line: Int, text: String) {
        self.path = path
        self.line = line
        self.text = text
    }
}

/// Why a scenario did not pass.
public struct Finding: Hashable, Sendable {
    /// What is worse than a wrong answer.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The device started anew, and nobody had ordered it.
        case crash
        /// The device fell silent, and answers nothing any more.
        case hang
    }

    public var verdict: Verdict
    public var domain: FaultDomain
    /// nil: a wrong answer, or none of the device's doing.
    public var kind: Kind?
    /// One sentence, without the bytes.
    public var summary: String
    public var requirement: RequirementReference?
    public var source: SourceLine?
    /// What the line asks for, as readable text per acceptable form.
    public var expected: [String]
    /// The bytes expected, where they are fixed (first form).
    public var expectedBytes: [UInt8]?
    /// What came instead, from the first byte that the expectation was given.
    public var received: [UInt8]
    /// Index in `received` of the first byte that does not fit.
    public var mismatch: Int?
    /// On the world's clock, nanoseconds from the start of the scenario.
    public var time: Int64

    public init(
        verdict: Verdict,
        domain: FaultDomain,
        kind: Kind? = nil,
        summary: String,
        requirement: RequirementReference? = nil,
        source: SourceLine? = nil,
        expected: [String] = [],
        expectedBytes: [UInt8]? = nil,
        received: [UInt8] = [],
        mismatch: Int? = nil,
        time: Int64
    ) {
        self.verdict = verdict
        self.domain = domain
        self.kind = kind
        self.summary = summary
        self.requirement = requirement
        self.source = source
        self.expected = expected
        self.expectedBytes = expectedBytes
        self.received = received
        self.mismatch = mismatch
        self.time = time
    }
}

extension Finding {
    /// The device failed by a crash or a hang.
    var isBreakdown: Bool { verdict == .fail && kind != nil }
}

/// One scenario, or one row of a scenario with rows.
public struct ScenarioIdentity: Hashable, Sendable {
    /// The scenario's name with its columns filled in: unique among the run's scenarios of one dialect.
    public var name: String
    public var title: String
    public var dialect: String
    /// The folder below Scenarios: connection, mail, ftp ….
    public var service: String
    public var source: SourceLine
    public var requirements: [RequirementReference]
    public var tags: [String]
    /// Its place in the whole selection, from 1, whichever part of it a shard runs; 0 when that is not known.
    public var position: Int
    /// The lab's own name for it, of which rows without one of their own share the scenario's.
    public var id: String?
    /// Of the scenario, as the lab counts, from 1.
    public var revision: Int?
    /// What it was called in earlier runs.
    public var formerNames: [String]
    public init(
        name: String,
        title: String,
        dialect: String,
        service: String,
        source: SourceLine,
        requirements: [RequirementReference],
        tags: [String],
        position: Int = 0,
        id: String? = nil,
        revision: Int? = nil,
        formerNames: [String] = []
    ) {
        self.name = name
        self.title = title
        self.dialect = dialect
        self.service = service
        self.source = source
        self.requirements = requirements
        self.tags = tags
        self.position = position
        self.id = id
        self.revision = revision
        self.formerNames = formerNames
    }

    /// Its name among those of all dialects.
    public var qualifiedName: String { "\(dialect)/\(name)" }
    /// Its former names among those of all dialects.
    public var formerQualifiedNames: [String] { formerNames.map { "\(dialect)/\($0)" } }
    /// Its id and revision as reports show them: `LAB-7, revision 2`; nil without either.
    public var label: String? {
        let parts = [id, revision.map { "revision \($0)" }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
    /// Its title, and the label behind it.
    public var headline: String { label.map { title.isEmpty ? $0 : "\(title) (\($0))" } ?? title }
}

/// What a run says about itself before its first scenario.
public struct RunDescription: Hashable, Sendable {
    public var version: String
    public var seed: UInt64
    /// `virtual` or the device's address.
    public var device: String
    /// Words that reproduce the run, without `--jobs` and output options.
    public var command: [String]
    /// How many scenarios the whole selection has, of which a shard runs a part; nil when that is not known.
    public var scenarios: Int?
    public init(
        version: String,
        seed: UInt64,
        device: String,
        command: [String],
        scenarios: Int? = nil
    ) {
        self.version = version
        self.seed = seed
        self.device = device
        self.command = command
        self.scenarios = scenarios
    }
}

/// How one scenario ended.
public struct ScenarioResult: Hashable, Sendable {
    public var verdict: Verdict
    /// Worst first, a crash or a hang before all else; empty for a plain pass.
    public var findings: [Finding]
    /// Documented alternative forms that were used, and remarks of the scenario.
    public var notes: [String]
    /// Why it does not apply, for `.notApplicable`.
    public var reason: String?
    /// How many expectations and checks were evaluated.
    public var assertions: Int
    /// On the world's clock, nanoseconds.
    public var duration: Int64
    /// The verdict of each attempt, where there was more than one; `verdict` is the worst of them.
    public var attempts: [Verdict]
    /// What was known before, and whether it came so; nil when nothing was known.
    public var judgement: Judgement?
    /// How the note of a self-test begins that failed in the way it declares; what failed follows.
    public static let declaredFailure = "failed as declared"

    public init(
        verdict: Verdict,
        findings: [Finding] = [],
        notes: [String] = [],
        reason: String? = nil,
        assertions: Int = 0,
        duration: Int64 = 0,
        attempts: [Verdict] = [],
        judgement: Judgement? = nil
    ) {
        self.verdict = verdict
        self.findings = findings.filter(\.isBreakdown) + findings.filter { !$0.isBreakdown }
        self.notes = notes
        self.reason = reason
        self.assertions = assertions
        self.duration = duration
        self.attempts = attempts
        self.judgement = judgement
    }

    /// Whether the device crashed or hung in it: what its worst such finding says.
    public var breakdown: Finding.Kind? { findings.first(where: \.isBreakdown)?.kind }

    /// Its attempts did not all end alike.
    public var isUnstable: Bool { attempts.contains { $0 != attempts[0] } }
}

extension ScenarioResult {
    /// What the finding says of a scenario during which the run was stopped.
    public static let interruption = "the run was interrupted"

    /// It was stopped with the run: it is worth running again when the run goes on.
    public var wasInterrupted: Bool { findings.contains { $0.domain == .host && $0.summary.hasPrefix(Self.interruption) } }
}

/// What an expectation file knew of a scenario, held against what came.
public struct Judgement: Hashable, Sendable {
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// It ended as expected: reported, not counted.
        case met
        /// It passed, which was not expected.
        case passed
        /// It ended in a third way, and counts as that.
        case differs
        /// The expectation is past its date and holds no more.
        case expired
        /// It failed by requirements that are not mandatory, and by nothing else: reported, not counted.
        case recommended
    }
    /// A verdict's name, or `unstable`.
    public var expected: String
    public var reason: String
    public var issue: String?
    /// The last day on which it holds: YYYY-MM-DD.
    public var until: String?
    public var standing: Standing
    /// The run fails because of it.
    public var breaksGate: Bool
    public init(
        expected: String,
        reason: String,
        issue: String? = nil,
        until: String? = nil,
        standing: Standing,
        breaksGate: Bool = false
    ) {
        self.expected = expected
        self.reason = reason
        self.issue = issue
        self.until = until
        self.standing = standing
        self.breaksGate = breaksGate
    }
}

/// The totals of a run.
public struct RunSummary: Hashable, Sendable {
    public var counts: [Verdict: Int]
    public var assertions: Int
    /// The worlds' clocks added up, nanoseconds.
    public var simulated: Int64
    /// The run was stopped before its end.
    public var interrupted: Bool
    public init(counts: [Verdict: Int] = [:], assertions: Int = 0, simulated: Int64 = 0, interrupted: Bool = false) {
        self.counts = counts
        self.assertions = assertions
        self.simulated = simulated
        self.interrupted = interrupted
    }

    /// Counts one scenario more.
    public mutating func count(_ result: ScenarioResult) {
        counts[result.verdict, default: 0] += 1
        assertions &+= result.assertions
        simulated &+= result.duration
    }
}

/// One event of a run. Times are nanoseconds on the world's clock since the scenario began.
/// The large ones are boxed: of the others there are thousands.
public enum Event: Hashable, Sendable {
    indirect case runStarted(RunDescription)
    indirect case background(Background)
    indirect case scenarioStarted(ScenarioIdentity)
    case phaseEntered(Phase, name: String?, time: Int64)
    /// Bytes that the host sent; `line` is the scenario line that sent them, `on` the name of the device's serial line, nil for the first.
    case hostSent([UInt8], line: Int, time: Int64, on: String? = nil)
    /// Bytes that the device sent, as they came.
    case deviceSent([UInt8], time: Int64, on: String? = nil)
    /// An expectation was met by the next `count` bytes that the device sent on that serial line.
    case matched(line: Int, count: Int, time: Int64, on: String? = nil)
    /// What happened on a server, a peer or the cellular network: `party` such as "pop3", `text` such as "< RETR 1".
    /// `kept` where the bench tells of what the device holds.
    case benchSaw(party: String, text: String, time: Int64, kept: KeptState? = nil)
    /// The scenario told the bench to do something.
    case stimulus(text: String, line: Int, time: Int64)
    case note(text: String, line: Int, time: Int64)
    indirect case scenarioEnded(ScenarioResult)
    indirect case runEnded(RunSummary)
}
