import BenchFacts
import Events
import Execution
import Testing
import Verdicts
import World

@testable import ScenarioLanguage

@Suite struct SignalTests {
    private func machine(_ steps: [Step], needs: [Need] = [.lineSignals], postambles: [Step] = []) -> ScenarioMachine {
        let plan = Plan(
            name: "test",
            title: "",
            dialect: "test",
            requirements: ["R-1"],
            needs: needs,
            tags: [],
            location: Location(path: "t.scenario", line: 1, text: "scenario test"),
            facts: [],
            defects: [],
            outcome: .pass,
            steps: steps,
            postambles: postambles
        )
        return ScenarioMachine(plan: plan, dialect: ScriptedDevice.dialect, settings: ExecutionSettings())
    }

    private func at(_ milliseconds: Int64) -> Instant { .start + .milliseconds(milliseconds) }

    private func result(_ outputs: [ScenarioMachine.Output]) -> ScenarioResult? {
        for case .finished(let result) in outputs { return result }
        return nil
    }

    @Test func aSignalThatIsOnAlreadyHolds() {
        var machine = machine([step(.lineShows(.dsr, on: true, within: nil)), step(.lineShows(.dcd, on: false, within: nil))])
        machine.receive(signals: SignalStates(on: [.dsr, .cts]), at: at(0))
        _ = machine.advance(at: at(0), bench: QuietBench())
        let result = result(machine.advance(at: at(600), bench: QuietBench()))
        #expect(result?.verdict == .pass)
        #expect(result?.assertions == 2)
    }

    @Test(arguments: [(900, .pass), (1_100, .fail)] as [(Int64, Verdict)])
    func aSignalIsWaitedForWithinItsTime(time: Int64, verdict: Verdict) {
        var machine = machine([step(.lineShows(.dcd, on: true, within: .seconds(1)))])
        machine.receive(signals: SignalStates(on: []), at: at(0))
        _ = machine.advance(at: at(0), bench: QuietBench())
        #expect(machine.wake == at(1_000))
        var outputs = time > 1_000 ? machine.advance(at: at(1_000), bench: QuietBench()) : []
        machine.receive(signals: SignalStates(on: [.dcd]), at: at(time))
        outputs += machine.advance(at: at(time), bench: QuietBench())
        while result(outputs) == nil, let wake = machine.wake { outputs += machine.advance(at: wake, bench: QuietBench()) }
        #expect(result(outputs)?.verdict == verdict)
        if verdict == .fail {
            #expect(result(outputs)?.findings.first?.summary == "not seen in time: DCD is off")
        }
    }

    /// Nobody said so is not off, and not the device's fault.
    @Test(arguments: [true, false])
    func aSignalThatTheLineNeverToldIsNotTheDevices(isOn: Bool) {
        var machine = machine([step(.lineShows(.dcd, on: isOn, within: .seconds(1)))])
        machine.receive(signals: SignalStates(on: [.cts], known: [.cts]), at: at(0))
        var outputs = machine.advance(at: at(0), bench: QuietBench())
        while result(outputs) == nil, let wake = machine.wake { outputs += machine.advance(at: wake, bench: QuietBench()) }
        let finding = result(outputs)?.findings.first
        #expect(result(outputs)?.verdict == .inconclusive)
        #expect(finding?.domain == .bench)
        #expect(finding?.summary == "the line to the device has never told whether DCD is on")
    }

    @Test func aSignalThatIsToldInTimeCounts() {
        var machine = machine([step(.lineShows(.dcd, on: false, within: .seconds(1)))])
        var outputs = machine.advance(at: at(0), bench: QuietBench())
        machine.receive(signals: SignalStates(on: [], known: [.dcd]), at: at(900))
        outputs += machine.advance(at: at(900), bench: QuietBench())
        while result(outputs) == nil, let wake = machine.wake { outputs += machine.advance(at: wake, bench: QuietBench()) }
        #expect(result(outputs)?.verdict == .pass)
    }

    /// Each line has signals of its own.
    @Test(arguments: [true, false]) func theSignalsOfAnotherLineAreItsOwn(isOnB: Bool) {
        let b = LineName.first(2)[1]
        var steps = [step(.drive(.rts, on: false)), step(.lineShows(.dcd, on: true, within: .seconds(1)))]
        for index in steps.indices { steps[index].on = b }
        var machine = machine(steps, needs: [.lineSignals, .lines(2)])
        machine.receive(signals: SignalStates(on: isOnB ? [] : [.dcd]), at: at(0))
        machine.receive(signals: SignalStates(on: isOnB ? [.dcd] : []), on: b, at: at(0))
        var outputs = machine.advance(at: at(0), bench: QuietBench())
        while result(outputs) == nil, let wake = machine.wake { outputs += machine.advance(at: wake, bench: QuietBench()) }
        #expect(result(outputs)?.findings.first?.summary == (isOnB ? nil : "not seen in time: on line b: DCD is off"))
        #expect(outputs.contains { if case .drive(.rts, on: false, line: b) = $0 { true } else { false } })
    }

    @Test func whatTheHostDoesToTheLineLeavesInOrder() {
        var machine = machine([
            step(.drive(.dtr, on: false)), step(.sendBreak(.milliseconds(250))), step(.setRate(9_600)), send("AT"),
            step(.drive(.dtr, on: true)),
        ])
        let outputs = machine.advance(at: at(0), bench: QuietBench())
        let done = outputs.compactMap { output -> String? in
            switch output {
            case .drive(let signal, let isOn, _): "\(signal.rawValue) \(isOn)"
            case .sendBreak(let duration, _): "break \(duration.nanoseconds)"
            case .write(let bytes, _): String(decoding: bytes, as: UTF8.self)
            case .setRate(let rate, _): "rate \(rate ?? 0)"
            case .event, .finished, .raiseSignals: nil
            }
        }
        #expect(Array(done.prefix(4)) == ["DTR false", "break 250000000", "rate 9600", "AT\r"])
    }

    /// A device that heeds RTS could not answer a postamble.
    @Test func whatWasDroppedIsRaisedBeforeThePostambles() throws {
        var machine = machine([step(.drive(.rts, on: false))], postambles: [send("AT")])
        var outputs = machine.advance(at: at(0), bench: QuietBench())
        while result(outputs) == nil, let wake = machine.wake { outputs += machine.advance(at: wake, bench: QuietBench()) }
        let raised = try #require(outputs.firstIndex { if case .raiseSignals = $0 { true } else { false } })
        let asked = try #require(outputs.firstIndex { if case .write = $0 { true } else { false } })
        #expect(raised < asked)
    }
}
