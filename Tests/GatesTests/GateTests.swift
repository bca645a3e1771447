import Events
import Gates
import SourceText
import Testing
import Verdicts

enum Sample {
    static func scenario(_ name: String, requirement: String = "GETMAIL-9", dialect: String = "multitech-ip") -> ScenarioIdentity
    {
        ScenarioIdentity(
            name: name,
            title: "",
            dialect: dialect,
            service: "mail",
            source: SourceLine(path: "mail.scenario", line: 1, text: ""),
            requirements: [RequirementReference(id: requirement, clause: "", grade: .mandatory)],
            tags: []
        )
    }

    static func result(_ verdict: Verdict, attempts: [Verdict] = []) -> ScenarioResult {
        let findings = verdict == .pass ? [] : [Finding(verdict: verdict, domain: .device, summary: "it went wrong", time: 1)]
        return ScenarioResult(verdict: verdict, findings: findings, assertions: 1, duration: 10, attempts: attempts)
    }

    static func file(_ text: String) -> ExpectationFile { ExpectationFile(SourceFile(path: "x.expect", bytes: Array(text.utf8))) }

    /// The judgement of one scenario, after what the device said of itself.
    static func judgement(
        _ text: String,
        _ result: ScenarioResult,
        scenario: ScenarioIdentity = scenario("a-1"),
        device: String? = nil,
        strict: Bool = false
    ) -> Judgement? {
        var gate = Gate(file(text).expectations, today: "2026-11-21", isStrict: strict)
        _ = gate.judge(.scenarioStarted(scenario))
        if let device { _ = gate.judge(.benchSaw(party: "device", text: device, time: 0)) }
        guard case .scenarioEnded(let result) = gate.judge(.scenarioEnded(result)) else { return nil }
        return result.judgement
    }
}

struct GateTests {
    private static let known = "expect fail of scenario a-*\n    because \"so\"\n    issue #7\n    until 2026-11-21\n"

