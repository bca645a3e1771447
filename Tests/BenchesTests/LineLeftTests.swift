import Events
import Testing
import Verdicts
import VirtualModem

@testable import Benches

/// How a scenario that fails leaves the line: its postambles and the next scenario find the device.
@Suite struct LineLeftTests {
    private static let next = Trial.scenario("next", "> AT", "< OK", "> AT+IPR?", "< +IPR: 115200", "< OK")

    @Test(arguments: [
        // Both ends have the new rate, the device alone, the host alone.
        ["> AT+IPR=9600", "< OK", "line follows at 9600", "> AT", "< NOSUCH"],
        ["> AT+IPR=9600", "< NOSUCH", "line follows at 9600"],
        ["line follows at 9600", "> AT", "< OK"],
        ["> AT+IPR=9600", "< OK", "line follows at 9600", "> AT+IPR=38400", "< OK", "> AT", "line follows at 38400", "< OK"],
    ])
    func theRateIsTheBenchsAgain(steps: [String]) throws {
        let trial = try Trial()
        trial.addReferenceDevice()
        let body = steps.map { "    \($0)\n" }.joined()
        try trial.run("scenario a\n    verifies  LINE-1\n    end default-modes\n\(body)\n" + Self.next)
        #expect(trial.verdicts == ["a fail", "next pass"])
        // The postamble was carried out.
        let findings = try trial.result(of: "a").findings
        #expect(findings.count == 1, "\(findings)")
    }

    @Test func theSignalsAreOnAgain() throws {
        let trial = try Trial()
        trial.addReferenceDevice()
        let text =
            "scenario a\n    verifies  LINE-1\n    needs  line-signals\n    end default-modes\n    line drops RTS\n    > AT\n    < OK\n\n"
        try trial.run(text + Self.next)
        #expect(trial.verdicts == ["a fail", "next pass"])
        let findings = try trial.result(of: "a").findings
        #expect(findings.count == 1, "\(findings)")
    }

    /// A device that changes its rate too early.
    @Test func aDeviceThatAnswersAtTheNewRateIsLedBack() throws {
        let trial = try Trial()
        trial.addReferenceDevice([.answersAtTheNewRate])
        try trial.run(Trial.scenario("a", "> AT+IPR=9600", "< OK", "line follows at 9600", "> AT", "< OK") + Self.next)
        #expect(trial.verdicts == ["a fail", "next pass"])
    }
}
