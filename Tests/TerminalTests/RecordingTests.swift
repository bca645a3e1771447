import Foundation
import Testing

/// A dialogue on a pseudo-terminal is recorded, tried as a scenario, and played back.
@Suite(.serialized, .ownThread)
struct RecordingTests {
    /// A subcommand that prints a terminal's path first, ended when nobody holds it any more.
    final class Line {
        let process = Process()
        let path: String
        private let output = Pipe()

        init(_ words: [String]) throws {
            process.executableURL = URL(filePath: TerminalTests.program)
            process.arguments = words
            process.currentDirectoryURL = TerminalTests.root
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            path = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).trimmingCharacters(in: .newlines)
        }

        /// - Returns: the exit code, once it has ended.
        func wait() -> Int32 {
            process.waitUntilExit()
            return process.terminationStatus
        }

        /// What it prints after the path.
        func rest() -> String { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

        deinit {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
        }
    }

    /// A host: sends each line when the answer to the one before has come, then closes.
    static func talk(on path: String, _ dialogue: [(line: String, end: String)]) -> String {
        let terminal = open(path, O_RDWR | O_NOCTTY)
        guard terminal >= 0 else { return "" }
        defer { close(terminal) }
        var all: [UInt8] = []
        for (line, end) in dialogue {
            let bytes = Array(line.utf8)
            guard write(terminal, bytes, bytes.count) == bytes.count else { break }
            var heard: [UInt8] = []
            while !String(decoding: heard, as: UTF8.self).hasSuffix(end) {
                var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
                guard poll(&ready, 1, 20_000) > 0 else { return String(decoding: all + heard, as: UTF8.self) }
                var piece = [UInt8](repeating: 0, count: 4_096)
                let count = read(terminal, &piece, piece.count)
                guard count > 0 else { break }
                heard += piece[..<count]
            }
            all += heard
        }
        return String(decoding: all, as: UTF8.self)
    }

    static let dialogue: [(line: String, end: String)] = [
        ("AT\r", "OK\r\n"), ("ATE0\r", "OK\r\n"), ("AT#APNSERV=\"apn\"\r", "OK\r\n"), ("ATV0\r", "\r0\r"),
        ("AT#APNSERV?\r", "\r\nOK\r\n"),
        ("ATE1V1\r", "OK\r\n"), ("AT#CONNECTIONSTART\r", "ation\r\n"), ("AT#NONSENSE\r", "\r\n"),
        ("AT#CONNECTIONSTOP\r", "OK\r\n"),
    ]

