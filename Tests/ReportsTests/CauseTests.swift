import Events
import Foundation
import Testing
import Verdicts

@testable import Reports

/// One cause is told once, and a crash or a hang before all else.
@Suite struct CauseTests {
    private static func failed(
        _ name: String,
        line: Int,
        _ summary: String = "another line came than the one expected",
        expected: String = "OK",
        received: String = "ERROR",
        kind: Finding.Kind? = nil
    ) -> [Event] {
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            kind: kind,
            summary: summary,
            source: SourceLine(path: "Scenarios/mail/mail.scenario", line: line, text: "< \(expected)"),
            expected: [expected],
            received: Array(received.utf8),
            time: 0
        )
        let worse = Finding(verdict: .fail, domain: .device, summary: "the postamble failed, too", time: 0)
        return [
            .scenarioStarted(SampleRun.scenario(name, line: line)),
            .scenarioEnded(ScenarioResult(verdict: .fail, findings: kind == nil ? [finding] : [worse, finding], assertions: 1)),
        ]
    }

    /// Four of one cause: three with the same bytes at different lines, one at a line where others were; another one; a crash and a hang.
    private static let events: [Event] =
        [.runStarted(SampleRun.run)] + failed("a", line: 5) + failed("b", line: 9) + failed("c", line: 9, received: "NO CARRIER")
        + failed("d", line: 11, expected: "CONNECT") + failed("e", line: 13)
        + failed("f", line: 20, "the device started anew", kind: .crash)
        + failed("g", line: 21, "the device answers nothing any more", kind: .hang)
        + [.runEnded(RunSummary(counts: [.fail: 7], assertions: 7))]

    @Test func theConsoleTellsEachCauseOnce() {
        let text = SampleRun.console(Self.events, style: .init())
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("FAIL") }.map(String.init)
                == ["FAIL  a", "FAIL  d", "FAIL (crash)  f", "FAIL (hang)  g"]
        )
        #expect(
            text.contains(
                """

                Failed
                  crash  f  Scenarios/mail/mail.scenario:20
                  hang  g  Scenarios/mail/mail.scenario:21
                   4 × device: another line came than the one expected
                       first at Scenarios/mail/mail.scenario:5  a
                       b  Scenarios/mail/mail.scenario:9
                       c  Scenarios/mail/mail.scenario:9
                       and 1 more
                  d  Scenarios/mail/mail.scenario:11

                7 scenarios: 7 failed (1 crash, 1 hang)

                """
            )
        )
        #expect(text.contains("  fault       device, crash: the device started anew\n"))
        let verbose = SampleRun.console(Self.events, style: .init(verbose: true))
        #expect(verbose.split(separator: "\n").count { $0.hasPrefix("FAIL") } == 7)
    }

    @Test(arguments: ReportFormat.allCases.filter { $0 != .console })
    func crashesAndHangsComeFirst(format: ReportFormat) throws {
        let whole = FormatTests.text(format, Self.events)
        let text = whole.ranges(of: "id=\"unpassed\"").first.map { String(whole[$0.lowerBound...]) } ?? whole
        let crash = try #require(text.range(of: "crash"))
        let hang = try #require(text.range(of: "hang"))
        let other = try #require(text.range(of: "another line came"))
        #expect(crash.lowerBound < hang.lowerBound && hang.lowerBound < other.lowerBound)
    }

    @Test func aPageTellsEachCauseOnce() {
        let markdown = FormatTests.text(.markdown, Self.events)
        #expect(markdown.contains("## Crashed or hung\n\n### crash: `f`\n"))
        #expect(
            markdown.contains(
                "### 4 × `a`\n\nOne cause, first at `Scenarios/mail/mail.scenario:5`; also `b`, `c` and 1 more.\n"
            )
        )
        #expect(!markdown.contains("### `b`"))
        let html = FormatTests.text(.html, Self.events)
        #expect(html.contains("4 × this cause, first at <span class=\"m\">Scenarios/mail/mail.scenario:5</span>"))
        #expect(html.components(separatedBy: "<article class=\"entry\">").count == 5)
    }
}
