import Events
import Rigs
import SimulatedWorld
import Testing
import Verdicts
import World

@testable import Benches

/// What a device goes through between scenarios, in virtual time.
struct ProbingTests {
    private static let plain = Trial.scenario("a", "> AT+SOME", "< OK")

    @Test func aNewDeviceIsAskedWhoItIs() throws {
        let trial = try Trial()
        trial.addModem().answer = { $0 == "ATI" ? "Model X\r\n\r\nOK" : "OK" }
        try trial.run(Self.plain + Trial.scenario("b", "> AT+SOME", "< OK"))
        #expect(trial.verdicts == ["a pass", "b pass"])
        #expect(trial.modems[0].heard.count { $0 == "ATI" } == 1)
        let told = trial.outcomes.map { $0.events.contains(.benchSaw(party: "device", text: "ATI: Model X", time: 0)) }
        #expect(told == [true, false])
    }

    /// Between scenarios that pass nothing is asked.
    @Test func aDeviceIsProbedAfterAScenarioThatDidNotPass() throws {
        func probes(_ answer: String) throws -> Int {
            let trial = try Trial()
            trial.addModem()
            try trial.run(Trial.scenario("a", "> AT+SOME", "< \(answer)") + Trial.scenario("b", "> AT+SOME", "< OK"))
            #expect(trial.verdicts.last == "b pass")
            return trial.modems[0].heard.count { $0 == "ATQ0V1E1" }
        }
        #expect(try probes("NEVER") > probes("OK"))
    }

    @Test func aDeviceThatIsLeftInADataModeIsLedOut() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        var isInDataMode = true
        modem.onByte = { byte in
            if byte == 0x03 { isInDataMode = false }
            return !isInDataMode
        }
        try trial.run(Self.plain)
        #expect(trial.verdicts == ["a pass"])
        #expect(!isInDataMode)
    }

    @Test func theRigsSetUpIsSentAndMustBeTaken() throws {
        for (answer, verdict) in [("OK", "a pass"), ("ERROR", "a error")] {
            let trial = try Trial()
            trial.addModem { $0.setUp = ["AT+SETUP"] }.answer = { $0 == "AT+SETUP" ? answer : "OK" }
            try trial.run(Self.plain)
            #expect(trial.verdicts == [verdict])
        }
    }

    @Test func aDeviceThatFallsSilentHangsAndTheRestIsNotRun() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        modem.answer = { [unowned modem] in
            if $0 == "AT+SOME" { modem.isOn = false }
            return "OK"
        }
        try trial.run(Self.plain + Trial.scenario("b", "> AT", "< OK", "> AT", "< OK") + Trial.scenario("c", "> AT", "< OK"))
        #expect(trial.verdicts == ["a pass", "b fail", "c inconclusive"])
        #expect(try trial.result(of: "b").breakdown == .hang)
        #expect(try trial.summary(of: "c") == "not run: the device hangs since ‘b’, and the rig has no ‘power cycle’")
    }

    @Test func aDeviceThatStartsByItselfHasCrashed() throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.startTexts = ["+WIND:"] }
        trial.at(.seconds(30)) { modem.say("+WIND: 3") }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK", "wait 60s") + Trial.scenario("b", "> AT+SOME", "< OK"))
        #expect(trial.verdicts == ["a fail", "b pass"])
        #expect(try trial.result(of: "a").breakdown == .crash)
    }

    /// After it has failed, while the bench brings it back.
    @Test func aRestartIsNoticedWhileTheBenchAsks() throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.startTexts = ["+WIND:"] }
        var isAsked = 0
        modem.answer = { [unowned modem] in
            guard $0 == "AT+CGREG=0" else { return "OK" }
            isAsked += 1
            if isAsked == 2 { modem.say("+WIND: 3") }
            return "OK"
        }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< NEVER") + Trial.scenario("b", "> AT+SOME", "< OK"))
        #expect(trial.verdicts == ["a fail", "b pass"])
        #expect(try trial.result(of: "a").breakdown == .crash)
    }

    @Test(arguments: [(Interval.seconds(3), ["a pass"]), (.seconds(30), ["a error"])])
    func aDeviceIsAwaitedAsLongAsItsRigSays(boots: Interval, verdicts: [String]) throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.bootTime = .seconds(10) }
        modem.isOn = false
        trial.at(boots) {
            modem.say("SYSSTART")
            modem.isOn = true
        }
        try trial.run(Self.plain)
        #expect(trial.verdicts == verdicts)
    }

    @Test(arguments: [(["+CMTI:"], ["a pass"]), ([], ["a fail"])])
    func whatADeviceSaysOfItselfIsPassedOver(texts: [String], verdicts: [String]) throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.unsolicited = texts }
        modem.answer = { [unowned modem] _ in
            modem.say("+CMTI: 3")
            return "OK"
        }
        try trial.run(Self.plain)
        #expect(trial.verdicts == verdicts)
    }

    /// Its line says that it has no supply (V.24, circuit 107): nobody's fault but the bench's.
    @Test func aDeviceWithoutSupplyIsExcused() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        trial.at(.seconds(30)) { modem.loseSupply() }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK", "wait 60s", "> AT", "< OK"))
        #expect(trial.verdicts == ["a inconclusive"])
        #expect(try trial.summary(of: "a") == "DSR went off: the device has no supply, or its cable is out")
    }
}

