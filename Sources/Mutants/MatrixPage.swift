/// What a matrix of mutants shows, in whichever format.
public struct MatrixPage: Sendable {
    public struct Table: Sendable {
        public var title: String
        public var head: [String]
        public var rows: [[String]]
    }

    public var title: String
    public var summary: String
    /// What became of the mutants of each kind.
    public var overview: Table
    /// What is to be looked at, by its kind; one without lines is in order.
    public var findings: [(title: String, lines: [String])]
    /// Everything, one by one.
    public var detail: Table

    /// For people.
    public var text: String { "\(overview.aligned)\n\(conclusion)" }

    /// What is to be looked at, and the summary.
    public var conclusion: String {
        var text = ""
        for (title, lines) in findings where !lines.isEmpty {
            text += "\(title)\n" + lines.map { "  \($0)\n" }.joined() + "\n"
        }
        return text + "\(summary)\n"
    }

    /// A page of its own.
    public var markdown: String {
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        var text = "# \(title)\n\n\(summary)\n\n" + row(overview.head)
        text += row(overview.head.enumerated().map { $0.offset == 0 ? "---" : "---:" }) + overview.rows.map(row).joined()
        for (title, lines) in findings where !lines.isEmpty {
            text += "\n## \(title)\n\n" + lines.map { "- `\($0.replacing("`", with: "'"))`\n" }.joined()
        }
        return text
    }
}

extension MatrixPage.Table {
    /// In columns, the first to the left.
    var aligned: String {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
