import Foundation
import Platform
import Testing

@testable import AttestCommands

struct ArgumentsTests {
    static let options = [
        Option(name: "--seed", value: "N", help: ""), Option(name: "--tag", value: "T", help: "", repeats: true),
        Option(name: "--verbose", value: nil, help: ""),
    ]

    @Test func optionsMayStandAnywhereAndTakeTheirValueEitherWay() throws {
        let arguments = try Arguments(
            ["a", "--seed", "7", "--tag=x", "b", "--tag", "y", "--", "--verbose"],
            options: Self.options
        )
        #expect(arguments.positional == ["a", "b", "--verbose"])
        #expect(arguments.value("--seed") == "7")
        #expect(arguments.all("--tag") == ["x", "y"])
        #expect(!arguments.has("--verbose"))
        #expect(try arguments.number("--seed", in: 0...9) == 7)
    }

    @Test(arguments: [
        (["--sed", "7"], "unknown option ‘--sed’", "did you mean --seed?"),
        (["--seed"], "--seed needs a value: --seed N", nil),
        (["--verbose=1"], "--verbose takes no value", nil),
        (["--seed", "1", "--seed", "2"], "--seed is given twice", nil),
    ])
    func wrongWordsAreSaidWithTheirRepair(words: [String], message: String, suggestion: String?) {
        let error = #expect(throws: UsageError.self) { try Arguments(words, options: Self.options) }
        #expect(error?.message == message)
        #expect(error?.suggestion == suggestion)
    }

    @Test(arguments: ["x", "-1", "10", "99999999999999999999", ""])
    func numbersHaveTheirRange(text: String) throws {
        let arguments = try Arguments(["--seed", text], options: Self.options)
        #expect(throws: UsageError.self) { try arguments.number("--seed", in: 0...9) }
    }

    @Test(arguments: ["com1", "pty:", "tcp:1", ""])
    func onlyKnownDevicesAreTaken(text: String) {
        #expect(throws: UsageError.self) { try Device(text, Arguments([], options: LineOptions.options)) }
    }

    @Test(arguments: [
        ("replay:", "nothing stands after ‘replay:’", "replay:run.jsonl"),
        ("virtual:x", "‘virtual’ stands alone, without ‘:x’", "virtual"),
        ("repaly:x", "there is no kind of device ‘repaly’", "did you mean ‘replay:’?"),
        ("vitrual:x", "there is no kind of device ‘vitrual’", "did you mean ‘virtual’?"),
        (
            "modem:x", "there is no kind of device ‘modem’",
            "one of: virtual, serial:PATH, pty:PATH, tcp:HOST:PORT, rfc2217:HOST:PORT, exec:COMMAND, replay:FILE"
        ),
        ("/dev/ttyS0", "‘/dev/ttyS0’ does not say what kind of device it is", "serial:/dev/ttyS0"),
    ])
    func whatNamesNoDeviceIsSaidWithItsRepair(text: String, message: String, suggestion: String) {
        let error = #expect(throws: UsageError.self) { try Device(text, Arguments([], options: LineOptions.options)) }
        #expect(error?.message == "--device: \(message)")
        #expect(error?.suggestion == suggestion)
    }

    /// Before any file is read.
    @Test(arguments: [
        (["--filter", ""], "--filter says nothing"), (["--tag", "", "--tag", "x"], "--tag names no tag: ‘’"),
        (["--tag", "!"], "--tag names no tag: ‘!’"),
    ])
    func whatSelectsNothingIsRefused(words: [String], message: String) async throws {
        let arguments = try Arguments(words, options: RunCommand.options)
        let error = #expect(throws: UsageError.self) { try Selection(arguments) }
        #expect(error?.message == message)
    }

    @Test func aShardIsReadBeforeAnyFile() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await RunCommand.run(Arguments(["nowhere", "--shard", "x"], options: RunCommand.options))
        }
        #expect(error?.message.contains("--shard") == true)
    }

    @Test func anEmptyPathIsQuoted() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await RunCommand.run(Arguments([""], options: RunCommand.options))
        }
        #expect(error?.message.hasPrefix("‘’: ") == true)
    }

    @Test(arguments: [
        ([], "say what to do: check", "attest rig check bench7.rig"),
        (["chek", "f"], "there is no ‘attest rig chek’", "did you mean ‘attest rig check’?"),
        (["bench7.rig"], "there is no ‘attest rig bench7.rig’", "attest rig check bench7.rig"),
    ])
    func aMisspeltOperandIsSaid(words: [String], message: String, suggestion: String) async throws {
        let error = await #expect(throws: UsageError.self) { try await RigCommand.run(Arguments(words, options: [])) }
        #expect(error?.message == message)
        #expect(error?.suggestion == suggestion)
    }

    @Test func aProjectWithoutDialectsSaysSo() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("Fixtures/dialects"), withIntermediateDirectories: true)
        let error = #expect(throws: FileError.self) { try Project(root: scratch.path("")).dialects() }
        #expect(error?.reason == "there is no dialect in it (NAME.dialect)")
    }

    /// Two files of one dialect would run every scenario twice.
    @Test func aDialectIsDescribedOnce() throws {
        let scratch = try Scratch()
        let folder = scratch.path("Fixtures/dialects")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = try Files.read("\(Project.find(from: []).root)/Fixtures/dialects/multitech-ip.dialect")
        for name in ["a", "b"] { try Files.write(text, to: "\(folder)/\(name).dialect") }
        let error = #expect(throws: FileError.self) { try Project(root: scratch.path("")).dialects() }
        #expect(error?.reason == "another file describes the dialect ‘multitech-ip’, too")
        #expect(error?.path.hasSuffix("b.dialect") == true)
    }

    @Test func aFileThatCannotBeNamedIsNotPassedOver() throws {
        let scratch = try Scratch()
        for name in ["good.scenario", "odd\u{1}\u{FF}.txt"] { try Files.write([], to: scratch.path(name)) }
        let bad = Array((scratch.path("bad")).utf8) + [0xE9] + Array(".scenario".utf8) + [0]
        let descriptor = creat(bad.map { CChar(bitPattern: $0) }, 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
        let error = #expect(throws: FileError.self) { try Files.find(below: scratch.path(""), suffix: ".scenario") }
        #expect(error?.reason == "its name is not UTF-8")
        #expect(error?.path.hasSuffix("bad<0xE9>.scenario") == true, "\(error?.path ?? "")")
    }

    @Test(arguments: [(0, "0 files"), (1, "1 file"), (2, "2 files")])
    func numbersStandWithTheirNouns(number: Int, text: String) { #expect(count(number, "file") == text) }

    @Test func everySubcommandExplainsEachOfItsOptions() {
        for command in AttestMain.subcommands {
            for option in command.options {
                #expect(command.help.contains(option.usage))
                #expect(!option.help.isEmpty)
            }
        }
    }

    static let commandLines: [(words: [String], code: Int32)] = [
        ([], 2), (["--help"], 0), (["help", "run"], 0), (["--version"], 0), (["rum"], 2), (["run", "--sed"], 2),
        (["check", "nowhere"], 2),
    ]

    @Test(arguments: commandLines)
    func theCommandLineEndsWithItsExitCode(words: [String], code: Int32) async {
        #expect(await AttestMain.run(words) == code)
    }
}
