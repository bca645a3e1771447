import Events
import SimulatedWorld
import Testing
import Verdicts
import World

@testable import Benches

/// What scenarios find of those before them on the same device: the built-in modem, by its control channel and in virtual time.
struct KeepingTests {
    private static func online(_ name: String, _ step: String = "> AT", network: String = "") -> String {
        let network = network.isEmpty ? "" : "    network\n        \(network)\n\n"
        return "scenario \(name)\n    verifies  LINE-1\n    needs  gprs\n\(network)    begin online\n    \(step)\n    < OK\n\n"
    }

    /// How often a line was sent in all, and in each scenario by itself.
    private func sent(_ line: String, _ trial: Trial) -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: trial.outcomes.map { outcome in
                let lines = outcome.events.compactMap { event -> String? in
                    if case .hostSent(let bytes, _, _, _) = event { String(decoding: bytes, as: UTF8.self) } else { nil }
                }
                return (outcome.name, lines.count { $0.hasPrefix(line) })
            }
        )
    }

    @Test(arguments: [false, true]) func aConnectionIsKeptForThoseThatBeginAlike(isolating: Bool) throws {
        let trial = try Trial()
        try trial.addStation()
        try trial.run(Self.online("a") + Self.online("b") + Self.online("c"), isolating: isolating)
        #expect(trial.verdicts == ["a pass", "b pass", "c pass"])
        #expect(sent("AT#CONNECTIONSTART", trial) == (isolating ? ["a": 1, "b": 1, "c": 1] : ["a": 1, "b": 0, "c": 0]))
        // The last undoes it for all.
        #expect(sent("AT#CONNECTIONSTOP", trial) == (isolating ? ["a": 1, "b": 1, "c": 1] : ["a": 0, "b": 0, "c": 1]))
        // What was written is known.
        #expect(sent("AT#APNSERV", trial)["b"] == (isolating ? 1 : 0))
    }

    /// They are brought together; one in another network begins by itself.
    @Test func anotherNetworkIsAnotherBeginning() throws {
        let trial = try Trial()
        try trial.addStation()
        let other = Self.online("b", network: "dns \"peer.domain.com\" is peer")
        try trial.run(Self.online("a") + other + Self.online("c"))
        #expect(trial.verdicts == ["a pass", "b pass", "c pass"])
        #expect(trial.outcomes.map(\.name) == ["a", "c", "b"])
        #expect(sent("AT#CONNECTIONSTART", trial) == ["a": 1, "b": 1, "c": 0])
    }

    @Test func whatFailsLeavesNothing() throws {
        let trial = try Trial()
        try trial.addStation()
        try trial.run(Self.online("a", "> AT+NOSUCHTHING") + Self.online("b"))
        #expect(trial.verdicts == ["a fail", "b pass"])
        #expect(sent("AT#CONNECTIONSTART", trial) == ["a": 1, "b": 1])
    }

    /// A modem that was switched on for a scenario keeps what was written to it, unless that is to be as from the factory.
    @Test func eachScenarioFindsItsOwnNetwork() throws {
        let trial = try Trial()
        try trial.addStation()
        let states = ["home": 1, "roaming": 5, "denied": 3]
        let text = states.map { state, number in
            "scenario \(state)\n    verifies LINE-1\n    needs gsm, stimulus registration\n    network\n        gsm \(state)\n\n"
                + "    wait 5s\n    > AT+CREG?\n    < +CREG: 0,\(number)\n    < OK\n\n"
        }
        try trial.run(text.joined())
        #expect(trial.verdicts == ["denied pass", "home pass", "roaming pass"])
    }

    @Test func defectsReachTheModemAndLeaveItAgain() throws {
        let trial = try Trial()
        try trial.addStation()
        let head = "    verifies PARAM-1\n"
        let must = "    must fail device PARAM-1 at \"< OK\"\n    defect extra-line\n"
        let steps = "\n    > AT#PPPMODE=1\n    < OK\n\n"
        try trial.run("scenario broken\n\(head)\(must)\(steps)scenario whole\n\(head)\(steps)")
        #expect(trial.verdicts == ["broken pass", "whole pass"])
    }

    @Test func aModemWhoseChannelIsGoneIsLost() throws {
        let trial = try Trial()
        try trial.addStation()
        trial.at(.seconds(30)) { trial.channels[0].close() }
        try trial.run(Trial.scenario("a", "> AT", "< OK", "wait 60s") + Trial.scenario("b", "> AT", "< OK"))
        #expect(trial.verdicts == ["a error", "b error"])
        #expect(try trial.summary(of: "a") == "the modem's control channel is gone")
    }
}
