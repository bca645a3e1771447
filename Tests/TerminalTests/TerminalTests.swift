import Foundation
import Testing

/// The program itself, as a user starts it, on a pseudo-terminal.
@Suite(.serialized, .ownThread)
struct TerminalTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// Where the test runner's own product lies, the program lies too.
    static let program = Bundle.main.bundleURL.appending(path: "attest").path
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { path in
        FileManager.default.isExecutableFile(atPath: path) && succeeds(path, ["-c", "import serial"])
    }

    static func succeeds(_ program: String, _ words: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// A TCP socket at a port of loopback that nobody else has.
    static func boundSocket() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// `attest modem --pty`, ended when nobody holds it any more.
    final class Modem {
        let process = Process()
        let path: String

        init(_ words: [String] = []) throws {
            let output = Pipe()
            process.executableURL = URL(filePath: TerminalTests.program)
            process.arguments = ["modem", "--pty"] + words
            process.currentDirectoryURL = TerminalTests.root
            process.standardOutput = output
            try process.run()
            var text = ""
            while !text.contains("Control-C") {
                let piece = output.fileHandleForReading.availableData
                guard !piece.isEmpty else { break }
                text += String(decoding: piece, as: UTF8.self)
            }
            path = text.split(separator: "\n").first.map(String.init) ?? ""
        }

        deinit {
            process.terminate()
            process.waitUntilExit()
        }
    }

    static func run(_ program: String, _ words: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        process.currentDirectoryURL = root
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test(arguments: ["connection", "mail", "ftp", "tcp"])
    func theGettingStartedFlowsPassInRealTime(folder: String) throws {
        let modem = try Modem()
        let (code, output) = try Self.run(
            Self.program,
            ["run", "Scenarios/\(folder)", "--filter", "getting-started", "--device", "pty:\(modem.path)"]
        )
        #expect(code == 0, "\(output)")
        #expect(output.contains("passed"))
    }

    /// A connection is made once for scenarios that begin with it, and for each where they are isolated; the journals of both can be replayed.
    @Test(arguments: [([], 1), (["--isolate"], 3)])
    func scenariosThatBeginAlikeShareAConnection(options: [String], starts: Int) throws {
        let modem = try Modem()
        let journal = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: journal) }
        let scenarios = [
            "run", "Scenarios/mail/getmail.scenario", "--filter", "getmail-finds-no-mail", "--filter", "getmail-again*",
            "--filter", "getmail-uses*",
        ]
        let (code, output) = try Self.run(
            Self.program,
            scenarios + options + ["--device", "pty:\(modem.path)", "--journal", journal]
        )
        #expect(code == 0, "\(output)")
        let events = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n")
        #expect(events.filter { $0.contains("host-sent") && $0.contains("\"AT#CONNECTIONSTART") }.count == starts)
        #expect(events.filter { $0.contains("host-sent") && $0.contains("\"AT#CONNECTIONSTOP") }.count == starts)
        let (replayed, again) = try Self.run(Self.program, scenarios + ["--device", "replay:\(journal)"])
        #expect(replayed == 0, "\(again)")
        #expect(again.contains("3 passed"))
    }

    @Test(arguments: ["pty:/dev/pts/nowhere", "tcp:127.0.0.1:1"])
    func aDeviceThatIsNotThereIsAnErrorOfTheBench(device: String) throws {
        let (code, output) = try Self.run(Self.program, ["run", "--device", device])
        #expect(code == 3)
        #expect(output.contains("fix: "))
        #expect(!output.contains("--help"))
    }

    /// The code that is printed is the one that the program ends with.
    @Test func aJournalThatCannotBeWrittenShowsInTheExitCode() throws {
        let words = ["run", "Scenarios/connection", "--filter", "dns", "--journal", "/dev/full"]
        let (code, output) = try Self.run(Self.program, words)
        #expect(code == 3)
        #expect(output.contains("exit code 3: the journal or a report could not be written"))
        #expect(output.contains("/dev/full: "))
    }

    /// What nobody has read is gone when the port is opened again, as at a serial port; half a command line is, too.
    @Test func whatIsLeftUnreadIsDropped() throws {
        let link = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)").path
        let modem = try Modem(["--lines", "2", "--link", link])
        func heard(_ text: String, bytes: Int, on path: String) throws -> String {
            let port = open(path, O_RDWR | O_NOCTTY)
            try #require(port >= 0)
            defer { close(port) }
            #expect(write(port, text, text.utf8.count) == text.utf8.count)
            var heard = ""
            var byte: UInt8 = 0
            while heard.utf8.count < bytes, read(port, &byte, 1) == 1 { heard.append(Character(UnicodeScalar(byte))) }
            return heard
        }
        // Its echo and its answer stay where they are.
        let answered = "AT\r\r\nOK\r\n"
        #expect(try heard("ATE1\rATX", bytes: 1, on: link) == "A")
        // What comes on its other line after that shows that the modem has seen the first one closed.
        #expect(try heard("AT\r", bytes: 9, on: link + "-b") == answered)
        #expect(try heard("AT\r", bytes: 9, on: link) == answered)
        withExtendedLifetime(modem) {}
    }

    @Test(.enabled(if: python != nil, "python3 with pyserial is not installed"))
    func anyTerminalProgramCanHoldTheDialogue() throws {
        let modem = try Modem()
        let python = try #require(Self.python)
        let dialogue = """
            import serial, sys
            line = serial.Serial(sys.argv[1], 115200, timeout=20)
            def ask(command, end):
                line.write(command.encode() + b"\\r")
                print(line.read_until(end.encode()).decode(), end="")
            ask("AT", "OK\\r\\n")
            ask("AT#APNSERV=\\"apn\\"", "OK\\r\\n")
            ask("AT#CONNECTIONSTART", "Activation\\r\\n")
            ask("AT#POP3SERV=\\"pop3.domain.com\\"", "OK\\r\\n")
            ask("AT#POP3UN=\\"module@domain.com\\"", "OK\\r\\n")
            ask("AT#POP3PW=\\"password\\"", "OK\\r\\n")
            ask("AT#GETMAIL", "OK\\r\\n")
            ask("AT#VSTATE", "OK\\r\\n")
            """
        let (code, output) = try Self.run(python, ["-c", dialogue, modem.path])
        #expect(code == 0, "\(output)")
        #expect(output.contains("Subject: Welcome"))
        #expect(output.contains("It works.\r\n.\r\n"))
        #expect(output.contains("#STATE: \"CONNECTED\""))
    }
}
