import Events
import Testing
import Verdicts
import World

@testable import Execution
@testable import ScenarioLanguage

/// What a scenario begins with is left to the next one, and taken up by it.
struct KeptTests {
    private let undoing = Location(path: "t.scenario", line: 9, text: "end offline")

    /// `AT+DIAL` makes a connection whose address is captured, `AT+HANG` ends it, and `AT+STATE` shows that it stands.
    private func plan(_ body: [Step]) -> Plan {
        let address = LinePattern(
            alternatives: [.init(segments: [.capture(name: "ip", .ipv4)], framing: .information)]
        )
        let dial = [send("AT+DIAL"), step(.expect(Expectation(content: .line(address)))), ok()]
        var plan = ScriptedDevice.plan([step(.block(phase: .preamble, name: "online", dial))] + body)
        plan.postambles = [
            Step(location: undoing, action: .block(phase: .postamble, name: "offline", [send("AT+HANG"), ok()])),
            step(.block(phase: .postamble, name: "modes", [send("ATE1"), ok()])),
        ]
        plan.kept = Plan.Kept(
            Plan.Kept.Origin(preamble: "online", path: "t.scenario", arguments: []),
            by: plan.steps[0],
            proof: step(.block(phase: nil, name: "connected", [send("AT+STATE"), line("ONLINE"), ok()])),
            undoneBy: plan.postambles.prefix(1)
        )
        return plan
    }

    private func answer(_ line: String, _ answer: String) -> [(after: Interval, bytes: String)] {
        [(soon, "\(line)\r\r\n\(answer)\r\n")]
    }

    private var dialled: [(after: Interval, bytes: String)] { answer("AT+DIAL", "10.0.0.1\r\n\r\nOK") }
    private func taken(_ line: String) -> [(after: Interval, bytes: String)] { answer(line, "OK") }
    private var address: Step { step(.check(.equal(Template(parts: [.value("ip")]), Template("10.0.0.1")))) }

    @Test(arguments: [true, false])
    func whatAFollowerNeedsIsNotUndone(isFollowed: Bool) {
        var device = ScriptedDevice(dialled, taken("AT+X"))
        device.answers += isFollowed ? [taken("ATE1")] : [taken("AT+HANG"), taken("ATE1")]
        device.bench.isFollowing = isFollowed
        device.memory = DeviceMemory()
        let (result, written) = device.run(plan([send("AT+X"), ok()]))
        #expect(result.verdict == .pass)
        #expect(written == ["AT+DIAL\r", "AT+X\r"] + (isFollowed ? ["ATE1\r"] : ["AT+HANG\r", "ATE1\r"]))
        #expect(device.bench.wasAsked == 1)
    }

    /// A scenario that fails, or does again what the preamble does, leaves nothing.
    @Test(arguments: [("AT+X", "ERROR", Verdict.fail), ("AT+HANG", "OK", .pass), ("at+dial", "OK", .pass)])
    func whatIsTouchedIsUndone(line: String, answer: String, verdict: Verdict) {
        var device = ScriptedDevice(dialled, self.answer(line, answer), taken("AT+HANG"), taken("ATE1"))
        device.bench.isFollowing = true
        device.memory = DeviceMemory()
        let (result, written) = device.run(plan([send(line), ok()]))
        #expect(result.verdict == verdict)
        #expect(written.suffix(2) == ["AT+HANG\r", "ATE1\r"])
        #expect(device.bench.wasAsked == 0)
    }

    /// Where nothing is known of the scenario before, nothing is left to the next one.
    @Test func withoutMemoryNothingIsKept() {
        let device = ScriptedDevice(dialled, taken("AT+X"), taken("AT+HANG"), taken("ATE1"))
        device.bench.isFollowing = true
        let (result, written) = device.run(plan([send("AT+X"), ok()]))
        #expect(result.verdict == .pass)
        #expect(written.suffix(2) == ["AT+HANG\r", "ATE1\r"])
        #expect(device.bench.wasAsked == 0)
    }

