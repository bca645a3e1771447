import Foundation
import Testing

/// `attest mutants`, as a user calls it.
@Suite(.ownThread) struct MutantsTests {
    @Test(arguments: [
        (["mutants"], "say what is to be changed"),
        (["mutants", "--wire", "--format", "pdf"], "there is no format ‘pdf’"),
        (["mutants", "--wire", "--filter", "no-such-scenario"], "no scenario that is to pass applies"),
    ])
    func saysWhatIsWrong(words: [String], message: String) throws {
        let run = try TerminalTests.run(TerminalTests.program, words)
        #expect(run.code == 2)
        #expect(run.output.contains(message), "\(run.output)")
    }

    /// A scenario that looks at nothing but the form is clean; one that takes OK at once for the OK behind the text is not.
    @Test func aHoleIsNamedAndCountsAsFailed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-mutants-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        for name in ["Fixtures", "Package.swift"] {
            try FileManager.default.copyItem(atPath: "\(root)/\(name)", toPath: folder.appending(path: name).path)
        }
        let scenarios = folder.appending(path: "Scenarios")
        try FileManager.default.createDirectory(at: scenarios, withIntermediateDirectories: true)
        func mutants(_ body: String) throws -> (code: Int32, output: String) {
            let text = "scenario a\n    title     \"A\"\n    dialects  multitech-ip\n    verifies  PARAM-1\n\n" + body
            let file = scenarios.appending(path: "a.scenario")
            try Data(text.utf8).write(to: file)
            let run = try TerminalTests.run(TerminalTests.program, ["mutants", "--wire", file.path])
            return (run.code, run.output)
        }
        let clean = try mutants("    > AT#TCPPORT?\n    < #TCPPORT: 0\n    < OK\n")
        #expect(clean.code == 0, "\(clean.output)")
        let holed = try mutants("    > ATE0\n    < OK\n    > AT#BODY1\n    >> \"text\" SUB\n    < OK\n")
        #expect(holed.code == 1, "\(holed.output)")
        #expect(
            holed.output.contains("a  Scenarios/a.scenario:10  sent before the command: <CR><LF>OK<CR><LF>"),
            "\(holed.output)"
        )
    }
}
