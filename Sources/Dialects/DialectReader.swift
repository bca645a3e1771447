public import SourceText
internal import Verdicts

extension Dialect {
    /// Reads a `.dialect` file (Docs/Dialects.md). The dialect is nil when any diagnostic is an error.
    public static func load(_ file: SourceFile) -> (Dialect?, [Diagnostic]) {
        guard file.bytes.count <= DialectReader.largestFile else {
            let message = "the file is longer than \(DialectReader.largestFile) bytes"
            return (nil, [Diagnostic(message: message, path: file.path, range: SourceRange(start: 0, end: 0))])
        }
        var reader = DialectReader(file)
        return reader.read()
    }

    init() {
        name = ""
        title = ""
        document = ""
        standards = []
        features = []
        results = []
        forms = []
        displayedPrefixes = []
        errors = []
        errorGroups = []
        parameters = []
        displays = []
        commands = []
        timings = [:]
        bindingTimings = []
        spellings = [:]
        requirements = []
        retired = []
        interpretations = []
    }
}

/// Builds a dialect from its file, section by section, and notes what is wrong with it.
struct DialectReader {
    enum Header: String, CaseIterable {
        case dialect, title, document, features, standards, opening

        /// A manual may cite no standard, and a stack may always be open.
        var isOptional: Bool { self == .standards || self == .opening }
    }
    enum Section: String, CaseIterable {
        case results, forms, displayed, errors
        case errorGroups = "error groups"
        case parameters, displays, commands, timings, spellings, requirements, retired, interpretations
    }

    /// A line of a section and the deeper lines below it.
    struct Entry {
        var head: DialectLine
        var body: [DialectLine] = []
    }

    /// After so many messages the rest of the file is not worth reporting.
    static let mostDiagnostics = 50
    /// Thirty times the fullest manual.
    static let largestFile = 1 << 20

    let file: SourceFile
    var dialect = Dialect()
    var diagnostics: [Diagnostic]
    private let lines: [DialectLine]
    private var headers: Set<Header> = []
    /// Where every entry's name stands.
    private(set) var places: [Section: [String: SourceRange]] = [:]
    /// What stands behind `when` and is none; told when all codes are known.
    var unknownConditions: [Cell] = []
    /// Where ids of requirements stand that are not used again.
    var retiredRanges: [String: SourceRange] = [:]

    init(_ file: SourceFile) {
        self.file = file
        let cut = DialectLines(file)
        lines = cut.lines
        diagnostics = cut.diagnostics
    }

    mutating func read() -> (Dialect?, [Diagnostic]) {
        var index = 0
        if let first = lines.first, first.words.first == LanguageVersion.keyword {
            if let (message, fix) = LanguageVersion.problem(Array(first.words.dropFirst())) {
                report(message, first.range, fix)
                return (nil, diagnostics)
            }
            index = 1
        }
        while index < lines.count, diagnostics.count < Self.mostDiagnostics {
            let line = lines[index]
            index += 1
            guard line.indentation == 0 else {
                report("this line belongs to no section", line.range, "begin sections at the left margin")
                continue
            }
            var entries: [Entry] = []
            while index < lines.count, lines[index].indentation > 0 {
                add(lines[index], to: &entries)
                index += 1
            }
            readTop(line, entries)
        }
        checkWhole()
        diagnostics.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
        return (diagnostics.contains { $0.severity == .error } ? nil : dialect, diagnostics)
    }

    private mutating func add(_ line: DialectLine, to entries: inout [Entry]) {
        guard let depth = entries.first?.head.indentation else { return entries.append(Entry(head: line)) }
        if line.indentation == depth {
            entries.append(Entry(head: line))
        } else if line.indentation > depth {
            entries[entries.count - 1].body.append(line)
        } else {
            report("this line stands further left than the entries above it", line.range, "indent it by \(depth) blanks")
        }
    }

