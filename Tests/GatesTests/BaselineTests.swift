import Events
import Gates
import SourceText
import Testing

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
        (Verdict.fail, Verdict.fail), (.error, .error), (.inconclusive, .inconclusive), (.fail, .inconclusive),
        (.error, .inconclusive),
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
