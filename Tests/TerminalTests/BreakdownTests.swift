import Foundation
import Testing

/// A port that leaves the bus and comes back under its name. What else devices break down by is tried in virtual time.
@Suite(.ownThread, .enabled(if: TerminalTests.python != nil, "python3 is not installed"))
struct BreakdownTests {
    /// A folder with a rig, three scenarios, and a device that answers every line with OK, and leaves when it is told to.
    final class Trial {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        private let port = Process()

        /// - Parameters:
        ///   - departure: It leaves at the line that holds this.
        ///   - rig: The lines of the rig below its device.
        init(leavingAt departure: String, rig: String = "", step: String = "> AT+SECOND\n    < OK") throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try write("device.py", Self.device)
            try write("trial.scenario", Self.scenarios(step))
            port.executableURL = URL(filePath: try #require(TerminalTests.python))
            port.arguments = [path("device.py"), departure]
            port.currentDirectoryURL = folder
            let ready = Pipe()
            port.standardOutput = ready
            try port.run()
            _ = ready.fileHandleForReading.availableData
            try write("trial.rig", "rig trial\n    device  pty:\(path("line"))\n\(rig)\n")
        }

        deinit {
            kill(port.processIdentifier, SIGKILL)
            port.waitUntilExit()
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

        /// device.py TEXT: it leaves at the line that holds TEXT, or when there is a file `cut`.
        private static let device = """
            import os, pty, select, sys, tty
            text = sys.argv[1].encode()
            def make():
                master, slave = pty.openpty(); tty.setraw(slave)
                if os.path.islink("line"): os.unlink("line")
                os.symlink(os.ttyname(slave), "line")
                return master, slave
            def leave():
                global port, slave
                os.close(port); os.close(slave); os.unlink("line")
                port, slave = make()
            port, slave = make()
            print("ready", flush=True)
            line = b""
            while True:
                if os.path.exists("cut"): os.unlink("cut"); leave()
                if not select.select([port], [], [], 0.02)[0]: continue
                for byte in os.read(port, 4096):
                    os.write(port, bytes([byte]))
                    if byte != 13: line += bytes([byte]); continue
                    command, line = line, b""
                    if text in command: text = b"never"; leave(); break
                    os.write(port, b"\\r\\nOK\\r\\n")

            """
    }

    @Test func aPortThatLeavesTakesNothingWithItButItsScenario() throws {
        let ended = try Trial(leavingAt: "+SECOND").run()
        #expect(ended.code == 1, "\(ended.output)")
        for text in ["FAIL (crash) second", "the device started anew: its line was gone for", "2 passed, 1 failed"] {
            #expect(ended.output.contains(text), "\(ended.output)")
        }
    }

    /// The scenario orders it: the line may go and come back.
    @Test func aLineThatGoesWithinAPowerCycleIsOpenedAgain() throws {
        let trial = try Trial(
            leavingAt: "never",
            rig: "hooks\n    power cycle \"touch cut\"\n",
            step: "device is switched off and on"
        )
        let ended = try trial.run()
        #expect(ended.code == 0, "\(ended.output)")
    }
}
