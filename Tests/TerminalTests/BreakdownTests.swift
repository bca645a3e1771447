import Foundation
import Testing

/// Devices that start anew, fall silent, boot slowly, talk of their own or leave the bus: whose fault each is, and that the run goes on.
@Suite(.enabled(if: TerminalTests.python != nil, "python3 is not installed"))
struct BreakdownTests {
    /// A folder with a rig, three scenarios, and a device that answers every line with OK but for what its words say.
    final class Trial {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        private var port: Process?

        /// - Parameters:
        ///   - device: The device's words; `port` as the first makes it a port by path instead of a program.
        ///   - rig: The lines of the rig below its device.
        init(_ device: String, rig: String = "", step: String = "> AT+SECOND\n    < OK") throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try write("device.py", Self.device)
            try write("trial.scenario", Self.scenarios(step))
            let python = try #require(TerminalTests.python)
            let words = device.split(separator: " ").map(String.init)
            var address = "exec:cd \(folder.path) && exec \(python) device.py \(device)"
            if words.first == "port" {
                address = "pty:\(path("line"))"
                let port = Process()
                port.executableURL = URL(filePath: python)
                port.arguments = [path("device.py")] + words
                port.currentDirectoryURL = folder
                let ready = Pipe()
                port.standardOutput = ready
                try port.run()
                self.port = port
                _ = ready.fileHandleForReading.availableData
            }
            try write("trial.rig", "rig trial\n    device  \(address)\n\(rig)\n")
        }

        deinit {
            if let port { kill(port.processIdentifier, SIGKILL) }
            port?.waitUntilExit()
            try? FileManager.default.removeItem(at: folder)
        }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        private func write(_ name: String, _ text: String) throws {
            try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        }

        /// The output's words are parted by single blanks, since the console folds long lines.
        func run() throws -> (code: Int32, output: String) {
            let words = ["run", path("trial.scenario"), "--rig", path("trial.rig")]
            let (code, output) = try TerminalTests.run(TerminalTests.program, words)
            return (code, output.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }

        private static func scenarios(_ step: String) -> String {
            let head = "\n    title     \"A trial\"\n    verifies  SERIAL-3\n"
            return """
                scenario first\(head)
                    > AT
                    < OK

                scenario second\(head)
                    \(step)
                    > AT
                    < OK

                scenario third\(head)
                    > AT+THIRD
                    < OK

                """
        }

        /// device.py [port] HOW TEXT SECONDS [NTH]: HOW happens at the NTH line that holds TEXT.
        private static let device = """
            import os, pty, select, sys, time, tty
            words = sys.argv[1:]
            is_port = words[0] == "port"
            if is_port: words.pop(0)
            how, text, seconds = words[0], words[1].encode(), float(words[2])
            nth = int(words[3]) if len(words) > 3 else 1
            def make():
                master, slave = pty.openpty(); tty.setraw(slave)
                if os.path.islink("line"): os.unlink("line")
                os.symlink(os.ttyname(slave), "line")
                return master, slave
            source, sink = 0, 1
            if is_port:
                source, slave = make(); sink = source
                print("ready", flush=True)
            line, silent, until, banner, seen = b"", False, 0, b"", 0
            if how == "boots": until, banner = time.time() + seconds, b"\\xf0\\x00\\r\\nSYSSTART\\r\\n"
            def leave():
                global source, sink, slave
                os.close(source); os.close(slave); os.unlink("line")
                time.sleep(seconds)
                source, slave = make(); sink = source
            while True:
                ready = select.select([source], [], [], 0.02)[0]
                if banner and time.time() >= until: os.write(sink, banner); banner = b""
                if os.path.exists("cut") and is_port: os.unlink("cut"); leave(); continue
                if os.path.exists("cure"): silent = False
                if not ready: continue
                try: got = os.read(source, 4096)
                except OSError: got = b""
                if not got:
                    if is_port: time.sleep(0.02); continue
                    break
                for byte in got:
                    if silent or banner: continue
                    os.write(sink, bytes([byte]))
                    if byte != 13: line += bytes([byte]); continue
                    command, line = line, b""
                    if text in command:
                        seen += 1
                        if seen == nth:
                            if how == "reboots": until, banner = time.time() + seconds, b"\\xf0\\r\\nSYSSTART\\r\\n"; continue
                            if how == "hangs": silent = True; continue
                            if how == "leaves": leave(); break
                            if how == "errs": os.write(sink, b"\\r\\nERROR\\r\\n"); continue
                    os.write(sink, b"\\r\\nOK\\r\\n")
                    if how == "talks": os.write(sink, b"\\r\\n+CMTI: 3\\r\\n")

            """
    }