    @Test(arguments: [
        (Sample.result(.fail), Judgement.Standing.met), (Sample.result(.pass), .passed), (Sample.result(.inconclusive), .differs),
        (Sample.result(.fail, attempts: [.pass, .fail]), .differs), (Sample.result(.fail, attempts: [.fail, .fail]), .met),
    ])
    func anExpectationIsHeldAgainstWhatCame(result: ScenarioResult, standing: Judgement.Standing) {
        #expect(
            Sample.judgement(Self.known, result)
                == Judgement(expected: "fail", reason: "so", issue: "#7", until: "2026-11-21", standing: standing)
        )
    }

    /// A waiver covers the failures of its requirement, and nothing that fails beside them.
    @Test(arguments: [
        (["FRAME-7"], Verdict.fail, true), (["FRAME-7", "FRAME-7"], .fail, true), (["FRAME-7", "GETMAIL-1"], .fail, false),
        (["GETMAIL-1"], .fail, false), ([], .fail, false), (["FRAME-7"], .inconclusive, false),
    ])
    func aWaivedRequirementIsNotHeldAgainstTheDevice(broken: [String], verdict: Verdict, isWaived: Bool) {
        var gate = Gate([], waivers: ["FRAME-7": "frozen"], today: "2026-11-21")
        let findings = broken.map {
            Finding(
                verdict: verdict,
                domain: .device,
                summary: "s",
                requirement: RequirementReference(id: $0, clause: "c", grade: .recommended),
                time: 0
            )
        }
        _ = gate.judge(.scenarioStarted(Sample.scenario("a-1")))
        guard case .scenarioEnded(let result) = gate.judge(.scenarioEnded(ScenarioResult(verdict: verdict, findings: findings)))
        else { return }
        #expect(result.judgement == (isWaived ? Judgement(expected: "fail", reason: "waived: frozen", standing: .met) : nil))
    }

    /// What is not mandatory is said and not counted, unless something mandatory is broken beside it, or the device claims all.
    @Test(arguments: [
        ([Grade.recommended], true, true), ([.variant, .recommended], true, true), ([.recommended, .mandatory], true, false),
        ([.mandatory], true, false), ([], true, false), ([.recommended], false, false),
        ([.unsaid], true, true), ([.unsaid, .mandatory], true, false),
    ])
    func aRequirementThatIsNotMandatoryIsNotCounted(broken: [Grade], advises: Bool, isAdvice: Bool) {
        var gate = Gate([], advises: advises, today: "2026-11-21")
        let findings = broken.map {
            Finding(
                verdict: .fail,
                domain: .device,
                summary: "s",
                requirement: RequirementReference(id: "LINE-5", clause: "V.250 §6.2.1", grade: $0),
                time: 0
            )
        }
        _ = gate.judge(.scenarioStarted(Sample.scenario("a-1")))
        guard case .scenarioEnded(let result) = gate.judge(.scenarioEnded(ScenarioResult(verdict: .fail, findings: findings)))
        else { return }
        #expect((result.judgement?.standing == .recommended) == isAdvice)
        #expect(result.judgement.map { $0.reason.contains("V.250 §6.2.1") } ?? !isAdvice)
    }

    @Test func inStrictModeAPassThatWasNotExpectedFailsTheGate() {
        #expect(Sample.judgement(Self.known, Sample.result(.pass), strict: true)?.breaksGate == true)
        #expect(Sample.judgement(Self.known, Sample.result(.fail), strict: true)?.breaksGate == false)
    }

    @Test(arguments: [Verdict.pass, .fail, .notApplicable]) func anExpiredExpectationFailsTheGate(verdict: Verdict) {
        let text = "expect fail of scenario a-1\n  because so\n  until 2026-11-20\n"
        let judgement = Sample.judgement(text, Sample.result(verdict))
        #expect(judgement?.standing == .expired)
        #expect(judgement?.breaksGate == true)
    }

    @Test func whatIsUnstableIsExpectedAsThat() {
        let text = "expect unstable of scenario a-1\n  because \"the line is noisy\"\n"
        #expect(Sample.judgement(text, Sample.result(.fail, attempts: [.fail, .pass]))?.standing == .met)
        #expect(Sample.judgement(text, Sample.result(.fail, attempts: [.fail, .fail]))?.standing == .differs)
    }

    @Test(arguments: [
        ("scenario b", nil, false), ("requirement GETMAIL-*", nil, true), ("requirement PUTMAIL-*", nil, false),
        ("scenario a-1\n  dialect multitech-*", nil, true), ("scenario a-1\n  dialect edsoft", nil, false),
        ("scenario a-1\n  device *G-F4*", "AT+CGMM: MTSMC-G-F4", true), ("scenario a-1\n  device *G-F4*", nil, false),
        ("scenario a-1\n  firmware 641*", "AT+CGMR: 641_09 · 2005", true),
        ("scenario a-1\n  firmware 641*", "AT+CGMM: 641", false),
    ])
    func conditionsSelect(subject: String, device: String?, covers: Bool) {
        let judgement = Sample.judgement("expect fail of \(subject)\n  because so\n", Sample.result(.fail), device: device)
        #expect((judgement != nil) == covers)
    }

    @Test func anEntryThatNamesTheScenarioWinsOverPatterns() {
        let text = """
            expect fail of scenario a-*
                because pattern
            expect error of scenario a-1
                because name
            """
        #expect(Sample.judgement(text, Sample.result(.error))?.reason == "name")
        #expect(Sample.judgement(text, Sample.result(.fail), scenario: Sample.scenario("a-2"))?.reason == "pattern")
    }
}

