import Dialects
import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

@testable import Execution

/// Where a manual does not say how lines are framed or echoed, each known form passes, and is told.
@Suite struct UnsaidFramingTests {
    private func run(_ answer: String, _ steps: [Step], saying kinds: [Dialect.LineKind] = []) -> (Verdict, [String]) {
        var device = ScriptedDevice([(.zero, answer)])
        device.dialect.framing.frames = [:]
        device.dialect.framing.saysEcho = false
        for kind in kinds { device.dialect.framing.frames[kind] = ScriptedDevice.dialect.framing.frames[kind] }
        let result = device.run(steps).result
        return (result.verdict, result.notes)
    }

    @Test(arguments: [
        ("AT\r\r\nOK\r\n", [String]()), ("\r\nOK\r\n", ["variant: command lines are not echoed"]),
        ("AT\rOK\r\n", ["variant: results stand as text CR LF"]),
        ("OK\r\n", ["variant: command lines are not echoed", "variant: results stand as text CR LF"]),
    ])
    func resultsPassInAnyForm(answer: String, notes: [String]) {
        #expect(run(answer, [send("AT"), ok()]) == (.pass, notes))
    }

    @Test func whatIsSaidIsStrict() {
        #expect(run("AT\rOK\r\n", [send("AT"), ok()], saying: [.results]).0 == .fail)
    }

    @Test(arguments: ["AT\r\nOK\r\n", "AT\r\r\nOK\r", "AT\r\r\nOK", "AT\rOKAY\r\n"]) func noOtherFormPasses(answer: String) {
        #expect(run(answer, [send("AT"), ok()]).0 == .fail)
    }

    @Test(arguments: [("ATV0\r0\r", [String]()), ("ATV0\r\r0\r", ["variant: results stand as CR number CR"])])
    func numbersPassInAnyForm(answer: String, notes: [String]) {
        #expect(run(answer, [send("ATV0"), ok()]) == (.pass, notes))
    }

    @Test(arguments: ["AT\r\r\n10.1.2.3\r\n\r\nOK\r\n", "AT\r10.1.2.3\r\n\r\nOK\r\n"]) func whatIsNeverEmptyPassesInAnyForm(
        answer: String
    ) {
        let address = LinePattern(alternatives: [.init(segments: [.capture(name: "ip", .ipv4)], framing: .information)])
        let steps = [send("AT"), step(.expect(Expectation(content: .line(address)))), ok()]
        #expect(run(answer, steps).0 == .pass)
    }

    /// A line end is no empty line that anything would do for.
    @Test func anyTextIsNoLineEnd() {
        let any = LinePattern(alternatives: [.init(segments: [.capture(name: "x", .any)], framing: .information)])
        let steps = [send("AT"), step(.expect(Expectation(content: .line(any)))), ok()]
        #expect(run("AT\r\r\nhello\r\n\r\nOK\r\n", steps) == (.pass, []))
    }
}
