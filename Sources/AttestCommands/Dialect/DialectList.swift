internal import Dialects

/// What dialects and families there are, one a line.
struct DialectList {
    let text: String

    init(_ library: DialectLibrary) {
        let rows = [["name", "document", "extends", "title"]] + library.members.map(Self.row)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        text = rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private static func row(_ member: DialectLibrary.Member) -> [String] {
        let title = (member.title ?? "") + (member.dialect == nil ? "  (has errors)" : "")
        return [member.name, member.isFamily ? "family" : member.document ?? "", member.parent ?? "", title]
    }
}
