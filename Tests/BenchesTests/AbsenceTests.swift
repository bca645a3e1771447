import Events
import Gates
import Rigs
import SimulatedWorld
import Testing
import Verdicts
import World

@testable import Benches

/// A line that goes, and may come back, in virtual time.
struct AbsenceTests {
    private static let long = Trial.scenario("a", "> AT+SOME", "< OK", "wait 60s") + Trial.scenario("b", "> AT+SOME", "< OK")

    /// - Parameter gone: How long the line is away from 30 s on; nil: for good.
    private func trial(_ gone: Interval?, _ change: (inout Rig) -> Void = { _ in }, devices: Int = 1) throws -> Trial {
        let trial = try Trial()
        for _ in 0..<devices { trial.addModem(change) }
        let line = try #require(trial.line())
        trial.at(.seconds(30)) { line.leave() }
        if let gone { trial.at(.seconds(30) + gone) { line.comeBack() } }
        return trial
    }

    @Test func aDeviceThatLeavesTheBusAndComesBackHasCrashed() throws {
        let trial = try trial(.seconds(7))
        try trial.run(Self.long)
        #expect(trial.verdicts == ["a fail", "b pass"])
        #expect(try trial.result(of: "a").breakdown == .crash)
        #expect(try trial.summary(of: "a") == "the device started anew: its line was gone for 7 s (unplugged)")
        #expect(trial.line()?.openings == 2)
    }

    /// What leaves there is a server: nothing is said of the device.
    @Test func aServerThatLeavesIsTheBenchs() throws {
        let trial = try trial(.seconds(7)) { $0.device = .tcp(host: "serial", port: 2217) }
        try trial.run(Self.long)
        #expect(trial.verdicts == ["a error", "b pass"])
        #expect(try trial.summary(of: "a") == "the line to the device is gone: unplugged")
    }

    @Test func aLineThatStaysAwayIsSetAside() throws {
        let trial = try trial(nil)
        try trial.run(Self.long)
        #expect(trial.verdicts == ["a error", "b error"])
        #expect(try trial.summary(of: "b") == "the line to the device is gone: unplugged")
        // It was looked for for half a minute.
        #expect(trial.world.now >= .start + .seconds(60))
    }

    @Test func whatItLeavesIsRunOnAnother() throws {
        let trial = try trial(nil, devices: 2)
        try trial.run(Self.long)
        #expect(trial.verdicts == ["a pass", "b pass"])
        #expect(trial.modems[1].heard.count { $0 == "AT+SOME" } == 2)
    }

    /// A scenario may have the device start anew: its line goes and comes back.
    @Test func aRestartThatWasAskedForIsNoCrash() throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.powerCycle = "relay" }
        trial.facilities.carryOut = { [unowned trial] _ in
            trial.line()?.leave()
            trial.at(.seconds(5)) { trial.line()?.comeBack() }
            return nil
        }
        try trial.run(
            Trial.scenario(
                "a",
                needs: "stimulus power-cycle",
                "> AT+SOME",
                "< OK",
                "device is switched off and on",
                "wait 20s",
                "> AT+SOME",
                "< OK"
            )
        )
        #expect(trial.verdicts == ["a pass"])
        #expect(modem.heard.count { $0 == "AT+SOME" } == 2)
    }

    /// While the bench asks, the device is only starting.
    @Test func aLineThatGoesBeforeTheScenarioIsAwaited() throws {
        let trial = try Trial()
        trial.addModem()
        let line = try #require(trial.line())
        trial.at(.milliseconds(50)) { line.leave() }
        trial.at(.seconds(9)) { line.comeBack() }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK"))
        #expect(trial.verdicts == ["a pass"])
        #expect(trial.world.now >= .start + .seconds(9))
    }

    /// One that has answered starts anew by leaving, unless its rig says that it may be starting.
    @Test(arguments: [(nil, ["a fail", "b pass"]), (Interval.seconds(10), ["a pass", "b pass"])])
    func aLineThatGoesWhileTheBenchAsksIsACrash(bootTime: Interval?, verdicts: [String]) throws {
        let trial = try Trial()
        let modem = trial.addModem { $0.bootTime = bootTime }
        let line = try #require(trial.line())
        modem.answer = { [unowned trial] command in
            guard command == "ATS3=13S4=10S5=8", line.openings == 1 else { return "OK" }
            trial.at(.milliseconds(1)) { line.leave() }
            trial.at(.seconds(4)) { line.comeBack() }
            return nil
        }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK") + Trial.scenario("b", "> AT+SOME", "< OK"))
        #expect(trial.verdicts == verdicts)
    }

    /// A program does not come back.
    @Test func aProgramThatEndsIsNotAwaited() throws {
        let trial = try trial(nil) { $0.device = .program(command: "device") }
        try trial.run(Self.long)
        #expect(trial.verdicts == ["a error", "b error"])
        #expect(trial.world.now < .start + .seconds(31))
    }

    /// The device that has lost its line while it was idle is given nothing more.
    @Test func whatIsLostWhileIdleIsGivenNothing() throws {
        let trial = try Trial()
        trial.addModem { $0.device = .program(command: "device") }
        trial.addModem()
        let other = trial.modems[1]
        let line = try #require(trial.line())
        // The second attempt at `b` comes when the first device is idle, and its line gone.
        other.answer = { [unowned other] in $0 == "AT+LATE" && other.heard.count { $0 == "AT+LATE" } == 1 ? "ERROR" : "OK" }
        trial.at(.seconds(30)) { line.leave() }
        try trial.run(
            Trial.scenario("a", "> AT+SOME", "< OK") + Trial.scenario("b", "> AT+SOME", "< OK", "wait 60s", "> AT+LATE", "< OK"),
            .init(retries: 1)
        )
        #expect(try trial.result(of: "b").attempts == [.fail, .pass])
        #expect(trial.world.now < .start + .seconds(300))
    }
}
