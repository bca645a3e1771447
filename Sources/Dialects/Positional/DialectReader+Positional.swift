import SourceText

// Commands whose arguments have places, and what those name: protocols, bearers, options.
extension DialectReader {
    /// `NAME   NUMBER   COUNT at once   [index RANGE]   [CLAUSE]`
    mutating func readProtocol(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        let example = "\(name)   1   8 at once   index 1..8"
        guard let numberCell = entry.column(0, in: .protocols), let number = Int(numberCell.text),
            (0...Self.largestNumber).contains(number)
        else {
            return report("the protocol ‘\(name)’ has no number", (entry.column(0, in: .protocols) ?? entry.name).place, example)
        }
        guard let cell = entry.column(1, in: .protocols), let count = cell.words.first.flatMap({ Int($0) }),
            (1...Self.largestNumber).contains(count)
        else {
            return report(
                "this does not say how many there are at once",
                (entry.column(1, in: .protocols) ?? entry.name).place,
                example
            )
        }
        var indices = 1...count
        if let cell = entry.column(2, in: .protocols) {
            guard let range = range(cell.wordCells.last, among: cell) else { return }
            indices = range
        }
        if let other = dialect.protocols.first(where: { $0.number == number }) {
            return report(
                "‘\(other.name)’ has the number \(number) already",
                numberCell.place,
                "each protocol has one of its own"
            )
        }
        dialect.protocols.append(.init(name: name, number: number, atOnce: count, indices: indices, clause: clause(entry)))
    }

    /// `NAME   NUMBERS   [CLAUSE]`
    mutating func readBearer(_ entry: DialectEntry) {
        expectNoBody(entry)
        guard let cell = entry.columns.first else {
            return report("the bearer ‘\(entry.name.text)’ has no number", entry.name.place, "\(entry.name.text)   11..14 21..24")
        }
        var numbers: [ClosedRange<Int>] = []
        for word in cell.wordCells {
            guard let range = range(word, among: cell) else { return }
            if let other = dialect.bearers.first(where: { $0.numbers.contains { $0.overlaps(range) } }) {
                return report(
                    "‘\(other.name)’ has the number \(word.text) already",
                    word.place,
                    "each bearer has numbers of its own"
                )
            }
            numbers.append(range)
        }
        dialect.bearers.append(.init(name: entry.name.text, numbers: numbers, clause: clause(entry)))
    }

    private mutating func range(_ word: Cell?, among cell: Cell) -> ClosedRange<Int>? {
        let bounds = (word?.text ?? "").split(separator: ".", omittingEmptySubsequences: false)
        let numbers = bounds.compactMap { Int($0) }.filter { (0...Self.largestNumber).contains($0) }
        if bounds.count == 1, numbers.count == 1 { return numbers[0]...numbers[0] }
        if bounds.count == 3, bounds[1].isEmpty, numbers.count == 2, numbers[0] <= numbers[1] { return numbers[0]...numbers[1] }
        report("‘\(word?.text ?? "")’ is no number and no range of them", (word ?? cell).place, "5, or 11..14")
        return nil
    }

    /// `NAME   KIND | index of PROTOCOL | protocol | bearer | option of TABLE | value   [default VALUE]   [CLAUSE]`
    mutating func readArgument(_ entry: DialectEntry) {
        expectNoBody(entry)
        guard let cell = entry.column(0, in: .arguments) else {
            return report("the argument ‘\(entry.name.text)’ has no kind", entry.name.place, "\(entry.name.text)   integer 1..8")
        }
        let words = cell.words
        var kind = Dialect.Argument.Kind.value
        switch (words.first, words.count) {
        case ("index", 3) where words[1] == "of":
            let known = dialect.protocols.map(\.name)
            guard known.contains(words[2]) else {
                return report(
                    "there is no protocol ‘\(words[2])’",
                    cell.wordCells[2].place,
                    suggestion(for: words[2], among: known)
                )
            }
            kind = .index(of: words[2])
        case ("option", 3) where words[1] == "of":
            guard let table = table(cell.wordCells[2]) else { return }
            kind = .option(table)
        case ("protocol", 1): kind = .networkProtocol
        case ("bearer", 1): kind = .bearer
        case ("value", 1): kind = .optionValue
        default: break
        }
        var kindCell = cell
        if kind != .value { kindCell.text = "text \(Self.anyLength)" }
        guard let value = value(entry, kindCell, entry.column(DialectSection.lastColumn, in: .arguments)) else { return }
        dialect.arguments.append(.init(kind: kind, value: value))
    }

