import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

/// Every byte of the device is accounted for, in order, however it is cut.
struct ConsumptionTests {
    static let dialogue = "AT\r\r\nOK\r\n"

    @Test(arguments: 0...dialogue.count)
    func theCutOfTheBytesDoesNotMatter(cut: Int) {
        let (first, second) = (String(Self.dialogue.utf8.prefix(cut))!, String(Self.dialogue.utf8.dropFirst(cut))!)
        let device = ScriptedDevice([(soon, first), (soon, second)].filter { !$0.1.isEmpty }.map { (after: $0.0, bytes: $0.1) })
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == .pass)
        #expect(result.assertions == 2)
    }

    @Test(arguments: [
        ("AT\r\r\nOK\r\nX", "unexpected bytes after the last line", 0),
        ("AT\r\r\nERROR\r\n", "the device sent something else", 2),
        ("AT\r\nOK\r\n", "the device sent something else", 0),
        ("\r\nOK\r\n", "the command line is not echoed as it was sent", 0),
        ("AT\r0\r", "the device sent something else", 0),
    ])
    func whateverIsNotExpectedFailsWithItsPlace(bytes: String, summary: String, mismatch: Int) throws {
        let result = ScriptedDevice([(soon, bytes)]).run([send("AT"), ok()]).result
        #expect(result.verdict == .fail)
        let finding = try #require(result.findings.first)
        #expect(finding.domain == .device)
        #expect(finding.summary == summary)
        #expect(finding.mismatch == mismatch)
        #expect(finding.requirement?.id == "R-1")
        #expect(finding.requirement?.clause == "001 ch. 7")
    }

    /// Bytes that came before the host's line are not its answer.
    @Test(arguments: [
        ("X", "a stray byte follows the previous answer"), ("+X\r\n", "4 stray bytes follow the previous answer"),
    ])
    func whatFollowsThePreviousAnswerIsCalledThat(bytes: String, summary: String) throws {
        let device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n\(bytes)")], [(soon, "AT\r\r\nOK\r\n")])
        let finding = try #require(device.run([send("AT"), ok(), send("AT"), ok()]).result.findings.first)
        #expect(finding.summary == summary)
        #expect(finding.mismatch == 0)
    }

    /// The host sends a second line without waiting: what came by then answers the first.
    @Test func answersToEarlierLinesAreNoStrays() throws {
        let device = ScriptedDevice([(soon, "AT\r\r\nERROR\r\n")], [(soon, "AT\r\r\nOK\r\n")])
        let finding = try #require(device.run([send("AT"), ok(), send("AT"), ok()]).result.findings.first)
        #expect(finding.summary == "the device sent something else")
    }

    @Test(arguments: [
        ("V1", "\r\nOK\r\n", "\r\n#CME ERROR: 5\r\n", "#X: 1\r\n"),
        ("V0", "\r0\r", "\r#CME ERROR: 5\r\n", "#X: 1\r\n"),
    ])
    func framingFollowsTheModesThatTheHostSet(mode: String, ok result: String, error: String, parameter: String) {
        let device = ScriptedDevice(
            [(soon, "ATE0\(mode)\r\(result)")],
            [(soon, error)],
            [(soon, parameter + (mode == "V0" ? "\r0\r" : "\r\nOK\r\n"))]
        )
        let run = device.run([
            send("ATE0\(mode)"), ok(), send("AT#BAD"), line("#CME ERROR: 5", .extendedError), send("AT#X?"),
            line("#X: 1", .parameter), ok(),
        ])
        #expect(run.result.verdict == .pass, "\(run.result.findings)")
        #expect(run.written == ["ATE0\(mode)\r", "AT#BAD\r", "AT#X?\r"])
    }

    @Test func aResultExpectedInQuietModeIsAMistakeOfTheSuite() {
        let result = ScriptedDevice([(soon, "ATQ1\r")]).run([send("ATQ1"), ok()]).result
        #expect(result.verdict == .error)
        #expect(result.findings.first?.domain == .suite)
    }

    @Test func changedS3AndS4ShapeTheLinesOwnResult() {
        let device = ScriptedDevice(
            [(soon, "ATS3=30S4=31\r\u{1e}\u{1f}OK\u{1e}\u{1f}")],
            [(soon, "AT\u{1e}\u{1e}\u{1f}OK\u{1e}\u{1f}")]
        )
        let run = device.run([send("ATS3=30S4=31"), ok(), send("AT"), ok()])
        #expect(run.result.verdict == .pass, "\(run.result.findings)")
        #expect(run.written.last == "AT\u{1e}")
    }

    @Test func unsolicitedLinesAreTakenOnlyWhereAllowedAndFailWhereForbidden() {
        let chatter = ScriptedDevice([(soon, "\r\n+CREG: 1\r\nAT\r\r\n+CREG: 5\r\n\r\nOK\r\n\r\n+CREG: 1\r\n")])
        let registered = LinePattern(
            alternatives: [.init(segments: [.text(Array("+CREG: ".utf8)), .capture(name: nil, .any)], framing: .information)])
        let allow = step(.unsolicited(.allow, registered))
        let forbid = step(.unsolicited(.forbid, registered))
        #expect(chatter.run([allow, send("AT"), ok()]).result.verdict == .pass)
        #expect(chatter.run([send("AT"), ok()]).result.verdict == .fail)
        let forbidden = chatter.run([forbid, send("AT"), ok()]).result
        #expect(forbidden.findings.first?.summary == "a forbidden line came")
        let scoped = chatter.run([step(.block(phase: nil, name: nil, [allow])), send("AT"), ok()]).result
        #expect(scoped.verdict == .fail)
    }

    /// What a block allows ends with it, whatever kind of block it is.
    @Test(arguments: ["none", "block", "repeat", "loop", "when", "either"])
    func aRuleEndsWithItsBlock(kind: String) {
        let allow = step(.unsolicited(.allow, pattern("RING", .information)))
        let inside = [allow, line("A")]
        let steps: [Step] =
            switch kind {
            case "none": inside + [line("A")]
            case "block": [step(.block(phase: nil, name: nil, inside + [line("A")]))]
            case "repeat": [step(.repeat(2, inside))]
            case "loop": [step(.loop(variable: "n", values: ["1", "2"].map { Value(bytes: Array($0.utf8)) }, inside))]
            case "when": [step(.when(.equal(Template("a"), Template("a")), then: inside + [line("A")], otherwise: []))]
            default: [line("A"), step(.either([[line("A"), allow, line("B")], [line("C")]]))]
            }
        var device = ScriptedDevice()
        let end = kind == "either" ? "\r\nRING\r\n\r\nB\r\n" : ""
        let start = kind == "either" ? "" : "\r\nRING\r\n"
        device.unasked = [(soon, start + "\r\nA\r\n\r\nA\r\n" + end)]
        #expect(device.run(steps).result.verdict == .pass)
        device.unasked = [(soon, "\r\nA\r\n\r\nA\r\n" + end + "\r\nRING\r\n\r\nOK\r\n")]
        let verdict = device.run(steps + [ok()]).result.verdict
        #expect(verdict == (kind == "none" ? .pass : .fail))
    }

    @Test func aRequiredLineMustComeInItsTime() {
        let require = step(.unsolicited(.require(within: .seconds(3)), pattern("RING", .information)))
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        #expect(device.run([require, send("AT"), ok()]).result.findings.first?.summary == "a required line did not come")
        device.unasked = [(.seconds(2), "\r\nRING\r\n")]
        #expect(device.run([require, send("AT"), ok()]).result.verdict == .pass)
        device.unasked = [(.seconds(4), "\r\nRING\r\n")]
        #expect(device.run([require, send("AT"), ok()]).result.verdict == .fail)
    }

    /// Nobody looks at the line while a step waits beyond the time of what is required.
    @Test(arguments: [(Int64(2), Verdict.pass), (4, .fail)])
    func aRequiredLineMayComeWhileAStepWaits(after seconds: Int64, verdict: Verdict) {
        let require = step(.unsolicited(.require(within: .seconds(3)), pattern("RING", .information)))
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        device.unasked = [(.seconds(seconds), "\r\nRING\r\n")]
        #expect(device.run([require, step(.wait(.seconds(20))), send("AT"), ok()]).result.verdict == verdict)
    }
}
