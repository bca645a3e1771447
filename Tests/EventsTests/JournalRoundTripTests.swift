import Events
import Testing
import Verdicts

@Suite struct JournalRoundTripTests {
    @Test(arguments: Samples.events.indices) func everyEventComesBack(_ index: Int) throws {
        let event = Samples.events[index]
        var journal = JournalEncoder().encode(Samples.run)
        JournalEncoder().append(event, to: &journal)
        let (events, ending) = try JournalDecoder.events(of: journal)
        #expect(events == [Samples.run, event])
        #expect(ending == .complete)
    }

    @Test func everyByteComesBackFromASCII() throws {
        let bytes = (0...255).map { UInt8($0) } + [0xC3, 0xA9, 0xFF, 0x00, 0x5C, 0x75, 0x22]
        let line = JournalEncoder().encode(.deviceSent(bytes, time: 0))
        #expect(line.dropLast().allSatisfy { (0x20...0x7E).contains($0) })
        #expect(line.last == 0x0A)
        #expect(try decoded(line) == .deviceSent(bytes, time: 0))
    }

    /// A journal that is printed in a log commands nobody, and it comes back as it was.
    @Test func whatActsInLogsIsEscaped() throws {
        let text = "##vso[x]y ##[error] ### \u{202E}\u{200B}\u{E0041}\u{FFFE} é 日本"
        let event = Event.note(text: text, line: 1, time: 0)
        let line = JournalEncoder().encode(event)
        let written = String(decoding: line, as: UTF8.self)
        #expect(!written.contains("##") && written.contains("é 日本"))
        #expect(written.unicodeScalars.allSatisfy { $0.properties.generalCategory != .format })
        #expect(try decoded(line) == event)
        let bytes = Event.deviceSent(Array("##vso[x] # ##".utf8), time: 0)
        #expect(!JournalEncoder().encode(bytes).containsTwoNumberSigns)
        #expect(try decoded(JournalEncoder().encode(bytes)) == bytes)
    }

    @Test(arguments: (0...255).map { UInt8($0) }) func eachByteHasOneFormAndComesBack(_ byte: UInt8) throws {
        let line = JournalEncoder().encode(.hostSent([byte], line: 1, time: 0))
        #expect(try decoded(line) == .hostSent([byte], line: 1, time: 0))
    }

    /// All lines of a journal, in pieces of every small size.
    @Test(arguments: [1, 2, 3, 7, 64, 1000]) func piecesMakeNoDifference(_ size: Int) throws {
        var journal = JournalEncoder().encode(Samples.run)
        for event in Samples.events { JournalEncoder().append(event, to: &journal) }
        var decoder = JournalDecoder()
        var events: [Event] = []
        for start in stride(from: 0, to: journal.count, by: size) {
            try decoder.decode(Array(journal[start..<min(start + size, journal.count)]), into: &events)
        }
        #expect(try decoder.finish(into: &events) == .complete)
        #expect(events == [Samples.run] + Samples.events)
    }

    private func decoded(_ line: [UInt8]) throws -> Event? {
        try JournalDecoder.events(of: JournalEncoder().encode(Samples.run) + line).events.last
    }
}

enum Samples {
    static let run = Event.runStarted(
        RunDescription(
            version: "0.1.0",
            seed: .max,
            device: "virtual",
            command: ["attest", "run", "--seed", "18446744073709551615"]
        )
    )
    static let requirement = RequirementReference(id: "GETMAIL-9", clause: "001 ch. 3.4", grade: .mandatory)
    static let source = SourceLine(path: "Scenarios/mail/getmail.scenario", line: 55, text: "< #CME ERROR: {code}")
    static let identity = ScenarioIdentity(
        name: "getmail-reports-x #2",
        title: "A “title”, \\ \"quoted\", 日本 👩‍🚀 \u{1B}[2J \u{85}\u{2028}\u{7F}\u{0}",
        dialect: "multitech-ip",
        service: "mail",
        source: source,
        requirements: [requirement, RequirementReference(id: "A-1", clause: "", grade: .variant)],
        tags: ["slow", ""],
        id: "LAB “7”",
        revision: 3,
        formerNames: ["a#2", "b"]
    )
    static let finding = Finding(
        verdict: .fail,
        domain: .device,
        kind: .hang,
        summary: "Another line came.",
        requirement: requirement,
        source: source,
        expected: ["#CME ERROR: 38081", "ERROR"],
        expectedBytes: [],
        received: Array("\r\nOK\r\n\u{80}".utf8) + [0xFF, 0],
        mismatch: 2,
        time: 61_204_000_000
    )
    static let events: [Event] = [
        run, .runStarted(RunDescription(version: "", seed: 0, device: "pty:/dev/pts/3", command: [])),
        .background(.file(path: "Scenarios/mail/getmail.scenario", text: "scenario a\n    > AT\n\u{2028}\u{202E}</script>")),
        .background(.dialect(DialectDescription(name: "", title: "", features: [], requirements: []))),
        .background(
            .dialect(
                DialectDescription(
                    name: "multitech-ip",
                    title: "MultiTech",
                    features: ["gprs", "ftp"],
                    requirements: [RequirementDescription(reference: requirement, text: "GETMAIL says why it fails.")]
                )
            )
        ),
        .background(.capability(Capability(name: "network", isPresent: false, text: "no network is known"))),
        .scenarioStarted(identity), .background(.place(path: "Scenarios/shared.scenario")),
        .phaseEntered(.preamble, name: "online", time: 0), .phaseEntered(.body, name: nil, time: 1),
        .phaseEntered(.postamble, name: "", time: 2),
        .hostSent(Array("AT\r".utf8), line: 12, time: 5), .hostSent([1], line: 1, time: 5, on: "b"),
        .deviceSent([2], time: 6, on: "c"),
        .matched(line: 1, count: 1, time: 7, on: "b"), .hostSent([], line: 0, time: .min),
        .deviceSent([0x10, 0x03], time: .max),
        .matched(line: 13, count: 6, time: 7), .benchSaw(party: "pop3", text: "< RETR 1", time: 8),
        .benchSaw(party: "bench", text: "is so", time: 8, kept: .held([0x41, 0x54, 0, 0xFF])),
        .benchSaw(party: "bench", text: "goes on", time: 8, kept: .carried([:])),
        .benchSaw(party: "bench", text: "goes on", time: 8, kept: .carried(["ip": Array("10.0.0.1".utf8), "x": [0xFF]])),
        .benchSaw(party: "bench", text: "leaves", time: 8, kept: .left),
        .stimulus(text: "peer b closes", line: 14, time: 9), .note(text: "no ETX\n", line: 15, time: 10),
        .scenarioEnded(ScenarioResult(verdict: .pass)),
        .scenarioEnded(
            ScenarioResult(
                verdict: .fail,
                findings: [
                    finding,
                    Finding(verdict: .inconclusive, domain: .suite, kind: .crash, summary: "", expectedBytes: nil, time: 0),
                ],
                notes: ["a", "b"],
                reason: "why",
                assertions: 3,
                duration: 99
            )
        ),
        .scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: "")),
        .runEnded(RunSummary()),
        .runEnded(
            RunSummary(
                counts: Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0, $0.rawValue.count) }),
                assertions: 1,
                simulated: 2,
                interrupted: true
            )
        ),
    ]
}

extension [UInt8] {
    fileprivate var containsTwoNumberSigns: Bool { zip(self, dropFirst()).contains { $0 == 0x23 && $1 == 0x23 } }
}
