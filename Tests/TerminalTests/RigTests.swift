import Foundation
import Testing

extension TerminalTests {
    /// A rig file of its own, removed with the test.
    final class RigFile {
        let path = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).rig").path

        init(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test func aRigIsCheckedStepByStep() throws {
        let modem = try Modem()
        let rig = try RigFile(
            "rig trial\n    device pty:\(modem.path)\nvalues\n    apn \"internet\"\n    password \"topsecret1\"\n"
        )
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path])
        #expect(code == 0, "\(output)")
        #expect(!output.contains("failed:"))
        #expect(output.contains("ok: the device answers AT (echo on, results in words)"))
        #expect(output.contains("ok: The device is registered"))
        #expect(output.contains("ok: The TCP/IP stack answers"))
        #expect(output.contains("ok: 255 of 256 byte values pass the line both ways, by the device's echo"))
        #expect(output.contains("note: not shown: 0A, which the device need not echo"))
        for service in ["pop3", "smtp", "ftp"] { #expect(output.contains("ok: the device reaches \(service) at")) }
        #expect(output.contains("ok: all 256 byte values go to a peer and come back"))
        // The warning quotes the file's own line; the dialogue shows nothing.
        #expect(output.split(separator: "\n").filter { $0.hasPrefix("ok:") && $0.contains("topsecret1") }.isEmpty)
    }

    /// A modem with two lines, a terminal each: data on one, commands on the other, and an answer on the wrong one.
    @Test func aDeviceMayHaveTwoLines() throws {
        let project = try TwoLineProject()
        let modem = try Modem(["--lines", "2", "--link", project.link])
        let rig = try RigFile("rig trial\n    device pty:\(project.link)\n    line b pty:\(project.link)-b\n")
        let (code, output) = try Self.run(Self.program, ["run", project.scenario, "--rig", rig.path])
        #expect(code == 1, "\(output)")
        #expect(output.contains("2 scenarios: 1 passed, 1 failed"), "\(output)")
        #expect(output.contains("on line b: nothing came"), "\(output)")
        let named = try Self.run(
            Self.program,
            [
                "run", project.scenario, "--filter", "=two-lines", "--device", "pty:\(project.link)", "--line",
                "b pty:\(project.link)-b",
            ]
        )
        #expect(named.code == 0, "\(named.output)")
        let checked = try Self.run(Self.program, ["rig", "check", rig.path, "--no-connection"])
        #expect(checked.code == 0, "\(checked.output)")
        #expect(checked.output.contains("ok: line b: the device answers AT"), "\(checked.output)")
        withExtendedLifetime(modem) {}
    }

    /// A folder with two scenarios of two lines, removed with the test.
    private final class TwoLineProject {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        var link: String { folder.appending(path: "modem").path }
        var scenario: String { folder.appending(path: "Scenarios/tcp/two-lines.scenario").path }

