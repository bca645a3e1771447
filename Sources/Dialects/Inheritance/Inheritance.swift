import SourceText

/// Makes one outline of a file's and of that of the dialect or family which it extends.
///
/// One rule, in every section alike: an entry of the other file is cited by its chapter, has a line of its own, is left out, or is said to be
/// unsaid. Nothing else is inherited, and nothing else is dropped.
struct Inheritance {
    private let child: DialectOutline
    private let parent: DialectOutline
    private let document: String?
    private let parentName: String
    private let parentDocument: String?
    /// Of the parent's entries that a manual stands behind.
    private let parentNames: [DialectSection: Set<String>]
    /// The names of all files behind the child.
    private let others: Set<String>
    private(set) var problems: DialectProblems
    private var citations: [(citation: Citation, place: SourcePlace)] = []
    /// Clauses of entries that are cited with all others of their part or section.
    private var clauses: [Key: String] = [:]

    /// An entry, by its section and name.
    private struct Key: Hashable {
        var section: DialectSection
        var name: String
    }

    /// What stands before the name of a part or a section that is meant as a whole.
    private static let group = "all of "

    /// Longer lists of names are cut.
    private static let mostNamed = 8

    /// - Parameters:
    ///   - parent: With everything in it that it has from others.
    ///   - ancestors: The names of the files behind the parent.
    init(_ child: DialectOutline, extending parent: DialectOutline, ancestors: [String]) {
        others = Set([parent.name] + ancestors)
        self.child = child
        self.parent = parent
        document = child.document
        parentName = parent.name
        parentDocument = parent.document
        let cited = DialectSection.allCases.filter(\.isCited)
        parentNames = Dictionary(uniqueKeysWithValues: cited.map { ($0, Set(parent.names($0))) })
        problems = child.problems
    }

    /// The child's head, and the entries of both.
    mutating func merged() -> DialectOutline {
        readCitations()
        let without = named(in: child.without)
        let unsaid = named(in: child.unsaid, apartFrom: without)
        checkLists(without, unsaid)
        var outline = child
        inheritHead(&outline)
        for section in DialectSection.allCases {
            outline.entries[section] = entries(of: section, without, unsaid)
        }
        checkCitations()
        outline.entries[.parts] = outline.remainingParts
        outline.problems = problems
        return outline
    }

    // MARK: What the head and the lists say

    /// Features, standards and the opening are the parent's where the child has no line for them; features that are left out are not.
    private mutating func inheritHead(_ outline: inout DialectOutline) {
        let left = Set(child.without.filter { $0.text.hasPrefix(Self.group) }.map { String($0.text.dropFirst(Self.group.count)) })
        for header in DialectOutline.inherited where child.headers[header] == nil {
            guard var line = parent.headers[header] else { continue }
            if header == .features {
                line.cells = line.cells.flatMap(\.wordCells).filter { !left.contains($0.text) }
                guard line.cells.count > 1 else { continue }
            }
            outline.headers[header] = line
        }
        if outline.headers[.features] == nil {
            problems.report(
                "the file does not say its ‘features’, nor does \(parentName)",
                child.top,
                "add a line: features   …"
            )
        }
    }

    /// A chapter that nothing stands in is misspelt, or was dropped.
    private mutating func checkCitations() {
        guard let parentDocument else { return }
        let places = parent.places
        for (citation, place) in citations where !places.contains(where: { citation.covers($0, of: parentDocument) }) {
            let chapters = Set(places.map { Clause.chapter($0, of: parentDocument) }).sorted()
            problems.report(
                "\(parentName) has nothing to cite from ‘\(citation.old)’",
                place,
                NearestName.suggestion(for: citation.old, among: chapters)
            )
        }
    }

