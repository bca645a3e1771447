import SourceText

extension DialectReader {
    /// `NAME   KIND   [of socket]   default VALUE | no default   [shown bare | shown quoted]   [entered by COMMAND]   [CLAUSE]`
    mutating func readParameter(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        let others = entry.columns.dropFirst().filter { DialectSection.parameters.slot(of: $0) == 0 }
        guard var kindCell = entry.column(0, in: .parameters),
            let defaultCell = entry.column(DialectSection.lastColumn, in: .parameters) ?? others.first
        else {
            return report("‘\(name)’ needs a kind and a default", entry.place, "\(name)   integer 0..3   default 0")
        }
        let count = count(&kindCell)
        guard let tolerated = tolerated(&kindCell), let step = step(&kindCell), let kind = kind(kindCell) else { return }
        var parameter = Dialect.Parameter(name: name, kind: kind, clause: clause(entry))
        parameter.tolerated = tolerated
        parameter.step = step
        if let cell = entry.column(DialectSection.shownColumn, in: .parameters) {
            guard let isQuoted = Self.shown[cell.words] else {
                return report("‘\(cell.text)’ says nothing of how it is shown", cell.place, "shown bare, or shown quoted")
            }
            parameter.isShownQuoted = isQuoted
        }
        parameter.sockets = sockets(entry, in: .parameters)
        if parameter.sockets != nil, case .entered = kind {
            return report("a text that is entered is of no socket", kindCell.place, "drop ‘of socket’, or make it another kind")
        }
        if let other = dialect.parameters.first(where: { $0.mnemonic == parameter.mnemonic }) {
            return report(
                "‘\(name)’ is told from ‘\(other.name)’ by its sign alone",
                entry.name.place,
                "requirements have names without signs"
            )
        }
        guard readList(count, entry, &parameter) else { return }
        let words = defaultCell.words
        if words.count == 2, words[0] == "default" {
            guard parameter.allows(words[1]) else {
                return report("‘\(words[1])’ is no legal value of \(name)", defaultCell.place, "correct the default or the kind")
            }
            parameter.defaultValue = words[1]
        } else if words != ["no", "default"] {
            return report("this says no default", defaultCell.place, "write ‘default VALUE’ or ‘no default’")
        }
        dialect.parameters.append(parameter)
    }

    /// What a list needs beside its kind. - Returns: false when something is wrong with it.
    private mutating func readList(_ count: ClosedRange<Int>?, _ entry: DialectEntry, _ parameter: inout Dialect.Parameter)
        -> Bool
    {
        let cell = entry.column(DialectSection.enteredColumn, in: .parameters)
        let name = entry.name
        guard let count else {
            guard let cell else { return true }
            report(
                "‘\(name.text)’ is no list",
                cell.place,
                "say how many it holds: \(name.text)   1..10 of text 120   \(cell.text)"
            )
            return false
        }
        guard case .text = parameter.kind, parameter.sockets == nil else {
            report("a list is one of texts, and of no socket", name.place, "\(name.text)   1..10 of text 120")
            return false
        }
        guard let command = cell?.words.dropFirst(2).first, command.count > 1, "#+".contains(command.prefix(1)),
            cell?.words.count == 3
        else {
            let place = (cell ?? name).place
            report("the list ‘\(name.text)’ does not say how it is entered", place, "entered by \(parameter.command)ADD")
            return false
        }
        parameter.list = Dialect.Parameter.List(count: count, command: command)
        return true
    }

    private static let shown = [["shown", "bare"]: false, ["shown", "quoted"]: true]

    /// `COMMAND   [with "="]   [of socket]   [after the version]   [CLAUSE]`, blocks of names below.
    mutating func readDisplay(_ entry: DialectEntry) {
        var display = Dialect.Display(
            command: entry.name.text,
            blocks: [],
            separator: ": ",
            startsWithVersion: false,
            clause: clause(entry)
        )
        for cell in entry.columns where DialectSection.displays.slot(of: cell) != DialectSection.socketColumn {
            switch cell.text {
            case "with \"=\"": display.separator = "="
            case "with \": \"": display.separator = ": "
            case "after the version": display.startsWithVersion = true
            default:
                let known = "with \"=\"   of socket   after the version"
                return report("‘\(cell.text)’ says nothing of a display", cell.place, known)
            }
        }
        display.sockets = sockets(entry, in: .displays)
        for line in entry.body {
            var block: [String] = []
            for cell in line.cells {
                for word in cell.words {
                    guard dialect.parameters.contains(where: { $0.name == word }) else {
                        let known = dialect.parameters.map(\.name)
                        report("‘\(word)’ is no parameter of this dialect", cell.place, suggestion(for: word, among: known))
                        continue
                    }
                    block.append(word)
                }
            }
            display.blocks.append(block)
            check(block, of: display, line)
        }
        guard !display.blocks.isEmpty else {
            return report("‘\(display.command)’ shows nothing", entry.place, "list its parameters below it, a block a line")
        }
        dialect.displays.append(display)
    }

    /// A block is shown once, or once for each socket.
    private mutating func check(_ block: [String], of display: Dialect.Display, _ line: DialectLine) {
        let alone = block.filter { dialect.parameter(named: $0)?.sockets == nil }
        guard let name = alone.first, alone.count < block.count || display.sockets != nil else { return }
        let message = "‘\(name)’ is of no socket, and others of its block are"
        let only = "‘\(name)’ is of no socket, and ‘\(display.command)’ shows one"
        report(
            display.sockets == nil ? message : only,
            line.place,
            "give it a line of its own, or make it one: \(name)   …   of socket"
        )
    }
}
