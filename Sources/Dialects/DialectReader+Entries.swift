import SourceText
import Verdicts

extension DialectReader {
    /// `7   BUSY   [CLAUSE]`
    mutating func readResult(_ entry: Entry, _ clause: String?) {
        let cells = entry.head.cells
        expectNoBody(entry)
        guard let number = wholeNumber(cells[0]) else { return }
        guard cells.count > 1 else { return report("the text of result \(number) is missing", cells[0].range, "7   BUSY") }
        dialect.results.append(
            Dialect.NumberedText(number: number, text: cells[1].text, clause: self.clause(entry, at: 2, clause))
        )
    }

    /// `NAME   [NUMBER]   [CLAUSE]`, spellings below.
    mutating func readForm(_ entry: Entry, _ clause: String?) {
        let cells = entry.head.cells
        let number = cells.count > 1 ? Int(cells[1].text) : nil
        guard !entry.body.isEmpty else {
            return report("form ‘\(cells[0].text)’ has no spelling", entry.head.range, "write its spellings below it, one a line")
        }
        dialect.forms.append(
            Dialect.Form(
                name: cells[0].text,
                number: number,
                spellings: entry.body.map { wholeText($0) },
                clause: self.clause(entry, at: number == nil ? 1 : 2, clause)
            )
        )
    }

    /// `NUMBER   TEXT   [CLAUSE]`, `when CONDITIONS` below.
    mutating func readError(_ entry: Entry, _ clause: String?) {
        let cells = entry.head.cells
        guard let number = wholeNumber(cells[0]) else { return }
        guard cells.count > 1 else {
            return report("error \(number) has no text", cells[0].range, "say in a few words what it means")
        }
        var conditions: [Dialect.Condition] = []
        for line in entry.body {
            let words = line.cells.flatMap(\.wordCells)
            guard words.first?.text == "when", words.count > 1 else {
                report("below an error only ‘when’ may stand", line.range, "when dns-failed")
                continue
            }
            for word in words.dropFirst() {
                guard let condition = Dialect.Condition(rawValue: word.text) else {
                    unknownConditions.append(word)
                    continue
                }
                if let other = dialect.error(for: condition) {
                    report("‘\(word.text)’ already raises \(other.number)", word.range, "one condition raises one code")
                }
                conditions.append(condition)
            }
        }
        dialect.errors.append(
            Dialect.ErrorCode(
                number: number,
                text: cells[1].text,
                clause: self.clause(entry, at: 2, clause),
                conditions: conditions
            )
        )
    }

    /// `NAME   NUMBERS`
    mutating func readErrorGroup(_ entry: Entry) {
        expectNoBody(entry)
        var codes: [Int] = []
        for cell in entry.head.cells.dropFirst() {
            for word in cell.words {
                guard let code = Int(word), dialect.error(number: code) != nil else {
                    let known = dialect.errors.map { "\($0.number)" }
                    report("‘\(word)’ is no error of this dialect", cell.range, suggestion(for: word, among: known))
                    continue
                }
                codes.append(code)
            }
        }
        let name = entry.head.cells[0]
        guard entry.head.cells.count > 1 else {
            return report("group ‘\(name.text)’ is empty", name.range, "list its codes after the name")
        }
        dialect.errorGroups.append(Dialect.ErrorGroup(name: name.text, codes: codes))
    }

    /// `NAME   OPERATIONS   [limit DURATION]   [CLAUSE]`
    mutating func readCommand(_ entry: Entry, _ clause: String?) {
        let cells = entry.head.cells
        expectNoBody(entry)
        guard cells.count > 1 else {
            return report("‘\(cells[0].text)’ has no operations", cells[0].range, "#GETMAIL   action")
        }
        var operations: Set<Dialect.Operation> = []
        for word in cells[1].words {
            guard let operation = Dialect.Operation(rawValue: word) else {
                let known = Dialect.Operation.allCases.map(\.rawValue)
                report("there is no operation ‘\(word)’", cells[1].range, suggestion(for: word, among: known))
                continue
            }
            operations.insert(operation)
        }
        var next = 2
        var limit: Int64?
        if cells.count > 2, cells[2].words.first == "limit" {
            limit = duration(cells[2].words.dropFirst().joined(), cells[2].range)
            next = 3
        }
        dialect.commands.append(
            Dialect.Command(
                name: cells[0].text,
                operations: operations,
                limit: limit,
                clause: self.clause(entry, at: next, clause)
            )
        )
    }

    /// `NAME   DURATION   [CLAUSE]`; without a clause it is the bench's own.
    mutating func readTiming(_ entry: Entry) {
        let cells = entry.head.cells
        expectNoBody(entry)
        guard cells.count > 1 else { return report("timing ‘\(cells[0].text)’ has no value", cells[0].range, "answer   5 s") }
        guard let value = duration(cells[1].words.joined(), cells[1].range) else { return }
        dialect.timings[cells[0].text] = value
        if cells.count > 2 { dialect.bindingTimings.insert(cells[0].text) }
    }

    /// `NAME   TEXT`; the text may be empty, between quotes.
    mutating func readSpelling(_ entry: Entry) {
        let cells = entry.head.cells
        expectNoBody(entry)
        guard cells.count == 2 else {
            return report("spelling ‘\(cells[0].text)’ needs one text", entry.head.range, "\(cells[0].text)   \"…\"")
        }
        dialect.spellings[cells[0].text] = cells[1].text
    }

    /// `ID   GRADE   [CLAUSE]`, the sentence below.
    mutating func readRequirement(_ entry: Entry, _ clause: String?) {
        let cells = entry.head.cells
        guard cells.count > 1, let grade = Grade(rawValue: cells[1].text) else {
            let given = cells.count > 1 ? cells[1] : cells[0]
            return report(
                "requirement ‘\(cells[0].text)’ has no grade",
                given.range,
                suggestion(for: cells.count > 1 ? given.text : Grade.mandatory.rawValue, among: Grade.allCases.map(\.rawValue))
            )
        }
        guard let text = sentence(entry) else { return }
        dialect.requirements.append(
            Dialect.Requirement(
                id: cells[0].text,
                grade: grade,
                clause: self.clause(entry, at: 2, clause),
                text: text
            )
        )
    }

    /// `ID ID …`
    mutating func readRetired(_ entry: Entry) {
        expectNoBody(entry)
        for cell in entry.head.cells {
            for id in cell.words {
                retiredRanges[id] = cell.range
                dialect.retired.insert(id)
            }
        }
    }

    /// `ID   [CLAUSE]`, the sentence below.
    mutating func readInterpretation(_ entry: Entry, _ clause: String?) {
        guard let text = sentence(entry) else { return }
        dialect.interpretations.append(
            Dialect.Interpretation(
                id: entry.head.cells[0].text,
                clause: self.clause(entry, at: 1, clause),
                text: text
            )
        )
    }

    private mutating func sentence(_ entry: Entry) -> String? {
        guard !entry.body.isEmpty else {
            report("‘\(entry.head.cells[0].text)’ says nothing", entry.head.range, "write a sentence below it, deeper indented")
            return nil
        }
        return entry.body.map { wholeText($0) }.joined(separator: " ")
    }
}
