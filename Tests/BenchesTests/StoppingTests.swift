import Events
import Rigs
import SimulatedWorld
import Testing
import Verdicts
import World

@testable import Benches

/// A run that is stopped by a signal, in virtual time.
struct StoppingTests {
    private static let text = """
        postamble offline
            > AT+AFTER
            < OK

        scenario a
            verifies  LINE-1
            end offline
            > AT+SOME
            < OK
            wait 60s

        scenario b
            verifies  LINE-1
            > AT+SOME
            < OK

        """

    @Test func aSignalBringsTheDeviceBack() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        var wasTold = false
        let pool = try trial.pool(Self.text)
        pool.onStopping = { wasTold = true }
        trial.at(.seconds(30)) { trial.world.stop() }
        trial.run(pool)
        #expect(trial.wasInterrupted)
        #expect(wasTold)
        #expect(trial.verdicts == ["a inconclusive"])
        #expect(modem.heard.suffix(2) == ["AT+SOME", "AT+AFTER"] || modem.heard.last == "AT+AFTER")
        #expect(trial.world.now < .start + .seconds(60))
    }

    /// A second signal does not wait for postambles.
    @Test func asecondSignalEndsAtOnce() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        modem.answer = { $0 == "AT+AFTER" ? nil : "OK" }
        trial.at(.seconds(30)) { trial.world.stop() }
        trial.at(.seconds(31)) { trial.world.stop() }
        try trial.run(Self.text)
        #expect(trial.wasInterrupted)
        #expect(trial.verdicts == ["a inconclusive"])
        #expect(trial.world.now <= .start + .seconds(31))
    }

    /// What hooks have done is taken back also then.
    @Test func hooksAreUndone() throws {
        let trial = try Trial()
        trial.addModem {
            $0.network.bind = [IPv4Address(127, 0, 0, 1)]
            $0.hooks = [Rig.Hook(stimulus: "registration", command: "antenna on", undo: "antenna off")]
        }
        trial.at(.seconds(30)) { trial.world.stop() }
        try trial.run(Trial.scenario("a", needs: "gprs, stimulus registration", "> AT+SOME", "< OK", "wait 60s"))
        #expect(trial.facilities.commands == ["antenna on", "antenna off"])
        #expect(trial.verdicts == ["a inconclusive"])
    }

    /// One that does not come back is not waited for for ever.
    @Test func aDeviceThatDoesNotAnswerIsLeftAfterAWhile() throws {
        let trial = try Trial()
        let modem = trial.addModem()
        trial.at(.seconds(30)) {
            modem.isOn = false
            trial.world.stop()
        }
        try trial.run(Self.text)
        #expect(trial.wasInterrupted)
        #expect(trial.verdicts.count == 1)
        #expect(trial.world.now <= .start + .seconds(91))
    }

    @Test func beforeAnythingIsFoundNothingIsHeldAgainstTheDevice() throws {
        let trial = try Trial()
        trial.addModem().isOn = false
        trial.at(.seconds(1)) { trial.world.stop() }
        try trial.run(Self.text)
        #expect(trial.verdicts == ["a inconclusive"])
        #expect(try trial.summary(of: "a") == ScenarioResult.interruption)
    }
}
