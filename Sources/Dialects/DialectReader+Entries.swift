import SourceText
import Verdicts

extension DialectReader {
    /// `7   BUSY   [CLAUSE]`
    mutating func readResult(_ entry: DialectEntry) {
        expectNoBody(entry)
        guard let number = wholeNumber(entry.name) else { return }
        guard let text = entry.columns.first?.text else {
            return report("the text of result \(number) is missing", entry.name.place, "7   BUSY")
        }
        dialect.results.append(Dialect.NumberedText(number: number, text: text, clause: clause(entry)))
    }

    /// `NAME   [NUMBER | prompt]   [CLAUSE]`, spellings below.
    mutating func readForm(_ entry: DialectEntry) {
        let name = entry.name.text
        let number = entry.columns.first.flatMap { Int($0.text) }
        let isPrompt = entry.columns.first?.text == "prompt"
        if let cell = entry.columns.first, number == nil, !isPrompt {
            let example = dialect.document.isEmpty ? "3GPP TS 27.007" : dialect.document
            return report("‘\(cell.text)’ is neither a number nor a clause", cell.place, "\(name)   1028   \(example) …")
        }
        guard !entry.body.isEmpty else {
            return report("form ‘\(name)’ has no spelling", entry.place, "write its spellings below it, one a line")
        }
        dialect.forms.append(
            Dialect.Form(
                name: name,
                number: number,
                spellings: entry.body.map(\.text),
                clause: clause(entry),
                isPrompt: isPrompt
            )
        )
    }

    /// `NUMBER   TEXT   [CLAUSE]`, `when CONDITIONS` below.
    mutating func readError(_ entry: DialectEntry) {
        guard let number = wholeNumber(entry.name) else { return }
        guard let text = entry.columns.first?.text else {
            return report("error \(number) has no text", entry.name.place, "say in a few words what it means")
        }
        var conditions: [Dialect.Condition] = []
        for line in entry.body {
            let words = line.cells.flatMap(\.wordCells)
            guard words.first?.text == "when", words.count > 1 else {
                report("below an error only ‘when’ may stand", line.place, "when dns-failed")
                continue
            }
            for word in words.dropFirst() {
                guard let condition = Dialect.Condition(rawValue: word.text) else {
                    unknownConditions.append(word)
                    continue
                }
                if let other = dialect.error(for: condition) {
                    report("‘\(word.text)’ already raises \(other.number)", word.place, "one condition raises one code")
                }
                conditions.append(condition)
            }
        }
        dialect.errors.append(
            Dialect.ErrorCode(number: number, text: text, clause: clause(entry), conditions: conditions)
        )
    }

    /// `always   TEXT   [CLAUSE]`, `AT+CMEE=1   TEXT   [CLAUSE]`: the text is ERROR, or ends in `{code}` or `{text}`. Modes that are not
    /// named have a plain ERROR.
    mutating func readErrorForm(_ entry: DialectEntry) {
        expectNoBody(entry)
        let modes: [String: Int?] = [Self.always: nil, "AT+CMEE=0": 0, "AT+CMEE=1": 1, "AT+CMEE=2": 2]
        guard let reports = modes[entry.name.text] else {
            let fix = "one of: always, AT+CMEE=0, AT+CMEE=1, AT+CMEE=2"
            return report("‘\(entry.name.text)’ does not say when errors have this form", entry.name.place, fix)
        }
        let written = entry.columns.first
        var form: Dialect.ErrorForm?
        if written?.text == Dialect.ErrorForm.plain { form = .init(reports: reports, label: nil) }
        for (field, isText) in [("{code}", false), ("{text}", true)] {
            guard let text = written?.text, text.hasSuffix(field) else { continue }
            let label = String(text.dropLast(field.count))
            if Dialect.ErrorForm.labels.contains(label) { form = .init(reports: reports, label: label, isText: isText) }
        }
        guard let form else {
            let fix = "#CME ERROR: {code}, +CME ERROR: {code}, +CME ERROR: {text}, or ERROR"
            return report("this says no form of an error", (written ?? entry.name).place, fix)
        }
        let isOther = dialect.errorForms.contains { ($0.reports == nil) != (reports == nil) }
        guard !isOther else {
            return report("errors have one form always, or one for each +CMEE", entry.place, "take one of them out")
        }
        dialect.errorForms.append(form)
    }

    private static let always = "always"

