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
        #expect(throws: UsageError.self) { try Device(text) }
    }

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
