import SourceText

/// A line of a section and the deeper lines below it.
struct DialectEntry: Hashable {
    var name: Cell
    /// What stands between the name and the clause.
    var columns: [Cell]
    /// Its own or its section's; nil: the document as a whole.
    var clause: Cell?
    var body: [DialectLine]
    /// The line that names it: in its own file where that cites it anew.
    var place: SourcePlace
    /// The line's number, from 1.
    var line: Int
    /// Where it was written first, if its dialect has it from another one.
    var origin: Origin?

    /// The dialects and families behind its own whose entries say something else.
    var departures: Set<String> = []

    struct Origin: Hashable {
        /// The dialect or family.
        var name: String
        var line: Int
    }

    init(
        _ head: DialectLine,
        _ body: [DialectLine],
        in section: DialectSection,
        sectionClause: Cell?,
        document: String?,
        line: Int
    ) {
        name = head.cells[0]
        columns = Array(head.cells.dropFirst())
        clause = sectionClause
        if let last = columns.last, !last.isQuoted, Clause.isOne(last.text, of: document) {
            clause = last
            columns.removeLast()
        }
        self.body = body
        place = head.place
        self.line = line
    }

    /// The manual does not say it.
    var isUnsaid: Bool { clause.map { Clause.isUnsaid($0.text) } ?? false }

    /// What begins a line of a list that is added to those of the entry that is cited.
    static let addition = "also"

    /// The line without `also`; nil when it does not begin so.
    static func added(_ line: DialectLine) -> DialectLine? {
        let first = line.cells[0]
        guard !first.isQuoted, first.words.first == addition, line.words.count > 1 else { return nil }
        var line = line
        guard first.words.count > 1 else {
            line.cells.removeFirst()
            return line
        }
        let start = first.wordCells[1].place.range.start
        line.cells[0].text = first.text.dropFirst(addition.count).drop { $0 == " " }.description
        line.cells[0].place.range.start = start
        return line
    }

    /// The second of two cells that would be one column of the entry that is cited: it was to be a clause.
    func doubled(in section: DialectSection) -> Cell? {
        guard section.columns < .max, columns.count > 1 else { return nil }
        var slots: Set<Int> = []
        return columns.first { !slots.insert(section.slot(of: $0)).inserted }
    }

    /// What stands in one of its columns.
    func column(_ slot: Int, in section: DialectSection) -> Cell? { columns.first { section.slot(of: $0) == slot } }

    /// What it says, apart from its clause.
    var content: [[String]] { [columns.map(\.text)] + body.map { $0.cells.map(\.text) } }

    /// This entry, which says anew what differs, over that of the dialect that is extended.
    func over(_ parent: DialectEntry, of name: String, in section: DialectSection) -> DialectEntry {
        var merged = self
        if columns.isEmpty {
            merged.columns = parent.columns
        } else {
            var slots = Dictionary(grouping: parent.columns, by: section.slot)
            slots.merge(Dictionary(grouping: columns, by: section.slot)) { _, own in own }
            merged.columns = slots.sorted { $0.key < $1.key }.flatMap(\.value)
        }
        if section.listsBelow {
            let lines = body.map { (line: $0, added: Self.added($0)) }
            let replaces = lines.contains { $0.added == nil }
            merged.body = (replaces ? [] : parent.body) + lines.map { $0.added ?? $0.line }
        } else if body.isEmpty {
            merged.body = parent.body
        }
        merged.origin = parent.origin ?? Origin(name: name, line: parent.line)
        return merged
    }

    /// The entry as a dialect has it that extends its own.
    func inherited(from name: String, clause: String?) -> DialectEntry {
        var entry = self
        entry.origin = origin ?? Origin(name: name, line: line)
        entry.clause = clause.map { Cell(text: $0, place: self.clause?.place ?? place) }
        return entry
    }

    /// The entry with none of these among the names that it lists.
    func without(_ names: Set<String>, in section: DialectSection) -> DialectEntry {
        var entry = self
        func remaining(_ cells: [Cell]) -> [Cell] {
            cells.compactMap { cell in
                let words = cell.words.filter { !names.contains($0) }
                guard words.count < cell.words.count else { return cell }
                return words.isEmpty ? nil : Cell(text: words.joined(separator: " "), place: cell.place)
            }
        }
        if section.listsBelow {
            for index in entry.body.indices { entry.body[index].cells = remaining(entry.body[index].cells) }
            entry.body.removeAll(where: \.cells.isEmpty)
        } else {
            entry.columns = remaining(entry.columns)
            // Where a manual has none of a group's codes, it has no code for its reasons.
            if section == .errorGroups, entry.columns.isEmpty, let first = columns.first {
                entry.columns = [Cell(text: Dialect.ErrorForm.plain, place: first.place)]
            }
        }
        return entry
    }
}
