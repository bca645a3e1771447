import SourceText
import Verdicts

extension Dialect {
    init() {
        name = ""
        title = ""
        document = ""
        standards = []
        features = []
        results = []
        forms = []
        displayedPrefixes = []
        framing = Framing()
        errors = []
        errorForms = []
        errorGroups = []
        limits = [:]
        parameters = []
        roles = [:]
        displays = []
        commands = []
        restrictions = []
        protocols = []
        bearers = []
        arguments = []
        options = []
        syntax = []
        unsolicited = []
        dataModes = []
        timings = [:]
        bindingTimings = []
        spellings = [:]
        successors = []
        requirements = []
        retired = []
        interpretations = []
        ancestors = []
        departures = [:]
    }
}

/// Builds a dialect from its outline, section by section, and notes what is wrong with it.
struct DialectReader {
    let outline: DialectOutline
    var dialect = Dialect()
    var problems: DialectProblems
    /// What stands behind `when` and is none; told when all codes are known.
    var unknownConditions: [Cell] = []
    /// Where ids of requirements stand that are not used again.
    var retiredPlaces: [String: SourcePlace] = [:]
    /// Commands that lines of data modes name, whatever else is wrong with these.
    var commandsOfDataModes: Set<String> = []
    /// The names of parameters read so far, by what they are without signs.
    var mnemonics: [String: String] = [:]
    /// Where every entry's name stands.
    let places: [DialectSection: [String: SourcePlace]]

    /// Whom an entry departs from, where it does.
    private let departures: [DialectSection: [String: Set<String>]]

    /// - Parameter outline: With everything in it that it has from others.
    init(_ outline: DialectOutline) {
        self.outline = outline
        problems = outline.problems
        places = outline.entries.mapValues { entries in
            Dictionary(entries.map { ($0.name.text, $0.name.place) }) { first, _ in first }
        }
        departures = outline.entries.mapValues { entries in
            let departing = entries.filter { !$0.departures.isEmpty }
            return Dictionary(departing.map { ($0.name.text, $0.departures) }) { first, _ in first }
        }
    }

    /// The dialect is nil when any diagnostic is an error.
    mutating func read() -> (Dialect?, [Diagnostic]) {
        readHead()
        for section in DialectSection.allCases {
            for entry in outline.entries[section] ?? [] {
                guard !problems.isFull else { break }
                read(entry, in: section)
            }
        }
        deriveFragments()
        checkWords()
        deriveRequirements()
        checkRetired()
        return (problems.hasErrors ? nil : dialect, problems.sorted)
    }

    private mutating func readHead() {
        dialect.name = outline.name
        if let line = outline.headers[.dialect], line.words.count > 2 {
            report("a dialect's name is one word", line.place, "join the words with hyphens")
        }
        dialect.title = outline.value(.title) ?? ""
        dialect.document = outline.document ?? ""
        dialect.features = outline.headers[.features].map { Array($0.words.dropFirst()) } ?? []
        if let line = outline.headers[.standards], outline.value(.standards) != DialectOutline.nothing { readStandards(line) }
        guard let opening = outline.value(.opening), let line = outline.headers[.opening], opening != DialectOutline.nothing
        else { return }
        guard opening.uppercased().hasPrefix("AT") else {
            return report("‘\(opening)’ is no command line", line.place, "opening   AT+WOPEN=1")
        }
        dialect.opening = opening
    }

    /// `standards   V.250, RFC 5321`
    private mutating func readStandards(_ line: DialectLine) {
        let names = line.text.dropFirst(DialectOutline.Header.standards.rawValue.count)
        for name in names.split(separator: ",") {
            guard let standard = Standard(String(name)) else {
                let example = "write names such as V.250, 3GPP TS 27.007 and RFC 5321, with commas between them"
                report("‘\(name.drop { $0 == " " })’ is no standard", line.place, example)
                continue
            }
            dialect.standards.append(standard)
        }
    }

    private mutating func read(_ entry: DialectEntry, in section: DialectSection) {
        switch section {
        case .results: readResult(entry)
        case .forms: readForm(entry)
        case .displayed: dialect.displayedPrefixes.append(entry.name.text)
        case .framing: readFraming(entry)
        case .errors: readError(entry)
        case .errorForms: readErrorForm(entry)
        case .errorGroups: readErrorGroup(entry)
        case .limits: readLimit(entry)
        case .parameters: readParameter(entry)
        case .roles: readRole(entry)
        case .displays: readDisplay(entry)
        case .commands: readCommand(entry)
        case .restrictions: readRestriction(entry)
        case .protocols: readProtocol(entry)
        case .bearers: readBearer(entry)
        case .arguments: readArgument(entry)
        case .options: readOption(entry)
        case .syntax: readSyntax(entry)
        case .unsolicited: readUnsolicited(entry)
        case .dataModes: readDataMode(entry)
        case .timings: readTiming(entry)
        case .spellings: readSpelling(entry)
        case .successors: readSuccessor(entry)
        case .requirements: readRequirement(entry)
        case .retired: readRetired(entry)
        case .interpretations: readInterpretation(entry)
        case .parts: readPart(entry)
        }
    }

    /// Results of earlier runs are known by a requirement's id, which therefore never comes to mean another one.
    private mutating func checkRetired() {
        for requirement in dialect.requirements {
            guard let retired = retiredPlaces[requirement.id] else { continue }
            let place = places[.requirements]?[requirement.id] ?? retired
            report("the id ‘\(requirement.id)’ is retired", place, "give the requirement an id that none has had")
        }
    }

    /// What every parameter and display must do, under identifiers made of its name.
    private mutating func deriveRequirements() {
        for requirement in dialect.requirements { note(departures: requirement.id, of: requirement.id, in: .requirements) }
        for parameter in dialect.parameters {
            for requirement in parameter.requirements {
                dialect.requirements.append(requirement)
                note(departures: requirement.id, of: parameter.name, in: .parameters)
            }
        }
        for display in dialect.displays {
            dialect.requirements.append(display.requirement)
            note(departures: display.requirement.id, of: display.command, in: .displays)
        }
        for option in dialect.options {
            for requirement in option.requirements {
                dialect.requirements.append(requirement)
                note(departures: requirement.id, of: option.name, in: .options)
            }
        }
        dialect.requirements += dialect.restrictions.map(\.requirement)
    }

    /// Which of the files behind this one say an entry otherwise, for the requirement that it makes.
    private mutating func note(departures id: String, of name: String, in section: DialectSection) {
        if let others = departures[section]?[name] { dialect.departures[id] = others }
    }

    mutating func report(_ message: String, _ place: SourcePlace, _ suggestion: String? = nil) {
        problems.report(message, place, suggestion)
    }
}