    /// `NAME   NUMBERS   [CLAUSE]`, and ERROR among the numbers.
    mutating func readErrorGroup(_ entry: DialectEntry) {
        expectNoBody(entry)
        var codes: [Int] = []
        var holdsPlainError = false
        for cell in entry.columns {
            for word in cell.words {
                if word == Dialect.ErrorForm.plain {
                    holdsPlainError = true
                    continue
                }
                guard let code = Int(word), dialect.error(number: code) != nil else {
                    let known = dialect.errors.map { "\($0.number)" }
                    report("‘\(word)’ is no error of this dialect", cell.place, suggestion(for: word, among: known))
                    continue
                }
                codes.append(code)
            }
        }
        guard !entry.columns.isEmpty else {
            return report("group ‘\(entry.name.text)’ is empty", entry.name.place, "list its codes after the name")
        }
        dialect.errorGroups.append(
            Dialect.ErrorGroup(name: entry.name.text, codes: codes, holdsPlainError: holdsPlainError)
        )
    }

    /// `NAME   OPERATIONS   [of socket]   [limit DURATION]   [OK at once | kept]   [CLAUSE]`
    mutating func readCommand(_ entry: DialectEntry) {
        expectNoBody(entry)
        let name = entry.name.text
        guard let first = entry.column(0, in: .commands) else {
            return report("‘\(name)’ has no operations", entry.name.place, "#GETMAIL   action")
        }
        var operations: Set<Dialect.Operation> = []
        for word in first.words {
            guard let operation = Dialect.Operation(rawValue: word) else {
                let known = Dialect.Operation.allCases.map(\.rawValue)
                let fix = word == "of" ? "put two blanks before ‘of socket’" : suggestion(for: word, among: known)
                report("there is no operation ‘\(word)’", first.place, fix)
                break
            }
            operations.insert(operation)
        }
        let sockets = sockets(entry, in: .commands)
        if sockets != nil, !operations.contains(.write) {
            report("‘\(name)’ does not take a socket's number", first.place, "it stands behind ‘=’: \(name)   write   of socket")
        }
        let limit = entry.column(DialectSection.lastColumn, in: .commands).flatMap {
            duration($0.words.dropFirst().joined(), $0.place)
        }
        var command = Dialect.Command(name: name, operations: operations, sockets: sockets, limit: limit, clause: clause(entry))
        if let cell = entry.column(DialectSection.promptColumn, in: .commands) {
            switch cell.text {
            case "OK at once": command.saysOKAtOnce = true
            case "kept": command.isKept = true
            default: return report("‘\(cell.text)’ says nothing of a command", cell.place, "OK at once, or kept")
            }
        }
        dialect.commands.append(command)
    }

    /// `ATV0   refused   [CLAUSE]`
    mutating func readRestriction(_ entry: DialectEntry) {
        expectNoBody(entry)
        var rest = entry.name.text[...]
        var command = ""
        if rest.hasPrefix("AT") {
            rest = rest.dropFirst(2)
            if rest.first == "&" { command.append(rest.removeFirst()) }
            if let letter = rest.first, letter.isASCII, letter.isUppercase, letter != "S", letter != "D" {
                command.append(rest.removeFirst())
            }
        }
        guard command.last?.isLetter == true, !rest.isEmpty, let number = Int(rest), (0...999).contains(number) else {
            return report("‘\(entry.name.text)’ is no basic command with its number", entry.name.place, "ATV0   refused")
        }
        guard entry.columns.first?.text == "refused" else {
            return report("this does not say what is not allowed", entry.place, "\(entry.name.text)   refused")
        }
        dialect.restrictions.append(Dialect.Restriction(command: command, number: number, clause: clause(entry)))
    }

    /// `NAME   NUMBER   [CLAUSE]`
    mutating func readLimit(_ entry: DialectEntry) {
        expectNoBody(entry)
        let most = Dialect.LimitName(rawValue: entry.name.text)?.most ?? Self.largestLimit
        guard let cell = entry.columns.first, let number = Int(cell.text), (1...most).contains(number) else {
            let place = (entry.columns.first ?? entry.name).place
            return report("a limit is a number from 1 to \(most)", place, "\(entry.name.text)   2")
        }
        dialect.limits[entry.name.text] = number
    }