    /// `NAME   TABLE NUMBER   KIND   [default VALUE]   [read only | written only]   [of OWNERS]   [CLAUSE]`
    mutating func readOption(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        let example = "\(name)   bearer 11   text 96"
        guard let cell = entry.column(0, in: .options), cell.words.count == 2, let number = Int(cell.words[1]),
            (0...Self.largestNumber).contains(number)
        else {
            let place = (entry.column(0, in: .options) ?? entry.name).place
            return report("the option ‘\(name)’ does not say whose it is, and its number", place, example)
        }
        guard let table = table(cell.wordCells[0]) else { return }
        guard let kindCell = entry.column(1, in: .options) else {
            return report("the option ‘\(name)’ has no kind", entry.name.place, example)
        }
        guard let value = value(entry, kindCell, entry.column(DialectSection.lastColumn, in: .options)) else { return }
        var option = Dialect.Option(table: table, number: number, value: value)
        if let access = entry.column(DialectSection.accessColumn, in: .options) {
            guard ["read only", "written only"].contains(access.text) else {
                return report("‘\(access.text)’ says nothing of an option", access.place, "read only, or written only")
            }
            option.isReadable = access.text == "read only"
            option.isWritable = !option.isReadable
        }
        let parts = Clause.parts(option.clause)
        option.saysWriting = !parts.contains { $0 == Clause.unsaidWriting }
        option.saysValues = option.saysWriting && !parts.contains { $0 == Clause.unsaidValues }
        if let owners = entry.column(DialectSection.ownerColumn, in: .options) {
            guard let names = self.owners(owners, of: table, entry) else { return }
            option.owners = names
        }
        if let other = dialect.options.first(where: { $0.table == table && $0.number == number && $0.shares(option.owners) }) {
            return report(
                "‘\(other.name)’ is \(table.rawValue) \(number) already",
                cell.place,
                "say whose each of them is: of gsm"
            )
        }
        dialect.options.append(option)
    }

    /// Whose an option is. Whoever extends the file may have left out some of them.
    private mutating func owners(_ cell: Cell, of table: Dialect.OptionTable, _ entry: DialectEntry) -> [String]? {
        let known = table == .bearer ? dialect.bearers.map(\.name) : table == .socket ? dialect.protocols.map(\.name) : []
        var names: [String] = []
        for word in cell.wordCells.dropFirst() {
            if known.contains(word.text) {
                names.append(word.text)
            } else if entry.origin == nil, !outline.isFamily {
                let noun = table == .bearer ? "bearer" : "protocol"
                report("there is no \(noun) ‘\(word.text)’", word.place, suggestion(for: word.text, among: known))
                return nil
            }
        }
        return names
    }

    private mutating func table(_ word: Cell) -> Dialect.OptionTable? {
        if let table = Dialect.OptionTable(rawValue: word.text) { return table }
        let known = Dialect.OptionTable.allCases.map(\.rawValue)
        report("there are no options of ‘\(word.text)’", word.place, suggestion(for: word.text, among: known))
        return nil
    }

    /// What is legal, and the default.
    private mutating func value(_ entry: DialectEntry, _ kindCell: Cell, _ defaultCell: Cell?) -> Dialect.Parameter? {
        var kindCell = kindCell
        guard let tolerated = tolerated(&kindCell), let step = step(&kindCell), let kind = kind(kindCell) else { return nil }
        var value = Dialect.Parameter(name: entry.name.text, kind: kind, clause: clause(entry))
        value.tolerated = tolerated
        value.step = step
        guard let defaultCell else { return value }
        let words = defaultCell.words
        guard words.count == 2, value.allows(words[1]) else {
            report(
                "‘\(defaultCell.text)’ is no legal default of \(value.name)",
                defaultCell.place,
                "correct the default or the kind"
            )
            return nil
        }
        value.defaultValue = words[1]
        return value
    }

