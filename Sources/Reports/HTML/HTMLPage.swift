/// A page of tables and lists in the report's style, which needs no script. All texts are shown as they are, whatever they hold.
public struct HTMLPage {
    public struct Table {
        public var title: String
        public var head: [String]
        /// As many cells as the head has; all but the first are numbers.
        public var rows: [[String]]

        public init(title: String, head: [String], rows: [[String]]) {
            self.title = title
            self.head = head
            self.rows = rows
        }
    }

    private let title: String
    private let summary: String
    private var body: Markup = ""

    public init(title: String, summary: String) {
        self.title = title
        self.summary = summary
    }

    public mutating func add(_ table: Table) {
        body += "<section><h2>\(table.title)</h2><div class=\"scroll\"><table><thead><tr>"
        for (index, cell) in table.head.enumerated() { body += index == 0 ? "<th>\(cell)</th>" : "<th class=\"n\">\(cell)</th>" }
        body += "</tr></thead><tbody>\n"
        for row in table.rows {
            body += "<tr>"
            for (index, cell) in row.enumerated() {
                if index == 0 {
                    body += "<td class=\"m\">\(cell)</td>"
                } else {
                    body += cell == "0" ? "<td class=\"n zero\">\(cell)</td>" : "<td class=\"n\">\(cell)</td>"
                }
            }
            body += "</tr>\n"
        }
        body += "</tbody></table></div></section>\n"
    }

    public mutating func add(list title: String, _ lines: [String]) {
        body += "<section><h2>\(title)</h2><ul class=\"m\">\n"
        for line in lines { body += "<li>\(line)</li>\n" }
        body += "</ul></section>\n"
    }

    /// The whole file.
    public var bytes: [UInt8] {
        let heading: Markup = "<div id=\"page\"><header><h1>\(title)</h1><p>\(summary)</p></header>\n"
        return HTMLHead(title: "Attest").bytes + heading.bytes + body.bytes + Array("</div>\n</body>\n</html>\n".utf8)
    }
}
