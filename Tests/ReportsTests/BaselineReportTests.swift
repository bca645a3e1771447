import Events
import Testing
import Verdicts

@testable import Reports

@Suite struct BaselineReportTests {
    /// One run's verdicts, each with its scenario's name.
    private func table(_ verdicts: KeyValuePairs<String, Verdict>) -> VerdictTable {
        var table = VerdictTable()
        for (name, verdict) in verdicts {
            table.record(.scenarioStarted(SampleRun.scenario(name)))
            table.record(.scenarioEnded(ScenarioResult(verdict: verdict)))
        }
        return table
    }

    private func lines(
        _ old: KeyValuePairs<String, Verdict>,
        _ new: KeyValuePairs<String, Verdict>,
        isGone: (@Sendable (ScenarioIdentity) -> Bool)? = { $0.name == "gone" }
    ) -> [String] {
        BaselineReport(old: table(old), new: table(new), isGone: isGone).lines
    }

    @Test func nothingHasChanged() {
        #expect(lines(["a": .pass, "b": .fail], ["b": .fail, "a": .pass]) == ["", "Since the baseline: nothing has changed"])
    }

    @Test("changes for the worse come first, then those for the better, what is new, and what is gone") func order() {
        let found = lines(
            ["worse": .pass, "better": .fail, "odd": .pass, "gone": .pass, "left out": .pass],
            ["better": .pass, "odd": .inconclusive, "worse": .fail, "new": .error]
        )
        let expected = [
            "", "Since the baseline: changes", "  pass → fail: 1", "    multitech-ip/worse", "  pass → inconclusive: 1",
            "    multitech-ip/odd", "  fail → pass: 1", "    multitech-ip/better", "  new: 1", "    multitech-ip/new (error)",
            "  gone: 1", "    multitech-ip/gone", "  not run this time: 1",
        ]
        #expect(found == expected)
    }

    @Test("a scenario under a new name is neither gone nor new") func renamed() {
        var new = VerdictTable()
        var scenario = SampleRun.scenario("after")
        scenario.formerNames = ["before"]
        new.record(.scenarioStarted(scenario))
        new.record(.scenarioEnded(ScenarioResult(verdict: .fail)))
        let found = BaselineReport(old: table(["before": .pass]), new: new, isGone: nil).lines
        #expect(found == ["", "Since the baseline: changes", "  pass → fail: 1", "    multitech-ip/after"])
        #expect(BaselineReport(old: table(["before": .fail]), new: new, isGone: nil).lines.count == 2)
    }

    @Test(
        "a verdict of another revision is told as that",
        arguments: [
            (1, 2, " (revision 1 → 2)"), (nil, 1, " (revision none → 1)"), (1, nil, " (revision 1 → none)"), (2, 2, ""),
            (nil, nil, ""),
        ] as [(Int?, Int?, String)]
    )
    func revised(before: Int?, now: Int?, expected: String) {
        func table(_ name: String, _ revision: Int?, _ verdict: Verdict) -> VerdictTable {
            var table = VerdictTable()
            var scenario = SampleRun.scenario(name)
            scenario.revision = revision
            scenario.formerNames = name == "a" ? [] : ["a"]
            table.record(.scenarioStarted(scenario))
            table.record(.scenarioEnded(ScenarioResult(verdict: verdict)))
            return table
        }
        for name in ["a", "b"] {
            let report = BaselineReport(old: table("a", before, .pass), new: table(name, now, .fail), isGone: nil)
            #expect(report.lines.last == "    multitech-ip/\(name)\(expected)")
        }
    }

    @Test("of two journals nobody knows what is gone") func withoutASuite() {
        let found = lines(["a": .pass, "b": .pass], ["b": .pass], isGone: nil)
        #expect(found == ["", "Since the baseline: changes", "  not in this run: 1", "    multitech-ip/a"])
    }

    @Test("a long list is cut short, and its length is told") func long() {
        var new = VerdictTable()
        for number in 1...25 {
            new.record(.scenarioStarted(SampleRun.scenario("s\(number)")))
            new.record(.scenarioEnded(ScenarioResult(verdict: .pass)))
        }
        let found = BaselineReport(old: table([:]), new: new, isGone: nil).lines
        #expect(found.count == 24)
        #expect(found[2] == "  new: 25")
        #expect(found.last == "    and 5 more")
    }

    @Test("hostile names are shown as text") func hostile() {
        #expect(lines(["a\u{1B}[2J": .pass], ["a\u{1B}[2J": .fail]).last == "    multitech-ip/a<ESC>[2J")
    }
}
