import Execution
import Rigs
import Testing
import Verdicts
import World

@testable import Benches
@testable import ScenarioLanguage

/// What a run says that it asks of a device.
struct RunCostTests {
    private let place = Location(path: "t.scenario", line: 1, text: "")

    private func cost(_ actions: Step.Action..., needs: [Need] = [.feature("gprs")]) -> RunCost {
        RunCost(plan(actions, needs: needs), writeGap: .seconds(1))
    }

    private func plan(_ actions: [Step.Action], needs: [Need] = [.feature("gprs")]) -> Plan {
        Plan(
            name: "t",
            title: "",
            dialect: "d",
            requirements: [],
            needs: needs,
            tags: [],
            location: place,
            facts: [],
            defects: [],
            outcome: .pass,
            steps: actions.map(step),
            postambles: []
        )
    }

    private func send(_ line: String) -> Step.Action { .sendLine(Template(line)) }
    private func step(_ action: Step.Action) -> Step { Step(location: place, action: action) }

    @Test func countsEachResource() {
        let payload = Payload(parts: [.literal([1, 2, 3])])
        let cost = cost(
            send("AT#FTPSERV=\"a\""),
            send("at#ftpport=21"),
            send("AT#FTPPORT?"),
            send("AT#CONNECTIONSTART"),
            send("AT+CPIN=1234"),
            send("AT+CPIN?"),
            .sendBytes(payload, .whole),
            .wait(.seconds(5)),
            .silence(atLeast: .seconds(7), atMost: nil)
        )
        #expect(cost.uses == [.parameterWrites: 2, .activations: 1, .pinTries: 1, .payloadBytes: 3])
        #expect(cost.time == .seconds(14))
        #expect(self.cost(send("AT#CONNECTIONSTART"), needs: [.feature("gsm")]).uses == [.calls: 1])
    }

    /// The dearer branch is counted, and the quicker one.
    @Test func aChoiceUsesAtMostAndTakesAtLeast() {
        let either = cost(.either([[step(.wait(.seconds(9))), step(send("AT#A=1"))], [step(.wait(.seconds(2)))]]))
        #expect(either.uses == [.parameterWrites: 1])
        #expect(either.time == .seconds(2))
        let ensured = cost(.when(.unknown(line: Template("AT#A=1")), then: [step(send("AT#A=1"))], otherwise: []))
        #expect(ensured.uses == [.parameterWrites: 1])
        #expect(ensured.time == .seconds(1))
    }

    /// Devices share scenarios, and none takes a part of one.
    @Test(arguments: [(1, "1 min 30 s"), (2, "1 min 0 s"), (3, "1 min 0 s")]) func aRunTakesAtLeastItsLongestScenario(
        devices: Int,
        time: String
    ) throws {
        var forecast = RunForecast()
        for seconds in [60, 20, 10] { forecast.add("s-\(seconds)", cost(.wait(.seconds(Int64(seconds))))) }
        let text = try #require(forecast.text(devices: devices))
        #expect(text == "3 scenarios, at least \(time)\nlongest: s-60 1 min 0 s")
    }

    private func ensure(_ line: Template) -> Step.Action {
        .when(.unknown(line: line), then: [step(.sendLine(line))], otherwise: [])
    }

    /// What a device is known to hold is not written, by the scenario itself or the next one; when nothing is known, all of it is.
    @Test func whatIsKnownCostsNothing() {
        let numbered = Template(parts: [.text(Array("AT#REC".utf8)), .value("n"), .text(Array("=\"x\"".utf8))])
        let values = ["1", "2", "1"].map { Value(bytes: Array($0.utf8)) }
        let plan = plan([
            ensure(Template("AT#A=1")), ensure(Template("AT#A=1")),
            .loop(variable: "n", values: values, [step(ensure(numbered))]),
            .repeat(5, [step(ensure(Template("AT#B=1"))), step(send("AT#C=1"))]),
        ])
        var device = DeviceForecast(isolating: false)
        #expect(device.run(plan, writeGap: .seconds(1)).uses == [.parameterWrites: 1 + 2 + 1 + 5])
        #expect(device.run(plan, writeGap: .seconds(1)).uses == [.parameterWrites: 5])
        var isolated = DeviceForecast(isolating: true)
        for _ in 0..<2 { #expect(isolated.run(plan, writeGap: .zero).uses == [.parameterWrites: 2 + 3 + 5 + 5]) }
    }

    @Test func scenariosThatBeginAlikeConnectOnce() {
        var plan = plan([.block(phase: .preamble, name: "online", [step(send("AT#CONNECTIONSTART"))]), send("AT")])
        plan.kept = Plan.Kept(
            Plan.Kept.Origin(preamble: "online", path: "t.scenario", arguments: []),
            by: plan.steps[0],
            proof: step(send("AT#VSTATE")),
            undoneBy: []
        )
        var device = DeviceForecast(isolating: false)
        #expect(device.run(plan, writeGap: .zero).uses == [.activations: 1])
        #expect(device.run(plan, writeGap: .zero).uses == [:])
        var isolated = DeviceForecast(isolating: true)
        for _ in 0..<2 { #expect(isolated.run(plan, writeGap: .zero).uses == [.activations: 1]) }
    }

    @Test func repetitionsMultiply() {
        #expect(cost(.repeat(3, [step(send("AT#A=1"))])).uses == [.parameterWrites: 3])
        #expect(cost(.repeat(3, [step(.wait(.seconds(2)))])).time == .seconds(6))
        let endless = cost(.repeat(.max, [step(.repeat(.max, [step(send("AT#A=1"))]))]))
        #expect(endless.uses == [.parameterWrites: 1_000_000_000])
    }
}
