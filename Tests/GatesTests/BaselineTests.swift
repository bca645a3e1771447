import Events
import SourceText
import Testing
import Verdicts

@testable import Gates

struct BaselineTests {
    /// What becomes of a result when an earlier run had another.
    private static func judgement(_ before: ScenarioResult?, _ now: ScenarioResult, _ known: String = "") -> Judgement? {
        var baseline = Baseline()
        if let before {
            baseline.record(.scenarioStarted(Sample.scenario("a-1")))
            baseline.record(.scenarioEnded(before))
        }
        var gate = Gate(Sample.file(known).expectations, today: "2026-11-21", baseline: baseline)
        _ = gate.judge(.scenarioStarted(Sample.scenario("a-1")))
        guard case .scenarioEnded(let result) = gate.judge(.scenarioEnded(now)) else { return nil }
        return result.judgement
    }

    @Test(arguments: [
        (Verdict.fail, Verdict.fail), (.error, .error), (.inconclusive, .inconclusive),
    ])
    func whatIsNoWorseThanBeforeIsExcused(before: Verdict, now: Verdict) {
        let judgement = Self.judgement(Sample.result(before), Sample.result(now))
        #expect(judgement?.standing == .met)
        #expect(judgement?.expected == before.rawValue)
        #expect(judgement?.breaksGate == false)
    }

    @Test(arguments: [
        (Verdict.pass, Verdict.fail), (.notApplicable, .fail), (.pass, .inconclusive), (.inconclusive, .fail), (.error, .fail),
        (.pass, .pass), (.fail, .pass), (.fail, .notApplicable),
    ])
    func whatIsWorseOrGoodIsNot(before: Verdict, now: Verdict) {
        #expect(Self.judgement(Sample.result(before), Sample.result(now)) == nil)
    }

    private static func result(_ verdict: Verdict, _ domain: FaultDomain, _ kind: Finding.Kind? = nil) -> ScenarioResult {
        let finding = Finding(verdict: verdict, domain: domain, kind: kind, summary: "", time: 0)
        let other = Finding(verdict: verdict, domain: domain, summary: "what else was wrong", time: 0)
        return ScenarioResult(verdict: verdict, findings: [other, finding])
    }

