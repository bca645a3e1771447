import Foundation
import Testing

/// A vendor's module with a dialect of its own, on the line of a program: Fixtures/vendor.
@Suite(.serialized, .ownThread, .enabled(if: TerminalTests.succeeds("/usr/bin/env", ["python3", "-c", ""])))
struct VendorModuleTests {
    private static let folder = TerminalTests.root.appending(path: "Fixtures/vendor").path

    private func attest(_ words: [String]) throws -> (code: Int32, output: String) {
        try TerminalTests.run(TerminalTests.program, words)
    }

    private func run(_ filter: String = "*", fault: String = "") throws -> (code: Int32, output: String) {
        let device = "exec:python3 \(Self.folder)/module.py \(fault)"
        return try attest(["run", "--dialect", "exemplar", "--device", device, "--filter", filter, "\(Self.folder)/Scenarios"])
    }

    @Test func itsFilesAreInOrder() throws {
        let dialect = try attest(["dialect", "check", "\(Self.folder)/Fixtures/dialects/exemplar.dialect"])
        #expect(dialect.code == 0, "\(dialect.output)")
        let scenarios = try attest(["check", "\(Self.folder)/Scenarios"])
        #expect(scenarios.code == 0, "\(scenarios.output)")
        #expect(!scenarios.output.contains("warning"), "\(scenarios.output)")
        #expect(try attest(["fmt", "--check", "\(Self.folder)/Scenarios"]).code == 0)
    }

    @Test(
        arguments: [
            ("", nil), ("echoes-data", "data are echoed"), ("bare-lines", "results stand as text CR LF"),
            ("no-echo", "command lines are not echoed"),
        ] as [(String, String?)]
    )
    func itPasses(habit: String, remark: String?) throws {
        let (code, output) = try run(fault: habit)
        #expect(code == 0, "\(output)")
        #expect(output.contains("12 scenarios: 12 passed"))
        #expect(remark.map { output.contains("variant: \($0)") } ?? !output.contains("variant"))
        #expect(!output.contains("AT#"))
    }

    /// One thing wrong is told where it is.
    @Test(arguments: [
        ("prompt-with-line-end", "sends-counted-a-word", "a line end follows the prompt (X1 §3.2)", "offset 0: 0x0D"),
        ("takes-one-less", "sends-counted-a-word", "the device sent something else", "offset 12: ‘4’ instead of ‘5’"),
        ("byte-too-many", "sends-counted-a-word", "the device sent something else", "offset 0: ‘!’ instead of 0x0D"),
        ("byte-too-few", "sends-counted-a-word", "the device sent something else", "offset 4: 0x0D instead of ‘o’"),
        ("other-length", "sends-counted-a-word", "the device sent something else", "offset 10: ‘6’ instead of ‘5’"),
        ("more-than-asked", "pulls-in-portions", "9 bytes of data come where 2 bytes were asked for (X1 §3.3)", "at most 2"),
        ("small-digits", "reads-hexadecimal-text", "the device sent something else", "offset 3: ‘a’ instead of ‘A’"),
        (
            "unannounced", "reads-without-waiting", "4 bytes of data come that no line ‘arrived’ has announced (X1 §3.3)",
            "at most 0"
        ),
    ])
    func whatIsWrongIsTold(fault: String, scenario: String, summary: String, place: String) throws {
        let (code, output) = try run("=" + scenario, fault: fault)
        #expect(code == 1, "\(output)")
        #expect(output.contains("fault       device: \(summary)"), "\(output)")
        #expect(output.contains(place), "\(output)")
    }

    /// The built-in modem has none of its commands: there is nothing that it could be wrong in.
    @Test func theBuiltInModemDoesNotSpeakIt() throws {
        let (code, output) = try attest(["run", "--dialect", "exemplar", "\(Self.folder)/Scenarios"])
        #expect(code == 4, "\(output)")
        #expect(output.contains("the built-in modem does not carry out AT+XSEND"))
    }

    @Test func theBenchAsksNothingThatItsManualDoesNotHave() throws {
        let (code, output) = try attest(["rig", "check", "\(Self.folder)/module.rig"])
        #expect(code == 0, "\(output)")
        #expect(!output.contains("failed:"))
    }
}