struct ExpectationFileTests {
    @Test(
        arguments: [
            ("expect «fial» of scenario a\n  because x", "“fial” is nothing to expect", "did you mean “fail”?"),
            ("expect fail «a»\n", "an entry begins otherwise", "expect fail of scenario NAME"),
            ("«expects» fail of scenario a\n", "an entry begins otherwise", "expect fail of scenario NAME"),
            ("«expect fail of scenario»\n", "an entry begins otherwise", "expect fail of scenario NAME"),
            (
                "# known\n«language 2»\nsomething else", "language 2 is not known: this version reads language 1",
                "write `language 1`, or use a version of Attest that reads language 2"
            ),
            (
                "language 1\n«language 1»\n", "the language stands in the first line of a file, once",
                "move it above everything else, or drop it"
            ),
            ("expect fail of «mail» a\n", "“mail” has no expectations", "of scenario NAME, or of requirement NAME"),
            (
                "expect fail of scenario x11  «x12»\n  because x", "an entry is about one name",
                "an entry for each name, or * for the part that differs"
            ),
            ("expect fail of scenario «\"x»\n  because x", "this quote is not closed", "end the text with \""),
            ("expect fail of scenario «\"\"»\n  because x", "“scenario” says nothing", nil),
            ("  «because x»", "this line belongs to no entry", "begin with: expect fail of scenario NAME"),
            ("«expect fail of scenario a»\n", "the entry does not say why", "add below it: because \"…\""),
            ("expect fail of scenario a\n  «becuase» x\n  because y", "an entry has no “becuase”", "did you mean “because”?"),
            (
                "expect fail of scenario a\n  because x\n  until «2026-02-30»", "“2026-02-30” is no day",
                "YYYY-MM-DD, such as 2027-03-31"
            ),
            ("expect fail of scenario a\n  because x\n  «because» y", "“because” stands twice in one entry", nil),
            ("expect fail of scenario a\n  «because»", "“because” says nothing", nil),
            ("expect fail of scenario a\n  because   «\" \"»", "“because” says nothing", nil),
            ("expect fail of scenario a\n  because «\"x»", "this quote is not closed", "end the text with \""),
            ("expect fail of scenario a\n  because «\"»", "this quote is not closed", "end the text with \""),
            (
                "«\u{FEFF}»expect fail of scenario a\n  because x", "a byte order mark does not belong here",
                "save the file without it"
            ),
        ] as [(String, String, String?)]
    )
    func errorsSayWhatIsWrongWhereAndHowToRepairIt(text: String, message: String, suggestion: String?) {
        let file = Sample.file(text.replacing("«", with: "").replacing("»", with: ""))
        #expect(file.diagnostics.map(\.message) == [message])
        #expect(file.diagnostics.first?.suggestion == suggestion)
        let marked = text.split(separator: "«").last?.prefix { $0 != "»" }
        #expect(file.diagnostics.first.map { file.source.text($0.range) } == marked.map(String.init))
    }

