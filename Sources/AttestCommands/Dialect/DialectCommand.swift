internal import Dialects
internal import Platform
internal import SourceText
internal import Verdicts

/// `attest dialect`
enum DialectCommand: Subcommand {
    static let name = "dialect"
    static let abstract = "List, show, check, compare and map dialects, and begin new ones."
    static let operands = "list | show NAME | check [FILE…] | diff A B | map OLD NEW | new NAME --extends D"
    static let options: [Option] = [
        Option(name: "--extends", value: "D", help: "for ‘new’: the dialect or family that the new one extends"),
        Option(name: "--format", value: "F", help: "for ‘map’: text, csv or json (default: text)"),
    ]
    static let discussion = """
        list    what there is, and what extends what
        show    a dialect with all that it has from others, each line with its clause and the line that it comes from; it is a dialect file itself
        check   what is wrong with files, or with all of the project's, and with the ledgers of their dialects
        diff    what B says otherwise than A
        map     what takes the place of each AT# command and parameter of OLD in NEW, as NEW's manual says it, and what is otherwise than before
        new     the beginning of a file, with all that is to be cited; it goes to standard output

        NAME, A, B, OLD, NEW and D are names of dialects or families in Fixtures/dialects, or files (NAME.dialect, NAME.family). Dialect files are
        described in Docs/Dialects.md.

        Exit codes: 0 all is well · 2 a file has errors, or the words make no sense.
        """

    private enum Action: String, CaseIterable { case list, show, check, diff, map, new }
    private enum MapFormat: String, CaseIterable { case text, csv, json }

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let words = arguments.positional
        guard let action = words.first.flatMap(Action.init(rawValue:)) else {
            throw unknown(words.first, among: Action.allCases.map(\.rawValue), otherwise: "attest dialect list")
        }
        let operands = Array(words.dropFirst())
        if action != .new, arguments.has("--extends") {
            throw UsageError("--extends is for a new dialect", suggestion: "attest dialect new NAME --extends D")
        }
        if action != .map, arguments.has("--format") {
            throw UsageError("--format is for a map", suggestion: "attest dialect map OLD NEW --format json")
        }
        switch action {
        case .list:
            try expect(operands, count: 0, "attest dialect list")
            let read = try DialectFiles(operands)
            Terminal.output(DialectList(read.dialects.library).text)
            return read.dialects.library.members.isSound ? 0 : 2
        case .show:
            try expect(operands, count: 1, "attest dialect show multitech-ip")
            Terminal.output(try DialectFiles(operands).sound(operands[0]).text)
            return 0
        case .check: return try check(operands)
        case .diff:
            try expect(operands, count: 2, "attest dialect diff multitech-ip acme")
            let read = try DialectFiles(operands)
            Terminal.output(DialectDifferences(try read.sound(operands[0]), try read.sound(operands[1])).text)
            return 0
        case .map:
            try expect(operands, count: 2, "attest dialect map edsoft wipsoft")
            try map(operands[0], operands[1], arguments.format())
            return 0
        case .new:
            try expect(operands, count: 1, "attest dialect new acme --extends multitech-ip")
            return try begin(operands[0], arguments.value("--extends"))
        }
    }

    private static func expect(_ operands: [String], count: Int, _ example: String) throws(UsageError) {
        guard operands.count != count else { return }
        let problem = operands.count < count ? "a name is missing" : "‘\(operands[count])’ is one word too many"
        throw UsageError(problem, suggestion: example)
    }

    private static func check(_ paths: [String]) throws(UsageError) -> Int32 {
        for path in paths where !DialectFiles.isFile(path) {
            throw UsageError("\(path) is no file of a dialect or a family", suggestion: "attest dialect check acme.dialect")
        }
        let read = try DialectFiles(paths)
        let members = read.members(of: paths)
        report(members.flatMap(\.diagnostics), read.dialects.sources, in: read.project)
        for member in members {
            guard let dialect = member.dialect else { continue }
            let unsaid = dialect.requirements.count { $0.grade == .unsaid }
            let counts = [
                count(dialect.parameters.count, "parameter"), count(dialect.commands.count, "command"),
                count(dialect.requirements.count, "requirement"), unsaid == 0 ? nil : "\(unsaid) unsaid",
            ]
            Terminal.output("\(read.project.place(of: member.path)): \(counts.compactMap(\.self).joined(separator: ", "))\n")
        }
        guard members.allSatisfy({ $0.dialect != nil }), try checkLedgers(read, members.map(\.name)) else { return 2 }
        Terminal.output("\(count(members.count, "file")), no errors\n")
        return 0
    }

    /// Whether those that there are agree with their dialects.
    private static func checkLedgers(_ read: DialectFiles, _ names: [String]) throws(UsageError) -> Bool {
        let ledgers = try ProjectLedgers(of: read.project, read.dialects, names)
        for (name, ledger) in ledgers.ledgers.sorted(by: { $0.key < $1.key }) {
            Terminal.output("\(read.project.place(of: ProjectLedgers.path(of: name))): \(ledger.summary)\n")
        }
        return ledgers.isSound
    }

    private static func map(_ old: String, _ new: String, _ format: MapFormat) throws(UsageError) {
        let read = try DialectFiles([old, new])
        guard let before = try read.sound(old).dialect, let after = try read.sound(new).dialect else { return }
        guard let map = DialectMap(from: before, to: after) else {
            let known = read.dialects.sound.filter { !$0.successors.isEmpty }.map(\.name)
            throw UsageError(
                "\(after.name) does not say what became of another manual's commands",
                suggestion: known.isEmpty
                    ? "write it under ‘successors’ (Docs/Dialects.md)" : "one that does: \(known.joined(separator: ", "))"
            )
        }
        switch format {
        case .text: Terminal.output(map.text)
        case .csv: Terminal.output(Array(map.csv.utf8))
        case .json: Terminal.output(map.json)
        }
    }

    private static func begin(_ name: String, _ parent: String?) throws(UsageError) -> Int32 {
        let example = "attest dialect new \(name) --extends multitech-ip"
        guard let parent else { throw UsageError("say what it extends", suggestion: example) }
        guard !name.contains(where: { $0 == " " || $0 == "/" }), !name.isEmpty else {
            throw UsageError("‘\(name)’ is no name: a dialect's name is one word", suggestion: "join the words with hyphens")
        }
        let read = try DialectFiles([parent])
        guard read.dialects.library.member(named: name) == nil else {
            throw UsageError("there is a dialect ‘\(name)’ already", suggestion: "attest dialect show \(name)")
        }
        Terminal.output(DialectDraft(name: name, extending: try read.sound(parent)).text)
        return 0
    }
}