        init() throws {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "Scenarios/tcp"),
                withIntermediateDirectories: true
            )
            for name in ["Fixtures", "Scenarios/shared.scenario", "Scenarios/tcp/shared.scenario"] {
                try FileManager.default.copyItem(at: TerminalTests.root.appending(path: name), to: folder.appending(path: name))
            }
            try Data(Self.text.utf8).write(to: folder.appending(path: "Scenarios/tcp/two-lines.scenario"))
        }
        deinit { try? FileManager.default.removeItem(at: folder) }

        private static let text = """
            scenario two-lines
                verifies  OTCP-1
                needs     gprs, tcp

                network
                    peer  listens on 2323

                b> ATE0
                b< OK
                begin online
                b> AT
                > AT
                < OK
                b< OK
                with tcp-address "{address of peer}" "2323" "0"
                b> AT#OTCP{id}
                b< {waiting-for-data}
                peer is connected
                > AT#VSTATE
                b>> "from the host"
                < #STATE: "CONNECTED"
                < OK
                peer < "from the host"
                peer > "from the peer"
                b<< "from the peer"
                peer closes
                in any order
                    b< {socket-closed}
                    optional within {trailing-ok} b< OK
                b> AT
                b< OK

            # The answer stands on the other line
            scenario wrong-line
                verifies  OTCP-1

                b> ATE0
                b< OK
                > AT
                within 1s b< OK

            """
    }

    /// What is checked opens it, as all scenarios do.
    @Test func aStackThatBeginsClosedIsOpened() throws {
        let modem = try Modem(["--habit", "begins-closed"])
        let rig = try RigFile("rig trial\n    device pty:\(modem.path)\n")
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path, "--no-connection"])
        #expect(code == 0, "\(output)")
        #expect(output.contains("ok: The TCP/IP stack answers"), "\(output)")
        #expect(output.contains("ok: The device is registered"))
    }

    /// Something on the way that takes XON for itself: neither the device nor its echo is to blame.
    @Test(.enabled(if: python != nil, "python3 with pyserial is not installed"))
    func aLineThatLosesAByteIsNamed() throws {
        let modem = try Modem()
        let way = try RigFile(
            """
            import os, select, sys, tty
            line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
            tty.setraw(line)
            while True:
                for end in select.select([0, line], [], [])[0]:
                    bytes = os.read(end, 4096)
                    if not bytes: sys.exit()
                    os.write(1 if end == line else line, bytes.replace(b"\\x11", b""))
            """
        )
        let python = try #require(Self.python)
        let rig = try RigFile("rig trial\n    device exec:\(python) \(way.path) \(modem.path)\n    control \(modem.path)\n")
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path])
        #expect(code == 3, "\(output)")
        #expect(output.contains("ok: 254 of 256 byte values pass the line both ways"))
        #expect(output.contains("note: not shown: 0A, 11, which the device need not echo"))
        #expect(
            output.contains("failed: the line changes bytes: a payload of all byte values does not reach a peer"),
            "\(output)"
        )
    }

    @Test func aRigWithoutItsDeviceSaysWhatToDo() throws {
        let rig = try RigFile("rig trial\n    device pty:/dev/pts/nowhere\n")
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path])
        #expect(code == 3)
        #expect(output.contains("failed: "))
        #expect(output.contains(" — "))
    }

    /// Nothing that a file, a device or its program says acts on the terminal.
    @Test func whatOthersSayIsShownByName() throws {
        let start = #"{"event":"run-started","journal":1,"attest":"1","seed":"7","device":"virtual"}"# + "\n"
        let attempts =
            #"{"event":"scenario-ended","verdict":"pass","assertions":0,"duration":0,"attempts":["\u001b[31m"]}"# + "\n"
        for (command, text, code, message) in [
            (["report"], start + attempts, 2, "“<ESC>[31m” is no verdict"),
            (["rig", "check"], "rig trial\n    dev\u{1B}]0;x\u{7}ice exec:true\n", 2, "‘dev<ESC>]0;x<BEL>ice’ is no line of"),
            (["rig", "check"], "rig trial\n    device exec:printf '\\033]0;x\\007' >&2\n", 3, "<ESC>]0;x<BEL>"),
            (["rig", "check"], "rig trial\n    device serial:/dev/\u{1B}[2Jnowhere\n", 3, "<ESC>[2Jnowhere"),
        ] {
            let file = try RigFile(text)
            let run = try Self.run(Self.program, command + [file.path])
            #expect(run.code == code, "\(run.output)")
            #expect(run.output.contains(message), "\(run.output)")
            let acting = run.output.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
            #expect(acting.isEmpty, "\(run.output)")
        }
    }

    /// The words of a rig file's `line`, on the command line.
    @Test func aLineIsSetOnTheCommandLine() throws {
        let modem = try Modem()
        let words = ["run", "Scenarios/serial", "--filter", "verbose-answers", "--device"]
        for settings in [["--rate", "9600"], ["--line", "9600 7E1, rtscts"], []] {
            let run = try Self.run(Self.program, words + ["pty:\(modem.path)"] + settings)
            #expect(run.code == 0, "\(run.output)")
        }
        let run = try Self.run(Self.program, words + ["serial:/dev/ttyUSB0,9600"])
        #expect(run.code == 2)
        #expect(run.output.contains("fix: --device serial:/dev/ttyUSB0 --rate 9600"), "\(run.output)")
    }

    @Test func aRigFileThatCannotBeUsedIsAUsageError() throws {
        let rig = try RigFile("rig trial\n    device seral:/dev/ttyUSB0\nclaims\n    features gms\n")
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path])
        #expect(code == 2)
        #expect(output.contains("did you mean ‘serial:’?"))
    }

    @Test func theServersStopCleanly() throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["serve"]
        process.currentDirectoryURL = Self.root
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.contains("Control-C") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { break }
            text += String(decoding: piece, as: UTF8.self)
        }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        for service in ["dns", "smtp", "pop3", "ftp", "peer"] { #expect(text.contains("  \(service)"), "\(text)") }
    }
}
