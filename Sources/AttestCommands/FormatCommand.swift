internal import Platform
internal import ScenarioLanguage
internal import SourceText
internal import Verdicts

/// `attest fmt`
enum FormatCommand: Subcommand {
    static let name = "fmt"
    static let abstract = "Put scenario files into their canonical layout."
    static let operands = "[PATH…]"
    static let options: [Option] = [
        Option(name: "--check", value: nil, help: "change nothing; exit with 1 when a file is laid out otherwise")
    ]
    static let discussion = """
        PATH is a scenario file or a folder of them; without one, Scenarios is formatted. Tabs become blanks. A file with other errors is
        left as it is.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let project = try Project.find(from: arguments.positional)
        let paths = arguments.positional.isEmpty ? ["\(project.root)/Scenarios"] : arguments.positional
        let suite = try Suite(paths: paths, project: project)
        var diagnostics = suite.diagnostics
        var files: [(file: ScenarioFile, formatted: [UInt8])] = []
        for file in suite.files {
            let isSound = !diagnostics.contains { $0.path == file.source.path && $0.severity == .error }
            if isSound {
                files.append((file, file.formatted()))
            } else if let plain = plainBlanks(file.source) {
                files.append((file, plain.formatted()))
                diagnostics.removeAll { $0.path == file.source.path && $0.severity == .error }
            }
        }
        report(diagnostics, suite.sources, in: project)
        var changed = 0
        for (file, formatted) in files {
            guard formatted != file.source.bytes else { continue }
            changed += 1
            let path = project.place(of: file.source.path)
            if arguments.has("--check") {
                Terminal.output("\(path): not in canonical layout\n")
                continue
            }
            do {
                try Files.write(formatted, to: path)
            } catch {
                throw UsageError(error.message)
            }
            Terminal.output("formatted \(path)\n")
        }
        if diagnostics.hasErrors { return 2 }
        if arguments.has("--check"), changed > 0 {
            Terminal.error("fix: attest fmt \(paths.joined(separator: " "))\n")
            return 1
        }
        return 0
    }

    /// The file with blanks in place of tabs, where nothing else is wrong with it.
    private static func plainBlanks(_ source: SourceFile) -> ScenarioFile? {
        let plain = ScenarioFile.withPlainBlanks(source)
        guard plain != source.bytes else { return nil }
        let (file, problems) = ScenarioFile.parse(SourceFile(path: source.path, bytes: plain))
        return problems.hasErrors ? nil : file
    }
}
