import Testing
import Verdicts

@testable import Events

/// A port that babbles: its line is evidence, and no text about it is as long.
struct EventBoundsTests {
    private static let babble = String(repeating: "é", count: 65_581)

    @Test func everyTextIsBounded() {
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: Self.babble,
            expected: [Self.babble],
            expectedBytes: [UInt8](repeating: 1, count: 70_000),
            received: [UInt8](repeating: 2, count: 70_000),
            mismatch: 69_999,
            time: 0
        )
        let events: [Event] = [
            .benchSaw(party: "device", text: Self.babble, time: 0), .stimulus(text: Self.babble, line: 1, time: 0),
            .note(text: Self.babble, line: 1, time: 0),
            .background(.capability(Capability(name: "x", isPresent: false, text: Self.babble))),
            .scenarioEnded(
                ScenarioResult(
                    verdict: .fail,
                    findings: [finding],
                    notes: [String](repeating: Self.babble, count: 2),
                    reason: Self.babble
                )
            ),
        ]
        for event in events {
            let line = JournalEncoder().encode(event.bounded)
            #expect(line.count < 80_000)
            let text = String(decoding: line, as: UTF8.self)
            #expect(text.contains("é…") && !text.contains(String(repeating: "é", count: Event.longestText + 1)))
            #expect(event.bounded.bounded == event.bounded)
        }
    }

    @Test func aLineOnTheLineStaysWhole() {
        let event = Event.deviceSent([UInt8](repeating: 0x41, count: 65_581), time: 0)
        #expect(event.bounded == event)
        #expect(Event.bounded(String(repeating: "é", count: Event.longestText)).hasSuffix("é"))
    }
}
