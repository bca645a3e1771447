import Testing
import VirtualModem
import World

/// What the reference device sends, held byte by byte to what a second reader found in the manual (Fixtures/transcripts).
@Suite struct DialogueTests {
    private let transcript: ManualTranscript

    init() throws { transcript = try ManualTranscript.read("001") }

    /// All that can be played, by clause and row.
    private static var played: [(clause: String, row: String)] {
        Stagings.all.sorted { $0.key < $1.key }.flatMap { clause, rows in rows.keys.sorted().map { (clause, $0) } }
    }

    @Test(arguments: played) func theDeviceSendsWhatTheManualShows(clause: String, row: String) throws {
        let section = try #require(transcript.sections.first { $0.clause == clause })
        let staging = try #require(Stagings.all[clause]?[row])
        let rows = (section.kind == "table" ? section.rows.filter { $0.name == row } : section.rows).map {
            Self.ruled($0, of: clause)
        }
        #expect(!rows.isEmpty)
        for staging in [staging] + staging.others {
            for session in Self.sessions(rows) {
                var performance = try Performance(staging, of: transcript)
                for row in session { try performance.play(row, isDisplay: Self.displays(row)) }
            }
        }
    }

    /// A session for each of the rows that stand in another's place.
    private static func sessions(_ rows: [ManualTranscript.Row]) -> [[ManualTranscript.Row]] {
        rows.reduce(into: [[]]) { sessions, row in
            if row.isAlternative {
                sessions.append((sessions.first ?? []).dropLast() + [row])
            } else {
                sessions = sessions.map { $0 + [row] }
            }
        }
    }

    /// The row as the rulings have it.
    private static func ruled(_ row: ManualTranscript.Row, of clause: String) -> ManualTranscript.Row {
        var row = row
        row.items = row.items.flatMap { item in
            guard let departure = Stagings.departures.first(where: { $0.clause == clause && $0.printed == item.text }) else {
                return [item]
            }
            return departure.sent.compactMap {
                ManualTranscript.Item(ManualTranscript.Line(number: item.number, indentation: 8, text: $0))
            }
        }
        return row
    }

    @Test func everyDepartureIsOfALine() {
        for departure in Stagings.departures {
            let rows = transcript.sections.first { $0.clause == departure.clause }?.rows ?? []
            #expect(rows.contains { $0.items.contains { $0.text == departure.printed } }, "\(departure.printed)")
        }
    }

    private static func displays(_ row: ManualTranscript.Row) -> Bool {
        let line = row.items.first?.readings.first ?? ""
        return line == "AT#DISPLAYIP" || line.hasPrefix("AT#V")
    }

    /// Nothing of the tables is passed over unnoticed.
    @Test func everyRowIsPlayedOrExcused() {
        let tables = transcript.sections("table").flatMap { section in section.rows.map { "\(section.clause): \($0.name)" } }
        let sessions = transcript.sections("session").map { "\($0.clause): " }
        let played = Self.played.map { "\($0.clause): \($0.row)" }
        let excused = Stagings.excused.flatMap { clause, rows in rows.keys.map { "\(clause): \($0)" } }
        #expect((tables + sessions).sorted() == (played + excused).sorted())
    }

    /// App. B, "Output": what stands on the line when answers are numbers. That the value's OK is in letters even then is one of the manual's
    /// two readings, and the reference device's (Docs/Rulings.md, "Answers under ATV0 and ATQ1").
    @Test(arguments: [
        ("AT#PPPMODE=1", "written", ["code": "0"]), ("AT#PPPMODE?", "viewed", ["name": "PPPMODE", "value": "1"]),
        ("AT#PPPMODE=77", "error", ["code": "34882"]), ("AT#ACCEPT", "message", ["code": "3"]),
    ])
    func theDeviceFramesNumbers(line: String, form: String, values: [String: String]) throws {
        let framings = transcript.sections("framing")[0].lines
        let framing = try #require(framings.first { $0.columns[0] == form && $0.columns[2].hasPrefix("ATV0") })
        let stage = try DialogueStage(facts: [])
        for line in ["ATE0", "ATV0", line] {
            _ = stage.takeSent(afterSilenceOf: .seconds(1))
            stage.send(Array(line.utf8) + [0x0D])
        }
        let sent = stage.takeSent(afterSilenceOf: .seconds(1))
        let shown = TranscribedBytes(framing.columns[1]) { kind, _ in .bytes(Array((values[kind] ?? "").utf8)) }
        #expect(shown.matches(sent))
    }
}
