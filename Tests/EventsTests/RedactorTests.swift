import Octets
import Testing
import Verdicts

@testable import Events

@Suite struct RedactorTests {
    private let redactor = Redactor(secrets: ["letmein99", "47\"11", "abc"])

    @Test func bytesKeepTheirNumber() {
        #expect(redactor.redact(Array("AT#APNPW=\"letmein99\"\r".utf8)) == Array("AT#APNPW=\"*********\"\r".utf8))
        #expect(redactor.redact(Array("letmein9letmein99".utf8)) == Array("letmein9*********".utf8))
        #expect(redactor.redact(Array("x\(String("47\"\"11"))y".utf8)) == Array("x******y".utf8))
    }

    @Test func textsAreMarked() {
        #expect(redactor.redact("< PASS letmein99") == "< PASS •••")
        #expect(redactor.redact("letmein99letmein99!") == "••••••!")
        #expect(redactor.redact("nothing of the kind") == "nothing of the kind")
    }

    @Test func aSecretCutForDisplayIsTaken() {
        #expect(redactor.redact("> letmei…") == "> •••…")
        #expect(redactor.redact("> letmei") == "> •••")
        #expect(redactor.redact("> let…") == "> let…")
    }

    @Test func shortSecretsAreLeftAlone() { #expect(redactor.redact("abc") == "abc") }

    /// AUTH LOGIN sends the password alone, AUTH PLAIN behind the user's name of any length.
    @Test(arguments: 0..<7)
    func base64IsTakenWhole(lead: Int) {
        let user = String(repeating: "u", count: lead)
        let encoded = Base64.encode(Array("\0\(user)\0letmein99".utf8))
        #expect(redactor.redact("AUTH PLAIN \(encoded) end") == "AUTH PLAIN ••• end")
        #expect(redactor.redact(Base64.encode(Array("\(user)letmein99\(user)".utf8))) == "•••")
    }

    @Test func otherBase64Stays() {
        let encoded = Base64.encode(Array("\0user\0other-password".utf8))
        #expect(redactor.redact("AUTH PLAIN \(encoded)") == "AUTH PLAIN \(encoded)")
    }

    @Test func everyTextOfAnEventIsRead() {
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: "letmein99",
            source: SourceLine(path: "a", line: 1, text: "> AT#APNPW=\"letmein99\""),
            expected: ["letmein99"],
            expectedBytes: Array("letmein99".utf8),
            received: Array("..letmein".utf8),
            mismatch: 2,
            time: 0
        )
        let result = ScenarioResult(verdict: .fail, findings: [finding], notes: ["letmein99"], reason: "letmein99")
        let events: [Event] = [
            .runStarted(.init(version: "1", seed: 1, device: "exec:a letmein99", command: ["--device", "exec:a letmein99"])),
            .scenarioStarted(
                .init(
                    name: "x",
                    title: "y",
                    dialect: "d",
                    service: "s",
                    source: SourceLine(path: "a", line: 1, text: "pop3 mailbox password \"letmein99\""),
                    requirements: [],
                    tags: []
                )
            ),
            .background(.file(path: "a", text: "> AT+CPIN=letmein99\n")),
            .hostSent(Array("letmein99".utf8), line: 1, time: 0),
            .deviceSent(Array("letmein99".utf8), time: 0),
            .benchSaw(party: "pop3", text: "letmein99", time: 0),
            .benchSaw(party: "bench", text: "", time: 0, kept: .held(Array("AT#APNPW=\"letmein99\"".utf8))),
            .benchSaw(party: "bench", text: "", time: 0, kept: .carried(["a": Array("letmein99".utf8)])),
            .stimulus(text: "letmein99", line: 1, time: 0),
            .note(text: "letmein99", line: 1, time: 0),
            .scenarioEnded(result),
        ]
        let encoder = JournalEncoder()
        for event in events {
            let line = String(decoding: encoder.encode(redactor.redact(event)), as: UTF8.self)
            #expect(!line.contains("letmein"), "\(line)")
        }
    }

    /// A PIN of four digits is in many names and numbers: they are the suite's, and are found by them.
    @Test func namesAndNumbersOfTheSuiteStay() {
        let redactor = Redactor(secrets: ["1234"])
        let requirement = RequirementReference(id: "DIAL-1234", clause: "001 ch. 1234", grade: .mandatory)
        let source = SourceLine(
            path: "Scenarios/1234/a.scenario",
            line: 1234,
            text: "scenario dials-0123456789 within 1234 ms, 01234"
        )
        let identity = ScenarioIdentity(
            name: "dials-0123456789",
            title: "The number 1234",
            dialect: "d-1234",
            service: "1234",
            source: source,
            requirements: [requirement],
            tags: ["1234"],
            position: 1234,
            id: "LAB-1234",
            revision: 1234,
            formerNames: ["dials-1234"]
        )
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: "wrong",
            requirement: requirement,
            source: source,
            time: 1234
        )
        let command = ["attest", "run", "Scenarios/1234", "--filter", "=dials-0123456789", "--device", "tcp:10.0.0.1:12345"]
        let events: [Event] = [
            .runStarted(.init(version: "1234", seed: 1234, device: "tcp:10.0.0.1:12345", command: command)),
            .background(.file(path: "Scenarios/1234/a.scenario", text: source.text + "\n")), .scenarioStarted(identity),
            .phaseEntered(.preamble, name: "calls-1234", time: 1234), .background(.place(path: "1234")),
            .scenarioEnded(ScenarioResult(verdict: .fail, findings: [finding], assertions: 1234, duration: 1234)),
        ]
        for event in events { #expect(redactor.redact(event) == event) }
        #expect(redactor.redactValues(in: "> AT+CPIN=\"1234\" AT+CPIN=1234,1 x-1234") == "> AT+CPIN=\"•••\" AT+CPIN=•••,1 x-1234")
    }

