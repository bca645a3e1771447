import BenchFacts
import Events
import Execution
import ScenarioLanguage
import Testing
import Verdicts
import World

/// Devices that start anew or fall silent in the middle of a scenario, and what is done to bring them back.
struct RecoveryTests {
    private static let echoed: [(after: Interval, bytes: String)] = [(soon, "\(ScriptedDevice.echo)\r\nOK\r\n")]

    /// A device that has answered before the scenario, on a real line.
    private func device(_ answers: [(after: Interval, bytes: String)]...) -> ScriptedDevice {
        var device = ScriptedDevice()
        device.answers = answers
        device.configure = {
            $0.recovery = DeviceProbe.Assignment()
            $0.isKnownToAnswer = true
            $0.startTexts = ["SYSSTART"]
            $0.patience = .zero
        }
        return device
    }

    @Test func aSilenceThatATDoesNotEndIsAHang() {
        let (result, written) = device(Self.echoed).run([send("AT"), ok(), send("AT"), ok()])
        #expect(result.verdict == .fail)
        #expect(result.breakdown == .hang)
        #expect(result.findings.first?.kind == .hang)
        #expect(result.findings.first?.domain == .device)
        // It was looked for in every state that the suite can leave.
        #expect(written.contains("\u{3}") && written.contains("+++"))
        #expect(result.duration < Interval.seconds(40).nanoseconds)
    }

    /// ISO/IEC 9646's rule for preambles excuses no device that breaks down.
    @Test func aHangInThePreambleIsTheDevicesToo() {
        let preamble = step(.block(phase: .preamble, name: "p", [send("AT"), ok()]))
        let (result, _) = device().run([preamble])
        #expect(result.verdict == .fail)
        #expect(result.breakdown == .hang)
    }

    /// Nobody knows whether there is a device at all.
    @Test func aDeviceThatNeverAnsweredDoesNotHang() {
        var device = device()
        device.configure = { $0.recovery = DeviceProbe.Assignment() }
        let (result, _) = device.run([send("AT"), ok()])
        #expect(result.verdict == .inconclusive)
        #expect(result.findings.first?.domain == .bench)
    }

    /// It fails, answers AT again, and gets its postamble in command mode.
    @Test func aDeviceThatComesBackFailsAndIsBroughtBack() {
        var device = device([(soon, "AT\r\r\nERROR\r\n")])
        device.answers += Array(repeating: Self.echoed, count: 8)
        device.postambles = [send("AT"), ok()]
        let (result, written) = device.run([send("AT"), ok()])
        #expect(result.verdict == .fail)
        #expect(result.breakdown == nil)
        #expect(written.dropFirst(2).first == "ATQ0V1E1\r")
        #expect(written.last == "AT\r")
    }

    @Test func aRestartThatNobodyOrderedIsACrash() {
        var device = device(Self.echoed)
        device.unasked = [(.seconds(1), "\u{0}\r\nSYSSTART\r\n")]
        device.postambles = [send("AT"), ok()]
        let (result, written) = device.run([send("AT"), ok(), step(.wait(.seconds(60))), send("AT"), ok()])
        #expect(result.verdict == .fail)
        #expect(result.breakdown == .crash)
        #expect(result.duration < Interval.seconds(2).nanoseconds, "it is noticed at once")
        #expect(written == ["AT\r"], "there is nobody to be brought back")
    }

    /// The same lines after a power cycle that the scenario ordered.
    @Test func aRestartThatTheScenarioOrdersIsNone() {
        var device = device()
        device.answers = Array(repeating: Self.echoed, count: 20)
        device.unasked = [(.milliseconds(50), "\r\nSYSSTART\r\n")]
        let (result, _) = device.run([step(.act(.device(.powerCycle))), send("AT"), ok()])
        #expect(result.verdict == .pass, "\(result)")
    }

    /// Stopped at any moment, it ends as inconclusive, and what is registered for the end is run where the device answers.
    @Test(arguments: [0, 5, 40, 120, 300, 1_000, 3_000])
    func aRunCanBeStoppedAtAnyMoment(milliseconds: Int64) {
        var device = device()
        device.answers = Array(repeating: Self.echoed, count: 40)
        device.postambles = [send("AT"), ok()]
        device.stops = .milliseconds(milliseconds)
        let (result, written) = device.run([
            send("AT"), ok(), step(.act(.device(.powerCycle))), step(.wait(.seconds(60))), send("AT"), ok(),
        ])
        #expect(result.verdict == .inconclusive, "\(result)")
        #expect(result.findings.contains { $0.domain == .host && $0.summary.contains("stopped") })
        #expect(written.last == "AT\r")
    }

    /// What a self-test declares is nobody's mistake when it was stopped before.
    @Test func aStoppedSelfTestIsNoErrorOfTheSuite() {
        var device = device()
        device.answers = Array(repeating: Self.echoed, count: 40)
        device.outcome = .mustEnd(verdict: .fail, domain: .device, requirement: nil, line: nil)
        device.stops = .seconds(1)
        let (result, _) = device.run([send("AT"), ok(), step(.wait(.seconds(60))), send("AT"), ok()])
        #expect(result.verdict == .inconclusive, "\(result)")
    }
}