    @Test func aFollowerProvesItAndKnowsWhatWasCaptured() {
        var device = ScriptedDevice(answer("AT+STATE", "ONLINE\r\n\r\nOK"), taken("AT+X"), taken("AT+HANG"), taken("ATE1"))
        device.configure = { $0.carried = CarriedOver(captures: ["ip": Array("10.0.0.1".utf8)]) }
        let (result, written) = device.run(plan([address, send("AT+X"), ok()]).goingOn)
        #expect(result.verdict == .pass)
        #expect(written == ["AT+STATE\r", "AT+X\r", "AT+HANG\r", "ATE1\r"])
    }

    /// What does not stand any more is no fault; what belongs to nothing is one.
    @Test(
        arguments: [
            ("OFFLINE\r\n\r\nOK", "", true),
            ("ONLINE\r\n\r\nOK", "", false),
            ("OFFLINE\r\n\r\nOK", "\r\nOK\r\n", false),
        ]
    )
    func aFollowerThatCannotGoOnSaysSo(state: String, stray: String, couldNot: Bool) {
        var settings = ExecutionSettings()
        settings.carried = CarriedOver(captures: ["ip": Array("10.0.0.1".utf8)])
        var machine = ScenarioMachine(plan: plan([address]).goingOn, dialect: ScriptedDevice.dialect, settings: settings)
        let bench = QuietBench()
        var now = Instant.start
        machine.receive(Array(stray.utf8), at: now)
        var isDone = false
        var isAnswered = false
        while !isDone {
            for output in machine.advance(at: now, bench: bench) {
                switch output {
                case .write(let bytes, _):
                    let text = String(decoding: bytes, as: UTF8.self)
                    machine.receive(Array((text + "\r\n" + (isAnswered ? "OK" : state) + "\r\n").utf8), at: now)
                    isAnswered = true
                case .finished: isDone = true
                case .event, .drive, .raiseSignals, .sendBreak, .setRate: break
                }
            }
            now = machine.wake.map { max($0, now) } ?? now + soon
        }
        #expect(machine.couldNotGoOn == couldNot)
    }

    /// What a journal says is enough to do the same again; those of older versions said it in words alone.
    @Test(arguments: [true, false])
    func aJournalHoldsWhatWasKept(hasFields: Bool) throws {
        let carried = CarriedOver(captures: ["ip": Array("10.0.0.1".utf8), "name": Array("a b".utf8)])
        var known = DeviceMemory()
        known.held(Array("AT#X=1".utf8), written: [])
        let held = DeviceMemory.said(of: Array("AT#X=1".utf8))
        let said = carried.said + [(held, .held(Array("AT#X=1".utf8))), (CarriedOver.leaving, .left)]
        let source = SourceLine(path: "a.scenario", line: 1, text: "")
        let identity = ScenarioIdentity(
            name: "a",
            title: "",
            dialect: "d",
            service: "s",
            source: source,
            requirements: [],
            tags: []
        )
        let texts: [Event] = said.map { text, kept in
            .benchSaw(party: ScenarioMachine.bench, text: text, time: 0, kept: hasFields ? kept : nil)
        }
        let others: [Event] = ["with ip 1.1.1.1", "AT#Y=1 is so"].map {
            .benchSaw(party: ScenarioMachine.bench, text: $0, time: 0)
        }
        let recorded = RecordedScenario.all(in: [.scenarioStarted(identity)] + others + texts)
        let scenario = try #require(recorded.first)
        #expect(scenario.carried == carried)
        #expect(scenario.isFollowed)
        #expect(scenario.memory == known)
        // Where there are fields, what is said is for people.
        let changed: [Event] = [.benchSaw(party: ScenarioMachine.bench, text: "with ip 9.9.9.9", time: 0)]
        let again = RecordedScenario.all(in: [.scenarioStarted(identity)] + texts + changed)
        #expect((again.first?.carried == carried) == hasFields)
    }
}
