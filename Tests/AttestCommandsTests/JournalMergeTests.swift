import Events
import Foundation
import Platform
import Testing
import Verdicts

@testable import AttestCommands

/// Journals that others have written, damaged or forged.
@Suite struct JournalMergeTests {
    /// A journal in a file of its own.
    private final class Journal {
        let path = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).jsonl").path

        init(_ bytes: some Sequence<UInt8>) throws { try Data(bytes).write(to: URL(filePath: path)) }
        convenience init(_ lines: [String]) throws { try self.init(lines.joined().utf8) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static let run = RunDescription(version: "1", seed: 7, device: "virtual", command: ["attest", "run"])
    private static let file = Event.background(.file(path: "a.scenario", text: "scenario a"))

    private static func line(_ event: Event) -> String { String(decoding: JournalEncoder().encode(event), as: UTF8.self) }

    private static func scenario(_ name: String, _ position: Int) -> [Event] {
        let source = SourceLine(path: "a.scenario", line: 1, text: "scenario \(name)")
        let identity = ScenarioIdentity(
            name: name,
            title: "",
            dialect: "d",
            service: "s",
            source: source,
            requirements: [],
            tags: ["x", "y"],
            position: position
        )
        return [
            .scenarioStarted(identity), .hostSent([0x41, 0x0D], line: 2, time: 0),
            .scenarioEnded(ScenarioResult(verdict: .pass, assertions: 3, duration: 5)),
        ]
    }

    private static let head = [line(.runStarted(run)), line(file)]
    private static let whole = scenario("a", 1).map(line)

    private static func merged(_ journals: [Journal]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try JournalMerge(paths: journals.map(\.path)).write { bytes += $0 }
        return bytes
    }

    /// As other programs write JSON: with blanks after colons and commas, and with the members in another order.
    @Test(arguments: [
        (["\":", ",\""], ["\": ", ", \""]),
        (["{\"event\":\"scenario-ended\""], ["{\"assertions\":0,\"event\":\"scenario-ended\""]),
        (["\"event\":\"scenario-"], ["\"event\":\"note\",\"\\u0065vent\":\"scenario-"]), (["}\n"], ["}\r\n \t\n"]),
    ])
    func scenariosAreFoundHoweverTheyAreWritten(marks: [String], others: [String]) throws {
        func rewritten(_ lines: [String]) -> [String] {
            lines.map { line in zip(marks, others).reduce(line) { $0.replacing($1.0, with: $1.1) } }
        }
        let second = try Journal(rewritten(Self.head + Self.scenario("b", 2).map(Self.line)))
        let first = try Journal(Self.head + Self.whole)
        let events = try JournalDecoder.events(of: Self.merged([second, first])).events
        let summary = RunSummary(counts: [.pass: 2], assertions: 6, simulated: 10, interrupted: true)
        let background = events.filter { if case .background = $0 { true } else { false } }
        #expect(Set(background) == [Self.file])
        #expect(
            events.filter { !background.contains($0) }
                == [.runStarted(Self.run)] + Self.scenario("a", 1) + Self.scenario("b", 2) + [.runEnded(summary)]
        )
    }

    /// What a report of the merged journal would refuse, or could not assign, is refused with its line, by `--resume`, too.
    @Test(arguments: [
        (head + ["\0\0\0\0\n"] + whole, 3, "a value is expected"),
        (head + [String(repeating: "[", count: 100) + "\n"] + whole, 3, "values are nested too deeply"),
        (head + ["{\"event\":\"note\"}\n"] + whole, 3, "the field “text” is missing"),
        (head + [line(.note(text: "", line: 1, time: 0))] + whole, 3, "no scenario has begun that this event could be of"),
        (head + [line(.background(.place(path: "x")))] + whole, 3, "no scenario has begun that this event could be of"),
        (head + [whole[0], "\0\n", whole[2]], 4, "a value is expected"),
        (head + [whole[0], "{\"event\":\"host-sent\",\n", whole[2]], 4, "a field's name is expected, and the line ends"),
        (head + [whole[0]] + whole, 4, "a scenario begins before the last one has ended"),
        (head + [whole[0], line(.runEnded(RunSummary()))], 4, "the run ends before the last scenario has ended"),
        (head + [whole[0], line(file), whole[2]], 4, "this event belongs before the first scenario"),
        (head + whole + [whole[2]], 6, "no scenario has begun that could end here"),
        (head + whole + [line(file)], 6, "this event belongs before the first scenario"),
        (head + whole + head, 6, "another run begins here: a journal holds one"), (whole, 1, "a journal begins with the event"),
    ])
    func whatBelongsNowhereIsRefused(lines: [String], number: Int, problem: String) throws {
        let journal = try Journal(lines)
        let errors = [
            #expect(throws: UsageError.self) { _ = try Self.merged([journal]) },
            #expect(throws: UsageError.self) { _ = try ResumedRun(path: journal.path, of: Self.run) },
        ]
        for error in errors {
            let message = try #require(error).message
            #expect(message.hasPrefix("\(journal.path): line \(number), column "), "\(message)")
            #expect(message.contains(problem), "\(message)")
        }
    }

    /// Before the file's end is looked for.
    @Test func aLineWithoutEndIsRefused() throws {
        let journal = try Journal(Self.head + [String(repeating: " ", count: 1001)])
        let error = #expect(throws: UsageError.self) { _ = try JournalOutline(path: journal.path, lineLimit: 1000) }
        #expect(error?.message == "\(journal.path): line 3, column 1001: the line is too long for an event")
    }

    /// Blank lines and unknown events before the first scenario are passed over, and all that is kept is bounded.
    @Test func onlyBackgroundIsKept() throws {
        let noise = [String](repeating: "\n \r\n", count: 10_000) + ["{\"event\":\"heartbeat\"}\n"]
        let journal = try Journal(Self.head[...0] + noise + [Self.head[1]] + noise + Self.whole)
        let outline = try JournalOutline(path: journal.path, backgroundLimit: Self.head[1].utf8.count)
        #expect(try outline.background.map { try outline.source.read($0) } == [Array(Self.head[1].utf8)])
        #expect(outline.scenarios.count == 1)
        let error = #expect(throws: UsageError.self) {
            _ = try JournalOutline(path: journal.path, backgroundLimit: Self.head[1].utf8.count - 1)
        }
        #expect(error?.message.contains("line 20003, column 1: more than ") == true, "\(error?.message ?? "")")
        #expect(try JournalDecoder.events(of: Self.merged([journal])).events.count == 6)
    }
}
