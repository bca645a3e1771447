internal import Dialects
internal import Events
internal import Gates
internal import Platform
internal import SourceText

/// `attest expect`
enum ExpectCommand: Subcommand {
    static let name = "expect"
    static let abstract = "Check a file of expectations, or bring it up to date after a run."
    static let operands = "check FILE… | update FILE --from JOURNAL"
    static let options: [Option] = [
        Option(name: "--from", value: "JOURNAL", help: "the run; several journals are merged first", repeats: true),
        Option(name: "--until", value: "DATE", help: "the last day on which new entries hold (default: for ever)"),
    ]
    static let discussion = """
        ‘update’ touches only entries that name a scenario which the run covered: a scenario that passed loses its entry, one that ended
        otherwise gets another verdict, one that was renamed gets its name, and one that did not pass and has no entry gets one, whose reason is for you to write.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let words = arguments.positional
        switch words.first {
        case "check":
            guard words.count > 1 else { throw UsageError("no file is given") }
            for path in words.dropFirst() {
                let file = try GateOptions.expectations(path)
                // A file of expectations may stand anywhere.
                if let known = try? Project.find(from: [path]).dialects() {
                    report(file.unknownDialects(among: known.names), [file.source.path: file.source])
                }
                Terminal.output("\(path): \(count(file.entries.count, "expectation"))\n")
            }
            return 0
        case "update":
            guard words.count == 2, arguments.has("--from") else {
                throw UsageError("say which file, and after which run", suggestion: "attest expect update FILE --from JOURNAL")
            }
            return try update(words[1], arguments)
        case let word:
            throw unknown(word, among: ["check", "update"], otherwise: "attest expect check FILE")
        }
    }

    private static func update(_ path: String, _ arguments: Arguments) throws(UsageError) -> Int32 {
        let until = try GateOptions.day(arguments.value("--until"))
        var files = FileRoles()
        try files.keepsProject()
        for journal in arguments.all("--from") { try files.reads(journal, as: "--from") }
        try files.writes(path, as: "the file")
        var outcomes = RunOutcomes()
        try JournalReplay.run(arguments.all("--from")) { outcomes.record($0) }
        let file = Files.exists(path) ? try GateOptions.expectations(path) : ExpectationFile(SourceFile(path: path, bytes: []))
        let (text, changes) = file.updated(after: outcomes, until: until)
        do { try Files.write(Array(text.utf8), to: path) } catch { throw UsageError(error.message) }
        Terminal.output("\(path): \(changes.added) added, \(changes.changed) changed, \(changes.removed) removed\n")
        return 0
    }
}
