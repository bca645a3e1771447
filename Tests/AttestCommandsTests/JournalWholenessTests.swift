import BenchFacts
import Benches
import Events
import Foundation
import Reports
import Testing

@testable import AttestCommands

/// What is missing of a journal, or stands in it twice, is said, and the exit code is not that of a run of which all is there.
@Suite(.serialized) struct JournalWholenessTests {
    private static let scenario = """
        scenario a-1
            dialects multitech-ip
            verifies LINE-3

            > AT
            < OK

        scenario b-1
            dialects multitech-ip
            verifies LINE-3

            > AT
            < ERROR

        """

    private static func prepared() async throws -> (scratch: Scratch, lines: [String]) {
        let scratch = try Scratch()
        try scratch.write(scenario, "x.scenario")
        #expect(await AttestMain.run(["run", scratch.path("x.scenario"), "--journal", scratch.path("j")]) == 1)
        return (scratch, try scratch.text("j").split(separator: "\n").map { $0 + "\n" })
    }

    private static func index(_ lines: [String], _ kind: String) -> Int? {
        lines.firstIndex { $0.contains("\"event\":\"\(kind)") }
    }

    private static func exit(_ scratch: Scratch, _ format: ReportFormat = .console) async -> Int32 {
        await AttestMain.run([
            "report", scratch.path("cut"), "--exit-code", "--format", format.rawValue, "--output", scratch.path("report"),
        ])
    }

    /// Behind nothing, in the middle of the first scenario, between the two, in the middle of the second, before the run's end.
    @Test(arguments: ReportFormat.allCases) func whatIsCutIsSaid(format: ReportFormat) async throws {
        let (scratch, lines) = try await Self.prepared()
        let first = try #require(Self.index(lines, "scenario-ended"))
        let second = try #require(lines.lastIndex { $0.contains("\"event\":\"scenario-ended") })
        for (count, code) in [(1, 3), (first, 3), (first + 1, 3), (second, 3), (second + 1, 1)] as [(Int, Int32)] {
            try scratch.write(lines[..<count].joined(), "cut")
            #expect(await Self.exit(scratch, format) == code, "\(count)")
            let text = try scratch.text("report")
            let words = ["tap": "Bail out!", "tap13": "Bail out!", "json": "\"interrupted\":true"][format.rawValue]
            #expect(text.lowercased().contains((words ?? "a part of its journal is missing").lowercased()), "\(count)")
        }
    }

