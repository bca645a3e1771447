import Testing

/// The lists of names, limits, defaults, codes and times that were read from each manual (Fixtures/transcripts/README.md), before any dialect
/// is held to them: every line can be read, says where it stands, and stands there once.
@Suite struct ManualTablesTests {
    private static let documents = ["000", "001", "002", "004"]

    private struct Section {
        var heading: String
        var rows: [[String]] = []

        /// What the section lists, and the clause that its heading names; nil where each line names its own.
        var kind: String {
            String(heading.prefix { $0 != "§" }.split(separator: " ch.")[0].split(separator: " Contents")[0]).trimmed
        }
        var clause: String? { heading.count > kind.count ? String(heading.dropFirst(kind.count)).trimmed : nil }
    }

    private static func sections(_ document: String) throws -> [Section] {
        var sections: [Section] = []
        for line in try projectFile("Fixtures/transcripts/\(document).tables").split(separator: "\n") where !line.hasPrefix("# ")
        {
            if line.hasPrefix("    ") {
                let columns = line.split(separator: "  ").map { String($0).trimmed }.filter { !$0.isEmpty }
                try #require(!sections.isEmpty)
                sections[sections.count - 1].rows.append(columns)
            } else {
                sections.append(Section(heading: String(line)))
            }
        }
        return sections
    }

    private static func rows(_ kind: String, of document: String) throws -> [[String]] {
        try sections(document).filter { $0.kind == kind }.flatMap(\.rows)
    }

    /// What is listed, and how many columns a line of it has besides a clause of its own.
    private static let kinds = [
        "parameters": 3, "commands": 1, "displays": 2, "sockets": 3, "standard messages": 2, "information messages": 2,
        "error codes": 2,
        "restrictions": 2, "misprints": 2, "times": 2,
    ]

    private static func isClause(_ text: String) -> Bool {
        ["§", "ch. ", "App. ", "Contents", "Revision"].contains { text.hasPrefix($0) }
    }

    @Test(arguments: documents) func everyLineIsReadAndHasAClause(document: String) throws {
        for section in try Self.sections(document) {
            let columns = try #require(Self.kinds[section.kind], "\(section.heading)")
            #expect(!section.rows.isEmpty, "\(section.heading)")
            for row in section.rows {
                let clause = row.last.flatMap { Self.isClause($0) ? $0 : nil } ?? section.clause
                #expect(clause != nil, "\(row[0]) stands nowhere")
                #expect(row.count == columns || row.count == columns + 1 && Self.isClause(row[columns]), "\(row)")
            }
        }
    }

    @Test(arguments: documents) func nothingStandsTwice(document: String) throws {
        for kind in Self.kinds.keys {
            let names = try Self.rows(kind, of: document).map { $0[kind.hasSuffix("messages") ? 1 : 0] }
            #expect(Set(names).count == names.count, "\(kind): \(names)")
        }
        let parameters = try Self.rows("parameters", of: document).map { $0[0].hasPrefix("+") ? $0[0] : "#" + $0[0] }
        let commands = try Self.rows("commands", of: document).map { $0[0] }
        #expect(!parameters.isEmpty && !commands.isEmpty)
        #expect(Set(parameters).isDisjoint(with: commands))
    }

    /// The default of a number is one of its values, and a text has none that is too long.
    @Test(arguments: documents) func defaultsAreLegal(document: String) throws {
        for row in try Self.rows("parameters", of: document) where row[2].hasPrefix("default ") {
            let value = row[2].dropFirst("default ".count)
            let words = row[1].split { $0 == " " || $0 == "," }.map(String.init)
            let bounds = words.compactMap { Int($0) }
            if row[1].hasPrefix("between"), let number = Int(value) {
                #expect((bounds[0]...bounds[1]).contains(number), "\(row[0])")
            } else if row[1].hasPrefix("multiples of"), let number = Int(value) {
                #expect((bounds[1]...bounds[2]).contains(number) && number.isMultiple(of: bounds[0]), "\(row[0])")
            } else if row[1].hasSuffix("not above 65535") {
                #expect(Int(value).map { (0...65_535).contains($0) } == true, "\(row[0])")
            } else if bounds.count == words.count || words.allSatisfy({ $0.count == 1 }) {
                #expect(words.contains(String(value)), "\(row[0])")
            }
        }
    }

    @Test(arguments: documents) func codesAreNumbers(document: String) throws {
        for row in try Self.rows("error codes", of: document) { #expect(Int(row[0]) != nil, "\(row[0])") }
        for kind in ["standard messages", "information messages"] {
            for row in try Self.rows(kind, of: document) { #expect(Int(row[0]) != nil || row[0] == "-", "\(row[1])") }
        }
    }

    @Test(arguments: documents) func displaysShowParameters(document: String) throws {
        let names = try Self.rows("parameters", of: document).map { $0[0] }
        let commands = try Self.rows("commands", of: document).map { $0[0] }
        for row in try Self.rows("displays", of: document) {
            #expect(commands.contains(row[0]), "\(row[0])")
            for name in row[1].split(separator: " ") { #expect(names.contains(String(name)), "\(row[0]): \(name)") }
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
