import BenchFacts
import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

/// What no clause prescribes fails nobody, and is said.
struct ToleranceTests {
    // MARK: Time

    /// The dialect's 5 s are what is common. Half a minute later the answer counts as missing.
    @Test(arguments: [(5_000 as Int64, Verdict.pass, 0), (6_000, .pass, 1), (35_000, .pass, 1), (35_001, .fail, 0)])
    func aLateAnswerIsARemarkWhereNoClauseGivesATime(milliseconds: Int64, verdict: Verdict, notes: Int) {
        let device = ScriptedDevice([(.zero, "AT\r"), (.milliseconds(milliseconds), "\r\nOK\r\n")])
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == verdict)
        #expect(result.notes.count { $0 == "late: OK took more than 5 s, a limit that no clause gives" } == notes)
    }

    @Test(arguments: [(5_000 as Int64, Verdict.pass), (5_001, .fail)])
    func aLimitWithAClauseBinds(milliseconds: Int64, verdict: Verdict) {
        var device = ScriptedDevice([(.zero, "AT\r"), (.milliseconds(milliseconds), "\r\nOK\r\n")])
        device.limitHasAClause = true
        #expect(device.run([send("AT"), ok()]).result.verdict == verdict)
    }

    /// What the scenario writes itself it means.
    @Test(arguments: [(true, Verdict.fail), (false, .pass)])
    func aTimeOfTheScenariosOwnBinds(isFirm: Bool, verdict: Verdict) {
        let device = ScriptedDevice([(.zero, "AT\r"), (.seconds(4), "\r\nOK\r\n")])
        let expectation = Expectation(
            content: .line(pattern("OK", .result(number: 0))),
            within: .seconds(3),
            isFirm: isFirm
        )
        #expect(device.run([send("AT"), step(.expect(expectation))]).result.verdict == verdict)
    }

    @Test(arguments: [(10 as Int64, Verdict.pass, 0), (20, .pass, 1), (80, .fail, 0)])
    func whatTheBenchSeesMayComeLate(seconds: Int64, verdict: Verdict, notes: Int) {
        // The machine looks once at once, then at each of the device's bytes, and when the patience is spent.
        let device = ScriptedDevice([(.zero, "AT\r\r\nOK\r\n"), (.seconds(seconds), "\r\nRING\r\n")])
        device.bench.states = (seconds > 70 ? [.notYet("nothing")] : []) + [.notYet("nothing"), .holds]
        let seen = step(.observe(.smtp(.messageCount(1)), within: nil))
        let allowed = step(.unsolicited(.allow, pattern("RING", .information)))
        let result = device.run([allowed, send("AT"), ok(), seen]).result
        #expect(result.verdict == verdict)
        #expect(result.notes.count { $0.hasPrefix("late: seen after more than 10 s") } == notes)
    }

    // MARK: What may be left out

    /// Half a second, and ten: what may be left out is waited for as long as what follows it.
    @Test(arguments: [500 as Int64, 3_000, 10_000], [true, false])
    func anOptionalLineMayComeAsLateAsWhatFollowsIt(milliseconds: Int64, comes: Bool) {
        let text = (comes ? "\u{3}" : "") + "\r\nOK\r\n"
        let device = ScriptedDevice([(.zero, "AT\r"), (.milliseconds(milliseconds), text)])
        #expect(device.run([send("AT"), bytes("\u{3}", optional: true), ok()]).result.verdict == .pass)
    }

    /// Also where it is the last of steps that others follow.
    @Test func anOptionalLineAtTheEndOfItsBlockMayComeLate() {
        let device = ScriptedDevice([(.zero, "AT\r"), (.seconds(3), "\u{3}\r\nOK\r\n")])
        let block = step(.block(phase: nil, name: "closing", [send("AT"), bytes("\u{3}", optional: true)]))
        #expect(device.run([block, ok()]).result.verdict == .pass)
    }

    @Test func whatIsNeitherFails() {
        let device = ScriptedDevice([(.zero, "AT\r"), (.seconds(3), "\u{4}\r\nOK\r\n")])
        #expect(device.run([send("AT"), bytes("\u{3}", optional: true), ok()]).result.verdict == .fail)
    }

    // MARK: Echo

    @Test(arguments: [("AT\r\r\nOK\r\n", Verdict.pass, 0), ("\r\nOK\r\n", .pass, 1), ("AX\r\r\nOK\r\n", .fail, 0)])
    func anEchoThatNobodyPromisesMayBeAbsent(answer: String, verdict: Verdict, notes: Int) {
        let device = ScriptedDevice([(.zero, answer)])
        let result = device.run([step(.allowNoEcho), send("AT"), ok()]).result
        #expect(result.verdict == verdict)
        #expect(result.notes.count { $0 == "variant: no echo while a process runs" } == notes)
    }

    @Test func afterwardsTheEchoIsDueAgain() {
        let device = ScriptedDevice([(.zero, "\r\nOK\r\n")], [(.zero, "\r\nOK\r\n")])
        let again = step(.assume(echo: true, verbose: nil, quiet: nil))
        #expect(device.run([step(.allowNoEcho), send("AT"), again, ok(), send("AT"), ok()]).result.verdict == .fail)
    }

    // MARK: Framing

    /// App. B frames the lines of a read; of what an action shows it says nothing.
    @Test(arguments: [
        ("AT#VSTATE", "#STATE: 1\r\n", Verdict.pass, 0), ("AT#VSTATE", "\r\n#STATE: 1\r\n", .pass, 1),
        ("AT#STATE?", "#STATE: 1\r\n", .pass, 0), ("AT#STATE?", "\r\n#STATE: 1\r\n", .fail, 0),
        ("AT#VSTATE", "\n#STATE: 1\r\n", .fail, 0),
    ])
    func linesThatAnActionDisplaysAreFramedEitherWay(command: String, line: String, verdict: Verdict, notes: Int) {
        let device = ScriptedDevice([(.zero, "\(command)\r\(line)\r\nOK\r\n")])
        let shown = step(.expect(Expectation(content: .line(pattern("#STATE: 1", .parameter)))))
        let result = device.run([send(command), shown, ok()]).result
        #expect(result.verdict == verdict)
        #expect(result.notes.count { $0 == "variant: displayed lines stand as CR LF text CR LF" } == notes)
    }
}
