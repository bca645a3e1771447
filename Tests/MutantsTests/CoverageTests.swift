import Benches
import Dialects
import Testing
import Verdicts

@testable import Mutants

/// When a requirement counts as covered, and how that is shown.
@Suite struct CoverageTests {
    private static func coverage() throws -> Coverage {
        var dialect = try TestScenario.dialect()
        dialect.requirements.removeLast(dialect.requirements.count - 4)
        let clauses = ["001 ch. 3 #GETMAIL", "001 App. B \"x\"", "004 §4.1.2", "001"]
        for (index, clause) in clauses.enumerated() {
            dialect.requirements[index].id = "A-\(index + 1)"
            dialect.requirements[index].clause = clause
            dialect.requirements[index].grade = index == 1 ? .recommended : .mandatory
        }
        var seeing = WireMatrix.Scenario(name: "seeing-1", requirements: ["A-1"])
        let (plan, bench) = try TestScenario.plan("> AT#TCPPORT?\n< #TCPPORT: 0\n< OK")
        let tape = try #require(bench.record(plan, seed: 1) { _ in })
        seeing.tryAll(try #require(WireMutants(tape, bench.machine(plan))))
        let blind = WireMatrix.Scenario(name: "blind", requirements: ["A-2"])
        return Coverage(
            dialect,
            scenarios: [
                .init(place: "1", name: "blind", requirements: ["A-2", "A-1"]),
                .init(place: "2", name: "blind", requirements: ["A-1"]),
                .init(place: "3", name: "untried", requirements: ["A-4"]),
            ],
            tried: [("1", .line, blind), ("2", .stimulus, seeing), ("2", .servers, seeing), ("2", .line, blind)]
        )
    }

    /// Verified is not enough: somebody must notice something.
    @Test func whatNothingNoticesIsNotCovered() throws {
        let coverage = try Self.coverage()
        #expect(coverage.requirements.map(\.isCovered) == [true, false, false, false])
        #expect(coverage.requirements.map(\.level) == [.servers, nil, nil, nil])
        #expect(coverage.requirements.map { $0.scenarios.map(\.name) } == [["blind", "blind"], ["blind"], [], ["untried"]])
        #expect(!coverage.isComplete)
        #expect(coverage.summary.hasSuffix("1 of 4 requirements covered, 1 without a scenario, 2 whose scenarios notice nothing"))
    }

    @Test func countsByChapterAndGrade() throws {
        let rows = try Self.coverage().chapters.rows
        #expect(rows.map { $0[0] } == ["001", "001 App. B", "001 ch. 3", "004 §4", "all"])
        #expect(rows[2][1] == "1 of 1")
        #expect(rows[4].last == "1 of 4")
    }

    @Test func othersCanReadIt() throws {
        let coverage = try Self.coverage()
        let lines = Coverage.csv([coverage]).split(separator: "\r\n")
        #expect(lines.count == 1 + 5)
        #expect(coverage.text.contains("A-1  mandatory  servers  001 ch. 3"))
        #expect(coverage.levels.rows.map { $0[2] } == ["0 of 4", "1 of 4", "1 of 4", "1 of 4", "1 of 4"])
        #expect(lines[3].hasPrefix(#""multitech-ip","A-2","recommended","","001 App. B ""x""","no","blind","0","0""#))
        #expect(Coverage.json([coverage]).contains("\"covered\":true"))
        #expect(coverage.text.contains("    – no scenario\n    – not covered"))
    }
}
