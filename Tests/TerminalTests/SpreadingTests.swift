import Foundation
import Testing

/// Runs that are cut to pieces: over processes, and by force.
@Suite(.serialized, .ownThread)
struct SpreadingTests {
    static let hasParallel = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/parallel") }

    /// A folder that is removed when nobody holds it any more.
    final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
        func path(_ name: String) -> String { url.appending(path: name).path }
        func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }
    }

    static let words = ["Scenarios/connection", "--filter", "dns"]

    @Test(.enabled(if: hasParallel, "GNU parallel is not installed"))
    func theExampleWithGNUParallelGivesTheJournalOfOneMachine() throws {
        let folder = try Folder()
        let whole = try TerminalTests.run(TerminalTests.program, ["run", "--journal", folder.path("whole.jsonl")] + Self.words)
        #expect(whole.code == 0, "\(whole.output)")
        let script = TerminalTests.root.appending(path: "Docs/examples/parallel-shards").path
        let spread = try TerminalTests.run("/bin/sh", [script, TerminalTests.program, "3", folder.url.path] + Self.words)
        #expect(spread.code == 0, "\(spread.output)")
        #expect(try folder.bytes("run.jsonl") == folder.bytes("whole.jsonl"))
    }

    @Test func aRunThatIsKilledLeavesAJournalThatReportsAndResumes() throws {
        let folder = try Folder()
        let words = ["Scenarios/tcp", "--jobs", "1"]
        let whole = try TerminalTests.run(TerminalTests.program, ["run", "--journal", folder.path("whole.jsonl")] + words)
        #expect(whole.code == 0, "\(whole.output)")
        let journal = folder.path("killed.jsonl")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: TerminalTests.program)
        process.arguments = ["run", "--journal", journal, "--verbose"] + words
        process.currentDirectoryURL = TerminalTests.root
        process.standardOutput = output
        try process.run()
        // What is shown of a scenario is in the journal before the next one is: some have ended by then.
        var shown = 0
        while shown < 50_000, case let piece = output.fileHandleForReading.availableData, !piece.isEmpty { shown += piece.count }
        #expect(process.isRunning)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for format in ["junit", "tap", "json", "markdown", "github", "sarif", "console"] {
            let report = try TerminalTests.run(TerminalTests.program, ["report", journal, "--format", format])
            #expect(report.code == 0, "\(format): \(report.output)")
        }
        let resumed = try TerminalTests.run(TerminalTests.program, ["run", "--resume", journal] + words)
        #expect(resumed.code == 0, "\(resumed.output)")
        #expect(try folder.bytes("killed.jsonl") == folder.bytes("whole.jsonl"))
    }

    /// The first failure ends the run, at any number of jobs at the same scenario.
    @Test(arguments: ["1", "4"]) func theFirstFailureIsEnough(jobs: String) throws {
        let folder = try Folder()
        func scenario(_ name: String, _ answer: String) -> String {
            "scenario \(name)\n    dialects  multitech-ip\n    verifies  LINE-1\n    > AT\n    < \(answer)\n\n"
        }
        let text = scenario("a", "OK") + scenario("b", "NO") + (0..<20).map { scenario("c\($0)", "OK") }.joined()
        try Data(text.utf8).write(to: folder.url.appending(path: "t.scenario"))
        let words = ["--jobs", jobs]
        func run(_ more: [String]) throws -> (code: Int32, output: String) {
            let result = try TerminalTests.run(
                TerminalTests.program,
                ["run", folder.path("t.scenario"), "--journal", folder.path("t.jsonl")] + words + more
            )
            return (result.code, result.output)
        }
        let stopped = try run(["--fail-fast"])
        #expect(stopped.code == 1, "\(stopped.output)")
        #expect(stopped.output.contains("stopped at the first failure: 20 scenarios were not run"))
        #expect(stopped.output.contains("2 scenarios: 1 passed, 1 failed"))
        let whole = try run([])
        #expect(whole.code == 1)
        #expect(whole.output.contains("22 scenarios: 21 passed, 1 failed"))
        let good = try run(["--fail-fast", "--filter", "!b"])
        #expect(good.code == 0, "\(good.output)")
        #expect(good.output.contains("21 scenarios: 21 passed"))
    }

    /// On real lines a failure counts when it is there: what still runs on another device, though it comes before, is stopped.
    @Test func aFailureWaitsForNoOtherDevice() throws {
        let folder = try Folder()
        let modems = [try TerminalTests.Modem(), try TerminalTests.Modem()]
        let head = "\n    verifies  LINE-1\n    > AT\n"
        let text = "scenario a\(head)    < OK\n    wait 60s\n\nscenario b\(head)    < NO\n"
        try Data(text.utf8).write(to: folder.url.appending(path: "t.scenario"))
        let devices = modems.flatMap { ["--device", "pty:\($0.path)"] }
        let began = ContinuousClock.now
        let (code, output) = try TerminalTests.run(
            TerminalTests.program,
            ["run", folder.path("t.scenario"), "--fail-fast"] + devices
        )
        #expect(ContinuousClock.now - began < .seconds(50))
        #expect(code == 1, "\(output)")
        #expect(output.contains("stopped at the first failure: 1 scenario was not run"))
        #expect(output.contains("1 scenario: 1 failed"))
    }
}