    /// A firmware that crashes must not turn a red gate green.
    @Test(arguments: Finding.Kind.allCases) func aCrashOrAHangIsNeverNoWorse(kind: Finding.Kind) {
        let now = Self.result(.fail, .device, kind)
        #expect(now.breakdown == kind && now.findings[0].kind == kind)
        for before in Verdict.allCases { #expect(Self.judgement(Sample.result(before), now) == nil) }
        #expect(Self.judgement(now, now) == nil)
        let unsteady = ScenarioResult(verdict: .fail, findings: now.findings, attempts: [.pass, .fail])
        #expect(Self.judgement(Sample.result(.fail, attempts: [.pass, .fail]), unsteady) == nil)
        // What was so bad before is no reason to count an answer that is merely wrong.
        #expect(Self.judgement(now, Sample.result(.fail))?.standing == .met)
    }

    @Test(arguments: [FaultDomain.bench, .host]) func whatTheBenchKeptOpenIsBetterThanAFailure(domain: FaultDomain) {
        for before in [Verdict.fail, .error, .inconclusive] {
            #expect(Self.judgement(Sample.result(before), Self.result(.inconclusive, domain))?.expected == before.rawValue)
        }
        #expect(Self.judgement(Self.result(.inconclusive, domain), Sample.result(.fail)) == nil)
    }

    @Test(arguments: [FaultDomain.device, .suite]) func whatIsOpenOtherwiseIsNot(domain: FaultDomain) {
        let now = Self.result(.inconclusive, domain)
        for before in [Verdict.fail, .error] { #expect(Self.judgement(Sample.result(before), now) == nil) }
        #expect(Self.judgement(now, now)?.standing == .met)
        #expect(Self.judgement(now, Sample.result(.fail))?.standing == nil)
    }

    /// Its journal ends in the middle of it: nothing is known of it, and nothing excused.
    @Test func aScenarioThatWasStoppedIsNoBaseline() {
        let finding = Finding(verdict: .inconclusive, domain: .host, summary: ScenarioResult.interruption, time: 0)
        let stopped = ScenarioResult(verdict: .inconclusive, findings: [finding])
        #expect(Self.judgement(stopped, Self.result(.inconclusive, .bench)) == nil)
    }

    /// `expect fail` is about a wrong answer.
    @Test(arguments: [("fail", nil), ("crash", Judgement.Standing.met), ("hang", nil)] as [(String, Judgement.Standing?)])
    func aCrashIsExpectedByItsName(word: String, standing: Judgement.Standing?) {
        let known = "expect \(word) of scenario a-1\n  because \"old\"\n"
        let judgement = Self.judgement(nil, Self.result(.fail, .device, .crash), known)
        #expect(judgement?.standing == standing ?? .differs)
        #expect(judgement?.expected == word)
    }

    @Test func aWaiverExcusesNoCrash() {
        func judged(_ kind: Finding.Kind?) -> Judgement? {
            var gate = Gate([], waivers: ["A-1": "not built"], today: "2026-11-21")
            _ = gate.judge(.scenarioStarted(Sample.scenario("a-1")))
            let requirement = RequirementReference(id: "A-1", clause: "", grade: .recommended)
            let finding = Finding(
                verdict: .fail,
                domain: .device,
                kind: kind,
                summary: "",
                requirement: requirement,
                time: 0
            )
            let end = gate.judge(.scenarioEnded(ScenarioResult(verdict: .fail, findings: [finding])))
            guard case .scenarioEnded(let result) = end else { return nil }
            return result.judgement
        }
        #expect(judged(nil)?.standing == .met)
        #expect(judged(.crash) == nil)
    }

    /// Under its former name the case is the same.
    @Test(arguments: [(["a-1"], true), (["x", "a-1"], true), (["x"], false), ([], false)])
    func aRenamedScenarioKeepsItsBaseline(formerNames: [String], isExcused: Bool) {
        var baseline = Baseline()
        baseline.record(.scenarioStarted(Sample.scenario("a-1")))
        baseline.record(.scenarioEnded(Sample.result(.fail)))
        var gate = Gate([], today: "2026-11-21", baseline: baseline)
        var scenario = Sample.scenario("b-1")
        scenario.formerNames = formerNames
        _ = gate.judge(.scenarioStarted(scenario))
        guard case .scenarioEnded(let result) = gate.judge(.scenarioEnded(Sample.result(.fail))) else { return }
        #expect((result.judgement?.standing == .met) == isExcused)
    }

    @Test func aNewScenarioIsNotExcused() { #expect(Self.judgement(nil, Sample.result(.fail)) == nil) }

    @Test func whatWasUnstableMayBeUnstableAndNoMore() {
        let unstable = Sample.result(.fail, attempts: [.pass, .fail])
        #expect(Self.judgement(unstable, unstable)?.expected == "unstable")
        #expect(Self.judgement(unstable, Sample.result(.fail, attempts: [.fail, .fail])) == nil)
        #expect(Self.judgement(Sample.result(.fail), unstable)?.standing == .met)
    }

    @Test func anExpectationSaysMoreThanTheBaseline() {
        let known = "expect fail of scenario a-1\n  because \"old\"\n  until 2020-01-01\n"
        #expect(Self.judgement(Sample.result(.fail), Sample.result(.fail), known)?.standing == .expired)
    }
}

struct RenamedExpectationTests {
    private static var scenario: ScenarioIdentity {
        var scenario = Sample.scenario("getmail-new")
        scenario.formerNames = ["getmail-old"]
        return scenario
    }

    @Test(arguments: [
        ("getmail-new", true, false), ("getmail-old", true, true), ("getmail-o*", true, true), ("getmail-*", true, false),
        ("other", false, false),
    ])
    func anEntryUnderTheFormerNameHoldsAndIsTold(name: String, holds: Bool, isOutdated: Bool) {
        let file = Sample.file("expect fail of scenario \(name)\n  because so\n")
        #expect(file.expectations[0].covers(Self.scenario, DeviceIdentity()) == holds)
        let hints = file.outdated(among: [Self.scenario])
        #expect(hints.map(\.message) == (isOutdated ? ["“\(name)” is called “getmail-new” now"] : []))
        #expect(hints.allSatisfy { $0.severity == .warning && $0.range.start == "expect fail of scenario ".utf8.count })
        #expect(file.unmet(by: [Self.scenario]).isEmpty == holds)
    }

    @Test(arguments: [(Verdict.fail, "expect fail of scenario getmail-new\n  because so\n"), (.pass, "")])
    func anUpdateWritesTheNewName(verdict: Verdict, expected: String) {
        var outcomes = RunOutcomes()
        outcomes.record(.scenarioStarted(Self.scenario))
        outcomes.record(.scenarioEnded(Sample.result(verdict)))
        let file = Sample.file("expect fail of scenario getmail-old\n  because so\n")
        #expect(file.updated(after: outcomes, until: nil).text == expected)
    }
}

struct UnmetExpectationTests {
    private static let scenarios = [Sample.scenario("getmail-works"), Sample.scenario("putmail-works", requirement: "PUTMAIL-1")]

    @Test(
        arguments: [
            ("scenario getmail-works", nil, nil), ("scenario get*", nil, nil), ("requirement PUTMAIL-*", nil, nil),
            ("scenario getmail-work", "no scenario is called “getmail-work”", "did you mean “getmail-works”?"),
            ("scenario ftp-*", "no scenario is called “ftp-*”", "remove the entry"),
            ("requirement PUTMAIL-2", "no scenario verifies “PUTMAIL-2”", "did you mean “PUTMAIL-1”?"),
            // Conditions on what only the run will show, and on dialects that it is not about.
            ("scenario getmail-works\n  firmware 641*", nil, nil), ("scenario ftp-*\n  dialect edsoft", nil, nil),
            ("scenario ftp-*\n  dialect multi*", "no scenario is called “ftp-*”", "remove the entry"),
        ] as [(String, String?, String?)]
    )
    func entriesThatNothingCanMeetAreReported(subject: String, message: String?, suggestion: String?) {
        let unmet = Sample.file("# first\nexpect fail of \(subject)\n  because so\n").unmet(by: Self.scenarios)
        #expect(unmet.map(\.message) == (message.map { [$0] } ?? []))
        #expect(unmet.first?.suggestion == suggestion)
        #expect(unmet.allSatisfy { $0.severity == .warning && $0.range.start == 8 + 16 + subject.prefix { $0 != " " }.count })
    }

    /// No run would ever say so: a run is about the dialects that there are.
    @Test(
        arguments: [
            ("multitech-pi", "did you mean ‘multitech-ip’?"), ("x*", "one of: edsoft, multitech-ip"), ("edsoft", nil),
            ("multi*", nil),
        ] as [(String, String?)]
    )
    func aDialectThatThereIsNotIsReported(dialect: String, suggestion: String?) {
        let file = Sample.file("expect fail of scenario a\n  because so\n  dialect \(dialect)\n")
        let found = file.unknownDialects(among: ["edsoft", "multitech-ip"])
        #expect(found.map(\.message) == (suggestion == nil ? [] : ["there is no dialect “\(dialect)”"]))
        #expect(found.first?.suggestion == suggestion)
        #expect(found.map { file.source.text($0.range) } == found.map { _ in dialect })
        #expect(found.allSatisfy { $0.severity == .warning })
    }
}
