import Events
import Foundation
import Octets
import Verdicts

@testable import Reports

/// Reports as HTML, and what is in them.
enum HTMLSample {
    static let file = (1...60).map { line in
        switch line {
        case 40: "scenario getmail-reports-password-is-refused"
        case 54: "    > AT#GETMAIL"
        case 55: "    within {dns-limit} < #CME ERROR: {code}"
        case 57: "scenario another"
        default: line < 40 ? "# \(line)" : "    # \(line)"
        }
    }.joined(separator: "\n")

    /// The sample run with what it is read against.
    static let events: [Event] =
        [
            SampleRun.events[0], .background(.file(path: "Scenarios/mail/mail.scenario", text: file)),
            .background(
                .dialect(
                    DialectDescription(
                        name: "multitech-ip",
                        title: "MultiTech",
                        features: ["gprs"],
                        requirements: [
                            RequirementDescription(reference: SampleRun.getmail1, text: "GETMAIL reads the first message."),
                            RequirementDescription(reference: SampleRun.getmail9, text: "A refused password has a code."),
                            RequirementDescription(
                                reference: RequirementReference(id: "GETMAIL-10", clause: "", grade: .recommended),
                                text: "Nobody looks at this."
                            ),
                        ]
                    )
                )
            ), .background(.capability(Capability(name: "network", isPresent: false, text: "servers"))),
        ] + SampleRun.events.dropFirst()

    static func html(_ events: [Event] = events) -> String { String(decoding: pieces(events).joined(), as: UTF8.self) }

    static func pieces(_ events: [Event]) -> [[UInt8]] {
        var report = HTMLReport()
        var pieces: [[UInt8]] = []
        for event in events {
            report.record(event)
            pieces.append(report.take())
        }
        return pieces.filter { !$0.isEmpty } + [report.finish()]
    }

    /// What stands between the tags of the elements that begin so.
    static func contents(_ opening: String, _ closing: String, of html: String) -> [String] {
        html.components(separatedBy: opening).dropFirst().map { $0.components(separatedBy: closing)[0] }
    }

    /// A run that is hostile in every field.
    static func hostile(_ text: String, _ bytes: [UInt8]) -> [Event] {
        let line = SourceLine(path: text, line: -1, text: text)
        let requirement = RequirementReference(id: text, clause: text, grade: .variant)
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: text,
            requirement: requirement,
            source: line,
            expected: [text, text],
            expectedBytes: bytes,
            received: bytes.reversed(),
            mismatch: 7,
            time: .min
        )
        let identity = ScenarioIdentity(
            name: text,
            title: text,
            dialect: text,
            service: text,
            source: line,
            requirements: [requirement],
            tags: [text],
            id: text,
            revision: 1
        )
        let dialect = DialectDescription(
            name: text,
            title: text,
            features: [text],
            requirements: [RequirementDescription(reference: requirement, text: text)]
        )
        var events: [Event] = [
            .runStarted(RunDescription(version: text, seed: 0, device: text, command: [text])),
            .background(.file(path: text, text: text)), .background(.dialect(dialect)),
            .background(.capability(Capability(name: text, isPresent: true, text: text))),
        ]
        for verdict in Verdict.allCases {
            events += [
                .scenarioStarted(identity), .background(.place(path: text)), .phaseEntered(.body, name: text, time: .max),
                .hostSent(bytes, line: -1, time: 0), .deviceSent(bytes, time: .min), .matched(line: .max, count: .max, time: 0),
                .deviceSent(bytes, time: .max), .benchSaw(party: text, text: text, time: 0),
                .benchSaw(party: text, text: "< " + text, time: 1),
                .stimulus(text: text, line: .min, time: 0), .note(text: text, line: 0, time: 0),
                .hostSent(Array("AT\(text)\r".utf8), line: 1, time: 1), .deviceSent(Array("x".utf8), time: 5),
                .scenarioEnded(
                    ScenarioResult(
                        verdict: verdict,
                        findings: verdict == .pass ? [] : [finding, finding],
                        notes: [text],
                        reason: text,
                        assertions: .max,
                        duration: .max
                    )
                ),
            ]
        }
        return events
    }

    static let hostileText =
        "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"><!-- ]]> & ' \" `\n"
        + "\u{0}\u{7}\u{1B}[2J\r\t\u{7F}\u{85}\u{202E}\u{2066}\u{2028}\u{2029}\u{FEFF}\u{FFFF} é 日本"
    static let hostileBytes = (0...255).map { UInt8($0) } + Array(hostileText.utf8) + [0xC3, 0xFF, 0xED, 0xA0, 0x80]
}
