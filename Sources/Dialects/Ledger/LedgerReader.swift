public import SourceText

extension Ledger {
    /// Reads a `.ledger` file and holds it against its dialect, both ways. The ledger is nil when any diagnostic is an error; some of them
    /// are about lines of the dialect's files.
    public static func load(_ file: SourceFile, for member: DialectLibrary.Member) -> (Ledger?, [Diagnostic]) {
        guard let dialect = member.dialect else { return (nil, []) }
        var reader = LedgerReader(file, member.outline, dialect)
        reader.read()
        reader.compare()
        return (reader.problems.hasErrors ? nil : reader.ledger, reader.problems.sorted)
    }
}

/// Takes a ledger apart: sections, each of one clause or several that have one paragraph, and below them a line for each statement.
struct LedgerReader {
    private let file: SourceFile
    private let outline: DialectOutline
    private let dialect: Dialect
    /// Those of the dialect's requirements and interpretations.
    private let ids: Set<String>
    private var sections: [Section] = []
    private var isMisnamed = false
    private(set) var ledger = Ledger()
    private(set) var problems: DialectProblems

    private struct Section {
        /// Without the document.
        var clauses: [String]
        var place: SourcePlace
        var lines: [Line] = []
    }

    private struct Line {
        var statement: Ledger.Statement
        /// Where its outcome stands.
        var outcome: Cell

        var ids: [String] {
            guard case .requirements(let ids) = statement.outcome else { return [] }
            return ids
        }

        var isRepetition: Bool { statement.outcome == .reason(.repeats) }
    }

    /// The word of the first line.
    static let keyword = "ledger"
    private static let example = "row 1   a file is announced   FTPGET-1"

    init(_ file: SourceFile, _ outline: DialectOutline, _ dialect: Dialect) {
        self.file = file
        self.outline = outline
        self.dialect = dialect
        problems = DialectProblems(file.path)
        ids = Set(dialect.requirements.map(\.id) + dialect.interpretations.map(\.id))
    }

    // MARK: What it says

    mutating func read() {
        let cut = DialectLines(file)
        problems = DialectProblems(file.path, cut.diagnostics)
        guard let head = cut.lines.first, head.words.first == Self.keyword, head.words.count == 2 else {
            isMisnamed = true
            let start = SourcePlace(path: file.path, range: SourceRange(start: 0, end: 0))
            let fix = "\(Self.keyword)   \(dialect.name)"
            return problems.report("a ledger begins with its dialect", cut.lines.first?.place ?? start, fix)
        }
        guard head.words[1] == dialect.name else {
            isMisnamed = true
            return problems.report("this is no ledger of \(dialect.name)", head.place, "\(Self.keyword)   \(dialect.name)")
        }
        for line in cut.lines.dropFirst() {
            if line.indentation == 0 { begin(line) } else { add(line) }
        }
        ledger.clauses = sections.flatMap(\.clauses)
        ledger.statements = sections.flatMap { $0.lines.map(\.statement) }
        for section in sections {
            for line in section.lines { check(line) }
            guard section.lines.isEmpty else { continue }
            problems.report("‘\(section.clauses[0])’ says nothing", section.place, "a statement stands below it: \(Self.example)")
        }
    }

    private mutating func begin(_ line: DialectLine) {
        let clauses = Clause.parts(line.cells[0].text).map(String.init)
        let known = Set(sections.flatMap(\.clauses))
        for clause in clauses where known.contains(clause) {
            problems.report("‘\(clause)’ stands twice", line.cells[0].place, "put its statements together")
        }
        for clause in clauses where clause != Clause.unsaid && !Clause.continuesDocument(clause) {
            let message = "‘\(clause)’ is no clause of \(dialect.document)"
            let fix = "clauses are written as in the dialect, without the document: §2.1; ch. 2; App. B"
            problems.report(message, line.cells[0].place, fix)
        }
        sections.append(Section(clauses: clauses, place: line.cells[0].place))
    }

    private mutating func add(_ line: DialectLine) {
        guard !sections.isEmpty else {
            return problems.report("this line belongs to no clause", line.place, "begin clauses at the left margin")
        }
        guard line.cells.count == 3 else {
            let message = "a statement has three columns: where it stands, what it says, and what became of it"
            return problems.report(message, line.place, Self.example)
        }
        let section = sections[sections.count - 1]
        guard let outcome = outcome(line.cells[2]) else { return }
        let statement = Ledger.Statement(
            clause: section.clauses[0],
            place: line.cells[0].text,
            text: line.cells[1].text,
            outcome: outcome
        )
        if section.lines.contains(where: { $0.statement.place == statement.place && $0.statement.text == statement.text }) {
            problems.report("this statement stands twice", line.place, "keep one of the lines")
        }
        sections[sections.count - 1].lines.append(Line(statement: statement, outcome: line.cells[2]))
    }

