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
        #expect(output.contains("ok: it is registered"))
        for service in ["pop3", "smtp", "ftp"] { #expect(output.contains("ok: the device reaches \(service) at")) }
        // The warning quotes the file's own line; the dialogue shows nothing.
        #expect(output.split(separator: "\n").filter { $0.hasPrefix("ok:") && $0.contains("topsecret1") }.isEmpty)
    }

    @Test func aRigWithoutItsDeviceSaysWhatToDo() throws {
        let rig = try RigFile("rig trial\n    device pty:/dev/pts/nowhere\n")
        let (code, output) = try Self.run(Self.program, ["rig", "check", rig.path])
        #expect(code == 3)
        #expect(output.contains("failed: "))
        #expect(output.contains(" — "))
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
