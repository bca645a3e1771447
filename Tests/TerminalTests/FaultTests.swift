import Foundation
import Testing

/// What goes wrong on a bench must never look like a fault of the device, hang, or lose what was seen.
@Suite(.ownThread)
struct FaultTests {
    /// A run in the background, its output kept.
    final class Run {
        let process = Process()
        private let output = Pipe()

        init(_ words: [String]) throws {
            process.executableURL = URL(filePath: TerminalTests.program)
            process.arguments = ["run"] + words
            process.currentDirectoryURL = TerminalTests.root
            process.standardOutput = output
            process.standardError = output
            try process.run()
        }

        func finish() -> (code: Int32, output: String) {
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, text)
        }
    }

    /// A journal in a temporary place.
    final class Journal {
        let path = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).jsonl").path
        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// Each whole line, as JSON; a last line that was cut off is left out.
        func events() throws -> [[String: Any]] {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }

        /// Waits until the journal holds so many scenarios' ends. - Returns: whether it came to that.
        func waitFor(_ count: Int, while process: Process) -> Bool {
            while process.isRunning {
                let ended =
                    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").components(separatedBy: "scenario-ended").count
                    - 1
                if ended >= count { return true }
                RunLoop.current.run(until: Date(timeIntervalSinceNow: 0.02))
            }
            return false
        }

        /// Of each scenario that ended as an error, how many events it has between its beginning and its end.
        var errors: [Int] {
            get throws {
                var counts: [Int] = []
                var count = 0
                for event in try events() {
                    switch event["event"] as? String {
                    case "scenario-started": count = 0
                    case "scenario-ended": if event["verdict"] as? String == "error" { counts.append(count) }
                    default: count += 1
                    }
                }
                return counts
            }
        }

        var verdicts: [String] {
            get throws {
                try events().filter { $0["event"] as? String == "scenario-ended" }.compactMap { $0["verdict"] as? String }
            }
        }
    }

    @Test func aModemThatDiesIsTheBenchsFault() throws {
        let modem = try TerminalTests.Modem()
        let journal = Journal()
        let run = try Run([
            "Scenarios/ftp", "--filter", "ftpput-m*", "--tag", "!slow", "--device", "pty:\(modem.path)", "--journal",
            journal.path,
        ])
        #expect(journal.waitFor(1, while: run.process))
        kill(modem.process.processIdentifier, SIGKILL)
        let (code, output) = run.finish()
        #expect(code == 3, "\(output)")
        let verdicts = try journal.verdicts
        #expect(verdicts.contains("pass"))
        #expect(verdicts.contains("error"))
        #expect(!verdicts.contains("fail"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsTheRunAsInconclusiveWithItsJournalWhole(signal: Int32) throws {
        let modem = try TerminalTests.Modem()
        let journal = Journal()
        // Between two scenarios that share a connection there is none with a postamble for it.
        let words = ["Scenarios/ftp", "--filter", "ftpput-m*", "--tag", "!slow", "--device", "pty:\(modem.path)", "--isolate"]
        let run = try Run(words + ["--journal", journal.path])
        #expect(journal.waitFor(1, while: run.process))
        kill(run.process.processIdentifier, signal)
        let (code, output) = run.finish()
        #expect(code == 3, "\(output)")
        let events = try journal.events()
        #expect(events.last?["event"] as? String == "run-ended")
        #expect(events.last?["interrupted"] as? Bool == true)
        // The device is not left online: what was registered for the end is run, and answered.
        let phases = events.compactMap { $0["phase"] as? String }
        #expect(phases.last == "postamble")
        let sent = events.compactMap { $0["event"] as? String == "host-sent" ? $0["bytes"] as? String : nil }
        #expect(sent.last == "AT#CONNECTIONSTOP\r")
        let end = try #require(events.lastIndex { $0["event"] as? String == "host-sent" })
        #expect(events[end...].contains { $0["event"] as? String == "matched" })
        #expect(try !journal.verdicts.contains("fail"))
        let rest = try Run(words + ["--resume", journal.path]).finish()
        #expect(rest.code == 0, "\(rest.output)")
        #expect(try journal.verdicts.allSatisfy { $0 == "pass" || $0 == "not-applicable" })
    }

    /// The serial server takes the connection and says nothing.
    @Test func aSignalWhileALineIsBeingOpenedEndsTheRunWithTheOldJournalWhole() throws {
        let (server, port) = try TerminalTests.boundSocket()
        defer { close(server) }
        try #require(listen(server, 1) == 0)
        let journal = Journal()
        try Data("of an earlier run".utf8).write(to: URL(filePath: journal.path))
        let run = try Run([
            "Scenarios/serial", "--device", "rfc2217:127.0.0.1:\(port)", "--journal", journal.path,
        ])
        let connection = accept(server, nil, nil)
        defer { close(connection) }
        kill(run.process.processIdentifier, SIGTERM)
        let (code, output) = run.finish()
        #expect(code == 3, "\(output)")
        #expect(output.contains("stopped while the device was being opened"), "\(output)")
        #expect(try String(contentsOfFile: journal.path, encoding: .utf8) == "of an earlier run")
    }

    /// What it left undone goes to the other; when that is gone as well, a later run does it.
    @Test func aDeviceThatDiesIsSetAside() throws {
        let modem = try TerminalTests.Modem()
        let journal = Journal()
        let words = ["Scenarios/ftp", "--filter", "ftpput-m*", "--tag", "!slow"]
        var other: TerminalTests.Modem? = try TerminalTests.Modem()
        let devices = ["--device", "pty:\(modem.path)", "--device", "pty:\(other?.path ?? "")"]
        let run = try Run(words + devices + ["--journal", journal.path])
        #expect(journal.waitFor(2, while: run.process))
        kill(try #require(other).process.processIdentifier, SIGKILL)
        other = nil
        let (code, output) = run.finish()
        #expect(code == 0, "\(output)")
        #expect(try journal.verdicts.allSatisfy { $0 == "pass" || $0 == "not-applicable" })
    }

    @Test func whatNoDeviceWasLeftForIsRunWhenTheRunGoesOn() throws {
        let journal = Journal()
        let words = ["Scenarios/ftp", "--filter", "ftpput-m*", "--tag", "!slow"]
        let link = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)").path
        var modem: TerminalTests.Modem? = try TerminalTests.Modem(["--link", link])
        let run = try Run(words + ["--device", "pty:\(link)", "--journal", journal.path])
        #expect(journal.waitFor(1, while: run.process))
        kill(try #require(modem).process.processIdentifier, SIGKILL)
        modem = nil
        #expect(run.finish().code == 3)
        // Wherever it died: of a scenario that it had begun it is not known whose fault that was, and the others were not begun.
        let begun = try journal.errors.filter { $0 > 0 }.count
        #expect(try journal.errors.count > begun)
        try? FileManager.default.removeItem(atPath: link)
        modem = try TerminalTests.Modem(["--link", link])
        let rest = try Run(words + ["--device", "pty:\(link)", "--resume", journal.path]).finish()
        #expect(rest.code == (begun == 0 ? 0 : 3), "\(rest.output)")
        #expect(try journal.errors.count == begun)
    }

    /// Nothing that passed on the line is lost, and the report says what is missing.
    @Test func aRunThatIsKilledLeavesWhatHasHappened() throws {
        let modem = try TerminalTests.Modem()
        let journal = Journal()
        let path = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).scenario").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let scenario = "scenario s\n    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < OK\n    wait 1h\n"
        try scenario.write(toFile: path, atomically: true, encoding: .utf8)
        let run = try Run([path, "--device", "pty:\(modem.path)", "--journal", journal.path])
        func lines() -> [[String: Any]] { (try? journal.events()) ?? [] }
        while run.process.isRunning, !lines().contains(where: { $0["event"] as? String == "matched" }) {
            RunLoop.current.run(until: Date(timeIntervalSinceNow: 0.002))
        }
        kill(run.process.processIdentifier, SIGKILL)
        _ = run.finish()
        let kinds = lines().compactMap { $0["event"] as? String }
        #expect(kinds.contains("host-sent") && kinds.contains("device-sent"))
        #expect(!kinds.contains("scenario-ended"))
        let report = Process()
        let output = Pipe()
        report.executableURL = URL(filePath: TerminalTests.program)
        report.arguments = ["report", journal.path, "--exit-code"]
        report.standardOutput = output
        report.standardError = output
        try report.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        report.waitUntilExit()
        #expect(report.terminationStatus == 3, "\(text)")
        #expect(text.contains("its journal stops in the middle of this scenario"), "\(text)")
        #expect(text.contains("interrupted: "), "\(text)")
    }

    /// Two devices share the run: what the second one does when it is enough is left out, and the run ends by itself.
    @Test func aRunOnDevicesStopsAfterSoManyFailures() throws {
        let modems = try [TerminalTests.Modem(["--defect", "double-ok"]), TerminalTests.Modem(["--defect", "double-ok"])]
        let journal = Journal()
        let words = ["Scenarios/serial", "--tag", "!slow", "--max-failures", "2", "--journal", journal.path]
        let (code, output) = try Run(words + modems.flatMap { ["--device", "pty:\($0.path)"] }).finish()
        #expect(code == 1, "\(output)")
        #expect(try journal.verdicts.filter { $0 == "fail" }.count == 2)
        #expect(output.contains("stopped after 2 failures"), "\(output)")
    }

    @Test func aFullDiskIsSaidAndDoesNotStopTheRun() throws {
        let (code, output) = try Run(["Scenarios/connection", "--filter", "getting-started", "--journal", "/dev/full"]).finish()
        #expect(code == 3, "\(output)")
        #expect(output.contains("/dev/full"))
        #expect(output.contains("passed"))
    }

    /// Whether a process may have a file system of its own.
    static let canMount = TerminalTests.succeeds("/bin/sh", ["-c", "unshare -rm mount -t tmpfs attest /mnt >/dev/null 2>&1"])

    @Test(
        .enabled(if: canMount, "unshare cannot mount a file system here"),
        arguments: [64, 256]
    )
    func whatFitsOnASmallDiskIsGoneOnWith(kibibytes: Int) throws {
        let cut = Journal()
        let run = Process()
        run.executableURL = URL(filePath: "/bin/sh")
        run.arguments = [
            "-c",
            #"exec unshare -rm sh -c 'mount -t tmpfs -o size=${1}k attest /mnt; "$0" run Scenarios/connection --journal /mnt/j; code=$?; cat /mnt/j >"$2"; exit $code' "$@""#,
            "sh", TerminalTests.program, "\(kibibytes)", cut.path,
        ]
        run.currentDirectoryURL = TerminalTests.root
        run.standardOutput = FileHandle.nullDevice
        run.standardError = FileHandle.nullDevice
        try run.run()
        run.waitUntilExit()
        #expect(run.terminationStatus == 3)
        #expect(try Data(contentsOf: URL(filePath: cut.path)).count == kibibytes * 1024)
        _ = try cut.events()

        let whole = Journal()
        #expect(try Run(["Scenarios/connection", "--journal", whole.path]).finish().code == 0)
        #expect(try Run(["Scenarios/connection", "--resume", cut.path]).finish().code == 0)
        #expect(try Data(contentsOf: URL(filePath: cut.path)) == Data(contentsOf: URL(filePath: whole.path)))
    }

    /// A device played by a few lines of Python on a pseudo-terminal of its own, without a control channel.
    static func device(_ answer: String) -> String {
        """
        import os, pty, tty, sys
        master, slave = pty.openpty()
        tty.setraw(slave)
        print(os.ttyname(slave), flush=True)
        while True:
            heard = os.read(master, 4096)
            \(answer)
        """
    }

    @Test(
        .enabled(if: TerminalTests.python != nil, "python3 is not installed"),
        arguments: [
            ("pass", "not a byte comes"), (#"os.write(master, bytes([0x00, 0xFE, 0x81, 0x80, 0xF8, 0x00]))"#, "garbage"),
            (#"os.write(master, b"login: ")"#, "login:"),
        ]
    )
    func aLineWithoutAModemIsToldFromAWrongOne(answer: String, reason: String) throws {
        let python = try #require(TerminalTests.python)
        let device = Process()
        let paths = Pipe()
        device.executableURL = URL(filePath: python)
        device.arguments = ["-c", Self.device(answer)]
        device.standardOutput = paths
        try device.run()
        defer { kill(device.processIdentifier, SIGKILL) }  // SIGTERM is blocked: the test's thread hands its mask on
        let path = String(decoding: paths.fileHandleForReading.availableData, as: UTF8.self).trimmingCharacters(in: .newlines)
        let (code, output) = try Run([
            "Scenarios/serial", "--filter", "at-answers*", "--filter", "*echo*", "--device", "pty:\(path)",
        ]).finish()
        #expect(code == 3, "\(output)")
        #expect(output.contains(reason), "\(output)")
    }
}
