import Foundation
import Testing

@testable import AttestCommands

/// A folder of its own for a test's files.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appending(path: name).path }
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }
    func text(_ name: String) throws -> String { try String(decoding: bytes(name), as: UTF8.self) }
    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: url.appending(path: name)) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

struct FileRolesTests {
    private func areRefused(_ first: String, _ second: String, isRead: Bool = false) -> Bool {
        var files = FileRoles()
        do throws(UsageError) {
            if isRead { try files.reads(first, as: "--baseline") } else { try files.writes(first, as: "--journal") }
            try files.writes(second, as: "--output")
            return false
        } catch {
            return error.message.contains("\(isRead ? "--baseline" : "--journal") \(first) and --output \(second)")
        }
    }

    @Test func oneFileIsKnownByEachOfItsNames() throws {
        let scratch = try Scratch()
        try scratch.write("x", "a")
        try FileManager.default.linkItem(atPath: scratch.path("a"), toPath: scratch.path("hard"))
        try FileManager.default.createSymbolicLink(atPath: scratch.path("soft"), withDestinationPath: "a")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("early"), withDestinationPath: "new")
        let folder = scratch.path("")
        for other in ["\(folder)/./a", scratch.path("hard"), scratch.path("soft")] {
            #expect(areRefused(scratch.path("a"), other))
            #expect(areRefused(other, scratch.path("a"), isRead: true))
        }
        #expect(areRefused("\(folder)/./new", scratch.path("new")))
        #expect(areRefused(scratch.path("early"), scratch.path("new")))
        #expect(!areRefused(scratch.path("a"), scratch.path("b")))
        #expect(!areRefused(scratch.path("b"), scratch.path("c")))
    }

    @Test func whatIsOnlyReadAndWhatIsNoFileMayBeNamedTwice() throws {
        let scratch = try Scratch()
        try scratch.write("x", "a")
        var files = FileRoles()
        try files.reads(scratch.path("a"), as: "--baseline")
        try files.reads(scratch.path("a"), as: "--durations")
        #expect(!areRefused("/dev/null", "/dev/null"))
        #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
        #expect(!areRefused(scratch.path("pipe"), scratch.path("pipe"), isRead: true))
    }
}

/// Each command in this process, with one file for two purposes.
@Suite(.serialized) struct FileSafetyTests {
    private static let scenario = "scenario x-1\n    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < OK\n"
    private static let known = "expect fail of scenario x-1\n    because \"so\"\n"

