import SourceText

/// A dialect as a file that extends no other, aligned as the manual's own tables are, and with the places that its entries come from.
struct DialectText {
    private(set) var text = ""

    /// Of the words of the head.
    static let headWidth = 10
    /// Longer columns do not push the others to the right.
    private static let widestColumn = 56

    init(_ outline: DialectOutline) {
        head(outline)
        for section in DialectSection.allCases {
            let entries = outline.entries[section] ?? []
            guard !entries.isEmpty else { continue }
            text += "\n\(section.rawValue)\n" + Self.lines(of: entries, in: section, path: outline.file.path)
        }
    }

    private mutating func head(_ outline: DialectOutline) {
        if let parent = outline.parent {
            text += "# With all that it has from \(parent), whose lines stand behind its entries.\n\n"
        }
        for header in DialectOutline.Header.allCases where header != .extends {
            guard let value = outline.value(header) else { continue }
            text += "\(header.rawValue.padded(to: Self.headWidth)) \(value)\n"
        }
    }

    /// Entries one below the other, with a place behind each that comes from another file than this one.
    static func lines(of entries: [DialectEntry], in section: DialectSection, path: String) -> String {
        let rows = entries.map { cells(of: $0, in: section) }
        /// nil: nothing stands in the column.
        var widths: [Int?] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(nil) }
                guard !cell.isEmpty else { continue }
                widths[column] = max(widths[column] ?? 0, cell.count <= widestColumn ? cell.count : 0)
            }
        }
        var text = ""
        for (entry, row) in zip(entries, rows) {
            var line = zip(row, widths).compactMap { cell, width in width.map { cell.padded(to: $0) } }.joined(separator: "  ")
                .trimmed
            if let origin = entry.origin {
                line += "    # \(origin.name):\(origin.line)" + (entry.place.path == path ? ", cited here" : "")
            }
            text += "    \(line)\n"
            text += entry.body.map { "        \(body($0, section))\n" }.joined()
        }
        return text
    }

    /// The name, what stands in each column, and the clause.
    static func cells(of entry: DialectEntry, in section: DialectSection) -> [String] {
        var cells = [quoted(entry.name)]
        if section.columns == .max {
            cells += entry.columns.map { quoted($0) }
        } else {
            for slot in 0..<section.columns {
                cells.append(entry.columns.filter { section.slot(of: $0) == slot }.map { quoted($0) }.joined(separator: "  "))
            }
        }
        return cells + (entry.clause.map { [$0.text] } ?? [])
    }

    static func name(_ entry: DialectEntry) -> String { quoted(entry.name) }

    static func body(_ line: DialectLine, _ section: DialectSection) -> String {
        line.cells.map { quoted($0, also: section.listsBelow) }.joined(separator: "  ")
    }

    /// The cell as a file may have it. `also`: where that word would add to a list.
    private static func quoted(_ cell: Cell, also isWord: Bool = false) -> String {
        let text = cell.text
        let needsQuotes =
            text.isEmpty || text.hasPrefix("\"") || text == "#" || text.hasPrefix("# ") || text.hasPrefix(" ")
            || text.hasSuffix(" ")
            || text.contains("  ") || isWord && text.hasPrefix(DialectEntry.addition + " ")
        return needsQuotes || cell.isQuoted ? "\"\(text)\"" : text
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// Without blanks at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension DialectLibrary.Member {
    /// The dialect as a file of its own, which reads as the same dialect.
    public var text: String { DialectText(outline).text }
}
