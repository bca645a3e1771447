import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

@testable import Execution

/// The runner's own strictness: what it must not let pass, however small the difference is.
struct StrictnessTests {
    /// Longer than any word or register that a comparison might stop at.
    static let long = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz"

    private static func changed(_ text: String, at index: Int) -> String {
        var bytes = Array(text.utf8)
        bytes[index] ^= 0x20
        return String(decoding: bytes, as: UTF8.self)
    }

    enum Place: String, CaseIterable { case line, bytes, echo, captured, allowed }

    /// Of letters it is the case that changes.
    @Test(arguments: Place.allCases, [0, 1, 15, 16, 17, 31, 32, 61])
    func everyByteIsComparedAndItsCaseToo(place: Place, index: Int) throws {
        let wrong = Self.changed(Self.long, at: index)
        func run(_ said: String) -> ScenarioResult {
            switch place {
            case .line:
                return ScriptedDevice([(soon, "AT\r\r\n\(said)\r\n\r\nOK\r\n")]).run([send("AT"), line(Self.long), ok()]).result
            case .bytes: return ScriptedDevice([(soon, "AT\r\(said)")]).run([send("AT"), bytes(Self.long)]).result
            case .echo: return ScriptedDevice([(soon, "\(said)\r\r\nOK\r\n")]).run([send(Self.long), ok()]).result
            case .captured:
                var device = ScriptedDevice()
                device.unasked = [(soon, "\r\n\(Self.long)\r\nX: \(said)\r\n")]
                let first = LinePattern(alternatives: [.init(segments: [.capture(name: "x", .any)], framing: .information)])
                let again = LinePattern(alternatives: [
                    .init(segments: [.text(Array("X: ".utf8)), .value("x")], framing: .parameter)
                ])
                return device.run([first, again].map { step(.expect(Expectation(content: .line($0)))) }).result
            case .allowed:
                return ScriptedDevice([(soon, "AT\r\r\n\(said)\r\n\r\nOK\r\n")])
                    .run([step(.unsolicited(.allow, pattern(Self.long, .information))), send("AT"), ok()]).result
            }
        }
        #expect(run(Self.long).verdict == .pass)
        let result = run(wrong)
        #expect(result.verdict == .fail)
        let finding = try #require(result.findings.first)
        switch place {
        case .line: #expect(finding.mismatch == 2 + index)
        case .bytes, .echo: #expect(finding.mismatch == index)
        case .captured: #expect(finding.mismatch == 3 + index)
        case .allowed: break
        }
    }

    /// One of several words is as long as it is: the device's word may begin like a shorter one.
    @Test(arguments: [("12", true), ("1", true), ("123", false), ("2", false), ("", false)])
    func oneOfSeveralWordsIsTheWholeWord(said: String, passes: Bool) {
        let pattern = LinePattern(alternatives: [
            .init(segments: [.capture(name: nil, .oneOf(["1", "12"]))], framing: .information)
        ])
        let device = ScriptedDevice([(soon, "AT\r\r\n\(said)\r\n\r\nOK\r\n")])
        let result = device.run([send("AT"), step(.expect(Expectation(content: .line(pattern)))), ok()]).result
        #expect((result.verdict == .pass) == passes)
    }

    /// What is not said by the word before belongs to the longest word that fits.
    @Test func theLongestOfSeveralWordsIsKept() {
        let pattern = LinePattern(alternatives: [
            .init(segments: [.capture(name: "x", .oneOf(["1", "12"])), .capture(name: "y", .any)], framing: .parameter)
        ])
        let check = step(.check(.equal(Template(parts: [.value("x")]), Template("12"))))
        let result = ScriptedDevice([(soon, "AT\r123\r\n\r\nOK\r\n")])
            .run([send("AT"), step(.expect(Expectation(content: .line(pattern)))), ok(), check]).result
        #expect(result.verdict == .pass, "\(result.findings)")
    }

    /// Under ATV0 an indication without a number has no line end before it (001 App. B "Output").
    @Test(arguments: [
        ("V0", "RING\r\n", true), ("V0", "\r\nRING\r\n", false), ("V1", "RING\r\n", false), ("V1", "\r\nRING\r\n", true),
    ])
    func theFramingOfIndicationsIsCompared(mode: String, said: String, passes: Bool) {
        let result = mode == "V0" ? "\r0\r" : "\r\nOK\r\n"
        let device = ScriptedDevice([(soon, "AT\(mode)\r\(result)\(said)")])
        #expect((device.run([send("AT\(mode)"), ok(), line("RING")]).result.verdict == .pass) == passes)
    }

