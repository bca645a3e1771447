import SourceText

extension DialectReader {
    /// `NAME   KIND   [of socket]   default VALUE | no default   [shown MANNER]   [entered by COMMAND]   [written bare | written quoted]   [CLAUSE]`
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
        if let cell = entry.column(DialectSection.shownColumn, in: .parameters), !readManner(cell, &parameter) { return }
        if let cell = entry.column(DialectSection.writtenColumn, in: .parameters) {
            guard let isQuoted = ["written bare": false, "written quoted": true][cell.text] else {
                return report("‘\(cell.text)’ says nothing of how it is written", cell.place, "written quoted, or written bare")
            }
            parameter.isWrittenQuoted = isQuoted
        }
        parameter.sockets = sockets(entry, in: .parameters)
        if parameter.sockets != nil, case .entered = kind {
            return report("a text that is entered is of no socket", kindCell.place, "drop ‘of socket’, or make it another kind")
        }
        if let other = mnemonics.updateValue(name, forKey: parameter.mnemonic) {
            return report(
                "‘\(name)’ is told from ‘\(other)’ by its sign alone",
                entry.name.place,
                "requirements have names without signs"
            )
        }
        guard readList(count, entry, &parameter) else { return }
        let words = defaultCell.words
        if words.count == 2, words[0] == "default" {
            guard parameter.allows(words[1]) || Int(words[1]).map(parameter.tolerated.contains) == true else {
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

    /// `shown [bare | quoted] [with "TEXT"] [in displays | when read]`, several parted by commas. - Returns: false when something is wrong.
    private mutating func readManner(_ cell: Cell, _ parameter: inout Dialect.Parameter) -> Bool {
        for part in Array(cell.itemCells.dropFirst()).partedByCommas {
            var rest = part[...]
            var manner = Dialect.Parameter.Manner()
            if let first = rest.first, !first.isQuoted, let isQuoted = ["bare": false, "quoted": true][first.text] {
                manner.isQuoted = isQuoted
                rest.removeFirst()
            }
            if rest.first?.text == "with", let text = rest.dropFirst().first, text.isQuoted, !text.text.isEmpty {
                manner.separator = text.text
                rest.removeFirst(2)
            }
            let words = rest.map(\.text).joined(separator: " ")
            let place = Dialect.Parameter.Place(rawValue: words)
            guard manner != Dialect.Parameter.Manner(), words.isEmpty || place != nil else {
                let forms = "shown bare, or shown quoted; also: shown with \" = \" in displays, bare when read"
                report("‘\(cell.text)’ says nothing of how it is shown", cell.place, forms)
                return false
            }
            if let place {
                parameter.manners[place] = manner
            } else {
                parameter.isShownQuoted = manner.isQuoted
                parameter.separator = manner.separator
            }
        }
        return true
    }

    /// `COMMAND   [with "="]   [of socket]   [after the version | after "TEXT"]   [in any order]   [parted by CR LF …]   [CLAUSE]`, blocks
    /// of names below.
    mutating func readDisplay(_ entry: DialectEntry) {
        var display = Dialect.Display(
            command: entry.name.text,
            blocks: [],
            separator: ": ",
            clause: clause(entry)
        )
        for cell in entry.columns where DialectSection.displays.slot(of: cell) != DialectSection.socketColumn {
            guard readColumn(cell, of: &display) else {
                let known = "with \"=\" · of socket · after the version · after \"TEXT\" · in any order · parted by CR LF"
                return report("‘\(cell.text)’ says nothing of a display", cell.place, known)
            }
        }
        display.sockets = sockets(entry, in: .displays)
        let parameters = Dictionary(dialect.parameters.map { ($0.name, $0) }) { first, _ in first }
        for line in entry.body {
            var block: [Dialect.Parameter] = []
            for cell in line.cells {
                for word in cell.words {
                    guard let parameter = parameters[word] else {
                        let known = dialect.parameters.map(\.name)
                        report("‘\(word)’ is no parameter of this dialect", cell.place, suggestion(for: word, among: known))
                        continue
                    }
                    block.append(parameter)
                }
            }
            display.blocks.append(block.map(\.name))
            check(block, of: display, line)
        }
        guard !display.blocks.isEmpty else {
            return report("‘\(display.command)’ shows nothing", entry.place, "list its parameters below it, a block a line")
        }
        dialect.displays.append(display)
    }

    /// - Returns: false when it says nothing.
    private func readColumn(_ cell: Cell, of display: inout Dialect.Display) -> Bool {
        let items = cell.itemCells
        switch (items[0].text, items.count) {
        case ("with", 2) where items[1].isQuoted && !items[1].text.isEmpty: display.separator = items[1].text
        case ("after", 2) where items[1].isQuoted && !items[1].text.isEmpty: display.heading = items[1].text
        case ("after", 3) where cell.text == "after the version": display.heading = Dialect.Display.versionField
        case ("in", 3) where cell.text == "in any order": display.isInAnyOrder = true
        case ("parted", 3...):
            let ends = items.dropFirst(2).map(\.text)
            guard items[1].text == "by", ends.count <= 8 else { return false }
            if ends == ["nothing"] {
                display.partings = 0
            } else {
                guard ends.count.isMultiple(of: 2), ends.enumerated().allSatisfy({ $1 == ["CR", "LF"][$0 % 2] }) else {
                    return false
                }
                display.partings = ends.count / 2
            }
        default: return false
        }
        return true
    }

    /// A block is shown once, or once for each socket.
    private mutating func check(_ block: [Dialect.Parameter], of display: Dialect.Display, _ line: DialectLine) {
        let alone = block.filter { $0.sockets == nil }
        guard let name = alone.first?.name, alone.count < block.count || display.sockets != nil else { return }
        let message = "‘\(name)’ is of no socket, and others of its block are"
        let only = "‘\(name)’ is of no socket, and ‘\(display.command)’ shows one"
        report(
            display.sockets == nil ? message : only,
            line.place,
            "give it a line of its own, or make it one: \(name)   …   of socket"
        )
    }
}