/// Commands of a rig, in virtual time.
struct HookRunnerTests {
    private static let scenario = Trial.scenario("a", needs: "gprs, stimulus registration", "> AT+SOME", "< OK")

    private func rig(_ rig: inout Rig) {
        rig.network.bind = [IPv4Address(127, 0, 0, 1)]
        rig.hooks = [Rig.Hook(stimulus: "registration", command: "antenna on", undo: "antenna off")]
        rig.powerCycle = "relay"
    }

    @Test func hooksSettleTheSurroundingsAndAreUndone() throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        var heard: [String: Int] = [:]
        trial.facilities.carryOut = { command in
            heard[command] = modem.heard.count
            return nil
        }
        try trial.run(Self.scenario)
        #expect(trial.verdicts == ["a pass"])
        #expect(trial.facilities.commands == ["antenna on", "antenna off"])
        // Nothing is said to the device before its surroundings are settled, and nothing after.
        #expect(heard == ["antenna on": 0, "antenna off": modem.heard.count])
    }

    /// It has put back what was written before, and what comes back behind it nobody knows.
    @Test func nothingIsKnownOfADeviceThatAHookPutBack() throws {
        let trial = try Trial()
        let modem = trial.addModem { rig in
            self.rig(&rig)
            rig.hooks = [Rig.Hook(stimulus: "factory-state", command: "reset")]
        }
        let scenarios = [("a", ""), ("b", ""), ("c", "stimulus factory-state"), ("d", ""), ("e", "")]
        try trial.run(scenarios.map { Trial.scenario($0, needs: $1, "ensure AT#PPPMODE=1", "> AT+\($0)", "< OK") }.joined())
        #expect(trial.verdicts == ["a pass", "b pass", "c pass", "d pass", "e pass"])
        let said = modem.heard.filter { $0.hasPrefix("AT#PPPMODE=") || $0.count == "AT+a".count }
        #expect(
            said == ["AT#PPPMODE=1", "AT+a", "AT+b", "AT#PPPMODE=1", "AT+c", "AT#PPPMODE=1", "AT+d", "AT+e"]
        )
    }

    @Test func aHookCallsTheDeviceAtTheStepThatSaysSo() throws {
        let trial = try Trial()
        let modem = trial.addModem { rig in
            self.rig(&rig)
            rig.hooks = [Rig.Hook(stimulus: "incoming-call", command: "call")]
        }
        var heard: [Int] = []
        trial.facilities.carryOut = { _ in
            heard.append(modem.heard.count)
            return nil
        }
        let steps = ["> AT+SOME", "< OK", "gsm calls from \"1\" for 2 rings", "> AT+SOME", "< OK"]
        try trial.run(Trial.scenario("a", needs: "gsm, stimulus incoming-call", steps[0], steps[1], steps[2], steps[3], steps[4]))
        #expect(trial.verdicts == ["a pass"])
        #expect(trial.facilities.commands == ["call"])
        #expect(heard.count == 1 && heard[0] > 0)
    }

    @Test func aHookThatFailsIsTheBenchs() throws {
        let trial = try Trial()
        trial.addModem(rig)
        trial.facilities.carryOut = { $0 == "antenna on" ? "no such relay" : nil }
        try trial.run(Self.scenario)
        #expect(trial.verdicts == ["a error"])
        #expect(try trial.summary(of: "a") == "the hook ‘registration’ failed: no such relay")
        #expect(trial.facilities.commands == ["antenna on", "antenna off"])
    }

    @Test(arguments: [true, false]) func aSilentDeviceIsSwitchedOffAndOnOnce(helps: Bool) throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        modem.isOn = false
        trial.facilities.carryOut = { command in
            if command == "relay" { modem.isOn = helps }
            return nil
        }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK") + Trial.scenario("b", "> AT+SOME", "< OK"))
        #expect(trial.facilities.commands == ["relay"])
        #expect(trial.verdicts == (helps ? ["a pass", "b pass"] : ["a error", "b error"]))
        if !helps { #expect(try trial.summary(of: "b").hasSuffix(", even after a power cycle")) }
    }

    @Test func aScenarioSwitchesTheDeviceOffAndOn() throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        trial.facilities.carryOut = { _ in
            modem.isOn = true
            return nil
        }
        let text = Trial.scenario(
            "a",
            needs: "stimulus power-cycle",
            "> AT+SOME",
            "< OK",
            "device is switched off and on",
            "> AT+SOME",
            "< OK"
        )
        try trial.run(text)
        #expect(trial.verdicts == ["a pass"])
        #expect(trial.facilities.commands == ["relay"])
    }

    /// What it says when it starts may stand behind other lines of its own, or behind the answer to the first question.
    @Test(arguments: [(["+WIND: 3", "+WIND: 13"], "OK"), (["boot 1.0", "+WIND: 13"], "OK"), ([], "OK\r\n\r\n+WIND: 13")])
    func aLineThatIsRequiredCountsWhileTheDeviceStarts(first: [String], answer: String) throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        trial.facilities.carryOut = { _ in
            for text in first { modem.say(text) }
            modem.answer = { _ in
                modem.answer = { _ in "OK" }
                return answer
            }
            return nil
        }
        let required = ["require +WIND: 13 within 2min", "device is switched off and on", "> AT+SOME", "< OK"]
        try trial.run(Trial.scenario("a", needs: "stimulus power-cycle", required.joined(separator: "\n    ")))
        #expect(trial.verdicts == ["a pass"])
    }

    @Test func aLineThatIsRequiredMayNotBeAbsentFromTheStart() throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        trial.facilities.carryOut = { _ in
            modem.say("+WIND: 3")
            return nil
        }
        let required = ["require +WIND: 13 within 2min", "device is switched off and on", "> AT+SOME", "< OK"]
        try trial.run(Trial.scenario("a", needs: "stimulus power-cycle", required.joined(separator: "\n    ")))
        #expect(trial.verdicts == ["a fail"])
    }

    /// What broke the device may have been the bench: only what is on record excuses it.
    @Test func aHookThatRanExcusesADeviceThatFallsSilent() throws {
        let trial = try Trial()
        let modem = trial.addModem(rig)
        trial.facilities.carryOut = { _ in
            modem.isOn = false
            return nil
        }
        // It has answered once, so that it is known to answer.
        try trial.run(Trial.scenario("0", "> AT+SOME", "< OK") + Self.scenario)
        #expect(trial.verdicts.contains("a inconclusive"))
        #expect(try trial.summary(of: "a") == "the hook ‘registration’ ran, and the device fell silent")
    }
}
