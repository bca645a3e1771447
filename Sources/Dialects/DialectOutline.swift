public import SourceText

/// A dialect's or a family's file, taken apart: its head and its sections, before anybody knows what the entries mean.
public struct DialectOutline: Sendable {
    enum Header: String, CaseIterable {
        case dialect, family, title, document, features, standards, opening, extends
    }

    let file: SourceFile
    var headers: [Header: DialectLine] = [:]
    var citations: [DialectLine] = []
    /// By section, in the file's order.
    var entries: [DialectSection: [DialectEntry]] = [:]
    /// What the dialect that is extended has and this one has not.
    var without: [DialectLine] = []
    /// What this one's manual does not say.
    var unsaid: [DialectLine] = []
    var problems: DialectProblems
    /// Whether its entries are all there to be understood.
    var canBeRead = false

    /// A line that tells how the extended dialect's chapters are called here; may stand more than once.
    static let citation = "cites"
    static let withoutBlock = "without"
    static let unsaidBlock = "unsaid"
    /// What a draft has where something is to be filled in.
    static let blank = "…"
    /// Thirty times the fullest manual.
    static let largestFile = 1 << 20

    /// A section's line, and the entries below it as they were written.
    private struct Block {
        var head: DialectLine
        var entries: [(head: DialectLine, body: [DialectLine])] = []
    }

    public init(_ file: SourceFile) {
        self.file = file
        problems = DialectProblems(file.path)
        guard file.bytes.count <= Self.largestFile else {
            problems.report("the file is longer than \(Self.largestFile) bytes", start)
            return
        }
        let cut = DialectLines(file)
        problems = DialectProblems(file.path, cut.diagnostics)
        guard let blocks = blocks(of: cut.lines) else { return }
        for block in blocks where !isSection(block) { readHead(block) }
        checkHead()
        guard isFamily || document != nil else { return }
        canBeRead = true
        for block in blocks where isSection(block) { readSection(block) }
    }

    private var start: SourcePlace { SourcePlace(path: file.path, range: SourceRange(start: 0, end: 0)) }

    /// Where the file is spoken of as a whole.
    var top: SourcePlace { headers.values.map(\.place).min { $0.range.start < $1.range.start } ?? start }

    var isFamily: Bool { headers[.family] != nil }

    /// Empty when the file does not say it.
    var name: String { value(.dialect) ?? value(.family) ?? "" }

    /// nil for a family.
    var document: String? { value(.document) }

    /// What a dialect has from the one that it extends, where it has no line of its own.
    static let inherited: [Header] = [.features, .standards, .opening]
    /// What stands behind such a word in the place of what is not inherited.
    static let nothing = "none"

    /// nil for a family, which is a root.
    var parent: String? { isFamily ? nil : value(.extends) }

