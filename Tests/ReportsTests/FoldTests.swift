import Events
import Testing
import Verdicts

@testable import Reports

@Suite struct ExitCodeTests {
    private static func result(_ verdict: Verdict, assertions: Int = 1, domain: FaultDomain = .device) -> ScenarioResult {
        let findings = verdict == .pass ? [] : [Finding(verdict: verdict, domain: domain, summary: "", time: 0)]
        return ScenarioResult(verdict: verdict, findings: findings, assertions: assertions)
    }

    @Test(arguments: [
        ([], ExitCode.nothingTested),
        ([result(.pass)], .passed),
        ([result(.pass, assertions: 0)], .nothingTested),
        ([result(.notApplicable, assertions: 0)], .nothingTested),
        ([result(.notApplicable), result(.pass)], .passed),
        ([result(.pass), result(.inconclusive)], .inconclusive),
        ([result(.inconclusive, assertions: 0)], .inconclusive),
        ([result(.pass), result(.error, domain: .bench)], .inconclusive),
        ([result(.pass), result(.error, domain: .host)], .inconclusive),
        ([result(.error, domain: .suite), result(.inconclusive)], .scenarioError),
        ([result(.fail), result(.error, domain: .suite), result(.inconclusive), result(.pass)], .requirementBroken),
    ]) func worstDecides(_ results: [ScenarioResult], _ code: ExitCode) {
        var fold = ExitCodeFold()
        for result in results { fold.record(.scenarioEnded(result)) }
        #expect(fold.code == code)
    }

    @Test func anInterruptedRunIsInconclusive() {
        var fold = ExitCodeFold()
        fold.record(.scenarioEnded(Self.result(.pass)))
        fold.record(.runEnded(RunSummary(interrupted: true)))
        #expect(fold.code == .inconclusive)
    }

    @Test func codesAreStable() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    }
}

@Suite struct CoverageReportTests {
    @Test func eachRequirementHasItsVerdicts() {
        var report = CoverageReport(
            requirements: [SampleRun.getmail1, RequirementReference(id: "PUTMAIL-1", clause: "001 ch. 3.3", grade: .variant)]
        )
        for event in SampleRun.events { report.record(event) }
        #expect(
            report.lines == [
                "requirement  clause       grade        pass  fail  error  inconclusive  not applicable",
                "GETMAIL-1    001 ch. 3.4  mandatory       ·     1      ·             ·               ·",
                "PUTMAIL-1    001 ch. 3.3  variant         ·     ·      ·             ·               ·  untested",
                "GETMAIL-9    001 ch. 3.4  mandatory       ·     1      ·             ·               ·",
            ]
        )
    }
}

@Suite struct TimeTextTests {
    @Test(arguments: [
        (0, "0.00 s"), (8_000_000, "0.00 s"), (810_000_000, "0.81 s"), (9_999_999_999, "9.99 s"), (14_260_000_000, "14.2 s"),
        (60_000_000_000, "1 min"), (185_000_000_000, "3 min 5 s"), (11_520_000_000_000, "3 h 12 min"),
        (187_200_000_000_000, "2 d 4 h"),
        (-5, "0.00 s"), (Int64.max, "106751 d 23 h"),
    ]) func durations(_ nanoseconds: Int64, _ text: String) { #expect(TimeText.duration(nanoseconds) == text) }

    @Test(arguments: [
        (0, "0.000"), (61_204_999_999, "61.204"), (-1_500_000_000, "-1.500"), (Int64.min, "-9223372036.854"),
    ]) func seconds(_ nanoseconds: Int64, _ text: String) { #expect(TimeText.seconds(nanoseconds) == text) }
}

@Suite struct ReproducingCommandTests {
    @Test(arguments: [
        ("plain-name_1.2", "'=plain-name_1.2'"), ("with #2", "'=with #2'"), ("it's", #"'=it'\''s'"#),
        ("\u{1B}[2J", "'=<ESC>[2J'"), ("é", "'=é'"), ("$(rm)", "'=$(rm)'"),
    ]) func namesAreQuotedForTheShell(_ name: String, _ word: String) {
        #expect(
            reproducingCommand(SampleRun.scenario(name), in: SampleRun.run)
                == "attest run Scenarios/mail/mail.scenario --filter \(word) --dialect multitech-ip --seed 7"
        )
    }
}
