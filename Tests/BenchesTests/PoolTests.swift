import Events
import Gates
import Reports
import Rigs
import SimulatedWorld
import Testing
import Verdicts
import World

@testable import Benches

/// Several devices share the scenarios, in virtual time.
struct PoolTests {
    private static func waiting(_ names: String...) -> String {
        names.map { Trial.scenario($0, "> AT+SLOW", "< OK", "wait 60s") }.joined()
    }

    @Test func devicesShareTheScenarios() throws {
        let trial = try Trial()
        for _ in 0..<3 { trial.addModem() }
        try trial.run(Self.waiting("a", "b", "c", "d", "e", "f"))
        #expect(trial.verdicts == ["a pass", "b pass", "c pass", "d pass", "e pass", "f pass"])
        #expect(trial.modems.map { $0.heard.count { $0 == "AT+SLOW" } } == [2, 2, 2])
        // Twice a minute and what lies between, not six minutes.
        #expect(trial.world.now < .start + .seconds(150))
        #expect(!trial.wasInterrupted)
    }

    @Test func aDeviceThatIsLostLeavesItsScenarioToAnother() throws {
        let trial = try Trial()
        trial.addModem().isOn = false
        trial.addModem()
        try trial.run(Self.waiting("a", "b"))
        #expect(trial.verdicts == ["a pass", "b pass"])
        #expect(trial.modems[1].heard.count { $0 == "AT+SLOW" } == 2)
    }

    @Test func withoutADeviceNothingIsRun() throws {
        let trial = try Trial()
        for _ in 0..<2 { trial.addModem().isOn = false }
        try trial.run(Self.waiting("a", "b", "c"))
        #expect(trial.verdicts == ["a error", "b error", "c error"])
        #expect(try trial.summary(of: "c").hasPrefix("the device does not answer AT: not a byte comes"))
    }

    @Test(arguments: [(Attempts.Policy(repetitions: 3), 3, Verdict.fail), (Attempts.Policy(retries: 2), 2, .fail)])
    func attemptsAreMadeOneAfterTheOther(policy: Attempts.Policy, count: Int, verdict: Verdict) throws {
        let trial = try Trial()
        let modem = trial.addModem()
        // The first time is wrong, all others are right.
        modem.answer = { [unowned modem] in $0 == "AT+SOME" && modem.heard.count { $0 == "AT+SOME" } == 1 ? "ERROR" : "OK" }
        try trial.run(Trial.scenario("a", "> AT+SOME", "< OK"), policy)
        let result = try trial.result(of: "a")
        #expect(result.verdict == verdict)
        #expect(result.attempts.count == count)
        #expect(result.attempts.last == .pass)
    }

    @Test func whatIsEnoughStopsTheOthers() throws {
        let trial = try Trial()
        for _ in 0..<2 { trial.addModem() }
        let pool = try trial.pool(
            Self.waiting("a") + Trial.scenario("b", "> AT+SOME", "< NEVER") + Self.waiting("c", "d")
        )
        pool.isOver = { trial.outcomes.contains { $0.result.verdict == .fail } }
        trial.run(pool)
        #expect(trial.verdicts.contains("b fail"))
        #expect(!trial.verdicts.contains { $0.hasPrefix("c") || $0.hasPrefix("d") })
        #expect(trial.world.now < .start + .seconds(60))
    }

    @Test func theRigsBudgetIsKept() throws {
        let trial = try Trial()
        trial.addModem { $0.budget.limits = [.parameterWrites: 3] }
        let writes = ["a", "b"].map { Trial.scenario($0, "> AT#GPRSMODE=1", "< OK", "> AT#GPRSMODE=0", "< OK") }.joined()
        try trial.run(writes)
        #expect(trial.verdicts == ["a pass", "b notApplicable"])
        #expect(try trial.summary(of: "b").contains("of the rig's budget of 3 parameter writes 1 are left"))
    }

    @Test func whatRunsLongestIsTold() throws {
        let trial = try Trial()
        trial.addModem()
        let pool = try trial.pool(Self.waiting("a", "b"))
        #expect(pool.forecast == "2 scenarios, at least 2 min 0 s\nlongest: a 1 min 0 s, b 1 min 0 s")
        var seen: [String] = []
        trial.at(.seconds(30)) { seen.append(pool.progress.scenario ?? "") }
        trial.run(pool)
        #expect(seen == ["a"])
    }
}
