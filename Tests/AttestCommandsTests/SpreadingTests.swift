import Events
import Foundation
import Reports
import Testing

@testable import AttestCommands

struct ShardTests {
    private static let names = (0..<500).map { "multitech-ip/scenario-\($0)" }

    @Test(arguments: [1, 2, 4, 7], [true, false]) func eachScenarioIsInOneShard(total: Int, knowsDurations: Bool) throws {
        let durations =
            knowsDurations
            ? Dictionary(uniqueKeysWithValues: Self.names.dropLast(9).enumerated().map { ($1, Int64($0 * $0)) }) : [:]
        let parts = try (1...total).map { index in
            try Shard("\(index)/\(total)", environment: { _ in nil }).part(of: Self.names, durations: durations)
        }
        for item in Self.names.indices { #expect(parts.count { $0[item] } == 1) }
        guard knowsDurations, total > 1 else { return }
        let loads = parts.map { part in
            Self.names.indices.reduce(Int64(0)) { $0 + (part[$1] ? durations[Self.names[$1]] ?? 0 : 0) }
        }
        #expect((loads.max() ?? 0) - (loads.min() ?? 0) < (loads.max() ?? 0) / 10)
    }

    @Test func theNameAloneDecides() throws {
        let shard = try Shard("2/3", environment: { _ in nil })
        let whole = shard.part(of: Self.names, durations: [:])
        let few = shard.part(of: Array(Self.names[100..<110]), durations: [:])
        #expect(Array(whole[100..<110]) == few)
    }

    @Test(arguments: [
        (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"], 2, 4), (["JOB_COMPLETION_INDEX": "0", "ATTEST_SHARDS": "3"], 1, 3),
        (["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "2"], 1, 2),
        (["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "2"], 2, 2),
        (["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "2"], 2, 2),
        (["BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "2"], 1, 2),
    ])
    func enginesTellTheirJobs(environment: [String: String], index: Int, total: Int) throws {
        let shard = try Shard("auto", environment: { environment[$0] })
        #expect(shard.index == index)
        #expect(shard.total == total)
    }

    @Test(arguments: ["0/2", "3/2", "1/0", "1", "a/b", "1/2/3", "auto", ""]) func whatIsNoShardIsRefused(text: String) {
        #expect(throws: UsageError.self) { try Shard(text, environment: { _ in nil }) }
        #expect(throws: UsageError.self) { try Shard("auto", environment: { $0 == "JOB_COMPLETION_INDEX" ? "1" : nil }) }
    }
}

struct ReportOutputTests {
    @Test func formatsAndFilesAreNamedTogether() throws {
        #expect(
            try ReportOutput.parse(["junit=a.xml,tap=b=c.tap", "json=x"]) == [
                ReportOutput(format: .junit, path: "a.xml"), ReportOutput(format: .tap, path: "b=c.tap"),
                ReportOutput(format: .json, path: "x"),
            ]
        )
    }

    @Test(arguments: ["junit", "junit=", "jnuit=x", ""]) func whatIsNoListOfReportsIsRefused(text: String) {
        #expect(throws: UsageError.self) { try ReportOutput.parse([text]) }
    }
}

/// The program's subcommands in this process, on a few scenarios.
@Suite(.serialized) struct SpreadingTests {
    private static let scenarios = VirtualRunTests.root + "/Scenarios/connection"

    private static func attest(_ words: String...) async -> Int32 { await AttestMain.run(words) }

    private static func run(_ words: String...) async -> Int32 {
        await AttestMain.run(["run", scenarios, "--filter", "dns", "--jobs", "1"] + words)
    }

    @Test func shardsMergeIntoTheJournalOfOneMachine() async throws {
        let scratch = try Scratch()
        #expect(await Self.run("--journal", scratch.path("whole"), "--reports", "json=\(scratch.path("whole.json"))") == 0)
        for shard in 1...3 { _ = await Self.run("--journal", scratch.path("\(shard)"), "--shard", "\(shard)/3") }
        let parts = ["2", "3", "1"].map(scratch.path)
        #expect(await AttestMain.run(["merge", "--output", scratch.path("merged")] + parts) == 0)
        #expect(try scratch.bytes("merged") == scratch.bytes("whole"))
        #expect(await AttestMain.run(["report", "--format", "json", "--output", scratch.path("merged.json")] + parts) == 0)
        #expect(try scratch.bytes("merged.json") == scratch.bytes("whole.json"))
        // A shard that is missing is not passed over.
        #expect(await AttestMain.run(["report", "--exit-code", "--output", scratch.path("x")] + parts.dropLast()) == 3)
    }

    @Test func aRunThatWasKilledAnywhereIsResumedToTheSameJournal() async throws {
        let scratch = try Scratch()
        #expect(await Self.run("--journal", scratch.path("whole"), "--junit", scratch.path("whole.xml")) == 0)
        let whole = try scratch.bytes("whole")
        for cut in [0, 10, whole.count / 3, whole.count / 2, whole.count - 200, whole.count - 1, whole.count] {
            try whole.prefix(cut).write(to: scratch.url.appending(path: "cut"))
            if cut > 10 { #expect(await Self.attest("report", scratch.path("cut"), "--output", scratch.path("report")) == 0) }
            #expect(await Self.run("--resume", scratch.path("cut"), "--junit", scratch.path("cut.xml")) == 0)
            #expect(try scratch.bytes("cut") == whole)
            #expect(try scratch.bytes("cut.xml") == scratch.bytes("whole.xml"))
        }
        #expect(await Self.run("--resume", scratch.path("cut"), "--seed", "9") == 2)
    }

    @Test func expectationsAndRepetitionsReachTheExitCode() async throws {
        let scratch = try Scratch()
        try Data("expect fail of scenario dns-*\n  because \"so\"\n".utf8).write(to: scratch.url.appending(path: "known"))
        #expect(await Self.run("--expectations", scratch.path("known")) == 0)
        #expect(await Self.run("--expectations", scratch.path("known"), "--strict", "--journal", scratch.path("j")) == 1)
        #expect(await Self.attest("report", scratch.path("j"), "--exit-code", "--output", scratch.path("x")) == 1)
        #expect(await Self.run("--repeat", "2", "--baseline", scratch.path("j")) == 0)
    }

    /// What went wrong before is not counted any more; what is new is, and a report of the journal says the same.
    @Test func onlyRegressionsCountAgainstABaseline() async throws {
        let scratch = try Scratch()
        let file = scratch.url.appending(path: "x.scenario")
        let scenario = "scenario NAME\n    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < NEVER\n\n"
        func attest(_ words: String...) async -> Int32 { await AttestMain.run(["run", file.path] + words) }
        try Data(scenario.replacing("NAME", with: "old").utf8).write(to: file)
        #expect(await attest("--journal", scratch.path("old")) == 1)
        let gate = ["--baseline", scratch.path("old"), "--fail-on", "regressions", "--journal", scratch.path("new")]
        #expect(await AttestMain.run(["run", file.path] + gate) == 0)
        #expect(await Self.attest("report", scratch.path("new"), "--exit-code", "--output", scratch.path("x")) == 0)
        #expect(await attest("--baseline", scratch.path("old")) == 1)
        let compared = ["report", scratch.path("new"), "--baseline", scratch.path("old"), "--output", scratch.path("compared")]
        #expect(await AttestMain.run(compared) == 0)
        #expect(
            try String(decoding: scratch.bytes("compared"), as: UTF8.self).hasSuffix("Since the baseline: nothing has changed\n")
        )
        #expect(await AttestMain.run(compared + ["--format", "tap"]) == 2)
        try Data((scenario.replacing("NAME", with: "old") + scenario.replacing("NAME", with: "new")).utf8).write(to: file)
        #expect(await AttestMain.run(["run", file.path] + gate) == 1)
        #expect(await attest("--fail-on", "regressions") == 2)
        #expect(await attest("--fail-on", "nothing", "--baseline", scratch.path("old")) == 2)
    }
}
