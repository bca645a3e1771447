import Events
import Foundation
import Testing
import Verdicts

@testable import AttestCommands

/// `--max-failures N` stops after N failures, at the same scenario at any number of jobs, and the rest can follow.
@Suite(.serialized) struct MaxFailuresTests {
    private static func suite() throws -> Scratch {
        let scratch = try Scratch()
        let scenarios = (1...8).map { number in
            """
            scenario x-\(number)
                dialects multitech-ip
                verifies LINE-3

                > AT
                < \(number % 2 == 0 ? "ERROR" : "OK")


            """
        }
        try scratch.write(scenarios.joined(), "x.scenario")
        return scratch
    }

    private static func ended(_ scratch: Scratch, _ name: String) throws -> [Verdict] {
        VirtualRunTests.verdicts(try JournalDecoder.events(of: Array(scratch.bytes(name))).events)
    }

    @Test func theRunStopsAtTheSameScenarioAtAnyNumberOfJobs() async throws {
        let scratch = try Self.suite()
        for jobs in 1...4 {
            let words = ["run", scratch.path("x.scenario"), "--max-failures", "2", "--jobs", String(jobs)]
            #expect(await AttestMain.run(words + ["--journal", scratch.path("j\(jobs)")]) == 1)
            #expect(try Self.ended(scratch, "j\(jobs)") == [.pass, .fail, .pass, .fail])
            #expect(try scratch.bytes("j\(jobs)") == scratch.bytes("j1"))
        }
        #expect(try scratch.text("j1").contains("\"interrupted\":true"))
        #expect(await AttestMain.run(["run", scratch.path("x.scenario"), "--resume", scratch.path("j1")]) == 1)
        #expect(try Self.ended(scratch, "j1").count == 8)
        #expect(try scratch.text("j1").contains("\"interrupted\":false"))
    }

    /// Nothing is left out: the run is whole.
    @Test(arguments: ["4", "5"]) func enoughIsNotReachedBeforeTheEnd(most: String) async throws {
        let scratch = try Self.suite()
        let words = ["run", scratch.path("x.scenario"), "--max-failures", most, "--journal", scratch.path("j")]
        #expect(await AttestMain.run(words) == 1)
        #expect(try scratch.text("j").contains("\"interrupted\":false"))
    }

    /// What was expected is no failure.
    @Test func whatIsExpectedIsNotCounted() async throws {
        let scratch = try Self.suite()
        try scratch.write("expect fail of scenario x-2\n    because \"so\"\n", "known")
        let words = ["run", scratch.path("x.scenario"), "--max-failures", "1", "--expectations", scratch.path("known")]
        #expect(await AttestMain.run(words + ["--journal", scratch.path("j")]) == 1)
        #expect(try Self.ended(scratch, "j") == [.pass, .fail, .pass, .fail])
    }

    @Test(arguments: ["0", "-1", "x"]) func itIsANumber(text: String) async throws {
        #expect(await AttestMain.run(["run", try Self.suite().path("x.scenario"), "--max-failures", text]) == 2)
    }
}