    /// An id that is nothing but a secret is one.
    @Test func anIdIsTakenAsAWhole() {
        var identity = Samples.identity
        identity.id = "letmein99"
        guard case .scenarioStarted(let redacted) = Redactor(secrets: ["letmein99"]).redact(.scenarioStarted(identity)) else {
            return
        }
        #expect(redacted.id == "•••")
    }

    /// The bytes of a line follow one another, whatever comes on another meanwhile; those of two lines never do.
    @Test func aSecretIsLookedForOnEachSerialLine() {
        var stream = EventRedaction(redactor)
        var out: [Event] = []
        for (text, line) in [("let", nil), ("mein", "b"), ("mein99", nil), ("99", "b")] as [(String, String?)] {
            out += stream.take(.deviceSent(Array(text.utf8), time: 1, on: line))
        }
        out += stream.take(.scenarioEnded(ScenarioResult(verdict: .pass)))
        #expect(bytesOfDevice(out) == Array("***mein******99".utf8))
    }

    /// Every way to part the bytes between two events, and byte by byte, with events of the other side between.
    @Test func aSecretSpreadOverEventsIsTaken() {
        let bytes = Array("AT#APNPW=\"letmein99\"\r".utf8)
        let covered = Array("AT#APNPW=\"*********\"\r".utf8)
        var splits = bytes.indices.map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        splits.append(bytes.map { [$0] })
        for split in splits {
            var stream = EventRedaction(redactor)
            var out: [Event] = []
            for piece in split where !piece.isEmpty {
                out += stream.take(.deviceSent(piece, time: 1))
                out += stream.take(.hostSent(piece, line: 1, time: 2))
                out += stream.take(.matched(line: 1, count: 1, time: 3))
            }
            out += stream.take(.scenarioEnded(ScenarioResult(verdict: .pass)))
            #expect(out.count == split.count { !$0.isEmpty } * 3 + 1)
            #expect(bytesOfDevice(out) == covered)
            #expect(bytesOfHost(out) == covered)
            // In their order.
            #expect(
                out.enumerated().allSatisfy { index, event in
                    switch event {
                    case .deviceSent: index % 3 == 0
                    case .hostSent: index % 3 == 1
                    case .matched: index % 3 == 2
                    default: index == out.count - 1
                    }
                }
            )
        }
    }

    @Test func nothingIsHeldWithoutReason() {
        var stream = EventRedaction(redactor)
        #expect(stream.take(.deviceSent(Array("OK\r\n".utf8), time: 1)).count == 1)
        #expect(stream.take(.deviceSent(Array("let".utf8), time: 2)).isEmpty)
        #expect(stream.take(.matched(line: 1, count: 1, time: 3)).isEmpty)
        #expect(
            stream.take(.deviceSent(Array("ter".utf8), time: 4)) == [
                .deviceSent(Array("let".utf8), time: 2), .matched(line: 1, count: 1, time: 3),
                .deviceSent(Array("ter".utf8), time: 4),
            ]
        )
    }

    @Test func anUnfinishedSecretIsTakenAtTheEnd() {
        var stream = EventRedaction(redactor)
        _ = stream.take(.deviceSent(Array("letm".utf8), time: 1))
        let out = stream.take(.deviceSent(Array("ei".utf8), time: 1)) + stream.flush()
        #expect(bytesOfDevice(out) == Array("******".utf8))
    }

    @Test func hostileRepetitionIsBoundedAndFast() {
        let redactor = Redactor(secrets: [String(repeating: "a", count: 1_000)])
        var stream = EventRedaction(redactor)
        var count = 0
        for _ in 0..<5_000 { count += stream.take(.deviceSent([0x61], time: 0)).count }
        #expect(count > 0)
        #expect(redactor.redact([UInt8](repeating: 0x61, count: 20_000)).allSatisfy { $0 == Redactor.fill })
    }

    private func bytesOfDevice(_ events: [Event]) -> [UInt8] {
        events.flatMap { event -> [UInt8] in if case .deviceSent(let bytes, _, _) = event { bytes } else { [] } }
    }
    private func bytesOfHost(_ events: [Event]) -> [UInt8] {
        events.flatMap { event -> [UInt8] in if case .hostSent(let bytes, _, _, _) = event { bytes } else { [] } }
    }

    /// Many secrets in one long run of base 64: the run is looked for once.
    @Test(.timeLimit(.minutes(1))) func aLongRunOfBase64TakesNoLonger() {
        let redactor = Redactor(secrets: ["secret"])
        let run = Array(Base64.encode(Array(String(repeating: "secret", count: 100_000).utf8)).utf8)
        let text = Array("AUTH ".utf8) + run + Array(" secret+".utf8)
        let expected = Array("AUTH ".utf8) + run.map { _ in UInt8(ascii: "*") } + Array(" ******+".utf8)
        #expect(redactor.redact(text) == expected)
    }
}