    /// A rig says where the lines are, how the device is set up, and what it may say of itself; each line has a terminal.
    @Test func aRigsDeviceIsRecordedOnAllItsLines() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func path(_ name: String) -> String { folder.appending(path: name).path }
        let modem = try TerminalTests.Modem(["--lines", "2", "--link", path("modem")])
        let rig = "rig trial\n    device pty:\(path("modem"))\n    line b pty:\(path("modem"))-b\n"
        let words = "    unsolicited \"+CREG:\"\n    set up \"ATV0;V1\"\n"
        try Data((rig + words).utf8).write(to: folder.appending(path: "trial.rig"))
        let files = ["--out", path("s.scenario"), "--journal", path("j.jsonl"), "--link", path("host")]
        let recorder = try Line(["record", "--rig", path("trial.rig")] + files)
        let second = open(path("host-b"), O_RDWR | O_NOCTTY)
        #expect(write(second, "ATI\r", 4) == 4)
        let dialogue = [("AT\r", "OK\r\n"), ("AT+CREG=1\r", "+CREG: 1\r\n"), ("AT\r", "OK\r\n")]
        #expect(Self.talk(on: path("host"), dialogue).contains("+CREG: 1"))
        // As long as one line is open the host is there.
        close(second)
        #expect(recorder.wait() == 0)
        let text = try String(contentsOfFile: path("s.scenario"), encoding: .utf8)
        #expect(
            text.hasSuffix("    allow +CREG:{any}\n    > AT\n    < OK\n    > AT+CREG=1\n    < OK\n    > AT\n    < OK\n"),
            "\(text)"
        )
        let journal = try String(contentsOfFile: path("j.jsonl"), encoding: .utf8)
        #expect(journal.contains("\"on\":\"b\"") && !journal.contains("ATV0"))
        for device in [["--device", "replay:\(path("j.jsonl"))"], ["--rig", path("trial.rig")]] {
            let (code, output) = try TerminalTests.run(TerminalTests.program, ["run", path("s.scenario")] + device)
            #expect(code == 0, "\(output)")
        }
        withExtendedLifetime(modem) {}
    }

    @Test func aRecordedDialogueIsAScenarioAndADevice() throws {
        let folder = TerminalTests.root.appending(path: ".build/recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (scenario, journal) = (folder.appending(path: "talk.scenario").path, folder.appending(path: "talk.jsonl").path)

        let modem = try TerminalTests.Modem()
        let recorder = try Line(["record", "--device", "pty:\(modem.path)", "--out", scenario, "--journal", journal])
        let heard = Self.talk(on: recorder.path, Self.dialogue)
        #expect(recorder.wait() == 0)
        #expect(heard.hasPrefix("AT\r\r\nOK\r\nATE0\r"))
        let text = try String(contentsOfFile: scenario, encoding: .utf8)
        #expect(text.contains("    > AT#CONNECTIONSTART\n    < {ip:ipv4}\n    < {gprs-ready}\n"), "\(text)")

        for words in [
            ["check", scenario], ["fmt", "--check", scenario], ["run", scenario, "--device", "replay:\(journal)"],
            ["run", scenario],
            ["run", scenario, "--device", "pty:\(modem.path)"],
        ] {
            let (code, output) = try TerminalTests.run(TerminalTests.program, words)
            #expect(code == 0, "\(words): \(output)\(text)")
        }

        let changed = text.replacingOccurrences(of: "> AT#NONSENSE", with: "> AT#NONSENCE")
        try changed.write(toFile: scenario, atomically: true, encoding: .utf8)
        let (code, output) = try TerminalTests.run(TerminalTests.program, ["run", scenario, "--device", "replay:\(journal)"])
        #expect(code == 3)
        #expect(output.contains("is C, the recording has S"), "\(output)")

        let replay = try Line(["replay", journal, "--pty"])
        #expect(Self.talk(on: replay.path, Self.dialogue) == heard)
        #expect(replay.wait() == 0)
    }

    /// Nobody can repeat what passed.
    @Test func aRecordingThatItsFileDoesNotTakeIsNotLost() throws {
        let modem = try TerminalTests.Modem()
        let recorder = try Line(["record", "--device", "pty:\(modem.path)", "--out", "/dev/full"])
        _ = Self.talk(on: recorder.path, [("AT\r", "OK\r\n")])
        #expect(recorder.rest().contains("    > AT\n    < OK\n"))
        #expect(recorder.wait() == 3)
        let words = ["record", "--device", "pty:\(modem.path)", "--out", "/dev/null/x"]
        #expect(try TerminalTests.run(TerminalTests.program, words).code == 2)
    }

    @Test func aHostThatSaysSomethingElseIsToldSo() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (code, output) = try TerminalTests.run(
            TerminalTests.program,
            ["run", "Scenarios/serial", "--dialect", "multitech-ip", "--filter", "verbose-answers", "--journal", path]
        )
        #expect(code == 0, "\(output)")
        let near = ["replay", path, "--pty", "--scenario", "verbose-answer"]
        #expect(
            try TerminalTests.run(TerminalTests.program, near).output.contains("fix: did you mean --scenario verbose-answers?")
        )
        let replay = try Line(["replay", path, "--pty"])
        #expect(Self.talk(on: replay.path, [("ATX", "AT")]).isEmpty)
        #expect(replay.wait() == 3)
    }
}