    @Test(arguments: [
        (CaptureType.word, "abc-1.2", true), (.word, "a,b", false), (.word, "a b", false), (.word, "a\"b", false),
        (.word, "a\u{7F}", false), (.word, "", false), (.integer, "0123", true), (.integer, "-1", false), (.integer, "1a", false),
        (.integer, "", false), (.quoted, "\"\"", true), (.quoted, "\"a b,c\"", true), (.quoted, "\"a", false),
        (.quoted, "a\"", false),
        (.ipv4, "192.0.2.255", true), (.ipv4, "192.0.2.256", false), (.ipv4, "192.0.2", false), (.ipv4, "192.0.2.1.1", false),
        (.ipv4, "192..2.1", false), (.ipv4, "1920.0.2.1", false), (.any, "", true), (.any, "x\u{1}y", true),
    ])
    func aTypeTakesNothingElse(type: CaptureType, said: String, passes: Bool) {
        let pattern = LinePattern(alternatives: [
            .init(segments: [.text(Array("X: ".utf8)), .capture(name: "x", type)], framing: .parameter)
        ])
        let result = ScriptedDevice([(soon, "AT\rX: \(said)\r\n\r\nOK\r\n")])
            .run([send("AT"), step(.expect(Expectation(content: .line(pattern)))), ok()]).result
        #expect((result.verdict == .pass) == passes)
    }

    @Test("what stands between quotes is kept without them") func quotedIsKeptInside() {
        let pattern = LinePattern(alternatives: [.init(segments: [.capture(name: "x", .quoted)], framing: .parameter)])
        let check = step(.check(.equal(Template(parts: [.value("x")]), Template("a b"))))
        let result = ScriptedDevice([(soon, "AT\r\"a b\"\r\n\r\nOK\r\n")])
            .run([send("AT"), step(.expect(Expectation(content: .line(pattern)))), ok(), check]).result
        #expect(result.verdict == .pass, "\(result.findings)")
    }

    // MARK: Times