    /// A pool was killed while one scenario had not ended: what others had come to beside it is named, and counts as not run.
    @Test(arguments: [false, true]) func whatIsHeldBackIsNamed(hasEnded: Bool) async throws {
        let (scratch, lines) = try await Self.prepared()
        let first = try #require(Self.index(lines, "scenario-ended"))
        let second = lines[(first + 1)...].prefix { !$0.contains("\"event\":\"run-ended") }
        let held = (hasEnded ? second : second.dropLast()).map {
            String(decoding: JournalEncoder.held(Array($0.utf8), of: 2), as: UTF8.self)
        }
        try scratch.write((lines[..<first] + held).joined(), "cut")
        #expect(await Self.exit(scratch) == 3)
        let text = try scratch.text("report").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("2 scenarios: 2 inconclusive"), "\(text)")
        #expect(text.contains(" b-1 "), "\(text)")
        #expect(text.contains("its journal holds this scenario back"), "\(text)")
        #expect(text.contains(hasEnded ? "it had ended with fail: " : "it had not ended"), "\(text)")
        // Its dialogue is shown all the same.
        #expect(await Self.exit(scratch, .junit) == 3)
        #expect(try scratch.text("report").components(separatedBy: "AT&lt;CR&gt;").count >= 2)
        // Where it stands in its own place, what is held behind it is not told again.
        try scratch.write((lines.dropLast() + held).joined(), "cut")
        #expect(await Self.exit(scratch) == 1)
        #expect(try !scratch.text("report").contains("holds this scenario back"))
    }

    /// Its last line counts what it does not hold.
    @Test(arguments: ReportFormat.allCases) func aMiddleThatIsMissingIsSaid(format: ReportFormat) async throws {
        let (scratch, lines) = try await Self.prepared()
        let first = try #require(Self.index(lines, "scenario-started"))
        try scratch.write((lines[..<first] + [lines[lines.count - 1]]).joined(), "cut")
        #expect(await Self.exit(scratch, format) == 3)
        let text = try scratch.text("report")
        #expect(!text.contains("nothing was tested"))
        let words = ["tap": "Bail out!", "tap13": "Bail out!", "json": "\"interrupted\":true"][format.rawValue]
        #expect(text.lowercased().contains((words ?? "a part of its journal is missing").lowercased()))
    }

    @Test func whatStandsThereTwiceIsRefused() async throws {
        let (scratch, lines) = try await Self.prepared()
        let first = try #require(Self.index(lines, "scenario-started"))
        let end = try #require(Self.index(lines, "scenario-ended"))
        let twice = lines[..<(end + 1)] + lines[first...]
        for cut in [lines + lines, lines + lines[first...], Array(twice), lines + [lines[lines.count - 1]]] {
            try scratch.write(cut.joined(), "cut")
            #expect(await Self.exit(scratch) == 2)
            #expect(await AttestMain.run(["merge", scratch.path("cut"), "--output", scratch.path("merged")]) == 2)
        }
        #expect(try !scratch.names.contains("merged"))
    }

    /// It counts, in the order of the run, all that is there; nothing is missing.
    @Test func aWholeJournalIsWhole() async throws {
        let (scratch, lines) = try await Self.prepared()
        try scratch.write(lines.joined().trimmingCharacters(in: .newlines), "cut")
        #expect(await Self.exit(scratch) == 1)
        #expect(try !scratch.text("report").contains("interrupted"))
    }

    /// A damaged journal holds any number in any place: it may be refused, and nothing stops working.
    @Test(arguments: [Int64.max, .min, .max - 1, .min + 1, -1, 0, 1 << 32, 1 << 53])
    func anyNumberMayStandInAJournal(number: Int64) async throws {
        var (scratch, lines) = try await Self.prepared()
        try Self.shorten(&lines)
        let loaded = try LoadedSuite(
            paths: [scratch.path("x.scenario")],
            dialects: [],
            project: Project(root: VirtualRunTests.root),
            profile: .documentation
        )
        let items = loaded.items(Selection(filters: [], tags: []))
        for (index, line) in lines.enumerated() {
            for match in line.matches(of: Self.numbers) {
                var damaged = lines
                damaged[index] = line
                damaged[index].replaceSubrange(match.output.1.startIndex..<match.output.1.endIndex, with: String(number))
                try scratch.write(damaged.joined(), "cut")
                try Self.read(scratch.path("cut"), items)
            }
        }
        // All at once.
        let all =
            [lines[0]]
            + lines.dropFirst().map { line in
                line.replacing(Self.numbers) { match in
                    match.output.0.prefix { !"-0123456789".contains($0) } + String(number)
                }
            }
        try scratch.write(all.joined(), "cut")
        try Self.read(scratch.path("cut"), items)
    }

    /// Of the dialect's requirements, most of the journal, the first alone is left.
    private static func shorten(_ lines: inout [String]) throws {
        let index = try #require(Self.index(lines, "dialect"))
        let start = try #require(lines[index].firstRange(of: "\"requirements\":[")).upperBound
        let first = try #require(lines[index][start...].firstRange(of: "},{")).lowerBound
        let end = try #require(lines[index][first...].firstRange(of: "}]")).lowerBound
        lines[index].removeSubrange(first..<end)
    }

    nonisolated(unsafe) private static let numbers = /[:,\[](-?[0-9]+)/

    /// Everything that reads journals.
    private static func read(_ path: String, _ items: [WorkItem]) throws {
        var reports = ReportFormat.allCases.map { $0.makeReport() }
        var events: [Event] = []
        do throws(UsageError) {
            try JournalReplay.run([path]) { event in
                events.append(event)
                for index in reports.indices { reports[index].record(event) }
            }
            try JournalMerge(paths: [path]).write { _ in }
            _ = try JournalOutline(path: path)
        } catch {
            #expect(error.message.contains(path))
        }
        for report in reports { #expect(!report.finish().isEmpty) }
        let replay = ReplayRun(events)
        for item in items { #expect(!replay.outcome(of: item).events.isEmpty) }
        let shard = try Shard("1/2", environment: { _ in nil })
        var durations: [String: Int64] = [:]
        for case .scenarioEnded(let result) in events { durations["d/\(durations.count)"] = result.duration }
        #expect(shard.part(of: ["d/0", "d/1", "d/2"], durations: durations).count == 3)
    }
}
