import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

struct ChoiceTests {
    let either = step(.either([[bytes("\u{3}"), line("A")], [line("A"), step(.note(Template("no ETX"), variant: true))]]))

    @Test(arguments: [("\u{3}\r\nA\r\n", []), ("\r\nA\r\n", ["variant: no ETX"])])
    func theBranchWhoseBeginningComesIsTaken(bytes: String, notes: [String]) {
        var device = ScriptedDevice()
        device.unasked = [(soon, bytes)]
        let result = device.run([either]).result
        #expect(result.verdict == .pass, "\(result.findings)")
        #expect(result.notes == notes)
    }

    @Test func whatFitsNoBranchFailsAndNamesAll() throws {
        var device = ScriptedDevice()
        device.unasked = [(soon, "\r\nB\r\n")]
        let finding = try #require(device.run([either]).result.findings.first)
        #expect(finding.expected == ["<ETX>", "A"])
        #expect(finding.mismatch == 2)
    }

    @Test(arguments: ["\r\nA\r\n\r\nB\r\n\r\nC\r\n", "\r\nC\r\n\r\nA\r\n\r\nB\r\n", "\r\nB\r\n\r\nC\r\n\r\nA\r\n"])
    func anyOrderTakesEachOnce(bytes: String) {
        var device = ScriptedDevice()
        device.unasked = [(soon, bytes)]
        #expect(device.run([step(.anyOrder([line("A"), line("B"), line("C")]))]).result.verdict == .pass)
        device.unasked = [(soon, "\r\nA\r\n\r\nA\r\n\r\nB\r\n")]
        #expect(device.run([step(.anyOrder([line("A"), line("B"), line("C")]))]).result.verdict == .fail)
    }

    @Test(arguments: [("\u{3}\r\nA\r\n", true), ("\r\nA\r\n", true), ("\u{4}\r\nA\r\n", false), ("\u{3}\u{3}\r\nA\r\n", false)])
    func anOptionalLineMayBeAbsentButNothingElseMayStandInItsPlace(text: String, passes: Bool) {
        var device = ScriptedDevice()
        device.unasked = [(soon, text)]
        #expect((device.run([bytes("\u{3}", optional: true), line("A")]).result.verdict == .pass) == passes)
    }

    @Test func anOptionalLineIsWaitedForBeforeTheHostGoesOn() {
        let device = ScriptedDevice([(soon, "AT\r"), (.milliseconds(500), "\r\nX\r\n")], [(soon, "AT\r\r\nOK\r\n")])
        #expect(device.run([send("AT"), line("X", optional: true), send("AT"), ok()]).result.verdict == .pass)
        let late = ScriptedDevice([(soon, "AT\r"), (.milliseconds(1_500), "\r\nX\r\n")], [(soon, "AT\r\r\nOK\r\n")])
        #expect(late.run([send("AT"), line("X", optional: true), send("AT"), ok()]).result.verdict == .fail)
    }

    @Test func loopsRepeatAndBindTheirVariable() {
        let device = ScriptedDevice(
            [(soon, "ATX1\r\r\nOK\r\n")],
            [(soon, "ATX2\r\r\nOK\r\n")],
            [(soon, "AT\r\r\nOK\r\n")],
            [(soon, "AT\r\r\nOK\r\n")]
        )
        let values = ["1", "2"].map { Value(bytes: Array($0.utf8)) }
        let loop = step(
            .loop(
                variable: "n",
                values: values,
                [step(.sendLine(Template(parts: [.text(Array("ATX".utf8)), .value("n")]))), ok()]
            )
        )
        let run = device.run([loop, step(.repeat(2, [send("AT"), ok()]))])
        #expect(run.result.verdict == .pass, "\(run.result.findings)")
        #expect(run.written == ["ATX1\r", "ATX2\r", "AT\r", "AT\r"])
    }

    @Test func capturesFillLaterLinesAndChecks() {
        var device = ScriptedDevice()
        device.unasked = [(soon, "\r\n192.0.2.7\r\nMY IP: 192.0.2.7\r\n")]
        let ip = LinePattern(alternatives: [.init(segments: [.capture(name: "ip", .ipv4)], framing: .information)])
        let again = LinePattern(alternatives: [
            .init(segments: [.text(Array("MY IP: ".utf8)), .value("ip")], framing: .parameter)
        ])
        let steps = [
            step(.expect(Expectation(content: .line(ip)))), step(.expect(Expectation(content: .line(again)))),
            step(.check(.equal(Template(parts: [.value("ip")]), Template("192.0.2.7")))),
        ]
        #expect(device.run(steps).result.verdict == .pass)
        device.unasked = [(soon, "\r\n192.0.2.7\r\nMY IP: 192.0.2.8\r\n")]
        #expect(device.run(steps).result.verdict == .fail)
        device.unasked = [(soon, "\r\n192.0.2.999\r\n")]
        #expect(device.run(steps).result.verdict == .fail)
    }
}