    private mutating func readCitations() {
        guard let document else { return }
        for line in child.citations {
            let sides = line.words.dropFirst().split(separator: "as", maxSplits: 1).map { $0.joined(separator: " ") }
            guard sides.count == 2 else {
                problems.report("this cites nothing", line.place, "cites  \(parentDocument ?? "001") ch. 6 as \(document) ch. 8")
                continue
            }
            if sides[0].hasPrefix(Self.group) {
                cite(String(sides[0].dropFirst(Self.group.count)), as: sides[1], document, line.place)
                continue
            }
            guard let old = parentDocument else {
                let example = "cite its parts and sections: cites  all of parameters as \(document) ch. 2"
                problems.report("the family \(parentName) has no chapters", line.place, example)
                continue
            }
            guard Clause.begins(sides[0], with: old), Clause.begins(sides[1], with: document) else {
                let message = "\(parentName) is about \(old), and this dialect about \(document)"
                problems.report(message, line.place, "cites  \(old) ch. 6 as \(document) ch. 8")
                continue
            }
            citations.append((Citation(old: sides[0], new: sides[1]), line.place))
        }
    }

    /// `cites  all of ftp as 002 ch. 4`. What two such lines name has the clause of the first.
    private mutating func cite(_ name: String, as clause: String, _ document: String, _ place: SourcePlace) {
        guard Clause.begins(clause, with: document) else {
            return problems.report("this dialect is about \(document)", place, "cites  all of \(name) as \(document) ch. 2")
        }
        for key in group(name, place) where clauses[key] == nil { clauses[key] = clause }
    }

    /// The entries that the lines of a list name, each with the place of its name.
    /// - Parameter others: Those that `all of` does not mean.
    private mutating func named(in lines: [DialectLine], apartFrom others: [Key: SourcePlace] = [:]) -> [Key: SourcePlace] {
        var found: [Key: SourcePlace] = [:]
        for line in lines {
            if line.text.hasPrefix(Self.group) {
                let keys = group(String(line.text.dropFirst(Self.group.count)), line.place)
                for key in keys where others[key] == nil { found[key] = line.place }
                continue
            }
            var cells = line.cells
            let section = DialectSection(rawValue: cells[0].text)
            if section != nil { cells.removeFirst() }
            if cells.isEmpty { problems.report("‘\(line.text)’ names nothing", line.place, "all of \(line.text)") }
            for cell in cells {
                let isWhole = !keys(named: cell.text, in: section).isEmpty
                for name in isWhole ? [cell] : cell.wordCells {
                    let keys = keys(named: name.text, in: section)
                    if keys.isEmpty {
                        let known = section.map(parent.names) ?? parent.citedNames
                        let fix = NearestName.suggestion(for: name.text, among: known)
                        problems.report("\(parentName) has no ‘\(name.text)’", name.place, fix)
                    } else if keys.count > 1 {
                        let sections = keys.map(\.section.rawValue).joined(separator: " and ")
                        let fix = "name the section first: \(keys[0].section.rawValue)   \(name.text)"
                        problems.report("‘\(name.text)’ stands among the \(sections)", name.place, fix)
                    }
                    for key in keys { found[key] = name.place }
                }
            }
        }
        return found
    }

    private func keys(named name: String, in section: DialectSection?) -> [Key] {
        DialectSection.allCases.filter { (section == nil || section == $0) && parentNames[$0]?.contains(name) == true }
            .map { Key(section: $0, name: name) }
    }

    /// `all of SECTION`, or `all of FEATURE` as the parent's parts have it.
    private mutating func group(_ name: String, _ place: SourcePlace) -> [Key] {
        if let section = DialectSection(rawValue: name), section.isCited {
            return parent.names(section).map { Key(section: section, name: $0) }
        }
        guard let part = parent.entries[.parts]?.first(where: { $0.name.text == name }) else {
            let known = parent.names(.parts) + DialectSection.allCases.filter(\.isCited).map(\.rawValue)
            problems.report(
                "\(parentName) does not say what is part of ‘\(name)’",
                place,
                NearestName.suggestion(for: name, among: known)
            )
            return []
        }
        let patterns = PatternSet(part.body.flatMap(\.words))
        return DialectSection.allCases.filter(\.isCited).flatMap { section in
            parent.names(section).filter(patterns.matches).map { Key(section: section, name: $0) }
        }
    }