    private static let starts = "    starts with \"SYSSTART\"\n"

    /// The device, its rig, the exit code, and what is to be told.
    private static let cases: [(String, String, Int32, [String])] = [
        // A restart that nobody ordered, wherever it is noticed.
        (
            "reboots +SECOND 1", starts, 1,
            [
                "FAIL (crash) second", "the device started anew in the middle of the scenario: it sent ‘SYSSTART’",
                "2 passed, 1 failed",
            ]
        ),
        // A silence that only a power cycle ends is one failure.
        (
            "hangs +SECOND 0", "    boots in 1 s\n", 1,
            [
                "FAIL (hang) second", "the device hangs: it answers nothing any more", "not run: the device hangs since ‘second’",
                "1 passed, 1 failed (1 hang), 1 inconclusive",
            ]
        ),
        (
            "hangs +SECOND 0", "    boots in 1 s\nhooks\n    power cycle \"touch cure\"\n", 1,
            ["FAIL (hang) second", "the device hangs", "2 passed, 1 failed"]
        ),
        // A port that leaves the bus takes nothing with it but its scenario.
        (
            "port leaves +SECOND 2", "", 1,
            ["FAIL (crash) second", "the device started anew: its line was gone for", "2 passed, 1 failed"]
        ),
        // Nor does one that leaves while the bench asks something, unless it may be starting.
        (
            "port leaves S4 1", "", 1,
            ["FAIL (crash) first", "the device started anew: its line was gone for", "2 passed, 1 failed"]
        ),
        ("port leaves S4 1", "    boots in 5 s\n", 0, ["3 passed"]),
        // What the rig says of a device is known.
        ("boots - 3", "    boots in 10 s\n", 0, ["3 passed"]),
        ("boots - 30", "    boots in 1 s\n", 3, ["the device does not answer AT"]),
        ("talks - 0", "    unsolicited \"+CMTI:\"\n", 0, ["3 passed"]), ("talks - 0", "", 1, ["3 failed", "unexpected bytes"]),
        ("errs +CMEE 0", "    set up \"AT+CMEE=1\"\n", 0, ["3 passed"]),
        ("errs +CMEE=1 0", "    set up \"AT+CMEE=1\"\n", 3, ["the device does not answer AT+CMEE=1, which its rig sets up"]),
    ]

    @Test(arguments: cases)
    func eachIsJudgedAsWhatItIs(device: String, rig: String, code: Int32, texts: [String]) throws {
        let trial = try Trial(device, rig: rig)
        let ended = try trial.run()
        #expect(ended.code == code, "\(ended.output)")
        for text in texts { #expect(ended.output.contains(text), "\(ended.output)") }
    }

    /// The device is being asked by the bench, after it has failed.
    @Test func aRestartIsNoticedWhileTheBenchAsks() throws {
        let trial = try Trial("reboots +CGREG 1 2", rig: Self.starts, step: "> AT+SECOND\n    < NEVER")
        let ended = try trial.run()
        #expect(ended.code == 1, "\(ended.output)")
        #expect(ended.output.contains("it sent ‘SYSSTART’"), "\(ended.output)")
        #expect(ended.output.contains("2 passed, 1 failed"), "\(ended.output)")
    }

    /// The scenario orders it: the line may go and come back, and the device say what it likes.
    @Test func aLineThatGoesWithinAPowerCycleIsOpenedAgain() throws {
        let trial = try Trial(
            "port boots - 0",
            rig: Self.starts + "hooks\n    power cycle \"touch cut\"\n",
            step: "device is switched off and on"
        )
        let ended = try trial.run()
        #expect(ended.code == 0, "\(ended.output)")
    }
}