    @Test func whatCameTooLateIsToldWithItsTime() throws {
        // The line was begun in time, and its end came late.
        let device = ScriptedDevice([(.zero, "AT\r"), (.seconds(2), "\r\nO"), (.milliseconds(1_250), "K\r\n")])
        var late = device
        late.hostLateness = .seconds(2)
        let result = device.run([send("AT"), ok(within: .seconds(3))]).result
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.domain == .device)
        #expect(result.findings.first?.summary == "the line is incomplete after 3 s")
        // A host that slept for 2 s finds the whole line, 2 s too late: it may have missed it itself.
        let missed = late.run([send("AT"), ok(within: .seconds(3))]).result
        let finding = try #require(missed.findings.first)
        #expect(finding.summary == "it came 2 s too late")
        #expect(finding.expected == ["OK"])
        #expect(finding.received == Array("\r\nOK\r\n".utf8))
        #expect(finding.domain == .host)
        #expect(missed.verdict == .inconclusive)
    }

    /// The bytes wait during a `wait`, and count by when they came.
    @Test(arguments: [(2_999 as Int64, Verdict.pass), (3_000, .pass), (3_001, .fail), (9_000, .fail)])
    func whatWaitedForItsExpectationIsJudgedByItsArrival(milliseconds: Int64, verdict: Verdict) {
        var device = ScriptedDevice([(.zero, "AT\r")])
        device.unasked = [(.milliseconds(milliseconds), "\r\nOK\r\n"), (.milliseconds(milliseconds + 100), "\r\nRING\r\n")]
        // The branch has a limit; what decides it has none.
        let steps = [
            send("AT"),
            step(.anyOrder([ok(within: .seconds(3)), line("RING", within: .seconds(20))])),
        ]
        let result = device.run(steps).result
        #expect(result.verdict == verdict, "\(result.findings)")
        if verdict == .fail {
            #expect(result.findings.first?.summary == "it came \(readable(.milliseconds(milliseconds - 3_000))) too late")
            #expect(result.findings.first?.domain == .device)
        }
    }

    /// A host that woke late once is excused for as much, and no more.
    @Test(arguments: [(200 as Int64, FaultDomain.host), (300, .device)])
    func onlyAsMuchAsTheHostMissedIsExcused(lateness: Int64, domain: FaultDomain) throws {
        let steps = [step(.assume(echo: false, verbose: nil, quiet: nil)), send("AT"), ok(within: .seconds(3))]
        let plan = ScriptedDevice.plan(steps)
        var settings = ExecutionSettings()
        settings.tolerance = .milliseconds(100)
        var machine = ScenarioMachine(plan: plan, dialect: ScriptedDevice.dialect, settings: settings)
        let bench = QuietBench()
        _ = machine.advance(at: .start, bench: bench)
        let arrival = Instant.start + .milliseconds(3_000 + lateness)
        machine.hostWoke(at: .start + .milliseconds(1_250), due: .start + .seconds(1))
        machine.receive(Array("\r\nOK\r\n".utf8), at: arrival)
        var outputs = machine.advance(at: arrival, bench: bench)
        while let wake = machine.wake { outputs = machine.advance(at: wake, bench: bench) }
        guard case .finished(let result)? = outputs.last else {
            Issue.record("it does not end")
            return
        }
        #expect(result.findings.map(\.domain) == [domain])
        #expect(result.verdict == (domain == .host ? .inconclusive : .fail))
    }

    @Test func theLimitIsThatOfTheLastCommand() {
        func verdict(_ command: String, after delay: Int64) -> Verdict {
            let device = ScriptedDevice(
                [(.zero, "AT#SLOW\r\r\nOK\r\n")],
                [(.zero, "\(command)\r"), (.seconds(delay), "\r\nOK\r\n")]
            )
            return device.run([send("AT#SLOW"), ok(), send(command), ok()]).result.verdict
        }
        #expect(verdict("AT#SLOW", after: 59) == .pass)
        // Half a minute of patience on top, since no clause gives either.
        #expect(verdict("AT#SLOW", after: 89) == .pass)
        #expect(verdict("AT#SLOW", after: 91) == .fail)
        #expect(verdict("AT", after: 4) == .pass)
        #expect(verdict("AT", after: 34) == .pass)
        #expect(verdict("AT", after: 36) == .fail)
    }

    /// `silence for 7s..8s` bounds the step after it, and no further one.
    @Test func theEndOfASilenceBoundsOneStep() {
        let device = ScriptedDevice([(.zero, "AT\r"), (.seconds(2), "\r\nA\r\n"), (.seconds(4), "\r\nOK\r\n")])
        let steps = [send("AT"), step(.silence(atLeast: .seconds(1), atMost: .seconds(3))), line("A"), ok()]
        #expect(device.run(steps).result.verdict == .pass)
    }

    // MARK: Order and number

    @Test(arguments: [("\r\nB\r\n", false), ("\r\nB\r\n\r\nA\r\n", true), ("\r\nB\r\n\r\nB\r\n", false)])
    func allOfAnyOrderMustCome(said: String, passes: Bool) {
        let device = ScriptedDevice([(soon, "AT\r\(said)")])
        #expect((device.run([send("AT"), step(.anyOrder([line("A"), line("B")]))]).result.verdict == .pass) == passes)
    }

    @Test(arguments: [(1, false), (2, true), (3, false)]) func aBlockIsRepeatedExactlySoOften(count: Int, passes: Bool) {
        let said = String(repeating: "\r\nX\r\n", count: count)
        let device = ScriptedDevice([(soon, "AT\r\(said)\r\nOK\r\n")])
        #expect((device.run([send("AT"), step(.repeat(2, [line("X")])), ok()]).result.verdict == .pass) == passes)
    }

    @Test("a required line comes once; a second one is another line") func requiredOnce() {
        let require = step(.unsolicited(.require(within: nil), pattern("RING", .information)))
        func verdict(_ rings: Int) -> Verdict {
            ScriptedDevice([(soon, "AT\r" + String(repeating: "\r\nRING\r\n", count: rings) + "\r\nOK\r\n")])
                .run([require, send("AT"), ok()]).result.verdict
        }
        #expect([1, 2].map(verdict) == [.pass, .fail])
    }

    @Test("a required line is waited for from where it is required", arguments: [(4_900 as Int64, true), (5_100, false)])
    func requiredFromItsLineOn(milliseconds: Int64, passes: Bool) {
        let require = step(.unsolicited(.require(within: nil), pattern("RING", .information)))
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        device.unasked = [(.milliseconds(milliseconds), "\r\nRING\r\n")]
        let result = device.run([require, step(.wait(.seconds(4))), send("AT"), ok()]).result
        #expect((result.verdict == .pass) == passes, "\(result.findings)")
    }

    @Test("a forbidden line fails in a silence, before the echo and after the last step too", arguments: 0...2)
    func forbiddenEverywhere(place: Int) {
        let forbid = step(.unsolicited(.forbid, pattern("RING", .information)))
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        device.unasked = [([.milliseconds(500), .seconds(1), .seconds(2)][place], "\r\nRING\r\n")]
        if place == 1 { device.answers = [[(soon, "\r\nRING\r\nAT\r\r\nOK\r\n")]] }
        if place == 2 { device.answers = [[(soon, "AT\r\r\nOK\r\n\r\nRING\r\n")]] }
        let quiet = step(.silence(atLeast: .seconds(1), atMost: nil))
        let result = device.run([forbid, quiet, send("AT"), ok()]).result
        #expect(result.findings.first?.summary == "a forbidden line came")
        #expect(result.verdict == .fail)
    }

    // MARK: Ends

    @Test(arguments: [Interval.zero, .milliseconds(150)])
    func whatFollowsThePostamblesLastLineIsNoticed(delay: Interval) throws {
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")], [(soon, "ATH\r\r\nOK\r\n"), (delay, "X")])
        device.postambles = [send("ATH"), ok()]
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == .inconclusive)
        let finding = try #require(result.findings.first)
        #expect(finding.summary == "in the postamble: unexpected bytes after the last line")
        #expect(finding.received == Array("X".utf8))
        // What is wrong with the body is said alone.
        device.answers[0] = [(soon, "AT\r\r\nNO\r\n")]
        #expect(device.run([send("AT"), ok()]).result.findings.map(\.summary) == ["the device sent something else"])
        device.answers = [[(soon, "AT\r\r\nOK\r\n")], [(soon, "ATH\r\r\nOK\r\n")]]
        #expect(device.run([send("AT"), ok()]).result.verdict == .pass)
    }

    /// The gravest verdict counts, whichever comes first.
    @Test func aFailureOutranksWhatThePostamblesMakeOfIt() {
        var device = ScriptedDevice([(soon, "AT\r\r\nNO\r\n")], [(soon, "ATH\r\r\nNO\r\n")])
        device.postambles = [send("ATH"), ok()]
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == .fail)
        #expect(result.findings.map(\.verdict) == [.fail, .inconclusive])
    }

    @Test func theRequirementOfABlockIsForgottenAfterIt() {
        let device = ScriptedDevice([(soon, "AT\r\r\nNO\r\n")])
        let block = step(.block(phase: nil, name: nil, [step(.cite(requirement: "R-2"))]))
        #expect(device.run([block, send("AT"), ok()]).result.findings.first?.requirement?.id == "R-1")
    }

    @Test func aVariantIsNotedOnceAndTheCanonicalTextNever() {
        let form = LinePattern(alternatives: ["A", "B"].map { .init(segments: [.text(Array($0.utf8))], framing: .information) })
        let expect = step(.expect(Expectation(content: .line(form))))
        let device = ScriptedDevice([(soon, "AT\r\r\nA\r\n\r\nB\r\n\r\nB\r\n")])
        #expect(device.run([send("AT"), expect, expect, expect]).result.notes == ["variant: B for A"])
    }

    @Test(
        "numbers are compared as numbers",
        arguments: [("9", "10", true), ("10", "9", false), ("10", "10", false), ("-1", "0", true)]
    )
    func numbers(left: String, right: String, holds: Bool) {
        let device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        let check = step(.check(.less(Template(left), Template(right))))
        #expect((device.run([send("AT"), ok(), check]).result.verdict == .pass) == holds)
    }

    /// The echo of a line that switches it off still comes; that of the next does not.
    @Test(arguments: [("", true), ("AT\r", false)]) func withoutEchoNoneIsAccepted(echo: String, passes: Bool) {
        let device = ScriptedDevice([(soon, "ATE0\r\r\nOK\r\n")], [(soon, "\(echo)\r\nOK\r\n")])
        #expect((device.run([send("ATE0"), ok(), send("AT"), ok()]).result.verdict == .pass) == passes)
    }

    @Test("a semicolon between quotes parts no commands") func quotedSemicolon() {
        let device = ScriptedDevice([(soon, "AT#SUBJ1=\"a;E0\"\r\r\nOK\r\n")], [(soon, "AT\r\r\nOK\r\n")])
        #expect(device.run([send("AT#SUBJ1=\"a;E0\""), ok(), send("AT"), ok()]).result.verdict == .pass)
        let apart = ScriptedDevice([(soon, "AT#SUBJ1=\"a\";E0\r\r\nOK\r\n")], [(soon, "\r\nOK\r\n")])
        #expect(apart.run([send("AT#SUBJ1=\"a\";E0"), ok(), send("AT"), ok()]).result.verdict == .pass)
    }

    @Test("the reset to defaults brings the echo back", arguments: ["ATZ", "AT&F", "ATZ0", "ATE1"]) func defaults(command: String)
    {
        let device = ScriptedDevice(
            [(soon, "ATE0\r\r\nOK\r\n")],
            [(soon, "\r\nOK\r\n")],
            [(soon, "AT\r\r\nOK\r\n")]
        )
        #expect(device.run([send("ATE0"), ok(), send(command), ok(), send("AT"), ok()]).result.verdict == .pass)
    }
}