    private mutating func readTop(_ line: DialectLine, _ entries: [Entry]) {
        let first = line.cells[0]
        if let section = Section(rawValue: first.text) {
            let clause = line.cells.count > 1 ? line.cells[1].text : nil
            for entry in entries {
                guard diagnostics.count < Self.mostDiagnostics else { return }
                read(entry, in: section, clause: clause)
            }
            return
        }
        guard let word = first.words.first, let header = Header(rawValue: word) else {
            if first.words.first == LanguageVersion.keyword {
                return report(LanguageVersion.misplaced.message, line.range, LanguageVersion.misplaced.fix)
            }
            let known = Header.allCases.map(\.rawValue) + Section.allCases.map(\.rawValue)
            return report("there is no section ‘\(first.text)’", first.range, suggestion(for: first.text, among: known))
        }
        for entry in entries { report("nothing stands below ‘\(word)’", entry.head.range, "begin a section first") }
        guard headers.insert(header).inserted else { return report("‘\(word)’ stands twice", line.range, "keep one of them") }
        let words = line.words.dropFirst()
        guard let value = words.first else {
            return report("‘\(word)’ says nothing", line.range, "write it on the same line: \(word)   …")
        }
        let whole = words.joined(separator: " ")
        switch header {
        case .dialect:
            guard words.count == 1 else {
                return report("a dialect's name is one word", line.range, "join the words with hyphens")
            }
            dialect.name = value
        case .title: dialect.title = whole
        case .document: dialect.document = whole
        case .features: dialect.features = Array(words)
        case .standards: readStandards(line)
        case .opening:
            guard whole.uppercased().hasPrefix("AT") else {
                return report("‘\(whole)’ is no command line", line.range, "opening   AT+WOPEN=1")
            }
            dialect.opening = whole
        }
    }

    /// `standards   V.250, RFC 5321`
    private mutating func readStandards(_ line: DialectLine) {
        let names = line.cells.map(\.text).joined(separator: " ").dropFirst(Header.standards.rawValue.count)
        for name in names.split(separator: ",") {
            guard let standard = Standard(String(name)) else {
                let example = "write names such as V.250, 3GPP TS 27.007 and RFC 5321, with commas between them"
                report("‘\(name.drop { $0 == " " })’ is no standard", line.range, example)
                continue
            }
            dialect.standards.append(standard)
        }
    }

    private mutating func read(_ entry: Entry, in section: Section, clause: String?) {
        let name = entry.head.cells[0]
        guard places[section, default: [:]].updateValue(name.range, forKey: name.text) == nil else {
            return report("‘\(name.text)’ stands twice among the \(section.rawValue)", name.range, "keep one of them")
        }
        switch section {
        case .results: readResult(entry, clause)
        case .forms: readForm(entry, clause)
        case .displayed: dialect.displayedPrefixes.append(name.text)
        case .errors: readError(entry, clause)
        case .errorGroups: readErrorGroup(entry)
        case .parameters: readParameter(entry, clause)
        case .displays: readDisplay(entry, clause)
        case .commands: readCommand(entry, clause)
        case .timings: readTiming(entry)
        case .spellings: readSpelling(entry)
        case .requirements: readRequirement(entry, clause)
        case .retired: readRetired(entry)
        case .interpretations: readInterpretation(entry, clause)
        }
    }

    /// What no single entry shows.
    private mutating func checkWhole() {
        for header in Header.allCases where !header.isOptional && !headers.contains(header) {
            report("the file does not say its ‘\(header.rawValue)’", top, "add a line: \(header.rawValue)   …")
        }
        checkWords()
        deriveRequirements()
        checkRetired()
    }

    /// Results of earlier runs are known by a requirement's id, which therefore never comes to mean another one.
    private mutating func checkRetired() {
        for requirement in dialect.requirements {
            guard let retired = retiredRanges[requirement.id] else { continue }
            let range = places[.requirements]?[requirement.id] ?? retired
            report("the id ‘\(requirement.id)’ is retired", range, "give the requirement an id that none has had")
        }
    }

    /// What every parameter and display must do, under identifiers made of its name.
    private mutating func deriveRequirements() {
        func add(_ id: String, _ clause: String, _ text: String) {
            dialect.requirements.append(Dialect.Requirement(id: id, grade: .mandatory, clause: clause, text: text))
        }
        for parameter in dialect.parameters {
            let name = parameter.name
            let value = parameter.displayedDefault
            add("PARAM-\(name)-DEFAULT", parameter.clause, "\(name) is \(value) until it is written.")
            add("PARAM-\(name)-VALUES", parameter.clause, "\(name) takes every legal value and shows it.")
            add("PARAM-\(name)-LIMITS", parameter.clause, "\(name) refuses an illegal value and keeps the one before.")
        }
        for display in dialect.displays {
            let name = display.command.drop { !$0.isLetter }
            add("DISPLAY-\(name)", display.clause, "\(name) shows its parameters in the documented order, then OK.")
        }
    }

    /// Where the file is spoken of as a whole.
    var top: SourceRange { lines.first?.range ?? SourceRange(start: 0, end: 0) }

    mutating func report(_ message: String, _ range: SourceRange, _ suggestion: String? = nil) {
        guard diagnostics.count < Self.mostDiagnostics else { return }
        diagnostics.append(Diagnostic(message: message, path: file.path, range: range, suggestion: suggestion))
    }
}