    /// A journal, the scenario that it is of, and expectations.
    private static func prepared() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write(scenario, "x.scenario")
        try scratch.write(known, "known")
        #expect(await AttestMain.run(["run", scratch.path("x.scenario"), "--journal", scratch.path("b")]) == 0)
        return scratch
    }

    @Test(arguments: [
        "report @b --output @b", "report @b --baseline @b --output @./b", "merge @./b --output @b",
        "run @x.scenario --resume @b --reports json=@b", "run @x.scenario --journal @a --pcap @a",
        "run @x.scenario --journal @a --reports json=@a", "run @x.scenario --reports json=@j,junit=@./j",
        "run @x.scenario --junit @j --reports json=@j", "run @x.scenario --expectations @known --journal @known",
        "run @x.scenario --baseline @b --reports json=@b", "run @x.scenario --device replay:@b --journal @b",
        "run @x.scenario --shard 1/1 --durations @b --journal @b", "run @x.scenario --journal @x.scenario",
        "check @x.scenario --sarif @x.scenario", "record --device pty:/dev/pts/nowhere --journal @f --out @f",
        "expect update @known --from @known", "run @x.scenario --device exec:@known --journal @known",
    ])
    func noFileServesTwoPurposes(words: String) async throws {
        let scratch = try await Self.prepared()
        let journal = try scratch.bytes("b")
        let arguments = words.replacing("@", with: scratch.path("") + "/").split(separator: " ").map(String.init)
        #expect(await AttestMain.run(arguments) == 2)
        #expect(try scratch.bytes("b") == journal)
        #expect(try scratch.text("x.scenario") == Self.scenario)
        #expect(try scratch.text("known") == Self.known)
        #expect(try scratch.names == ["b", "known", "x.scenario"])
    }

    /// What an earlier run left is lost to no run that cannot begin, and to no report that cannot be made.
    @Test(
        arguments: [
            ("run @x.scenario --device pty:/dev/pts/nowhere --journal @old --junit @old2 --pcap @old3", 3),
            ("run @x.scenario --junit @old --journal @old2 --pcap @nowhere/x", 2), ("report @nowhere --output @old", 2),
            ("report @bad --format html --output @old", 2), ("merge @b @nowhere --output @old", 2),
            ("expect update @old --from @bad", 2),
        ] as [(String, Int32)]
    )
    func whatFailsLeavesOldFilesAsTheyAre(words: String, code: Int32) async throws {
        let scratch = try await Self.prepared()
        try (scratch.bytes("b") + Data("garbage\n".utf8)).write(to: scratch.url.appending(path: "bad"))
        for name in ["old", "old2", "old3"] { try scratch.write("# good", name) }
        let arguments = words.replacing("@", with: scratch.path("") + "/").split(separator: " ").map(String.init)
        #expect(await AttestMain.run(arguments) == code)
        for name in ["old", "old2", "old3"] { #expect(try scratch.text(name) == "# good") }
        #expect(try scratch.names == ["b", "bad", "known", "old", "old2", "old3", "x.scenario"])
    }

    @Test func aJournalThatCannotBeWrittenIsAnErrorOfTheBench() async throws {
        let scratch = try await Self.prepared()
        #expect(await AttestMain.run(["run", scratch.path("x.scenario"), "--journal", "/dev/full"]) == 3)
        #expect(await AttestMain.run(["run", scratch.path("x.scenario"), "--reports", "json=/dev/full"]) == 3)
    }

    /// What scenarios read, and scenarios, are overwritten by no command, whether this run uses them or not.
    @Test(arguments: ["Fixtures/mail/plain.eml", "Scenarios/shared.scenario"])
    func theProjectsOwnFilesAreNoOutputs(file: String) async throws {
        let scratch = try await Self.prepared()
        let path = "\(VirtualRunTests.root)/\(file)"
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        // Should the test fail, the project is not to suffer for it.
        defer {
            if (try? Data(contentsOf: URL(fileURLWithPath: path))) != before { try? before.write(to: URL(fileURLWithPath: path)) }
        }
        for words in [
            "run @x.scenario --journal", "run @x.scenario --pcap", "run @x.scenario --junit", "report @b --output",
            "merge @b --output", "check @x.scenario --sarif", "record --device pty:/dev/pts/nowhere --journal",
            "expect update --from @b",
        ] {
            let arguments = words.replacing("@", with: scratch.path("") + "/").split(separator: " ").map(String.init)
            #expect(await AttestMain.run(arguments + [path]) == 2, "\(words)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    /// A rig's secrets, and what its hooks run.
    @Test(arguments: ["pin", "hooks/busy", "bench.rig"]) func whatARigReadsIsNoOutput(name: String) async throws {
        let scratch = try await Self.prepared()
        try FileManager.default.createDirectory(atPath: scratch.path("hooks"), withIntermediateDirectories: true)
        try scratch.write("1234\n", "pin")
        try scratch.write("#!/bin/sh\n", "hooks/busy")
        let rig = """
            rig bench
                device  pty:/dev/pts/nowhere

            values
                pin  from file "pin"

            hooks
                busy  "sh ./hooks/busy on" undo "sh ./hooks/busy off"

            """
        try scratch.write(rig, "bench.rig")
        let before = try scratch.text(name)
        let words = ["run", scratch.path("x.scenario"), "--rig", scratch.path("bench.rig"), "--journal"]
        #expect(await AttestMain.run(words + [scratch.path("new")]) == 3)
        #expect(await AttestMain.run(words + [scratch.path(name)]) == 2)
        #expect(try scratch.text(name) == before)
    }
}

struct TerminalLinkTests {
    private func target(_ path: String) -> String? { try? FileManager.default.destinationOfSymbolicLink(atPath: path) }

    /// Of a program that was killed, whose terminal is gone.
    @Test func aLinkThatIsLeftBehindIsReplacedAndTakenAway() throws {
        let scratch = try Scratch()
        let path = scratch.path("modem")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/pts/999999")
        do {
            let link = try TerminalLink(path, to: "/dev/pts/999998")
            #expect(target(path) == "/dev/pts/999998")
            withExtendedLifetime(link) {}
        }
        #expect(try scratch.names.isEmpty)
    }

    @Test(arguments: ["/dev/null", "file", "nowhere", "/opt/nowhere/at-all"]) func anotherLinkStays(destination: String) throws {
        let scratch = try Scratch()
        try scratch.write("x", "file")
        let path = scratch.path("modem")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
        #expect(throws: UsageError.self) { try TerminalLink(path, to: "/dev/pts/999998") }
        #expect(target(path) == destination)
        #expect(throws: UsageError.self) { try TerminalLink(scratch.path("file"), to: "/dev/pts/999998") }
        #expect(try scratch.text("file") == "x")
    }

    @Test func aLinkThatSomebodyElseHasPutThereSinceStays() throws {
        let scratch = try Scratch()
        let path = scratch.path("modem")
        do {
            let link = try TerminalLink(path, to: "/dev/pts/999998")
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/pts/999997")
            withExtendedLifetime(link) {}
        }
        #expect(target(path) == "/dev/pts/999997")
    }
}