    /// `NAME   COMMAND LINE   [CLAUSE]`
    mutating func readSyntax(_ entry: DialectEntry) {
        expectNoBody(entry)
        guard let cell = entry.columns.first, let line = Dialect.Syntax(name: entry.name.text, cell.text, clause: clause(entry))
        else {
            return report(
                "this is no command line with its arguments",
                (entry.columns.first ?? entry.name).place,
                "\(entry.name.text)   +WIPCREATE=1,{index}[,{port}]"
            )
        }
        for name in line.arguments where dialect.argument(named: name) == nil {
            let known = dialect.arguments.map(\.name)
            report("nothing is said of the argument ‘\(name)’", cell.place, suggestion(for: name, among: known))
        }
        if let command = dialect.command(named: line.command) {
            if !command.operations.contains(line.operation) {
                report("‘\(line.command)’ has no \(line.operation.rawValue)", cell.place, "add it under ‘commands’")
            }
        } else {
            let known = dialect.commands.map(\.name)
            report("‘\(line.command)’ is no command of this dialect", cell.place, suggestion(for: line.command, among: known))
        }
        dialect.syntax.append(line)
    }

    // MARK: What became of older commands

    private enum SuccessorWord: String, CaseIterable { case by, changed }

    /// `COMMAND   [none | later]   [CLAUSE]`, and below it `by COMMAND LINE   [WHEN]` and `changed SENTENCE`.
    mutating func readSuccessor(_ entry: DialectEntry) {
        let name = entry.name.text
        guard name.count > 1, "#+".contains(name.prefix(1)) else {
            return report("‘\(name)’ is no command of an older manual", entry.name.place, "#APNSERV")
        }
        var successor = Dialect.Successor(command: name, state: .replaced, lines: [], changes: [], clause: clause(entry))
        if let cell = entry.columns.first {
            guard let state = Dialect.Successor.State(rawValue: cell.text), state != .replaced else {
                return report(
                    "‘\(cell.text)’ does not say what became of it",
                    cell.place,
                    "none, later, or nothing and lines below"
                )
            }
            successor.state = state
        }
        let before = problems.diagnostics.count
        for line in entry.body {
            let cells = line.cellsBehindFirstWord
            guard let word = SuccessorWord(rawValue: line.words[0]), let first = cells.first else {
                let fix = suggestion(for: line.words[0], among: SuccessorWord.allCases.map(\.rawValue))
                report("‘\(line.text)’ says nothing of what became of ‘\(name)’", line.place, fix)
                continue
            }
            switch word {
            case .changed: successor.changes.append(cells.map(\.text).joined(separator: " "))
            case .by: readSuccessorLine(first, cells.dropFirst().map(\.text).joined(separator: " "), &successor)
            }
        }
        // Of a line that is wrong it has been told.
        guard problems.diagnostics.count == before else { return }
        guard (successor.state == .replaced) != successor.lines.isEmpty else {
            let isReplaced = successor.state == .replaced
            return report(
                isReplaced ? "‘\(name)’ has no successor" : "‘\(name)’ has a successor, and is said to have none",
                entry.place,
                isReplaced ? "write it below: by   +WIPBR=1,{bearer}; or say: \(name)   none" : "take one of them away"
            )
        }
        dialect.successors.append(successor)
    }

    private mutating func readSuccessorLine(_ cell: Cell, _ note: String, _ successor: inout Dialect.Successor) {
        guard let pattern = Dialect.Syntax(name: "", cell.text, clause: "") else {
            return report("this is no command line with its arguments", cell.place, "by   +WIPBR=2,6,11,{value}")
        }
        guard dialect.line(covering: pattern) != nil else {
            // Of what was inherited the line may have been left out.
            let fix = dialect.syntax.filter { $0.command == pattern.command }.map(\.text).joined(separator: ", ")
            let known = fix.isEmpty ? suggestion(for: pattern.command, among: dialect.syntax.map(\.command)) : "one of: " + fix
            return report("‘\(cell.text)’ is no line of this dialect's syntax", cell.place, known)
        }
        successor.lines.append(.init(text: cell.text, note: note))
    }

    private static let largestNumber = 1_000
    /// Of what is checked elsewhere.
    private static let anyLength = 256
}

extension Dialect.Option {
    /// Whether one and the same bearer or protocol has it and one of these.
    fileprivate func shares(_ others: [String]) -> Bool {
        owners.isEmpty || others.isEmpty || !Set(owners).isDisjoint(with: others)
    }
}

extension DialectLine {
    /// Its columns, of which the first lacks its first word.
    fileprivate var cellsBehindFirstWord: [Cell] {
        guard cells[0].words.count > 1 else { return Array(cells.dropFirst()) }
        var first = cells[0]
        let words = first.wordCells.dropFirst()
        first.text = words.map(\.text).joined(separator: " ")
        first.place.range.start = words[words.startIndex].place.range.start
        return [first] + cells.dropFirst()
    }
}