    /// Ids, a reason, or a reason with what belongs to it; nil for what has been reported.
    private mutating func outcome(_ cell: Cell) -> Ledger.Outcome? {
        let words = cell.words
        // Ids are written in capitals, reasons are not.
        if words.allSatisfy({ $0.first?.isUppercase == true }) { return .requirements(words) }
        guard let reason = Ledger.Reason.allCases.first(where: { Clause.begins(cell.text, with: $0.rawValue) }) else {
            let near = NearestName.suggestion(for: cell.text, among: Ledger.Reason.allCases.map(\.rawValue))
            problems.report("‘\(cell.text)’ is neither an id nor a reason", cell.place, near)
            return nil
        }
        let rest = cell.text.dropFirst(reason.rawValue.count)
        switch reason {
        case .repeats, .open:
            guard rest.isEmpty else { break }
            let example = reason == .repeats ? "repeats §2.1, row 1" : "open: a bench that calls"
            problems.report("‘\(reason.rawValue)’ says nothing", cell.place, example)
        case .hostsDuty, .noStimulus, .lost:
            if !rest.isEmpty { problems.report("nothing stands behind ‘\(reason.rawValue)’", cell.place, reason.rawValue) }
        }
        return .reason(reason)
    }

    private mutating func check(_ line: Line) {
        for cell in line.outcome.wordCells where line.ids.contains(cell.text) && !ids.contains(cell.text) {
            let message = "\(dialect.name) has no requirement ‘\(cell.text)’"
            let near = NearestName.find(cell.text, among: ids).map { "did you mean ‘\($0)’?" }
            problems.report(message, cell.place, near)
        }
        guard line.isRepetition else { return }
        let target = line.outcome.text.dropFirst(Ledger.Reason.repeats.rawValue.count).drop { $0 == " " }
        guard let (section, places) = found(String(target)) else {
            let near = NearestName.suggestion(for: String(target), among: sections.flatMap(\.clauses))
            return problems.report("the ledger has no clause ‘\(target)’", line.outcome.place, near)
        }
        let lines = section.lines.filter { line in places.allSatisfy { Clause.begins(line.statement.place, with: $0) } }
        guard lines.isEmpty || lines.allSatisfy({ $0.isRepetition || $0.statement == line.statement }) else { return }
        let message = lines.isEmpty ? "‘\(target)’ is no statement" : "‘\(target)’ is a repetition itself"
        let fix = "name the place that says it first: \(Ledger.Reason.repeats.rawValue) CLAUSE, PLACE"
        problems.report(message, line.outcome.place, fix)
    }

    /// The section of a clause, and the places in it that stand behind: `§2.2.2.2, row 1`.
    private func found(_ clause: String) -> (section: Section, places: [String])? {
        var best: (section: Section, length: Int)?
        for section in sections {
            for name in section.clauses where clause.hasPrefix(name) && name.count > best?.length ?? 0 {
                if [nil, ",", " "].contains(clause.dropFirst(name.count).first) { best = (section, name.count) }
            }
        }
        return best.map { section, length in
            let rest = clause.dropFirst(length).filter { $0 != "\"" }
            return (section, rest.split(separator: ",").map { String($0.drop { $0 == " " }) })
        }
    }

    // MARK: What the dialect says

    /// Every clause that the dialect cites is there, every requirement at its clauses, or somewhere where no clause of the manual is its own.
    mutating func compare() {
        guard !isMisnamed else { return }
        let named = Set(sections.flatMap { $0.lines.flatMap(\.ids) })
        for section in DialectSection.allCases where section.isCited {
            for entry in outline.entries[section] ?? [] {
                let needed = requirements(entry, section)
                for id in needed where !named.contains(id) {
                    let fix = "name it where the manual says it, in \(file.path)"
                    problems.report("the ledger has no statement for ‘\(id)’", entry.place, fix)
                }
                for (_, place) in Clause.places(entry.clause?.text ?? "", in: dialect.document) {
                    guard let place, place != dialect.document else { continue }
                    let clause = place.dropFirst(dialect.document.count).drop { $0 == " " }
                    compare(entry, String(clause), needed.filter(named.contains))
                }
            }
        }
    }

    /// What an entry asks for, by id.
    private func requirements(_ entry: DialectEntry, _ section: DialectSection) -> [String] {
        let name = entry.name.text
        return switch section {
        case .requirements: [name]
        case .parameters: dialect.parameter(named: name)?.requirements.map(\.id) ?? []
        case .options: dialect.options.first { $0.name == name }?.requirements.map(\.id) ?? []
        case .displays: dialect.display(for: name).map { [$0.requirement.id] } ?? []
        case .restrictions: dialect.restrictions.filter { $0.line == name }.map(\.requirement.id)
        default: []
        }
    }

    private mutating func compare(_ entry: DialectEntry, _ clause: String, _ ids: [String]) {
        guard let (section, places) = found(clause) else {
            let near = NearestName.find(clause, among: sections.flatMap(\.clauses)).map { "did you mean ‘\($0)’?" }
            return problems.report("the ledger has no clause ‘\(clause)’", entry.place, near)
        }
        let lines = section.lines.filter { line in
            places.isEmpty || places.contains { Clause.begins(line.statement.place, with: $0) }
        }
        for place in places where !lines.contains(where: { Clause.begins($0.statement.place, with: place) }) {
            let near = NearestName.find(place, among: section.lines.map(\.statement.place)).map { "did you mean ‘\($0)’?" }
            problems.report("\(section.clauses[0]) has no statement ‘\(place)’ in the ledger", entry.place, near)
        }
        for id in ids where !lines.isEmpty && !lines.contains(where: { $0.ids.contains(id) }) {
            problems.report(
                "‘\(clause)’ does not give ‘\(id)’ in the ledger",
                entry.place,
                "name it there, or mend the clause here"
            )
        }
    }
}
