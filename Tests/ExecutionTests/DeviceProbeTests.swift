import Execution
import Testing
import World

/// A device in a state nobody knows, brought back to its command line.
struct DeviceProbeTests {
    /// Runs a probe against a device that answers each write as `device` says, at once.
    func probe(identifies: Bool = false, _ device: (inout Int, String) -> String) -> (
        outcome: DeviceProbe.Outcome?, written: [String]
    ) {
        var now = Instant.start
        var probe = DeviceProbe(identifies: identifies, at: now)
        var written: [String] = []
        var state = 0
        for _ in 0..<200 {
            for output in probe.advance(at: now) {
                switch output {
                case .write(let bytes):
                    let text = String(decoding: bytes, as: UTF8.self)
                    written.append(text)
                    let answer = Array(device(&state, text).utf8)
                    if !answer.isEmpty { probe.receive(answer) }
                case .finished(let outcome): return (outcome, written)
                }
            }
            now = max(now + .milliseconds(1), min(probe.wake, now + .milliseconds(50)))
        }
        return (nil, written)
    }

    /// Left in a data mode that only these bytes end; before that, whatever comes is swallowed.
    @Test(arguments: ["\u{3}", "\r\n.\r\n", "\u{1A}", "+++"])
    func aStrayDataModeIsLeft(escape: String) {
        let result = probe { state, text in
            if text == escape { state = 1 }
            return state == 1 && text.hasPrefix("AT") ? "\(text)\r\nOK\r\n" : ""
        }
        #expect(result.outcome == .ready(identity: []))
        #expect(result.written.last == "ATQ0V1E1\r")
    }

    @Test func aDeviceLeftInNumericModeIsUnderstood() {
        let result = probe { _, text in text == "AT\r" ? "\r0\r" : "\r\nOK\r\n" }
        #expect(result.outcome == .ready(identity: []))
        #expect(result.written == ["AT\r", "ATQ0V1E1\r"])
    }

    /// A wrong frame is for a scenario to fail, not for the bench to stumble over.
    @Test(arguments: ["\r\nOK\r", "\nOK\n", "OK", "0", "\r\n0\r\n"])
    func anAnswerInAWrongFrameIsAnAnswer(answer: String) {
        #expect(probe { _, text in text + answer }.outcome == .ready(identity: []))
    }

    @Test func whoItIsIsReadWithoutEchoAndResults() {
        let result = probe(identifies: true) { _, text in
            switch text {
            case "ATI\r": "ATI\r\r\nWISMO\r\n\r\nOK\r\n"
            case "AT+CGMR\r": "AT+CGMR\r\r\n6.57\u{7}\r\n\r\nOK\r\n"
            case "AT#VVERSION\r": "AT#VVERSION\r\r\n#CME ERROR: 34817\r\n"
            case "AT+CGMI\r", "AT+CGMM\r": "\r\nERROR\r\n"
            default: "\r\nOK\r\n"
            }
        }
        #expect(
            result.outcome
                == .ready(identity: [.init(command: "ATI", lines: ["WISMO"]), .init(command: "AT+CGMR", lines: ["6.57"])])
        )
    }

    @Test func whatCannotBeUsedIsToldApart() {
        #expect(probe { _, _ in "" }.outcome == .silent)
        #expect(probe { _, _ in "hello\r\n" }.outcome.map { if case .confused = $0 { true } else { false } } == true)
        #expect(
            probe { _, _ in "\u{0}\u{1}\u{7f}\u{2}\u{5}" }.outcome.map { if case .garbage = $0 { true } else { false } } == true
        )
    }
}