    /// What stands behind a word of the head.
    func value(_ header: Header) -> String? {
        headers[header].map { $0.words.dropFirst().joined(separator: " ") }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// nil when the file is of a language that is not known.
    private mutating func blocks(of lines: [DialectLine]) -> [Block]? {
        var lines = lines[...]
        if let first = lines.first, first.words.first == LanguageVersion.keyword {
            if let (message, fix) = LanguageVersion.problem(Array(first.words.dropFirst())) {
                problems.report(message, first.place, fix)
                return nil
            }
            lines.removeFirst()
        }
        var blocks: [Block] = []
        for line in lines {
            if line.indentation == 0 {
                blocks.append(Block(head: line))
            } else if blocks.isEmpty {
                problems.report("this line belongs to no section", line.place, "begin sections at the left margin")
            } else {
                add(line, to: &blocks[blocks.count - 1])
            }
        }
        return blocks
    }

    private mutating func add(_ line: DialectLine, to block: inout Block) {
        guard let depth = block.entries.first?.head.indentation else { return block.entries.append((line, [])) }
        if line.indentation == depth {
            block.entries.append((line, []))
        } else if line.indentation > depth {
            block.entries[block.entries.count - 1].body.append(line)
        } else {
            problems.report("this line stands further left than the entries above it", line.place, "indent it by \(depth) blanks")
        }
    }

    private func isSection(_ block: Block) -> Bool { DialectSection(rawValue: block.head.cells[0].text) != nil }

    private mutating func readHead(_ block: Block) {
        let line = block.head
        let word = line.words.first ?? ""
        switch word {
        case Self.withoutBlock where line.words.count == 1:
            without += list(block)
            return
        case Self.unsaidBlock where line.words.count == 1:
            unsaid += list(block)
            return
        case LanguageVersion.keyword:
            return problems.report(LanguageVersion.misplaced.message, line.place, LanguageVersion.misplaced.fix)
        default: break
        }
        guard word == Self.citation || Header(rawValue: word) != nil else {
            let known = Header.allCases.map(\.rawValue) + [Self.citation, Self.withoutBlock, Self.unsaidBlock]
            let first = line.cells[0]
            return problems.report(
                "there is no section ‘\(first.text)’",
                first.place,
                NearestName.suggestion(for: first.text, among: known + DialectSection.allCases.map(\.rawValue))
            )
        }
        for entry in block.entries {
            problems.report("nothing stands below ‘\(word)’", entry.head.place, "begin a section first")
        }
        let header = Header(rawValue: word)
        if let header, headers[header] != nil {
            return problems.report("‘\(word)’ stands twice", line.place, "keep one of them")
        }
        guard line.words.count > 1 else {
            return problems.report("‘\(word)’ says nothing", line.place, "write it on the same line: \(word)   …")
        }
        if let header { headers[header] = line } else { citations.append(line) }
    }

    /// The lines of a block that has names below it, and nothing deeper.
    private mutating func list(_ block: Block) -> [DialectLine] {
        for entry in block.entries {
            if let line = entry.body.first {
                problems.report("nothing may stand below a list's line", line.place, "indent it like the lines around it")
            }
        }
        if block.entries.isEmpty {
            problems.report("‘\(block.head.text)’ names nothing", block.head.place, "drop it, or list names below")
        }
        return block.entries.map(\.head)
    }

    private mutating func checkHead() {
        let suffix = isFamily ? Header.family.rawValue : Header.dialect.rawValue
        for other in [Header.family, .dialect] where other.rawValue != suffix && file.path.hasSuffix(".\(other.rawValue)") {
            problems.report("this file describes a \(suffix)", top, "call it \(name.isEmpty ? "NAME" : name).\(suffix)")
        }
        if let family = headers[.family] {
            for header in [Header.dialect, .document, .features, .standards, .opening, .extends] {
                guard let line = headers[header] else { continue }
                problems.report(
                    "a family has no ‘\(header.rawValue)’",
                    line.place,
                    "drop it, or make it a dialect: dialect   \(name)"
                )
            }
            if family.words.count > 2 {
                problems.report("a family's name is one word", family.place, "join the words with hyphens")
            }
        }
        // Whoever extends a dialect may have its features from it.
        let mayInherit = headers[.extends] != nil
        let needed: [Header] = isFamily ? [.title] : [.dialect, .title, .document] + (mayInherit ? [] : [.features])
        for header in needed where headers[header] == nil {
            problems.report("the file does not say its ‘\(header.rawValue)’", top, "add a line: \(header.rawValue)   …")
        }
        for (header, line) in headers.sorted(by: { $0.value.place.range.start < $1.value.place.range.start }) {
            if value(header) == Self.blank { problems.reportBlank(header.rawValue, line.place) }
        }
        for line in citations where line.words.contains(Self.blank) { problems.reportBlank(Self.citation, line.place) }
        if headers[.extends] == nil {
            for line in citations + without + unsaid {
                problems.report("this file extends no other one", line.place, "name it in the head: extends   NAME")
            }
        }
    }

    private mutating func readSection(_ block: Block) {
        guard let section = DialectSection(rawValue: block.head.cells[0].text) else { return }
        let sectionClause = block.head.cells.dropFirst().first
        let document = document
        if let sectionClause, !Clause.isOne(sectionClause.text, of: document) {
            problems.reportNoClause(sectionClause, of: document)
        }
        var names = Set((entries[section] ?? []).map(\.name.text))
        for (head, body) in block.entries {
            guard !problems.isFull else { return }
            let entry = DialectEntry(
                head,
                body,
                in: section,
                sectionClause: sectionClause,
                document: document,
                line: file.line(at: head.place.range.start) + 1
            )
            guard names.insert(entry.name.text).inserted else {
                problems.report(
                    "‘\(entry.name.text)’ stands twice among the \(section.rawValue)",
                    entry.name.place,
                    "keep one of them"
                )
                continue
            }
            if let cell = entry.columns.first(where: { $0.text == Self.blank && !$0.isQuoted }) {
                problems.reportBlank(entry.name.text, cell.place)
                continue
            }
            if let surplus = entry.surplus(in: section) {
                problems.reportNoClause(surplus, of: document)
                continue
            }
            entries[section, default: []].append(entry)
        }
    }
}

extension DialectProblems {
    fileprivate mutating func reportBlank(_ name: String, _ place: SourcePlace) {
        report("‘\(name)’ is still to be filled in", place, "write what your manual says in the place of \(DialectOutline.blank)")
    }

    mutating func reportNoClause(_ cell: Cell, of document: String?) {
        let how = document.map { "the document, \($0) …, " } ?? ""
        report(
            "‘\(cell.text)’ is no clause of \(document ?? "a published standard")",
            cell.place,
            "a clause begins with \(how)a published standard, such as V.250, or with ‘\(Clause.unsaid)’"
        )
    }
}

extension DialectEntry {
    /// The cell that is one too many, or the second of its column.
    func surplus(in section: DialectSection) -> Cell? {
        if columns.count > section.columns { return columns[section.columns] }
        // Where there is no default, that is what the second one was to be.
        return section == .parameters && column(DialectSection.lastColumn, in: section) == nil ? nil : doubled(in: section)
    }
}