    /// What the column `of socket` says: the numbers that there are.
    mutating func sockets(_ entry: DialectEntry, in section: DialectSection) -> ClosedRange<Int>? {
        guard let cell = entry.column(DialectSection.socketColumn, in: section) else { return nil }
        guard cell.words == ["of", "socket"] else {
            report("‘\(cell.text)’ is nothing that there are several of", cell.place, "of socket")
            return nil
        }
        let limit = Dialect.LimitName.sockets
        guard let count = dialect.limits[limit.rawValue] else {
            report("the file does not say how many sockets there are", cell.place, "add under ‘limits’: \(limit.rawValue)   2")
            return nil
        }
        return 1...count
    }

    /// `NAME   DURATION   [CLAUSE]`; without a clause it is the bench's own, and what no manual says binds nobody.
    mutating func readTiming(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        guard let cell = entry.columns.first else {
            return report("timing ‘\(name)’ has no value", entry.name.place, "answer   5 s")
        }
        guard let value = duration(cell.words.joined(), cell.place) else { return }
        dialect.timings[name] = value
        if entry.clause != nil, !entry.isUnsaid { dialect.bindingTimings.insert(name) }
    }

    /// `ROLE   PARAMETER`.
    mutating func readRole(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        guard let parameter = entry.columns.first else {
            return report("no parameter has the role ‘\(name)’", entry.place, "\(name)   NAME")
        }
        let known = dialect.parameters.map(\.name)
        if !known.contains(parameter.text) {
            // What a family lacks, those that extend it may have, and they may leave it out.
            guard entry.origin == nil, !outline.isFamily else { return }
            let near = suggestion(for: parameter.text, among: known)
            report("there is no parameter ‘\(parameter.text)’", parameter.place, near)
        }
        dialect.roles[name] = parameter.text
    }

    /// `NAME   TEXT   [CLAUSE]`; the text may be empty, between quotes.
    mutating func readSpelling(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        guard let text = entry.columns.first?.text else {
            return report("spelling ‘\(name)’ needs one text", entry.place, "\(name)   \"…\"")
        }
        dialect.spellings[name] = text
    }

    /// `ID   GRADE   [CLAUSE]`, the sentence below.
    mutating func readRequirement(_ entry: DialectEntry) {
        let grades = Grade.allCases.filter { $0 != .unsaid }.map(\.rawValue)
        let given = entry.columns.first
        guard let given, grades.contains(given.text), let grade = Grade(rawValue: given.text) else {
            return report(
                "requirement ‘\(entry.name.text)’ has no grade",
                (given ?? entry.name).place,
                suggestion(for: given?.text ?? Grade.mandatory.rawValue, among: grades)
            )
        }
        guard let text = sentence(entry) else { return }
        dialect.requirements.append(
            Dialect.Requirement(
                id: entry.name.text,
                grade: entry.isUnsaid ? .unsaid : grade,
                clause: clause(entry),
                text: text
            )
        )
    }

    /// `ID ID …`
    mutating func readRetired(_ entry: DialectEntry) {
        expectNoBody(entry)
        for cell in [entry.name] + entry.columns {
            for id in cell.words {
                retiredPlaces[id] = cell.place
                dialect.retired.insert(id)
            }
        }
    }

    /// `ID   [CLAUSE]`, the sentence below.
    mutating func readInterpretation(_ entry: DialectEntry) {
        guard let text = sentence(entry) else { return }
        dialect.interpretations.append(
            Dialect.Interpretation(id: entry.name.text, clause: clause(entry), text: text)
        )
    }

    /// `FEATURE`, names below: what `all of FEATURE` stands for. Each of the names stands for an entry.
    mutating func readPart(_ entry: DialectEntry) {
        guard !entry.body.isEmpty else {
            return report("nothing is part of ‘\(entry.name.text)’", entry.name.place, "list names below it: POP3* #GETMAIL")
        }
        // Whoever extends the file may have left some of them out.
        guard entry.origin == nil else { return }
        let names = NameSet(outline.citedNames)
        for word in entry.body.flatMap(\.cells).flatMap(\.wordCells) where !names.hasMatch(for: word.text) {
            report("nothing is called ‘\(word.text)’", word.place, suggestion(for: word.text, among: outline.citedNames))
        }
    }

    /// No manual's limits are near it.
    private static let largestLimit = 1_000

    private mutating func sentence(_ entry: DialectEntry) -> String? {
        guard !entry.body.isEmpty else {
            report("‘\(entry.name.text)’ says nothing", entry.place, "write a sentence below it, deeper indented")
            return nil
        }
        return entry.body.map(\.text).joined(separator: " ")
    }
}
