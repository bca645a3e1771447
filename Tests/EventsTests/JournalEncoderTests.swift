import Events
import Testing
import Verdicts

@Suite struct JournalEncoderTests {
    /// The exact text of every kind of event: readers elsewhere rely on it.
    @Test(arguments: [
        (
            Event.runStarted(RunDescription(version: "0.1.0", seed: 7, device: "virtual", command: ["attest", "run"])),
            #"{"event":"run-started","journal":1,"attest":"0.1.0","seed":"7","device":"virtual","command":["attest","run"]}"#
        ),
        (
            .scenarioStarted(
                ScenarioIdentity(
                    name: "n",
                    title: "t",
                    dialect: "d",
                    service: "mail",
                    source: SourceLine(path: "p", line: 1, text: "scenario n"),
                    requirements: [RequirementReference(id: "R-1", clause: "001 ch. 3", grade: .recommended)],
                    tags: ["slow"]
                )
            ),
            #"{"event":"scenario-started","name":"n","title":"t","dialect":"d","service":"mail","source":{"path":"p","line":1,"text":"scenario n"},"requirements":[{"id":"R-1","clause":"001 ch. 3","grade":"recommended"}],"tags":["slow"]}"#
        ),
        (.phaseEntered(.body, name: nil, time: 5), #"{"event":"phase-entered","phase":"body","time":5}"#),
        (.hostSent(Array("AT\r".utf8), line: 3, time: 5), #"{"event":"host-sent","line":3,"time":5,"bytes":"AT\r"}"#),
        (
            .deviceSent([0x22, 0x5C, 0x0D, 0x0A, 0x09, 0x00, 0x1B, 0x7E, 0x7F, 0x80, 0xFF], time: -1),
            ##"{"event":"device-sent","time":-1,"bytes":"\"\\\r\n\t\u0000\u001B~\u007F\u0080\u00FF"}"##
        ),
        (.matched(line: 3, count: 6, time: 0), #"{"event":"matched","line":3,"count":6,"time":0}"#),
        (
            .benchSaw(party: "pop3", text: "< é\u{1B}\u{9B}\u{2029}\u{202F}", time: 0),
            ##"{"event":"bench-saw","party":"pop3","time":0,"text":"< é\u001B\u009B\u2029\##u{202F}"}"##
        ),
        (.stimulus(text: "peer closes", line: 9, time: 0), #"{"event":"stimulus","line":9,"time":0,"text":"peer closes"}"#),
        (.note(text: "", line: 9, time: 0), #"{"event":"note","line":9,"time":0,"text":""}"#),
        (
            .scenarioEnded(
                ScenarioResult(
                    verdict: .fail,
                    findings: [
                        Finding(
                            verdict: .fail,
                            domain: .device,
                            summary: "s",
                            expected: ["OK"],
                            expectedBytes: [0x0D],
                            received: [0x0A],
                            mismatch: 0,
                            time: 4
                        )
                    ],
                    notes: ["n"],
                    assertions: 2,
                    duration: 5
                )
            ),
            #"{"event":"scenario-ended","verdict":"fail","assertions":2,"duration":5,"findings":[{"verdict":"fail","domain":"device","summary":"s","expected":["OK"],"expectedBytes":"\r","received":"\n","mismatch":0,"time":4}],"notes":["n"]}"#
        ),
        (
            .runEnded(RunSummary(counts: [.fail: 1, .pass: 2], assertions: 3, simulated: 4, interrupted: false)),
            #"{"event":"run-ended","counts":{"pass":2,"fail":1},"assertions":3,"simulated":4,"interrupted":false}"#
        ),
    ]) func writesOneLine(_ event: Event, _ line: String) {
        #expect(String(decoding: JournalEncoder().encode(event), as: UTF8.self) == line + "\n")
    }
}