    private mutating func checkLists(_ without: [Key: SourcePlace], _ unsaid: [Key: SourcePlace]) {
        for (key, place) in unsaid {
            if without[key] != nil {
                problems.report("‘\(key.name)’ is left out, too", place, "name it under one of them")
            } else if let own = child.entries[key.section]?.first(where: { $0.name.text == key.name }) {
                problems.report("‘\(key.name)’ is cited here, and unsaid", own.name.place, "let it be one of them")
            }
        }
        let left = Set(child.without.filter { $0.text.hasPrefix(Self.group) }.flatMap { $0.words.dropFirst(2) })
        guard let line = child.headers[.features] else { return }
        for cell in line.cells.flatMap(\.wordCells).dropFirst() where left.contains(cell.text) {
            problems.report("the feature ‘\(cell.text)’ is left out", cell.place, "take it away here, or leave out less")
        }
    }

    // MARK: Entries

    private mutating func entries(
        of section: DialectSection,
        _ without: [Key: SourcePlace],
        _ unsaid: [Key: SourcePlace]
    ) -> [DialectEntry] {
        let own = child.entries[section] ?? []
        let byName = Dictionary(own.map { ($0.name.text, $0) }) { first, _ in first }
        var result: [DialectEntry] = []
        var cited: Set<String> = []
        var uncited: [DialectEntry] = []
        let gone = section.names.map { self.gone(from: $0, without) } ?? []
        for written in parent.entries[section] ?? [] {
            let key = Key(section: section, name: written.name.text)
            if without[key] != nil { continue }
            var entry = gone.isEmpty ? written : written.without(gone, in: section)
            if section == .roles, entry.columns.isEmpty, byName[entry.name.text] == nil { continue }
            entry.departures = departures(of: entry, from: written)
            if let line = byName[entry.name.text] {
                cited.insert(entry.name.text)
                if let cell = line.doubled(in: section) {
                    problems.reportNoClause(cell, of: document)
                    continue
                }
                var merged = line.over(entry, of: parentName, in: section)
                merged.departures = departures(of: merged, from: written)
                result.append(merged)
            } else if unsaid[key] != nil {
                let clause = (entry.clause?.text ?? parentDocument).map { "\(Clause.unsaid), as in \($0)" } ?? Clause.unsaid
                result.append(entry.inherited(from: parentName, clause: clause))
            } else {
                switch citation(of: entry, in: section) {
                case .cited(let clause): result.append(entry.inherited(from: parentName, clause: clause))
                case .missing:
                    uncited.append(entry)
                    // What is said of the others shall not be that it is missing.
                    result.append(entry.inherited(from: parentName, clause: entry.clause?.text))
                }
            }
        }
        report(uncited, in: section)
        for var entry in own where !cited.contains(entry.name.text) {
            checkNew(entry, in: section, among: uncited)
            if without[Key(section: section, name: entry.name.text)] != nil { entry.departures = others }
            result.append(entry)
        }
        return result
    }

    /// What is left out of a section and not made anew.
    private func gone(from section: DialectSection, _ without: [Key: SourcePlace]) -> Set<String> {
        Set(without.keys.filter { $0.section == section }.map(\.name)).subtracting(child.names(section))
    }

    /// An entry that says something else than the parent's departs from all that stand behind it.
    private func departures(of entry: DialectEntry, from written: DialectEntry) -> Set<String> {
        entry.content == written.content ? written.departures : others
    }

    private enum CitationByChapter {
        /// With the clause that the entry has here, if it has one of its own.
        case cited(String?)
        case missing
    }

