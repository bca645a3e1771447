/// What one dialect says otherwise than another one, section by section.
public struct DialectDifferences {
    public private(set) var text: String
    private let old: DialectOutline
    private let new: DialectOutline
    private var onlyOld = 0
    private var onlyNew = 0
    private var changed = 0
    /// Entries that say the same and cite another clause.
    private var clauses = 0

    public init(_ old: DialectLibrary.Member, _ new: DialectLibrary.Member) {
        self.old = old.outline
        self.new = new.outline
        text = "--- \(old.name)\n+++ \(new.name)\n\n"
        compareHeads()
        DialectSection.allCases.forEach { compare($0) }
        text += """

            \(onlyOld) only in \(old.name), \(onlyNew) only in \(new.name), \(changed) with another content, \
            \(clauses) with another clause alone

            """
    }

    private mutating func compareHeads() {
        for header in DialectOutline.Header.allCases {
            let values = (old.value(header), new.value(header))
            guard values.0 != values.1 else { continue }
            for (mark, value) in [("-", values.0), ("+", values.1)] {
                if let value { text += "\(mark) \(header.rawValue.padded(to: DialectText.headWidth)) \(value)\n" }
            }
        }
    }

    private mutating func compare(_ section: DialectSection) {
        let before = old.entries[section] ?? []
        let after = new.entries[section] ?? []
        let later = Dictionary(after.map { ($0.name.text, $0) }) { first, _ in first }
        let earlier = Set(before.map(\.name.text))
        var lines = ""
        for entry in before {
            guard let other = later[entry.name.text] else {
                onlyOld += 1
                lines += Self.marked("-", entry, section)
                continue
            }
            if Self.content(entry, section) != Self.content(other, section) {
                changed += 1
                lines += Self.marked("-", entry, section) + Self.marked("+", other, section)
            } else if entry.clause?.text != other.clause?.text {
                clauses += 1
            }
        }
        for entry in after where !earlier.contains(entry.name.text) {
            onlyNew += 1
            lines += Self.marked("+", entry, section)
        }
        if !lines.isEmpty { text += "\n\(section.rawValue)\n" + lines }
    }

    /// What it says, apart from its clause; that no manual says it is more than another clause.
    private static func content(_ entry: DialectEntry, _ section: DialectSection) -> [String] {
        var bare = entry
        bare.clause = nil
        let lines = entry.body.map { DialectText.body($0, section) }
        return DialectText.cells(of: bare, in: section) + lines + (entry.isUnsaid ? [Clause.unsaid] : [])
    }

    private static func marked(_ mark: String, _ entry: DialectEntry, _ section: DialectSection) -> String {
        let head = DialectText.cells(of: entry, in: section).filter { !$0.isEmpty }.joined(separator: "  ")
        return "\(mark)   \(head)\n" + entry.body.map { "\(mark)       \(DialectText.body($0, section))\n" }.joined()
    }
}
