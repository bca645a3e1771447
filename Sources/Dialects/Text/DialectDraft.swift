import SourceText

/// The beginning of a file that extends another one: all of what it has to cite, with `…` where something is to be filled in.
public struct DialectDraft {
    public private(set) var text: String

    public init(name: String, extending parent: DialectLibrary.Member) {
        let outline = parent.outline
        let blank = DialectOutline.blank
        text = """
            # What a device of \(name) says otherwise than \(parent.name). The format: Docs/Dialects.md.
            # Fill in each \(blank). What your manual does not have goes under ‘\(DialectOutline.withoutBlock)’, what it is silent about and a bench must assume under
            # ‘\(DialectOutline.unsaidBlock)’. `attest dialect check` tells what is still missing.

            dialect    \(name)
            title      \(blank)
            document   \(blank)
            features   \(outline.value(.features) ?? blank)
            extends    \(parent.name)

            """
        if let document = outline.document { cite(outline, document) } else { citeParts(of: outline) }
        list(outline)
    }

    /// A family's parts are its chapters.
    private mutating func citeParts(of outline: DialectOutline) {
        let parts = outline.entries[.parts] ?? []
        for part in parts {
            text +=
                parts.first == part
                ? "\n# What your manual says of each part; for single entries, write lines of their own.\n" : ""
            text += "\(DialectOutline.citation)      all of \(part.name.text) as \(DialectOutline.blank)\n"
        }
    }

    /// A line for each chapter, with what it covers.
    private mutating func cite(_ outline: DialectOutline, _ document: String) {
        var names: [String: [String]] = [:]
        for section in DialectSection.allCases where section.isCited {
            for entry in outline.entries[section] ?? [] where !entry.isListed {
                for place in Clause.places(entry.clause?.text ?? document, in: document).compactMap(\.place) {
                    let chapter = Clause.chapter(place, of: document)
                    if names[chapter]?.last != entry.name.text { names[chapter, default: []].append(entry.name.text) }
                }
            }
        }
        for chapter in names.keys.sorted() {
            let what = chapter == document ? "What names no chapter of \(document)" : chapter
            let covered = names[chapter] ?? []
            text += "\n# \(what): \(covered.prefix(Self.mostNamed).joined(separator: ", "))"
            text += covered.count > Self.mostNamed ? " and \(covered.count - Self.mostNamed) more\n" : "\n"
            text += "\(DialectOutline.citation)      \(chapter) as \(DialectOutline.blank)\(chapter.dropFirst(document.count))\n"
        }
    }

    /// Entries that no chapter and no part covers, a line for each.
    private mutating func list(_ outline: DialectOutline) {
        let covered = outline.document == nil ? (outline.entries[.parts] ?? []).flatMap(\.body).flatMap(\.words) : []
        for section in DialectSection.allCases where section.isCited {
            let entries = (outline.entries[section] ?? []).filter { entry in
                guard outline.document == nil else { return entry.isUnsaid }
                return !entry.standsAlone && !covered.contains { NamePattern.matches(entry.name.text, $0) }
            }
            guard !entries.isEmpty else { continue }
            let width = entries.map { DialectText.name($0).count }.max() ?? 0
            text += "\n\(section.rawValue)\n"
            text += entries.map { "    \(DialectText.name($0).padded(to: width))    \(DialectOutline.blank)\n" }.joined()
        }
    }

    private static let mostNamed = 12
}

extension DialectEntry {
    /// It stands on published standards, whoever has it.
    fileprivate var standsAlone: Bool { clause.map { Clause.isOfStandards($0.text) } ?? false }

    /// It needs a line of its own, or none.
    fileprivate var isListed: Bool { standsAlone || isUnsaid }
}