    /// What cites an entry that has no line of its own. What stands on published standards alone stands on them here, too.
    private mutating func citation(of entry: DialectEntry, in section: DialectSection) -> CitationByChapter {
        let clause = entry.clause?.text
        if !section.isCited || clause.map(Clause.isOfStandards) == true { return .cited(clause) }
        if let group = clauses[Key(section: section, name: entry.name.text)] { return .cited(group) }
        guard let old = parentDocument, let new = document, !entry.isUnsaid else { return .missing }
        let known = citations.map(\.citation)
        guard let translated = Citation.translated(clause ?? old, of: old, to: new, known) else { return .missing }
        return .cited(clause == nil ? nil : translated)
    }

    private mutating func report(_ uncited: [DialectEntry], in section: DialectSection) {
        guard !uncited.isEmpty, let place = child.headers[.extends]?.place else { return }
        let names = uncited.prefix(Self.mostNamed).map(\.name.text).joined(separator: ", ")
        let rest = uncited.count - Self.mostNamed
        let noun = uncited.count == 1 ? "\(section.noun) of \(parentName) is" : "\(section.noun)s of \(parentName) are"
        let more = rest > 0 ? " and \(rest) more" : ""
        let chapter = uncoveredChapter(uncited[0])
        let citable = chapter ?? (parentDocument == nil ? Self.group + section.rawValue : nil)
        let cites = citable.map { "cite them together (cites  \($0) as \(document ?? "") …), or " } ?? ""
        problems.report(
            "\(uncited.count) \(noun) neither cited, left out nor unsaid: \(names)\(more)",
            place,
            "\(cites)give each a line with its clause under ‘\(section.rawValue)’, or name them under ‘\(DialectOutline.withoutBlock)’"
                + " or ‘\(DialectOutline.unsaidBlock)’"
        )
    }

    /// Of the parent's document, the first of those that an entry stands in and nothing here cites.
    private func uncoveredChapter(_ entry: DialectEntry) -> String? {
        guard let parentDocument, !entry.isUnsaid else { return nil }
        let places = Clause.places(entry.clause?.text ?? parentDocument, in: parentDocument).compactMap(\.place)
        let uncovered = places.first { place in !citations.contains { $0.citation.covers(place, of: parentDocument) } }
        return uncovered.map { Clause.chapter($0, of: parentDocument) }
    }

    /// A new entry says everything itself; one that says nothing was to cite another.
    private mutating func checkNew(_ entry: DialectEntry, in section: DialectSection, among uncited: [DialectEntry]) {
        let name = entry.name.text
        if entry.columns.isEmpty, entry.body.isEmpty, !section.needsNameAlone {
            let fix = NearestName.suggestion(for: name, among: uncited.map(\.name.text) + parent.names(section))
            return problems.report("\(parentName) has no \(section.noun) ‘\(name)’ to cite", entry.name.place, fix)
        }
        guard section.listsBelow, let line = entry.body.first(where: { DialectEntry.added($0) != nil }) else { return }
        problems.report(
            "‘\(DialectEntry.addition)’ adds to what \(parentName) has, which has no ‘\(name)’",
            line.place,
            "write the line without ‘\(DialectEntry.addition)’"
        )
    }
}

extension DialectOutline {
    func names(_ section: DialectSection) -> [String] { (entries[section] ?? []).map(\.name.text) }

    /// Of all entries that a manual stands behind.
    var citedNames: [String] { DialectSection.allCases.filter(\.isCited).flatMap(names) }

    /// Where in the document all those stand.
    var places: [String] {
        guard let document else { return [] }
        return DialectSection.allCases.filter(\.isCited).flatMap { section in
            (entries[section] ?? []).flatMap { Clause.places($0.clause?.text ?? document, in: document).compactMap(\.place) }
        }
    }

    /// The parts that it has from others, without the names of what is not there.
    fileprivate var remainingParts: [DialectEntry]? {
        let names = NameSet(citedNames)
        return entries[.parts]?.map { part in
            guard part.origin != nil else { return part }
            let gone = part.body.flatMap(\.words).filter { !names.hasMatch(for: $0) }
            return part.without(Set(gone), in: .parts)
        }.filter { !$0.body.isEmpty || $0.origin == nil }
    }
}
