import Benches
import Events
import Foundation
import Reports
import Testing
import Verdicts

@testable import AttestCommands

/// Results that come out of order: people see them as they come, files have them in the run's order.
struct RunReportsTests {
    private final class Page { var text = "" }

    private static func outcome(_ place: Int, _ verdict: Verdict) -> Outcome {
        let name = "s-\(place)"
        let identity = ScenarioIdentity(
            name: name,
            title: "",
            dialect: "d",
            service: "s",
            source: SourceLine(path: "a.scenario", line: place, text: "scenario \(name)"),
            requirements: [],
            tags: []
        )
        var outcome = Outcome(
            events: [.scenarioStarted(identity), .scenarioEnded(ScenarioResult(verdict: verdict, assertions: 1))],
            index: place
        )
        for event in outcome.events { JournalEncoder().append(event, to: &outcome.journalled) }
        return outcome
    }

    private static func run(
        _ scratch: Scratch,
        _ outcomes: [(place: Int, verdict: Verdict)],
        mostFailures: Int? = nil,
        after each: (Int, String, Bool) -> Void = { _, _, _ in }
    ) throws -> Int32 {
        let page = Page()
        let plan = ReportPlan(
            outputs: try ReportOutput.parse(["tap=\(scratch.path("tap"))"]),
            journal: scratch.path("j"),
            mostFailures: mostFailures
        )
        var reports = try RunReports(style: .init(), plan) { page.text += String(decoding: $0, as: UTF8.self) }
        reports.record(.runStarted(RunDescription(version: "1", seed: 7, device: "pty:x", command: [])))
        for (place, verdict) in outcomes {
            reports.record(outcome(place, verdict))
            each(place, page.text, reports.hasFailedEnough)
        }
        return reports.finish(interrupted: false, elapsed: 0)
    }

    /// The places of scenarios in a file, as they stand there.
    private static func places(_ scratch: Scratch, _ name: String) throws -> [Int] {
        try scratch.text(name).split(separator: "\n").filter { $0.contains("scenario-started") || $0.contains("ok ") }
            .compactMap { line in line.firstRange(of: "s-").flatMap { Int(String(line[$0.upperBound])) } }
    }

    @Test func eachResultIsShownAtOnceAndWrittenInItsTurn() throws {
        let scratch = try Scratch()
        let code = try Self.run(scratch, [(2, .fail), (1, .pass), (3, .fail), (0, .fail)]) { place, shown, _ in
            if place == 1 { #expect(!shown.contains("s-1")) } else { #expect(shown.contains("FAIL  s-\(place)\n")) }
        }
        #expect(code == 1)
        for name in ["j", "tap"] { #expect(try Self.places(scratch, name) == [0, 1, 2, 3]) }
        let inOrder = try Scratch()
        _ = try Self.run(inOrder, [(0, .fail), (1, .pass), (2, .fail), (3, .fail)])
        for name in ["j", "tap"] { #expect(try scratch.text(name) == inOrder.text(name)) }
    }

    /// It does not wait for its turn; what ends afterwards is as if it had not begun.
    @Test func aFailureIsEnoughAsSoonAsItIsThere() throws {
        let scratch = try Scratch()
        let code = try Self.run(scratch, [(1, .pass), (3, .fail), (0, .pass)], mostFailures: 1) { place, _, hasFailedEnough in
            #expect(hasFailedEnough == (place != 1))
        }
        #expect(code == 1)
        for name in ["j", "tap"] { #expect(try Self.places(scratch, name) == [1, 3]) }
    }
}