    @Test func anyBytesAreReadWithoutACrash() {
        for length in 0..<64 {
            let bytes = (0..<length * 7).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ length) }
            _ = ExpectationFile(SourceFile(path: "x", bytes: Array("expect fail of scenario a\n because ".utf8) + bytes))
        }
    }

    @Test(arguments: [
        ("2026-11-21", true), ("2024-02-29", true), ("2100-02-29", false), ("2026-13-01", false), ("26-1-1", false), ("", false),
    ])
    func daysAreThoseOfTheCalendar(text: String, isValid: Bool) { #expect(CalendarDay.isValid(text) == isValid) }

    /// Each line keeps the end that it has, and new ones get that of the first.
    @Test func anUpdateKeepsTheEndsOfLines() {
        let text = "# Known.\r\nexpect fail of scenario a\r\n    because \"so\"\nexpect fail of scenario b\r\n    because \"so\""
        var run = RunOutcomes()
        let nothing = Sample.file(text + "\r\n").updated(after: run, until: nil)
        #expect(nothing.text == text + "\r\n")
        run.record(.scenarioStarted(Sample.scenario("new")))
        run.record(.scenarioEnded(Sample.result(.fail)))
        #expect(
            Sample.file(text).updated(after: run, until: nil).text == text + "\r\n\r\n"
                + [
                    "expect fail of scenario new", "    because   \"it went wrong\"", "    dialect   multitech-ip", "", "",
                ].joined(separator: "\r\n")
        )
    }

    @Test func anUpdateTouchesOnlyWhatTheRunCovered() {
        let text = """
            # Known at the bench.

            expect fail of scenario passes-now
                because "old"

            expect fail of scenario elsewhere
                because "not in this run"

            # Two of a kind.
            expect fail of scenario other-now
                because "was a fail"
                issue   #8

            expect fail of requirement FTP-*
                because "a pattern"

            """
        var run = RunOutcomes()
        for (name, verdict, requirement) in [
            ("passes-now", Verdict.pass, "A"), ("other-now", .inconclusive, "A"), ("new", .error, "A"),
            ("under-a-pattern", .fail, "FTP-1"),
        ] {
            run.record(.scenarioStarted(Sample.scenario(name, requirement: requirement)))
            run.record(.scenarioEnded(Sample.result(verdict)))
        }
        let (updated, changes) = Sample.file(text).updated(after: run, until: "2027-01-01")
        #expect(
            updated == """
                # Known at the bench.

                expect fail of scenario elsewhere
                    because "not in this run"

                # Two of a kind.
                expect inconclusive of scenario other-now
                    because "was a fail"
                    issue   #8

                expect fail of requirement FTP-*
                    because "a pattern"

                expect error of scenario new
                    because   "it went wrong"
                    until     2027-01-01
                    dialect   multitech-ip


                """
        )
        #expect([changes.added, changes.changed, changes.removed] == [1, 1, 1])
        let again = Sample.file(updated)
        #expect(again.diagnostics.isEmpty)
        #expect(again.updated(after: run, until: nil).text == updated)
    }
}

struct AttemptsTests {
    private static func made(_ verdicts: [Verdict], _ policy: Attempts.Policy) -> (attempts: Attempts, made: Int) {
        var attempts = Attempts(policy)
        while attempts.wantsMore, attempts.count < verdicts.count {
            attempts.add([
                .scenarioStarted(Sample.scenario("a")), .hostSent([65], line: 1, time: 3),
                .scenarioEnded(Sample.result(verdicts[attempts.count])),
            ])
        }
        return (attempts, attempts.count)
    }

    @Test(
        arguments: [
            ([Verdict.pass, .fail, .pass], Attempts.Policy(repetitions: 3), 3, Verdict.fail, true),
            ([.pass, .fail], Attempts.Policy(), 1, .pass, false),
            ([.fail, .pass, .pass], Attempts.Policy(retries: 2), 2, .fail, true),
            ([.fail, .fail, .fail, .pass], Attempts.Policy(retries: 2), 3, .fail, false),
            ([.inconclusive, .pass], Attempts.Policy(retries: 1), 2, .inconclusive, true),
            ([.notApplicable, .pass], Attempts.Policy(repetitions: 5), 1, .notApplicable, false),
        ] as [([Verdict], Attempts.Policy, Int, Verdict, Bool)]
    )
    func theWorstAttemptDecides(verdicts: [Verdict], policy: Attempts.Policy, made: Int, verdict: Verdict, isUnstable: Bool) {
        let outcome = Self.made(verdicts, policy)
        #expect(outcome.made == made)
        guard case .scenarioEnded(let result) = outcome.attempts.events.last else { return #expect(Bool(false)) }
        #expect(result.verdict == verdict)
        #expect(result.isUnstable == isUnstable)
        #expect(result.attempts == (made > 1 ? Array(verdicts.prefix(made)) : []))
    }

    @Test func attemptsFollowEachOtherInTime() {
        #expect(
            Self.made([.fail, .pass], Attempts.Policy(repetitions: 2)).attempts.events.dropLast() == [
                .scenarioStarted(Sample.scenario("a")), .note(text: "attempt 1 of 2", line: 0, time: 0),
                .hostSent([65], line: 1, time: 3), .note(text: "attempt 2 of 2", line: 0, time: 10),
                .hostSent([65], line: 1, time: 13),
            ]
        )
    }
}
