internal import Platform
internal import SourceText

/// The program: finds the subcommand and runs it.
public enum AttestMain {
    static let version = "0.1.0"
    static var subcommands: [any Subcommand.Type] {
        [
            RunCommand.self, CheckCommand.self, FormatCommand.self, ListCommand.self, ModemCommand.self, ReportCommand.self,
            MergeCommand.self, ExpectCommand.self, RigCommand.self, DialectCommand.self, ServeCommand.self, RecordCommand.self,
            ReplayCommand.self, MutantsCommand.self, CoverageCommand.self,
        ]
    }

    /// Runs the process's command line and ends the process.
    public static func main() async -> Never {
        let code = await run(Array(CommandLine.arguments.dropFirst()))
        if let reason = Terminal.failure {
            Terminal.complain("standard output: \(reason)")
            Program.exit(code == 0 ? outputLost : code)
        }
        Program.exit(code)
    }

    /// A report that nobody can read is an error of the bench.
    private static let outputLost: Int32 = 3

    /// Runs a command line. - Returns: the exit code.
    static func run(_ words: [String]) async -> Int32 {
        // A script whose arguments got lost must not look like a run in which all was well.
        guard let name = words.first else {
            Terminal.error(help)
            return 2
        }
        switch name {
        case "--version", "-V", "version":
            Terminal.output("attest \(version)\n")
            return 0
        case "--help", "-h", "help":
            guard words.count > 1, let command = subcommands.first(where: { $0.name == words[1] }) else {
                Terminal.output(help)
                return 0
            }
            Terminal.output(command.help)
            return 0
        default:
            break
        }
        guard let command = subcommands.first(where: { $0.name == name }) else {
            let near = NearestName.find(name, among: subcommands.map { $0.name })
            return complain(
                UsageError("unknown subcommand ‘\(name)’", suggestion: near.map { "did you mean ‘attest \($0)’?" }),
                "attest --help"
            )
        }
        let rest = Array(words.dropFirst())
        if rest.contains("--help") || rest.contains("-h") {
            Terminal.output(command.help)
            return 0
        }
        do {
            return try await command.run(Arguments(rest, options: command.options))
        } catch {
            return complain(error, "attest \(command.name) --help")
        }
    }

    private static func complain(_ error: UsageError, _ more: String) -> Int32 {
        Terminal.complain(error.message, fix: error.suggestion)
        Terminal.error("see: \(more)\n")
        return 2
    }

    private static var help: String {
        let width = subcommands.map { $0.name.count }.max() ?? 0
        let lines = subcommands.map { command in
            "  \(command.name)\(String(repeating: " ", count: width - command.name.count))  \(command.abstract)"
        }
        return """
            Attest checks how AT# modems speak TCP/IP, against the vendors' manuals.

            Usage: attest SUBCOMMAND [ARGUMENT…]

            \(lines.joined(separator: "\n"))

            ‘attest SUBCOMMAND --help’ says more; ‘attest --version’ says which Attest this is.

            """
    }
}
