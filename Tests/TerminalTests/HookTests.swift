import Foundation
import Testing

/// What a rig's hooks do, and what they excuse.
@Suite(.ownThread, .enabled(if: TerminalTests.python != nil, "python3 is not installed"))
struct HookTests {
    /// A folder with a rig, a scenario, and a device that answers every line with OK until its mode says otherwise.
    final class Trial {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")

        init(_ mode: String, hooks: String, stimulus: String = "bearer-loss", step: String = "gprs loses the bearer") throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let python = try #require(TerminalTests.python)
            try write("device.py", Self.device)
            try write(
                "trial.scenario",
                """
                scenario trial
                    title     "A trial"
                    dialects  multitech-ip
                    verifies  PARAM-1
                    needs     gprs, stimulus registration, stimulus \(stimulus)

                    > AT
                    < OK
                    > AT#PPPMODE=1
                    < OK
                    \(step)
                    > AT
                    < OK

                """
            )
            try write(
                "trial.rig",
                """
                rig trial
                    device       exec:\(python) \(path("device.py")) \(mode) \(path("on"))
                    starts with  "+WIND:"
                servers
                    bind  127.0.0.1
                    port  dns \(try Self.freePort()) seen as 53
                    port  smtp \(try Self.freePort()) seen as 25
                    port  pop3 \(try Self.freePort()) seen as 110
                    port  ftp \(try Self.freePort()) seen as 21
                hooks
                \(hooks)
                pacing
                    write gap 1 ms

                """
            )
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        private func write(_ name: String, _ text: String) throws {
            try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        }

        func run() throws -> (code: Int32, output: String) {
            let words = ["run", path("trial.scenario"), "--rig", path("trial.rig")]
            let (code, output) = try TerminalTests.run(TerminalTests.program, words)
            // The console folds long lines.
            return (code, output.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }

        /// What the hooks wrote, a line each.
        var log: [String] {
            ((try? String(contentsOfFile: path("log"), encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        }

        /// A port of loopback that nobody has.
        private static func freePort() throws -> UInt16 {
            let (descriptor, port) = try TerminalTests.boundSocket()
            close(descriptor)
            return port
        }

        private static let device = """
            import os, sys
            mode, mark = sys.argv[1], sys.argv[2]
            line = b""
            while True:
                byte = os.read(0, 1)
                if not byte:
                    break
                if mode == "off" and not os.path.exists(mark):
                    continue
                if byte != b"\\r":
                    line += byte
                    continue
                command, line = line, b""
                if mode == "dies" and b"PPPMODE" in command:
                    mode = "off"
                    continue
                if mode == "supplied" and os.path.exists(mark):
                    mode = "fine"
                    os.write(1, b"\\r\\n+WIND: 3\\r\\n")
                    continue
                if mode == "restarts" and b"PPPMODE" in command:
                    os.write(1, b"\\r\\n+WIND: 3\\r\\n")
                    continue
                if mode == "refuses" and b"PPPMODE" in command:
                    os.write(1, command + b"\\r\\r\\nERROR\\r\\n")
                    continue
                os.write(1, command + b"\\r\\r\\nOK\\r\\n")

            """
    }

    private static let hooks = """
            registration  "echo begin $ATTEST_SCENARIO >> log" undo "echo end >> log"
            bearer-loss   "echo loss >> log"
            power cycle   "echo cycle >> log; touch on"
        """

    @Test func hooksActWhenTheScenarioSaysSoAndAreUndone() throws {
        let trial = try Trial("fine", hooks: Self.hooks)
        let (code, output) = try trial.run()
        #expect(code == 0, "\(output)")
        #expect(trial.log == ["begin trial", "loss", "end"])
    }

    @Test(arguments: [
        (hooks, 0 as Int32, "1 passed"), (hooks.replacing("touch on", with: "exit 4"), 3, "the hook ‘power cycle’ failed"),
        (hooks.replacing("power cycle", with: "busy"), 4, "the bench cannot switch the device off and on"),
    ])
    func aScenarioSwitchesTheDeviceOffAndOn(hooks: String, code: Int32, text: String) throws {
        let trial = try Trial("fine", hooks: hooks, stimulus: "power-cycle", step: "device is switched off and on")
        let ended = try trial.run()
        #expect(ended.code == code, "\(ended.output)")
        #expect(ended.output.contains(text), "\(ended.output)")
        #expect(trial.log == (code == 4 ? [] : ["begin trial", "cycle", "end"]))
    }

    @Test func aDeviceThatDoesNotAnswerIsSwitchedOffAndOn() throws {
        let trial = try Trial("off", hooks: Self.hooks)
        let (code, output) = try trial.run()
        #expect(code == 0, "\(output)")
        #expect(trial.log == ["begin trial", "cycle", "loss", "end"])
    }

    @Test(arguments: [
        ("dies", 1 as Int32, "the device hangs: it answers nothing any more, not even AT"),
        ("restarts", 1, "the device started anew in the middle of the scenario: it sent ‘+WIND: 3’"),
        ("refuses", 1, "the device sent something else"),
        // The hook that ran last may have taken its supply away.
        ("supplied", 3, "the hook ‘bearer-loss’ ran, and the device started anew"),
    ])
    func aDeviceIsExcusedByWhatIsOnRecordAlone(mode: String, code: Int32, summary: String) throws {
        let hooks = Self.hooks.replacing("power cycle", with: "busy       ").replacing("echo loss >> log", with: "touch on")
        let trial = try Trial(mode, hooks: hooks, step: "gprs loses the bearer\n    wait 1s")
        let ended = try trial.run()
        #expect(ended.code == code, "\(ended.output)")
        // However the report breaks its lines.
        let words = ended.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains(summary), "\(ended.output)")
        #expect(trial.log.last == "end")
    }

    @Test(arguments: ["registration", "bearer-loss"])
    func aHookThatFailsIsTheBenchs(stimulus: String) throws {
        let trial = try Trial(
            "fine",
            hooks: Self.hooks.split(separator: "\n").map { line in
                line.contains(stimulus) ? "    \(stimulus) \"echo no such relay; exit 4\"" : String(line)
            }.joined(separator: "\n")
        )
        let (code, output) = try trial.run()
        #expect(code == 3, "\(output)")
        #expect(output.contains("the hook ‘\(stimulus)’ failed: it ended with status 4: no such relay"), "\(output)")
    }
}
