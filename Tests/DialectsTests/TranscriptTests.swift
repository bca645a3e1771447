import Dialects
import Testing

/// What was read from a manual's own tables, without its dialect (Fixtures/transcripts).
struct TranscribedTables {
    /// Rows by what the heading of their section says before its clause, columns parted.
    private var sections: [String: [[String]]] = [:]

    init(_ document: String) throws {
        var section = ""
        for line in try projectFile("Fixtures/transcripts/\(document).tables").split(separator: "\n") where !line.hasPrefix("# ")
        {
            if line.hasPrefix("    ") {
                let columns = line.split(separator: "  ").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
                sections[section, default: []].append(columns)
            } else {
                let heading = line.split(separator: " ch. ").first?.prefix { $0 != "§" } ?? ""
                section = String(heading.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    subscript(section: String) -> [[String]]? { sections[section] }

    /// Behind values that the host writes between quotes, in a manual that says of each whether it does.
    static let quoted = ", in quotes"

    /// What a row says of a parameter's values, as the dialect would say it.
    static func kind(_ values: String) -> Dialect.Parameter.Kind? {
        if values.hasSuffix(quoted) { return kind(String(values.dropLast(quoted.count))) }
        let words = values.split { $0 == " " || $0 == "," }.map(String.init)
        let numbers = words.compactMap { Int($0) }
        let text = values.hasSuffix("characters") ? numbers.last : nil
        switch words[0] {
        case "between" where numbers.count == 4:
            return .pair([numbers[0]...numbers[1]], [numbers[2]...numbers[3]], isSecondOptional: true)
        case "between": return .integer([numbers[0]...numbers[1]])
        case "multiples": return .integer([numbers[1]...numbers[2]])
        case "dotted-decimal": return text.map { .server(limit: $0) } ?? .address
        case "entered": return text.map { .entered(limit: $0) }
        case "decimal": return text.map { .phone(limit: $0, words: []) }
        case "up": return text.map { .text(limit: $0) }
        case _ where values.hasSuffix("not above 65535"): return .port
        case _ where numbers.count == words.count: return .integer([numbers[0]...numbers[numbers.count - 1]])
        case _ where numbers.isEmpty && words.count == 2: return .word(words)
        default: return nil
        }
    }
}

/// The shipped dialects, held to their manuals' own tables.
@Suite struct TranscriptTests {
    private let dialect: Dialect
    private let rows: TranscribedTables

    init() throws {
        dialect = try #require(try shippedMember("multitech-ip").dialect)
        rows = try TranscribedTables("001")
    }

    @Test func parametersHaveTheManualsLimitsAndDefaults() throws {
        let rows = try #require(rows["parameters"])
        #expect(rows.map { $0[0] }.sorted() == dialect.parameters.map(\.name).sorted())
        for row in rows {
            let parameter = try #require(dialect.parameter(named: row[0]))
            if row[1].hasSuffix("decimal phone number") {
                // 001 gives no length.
                guard case .phone(limit: nil, let words) = parameter.kind else {
                    Issue.record("\(row[0]) takes no phone numbers")
                    continue
                }
                #expect(words == (row[1].contains("*") ? ["*"] : []), "\(row[0])")
            } else {
                #expect(parameter.kind == TranscribedTables.kind(row[1]), "\(row[0])")
            }
            #expect(parameter.tolerated == (row[1].hasSuffix(", or 0") ? [0] : []), "\(row[0])")
            #expect(parameter.defaultValue.map { "default \($0)" } ?? "no default" == row[2], "\(row[0])")
        }
    }

    @Test func commandsAreTheManuals() throws {
        let names = try #require(rows["commands"]).map { $0[0] }
        let known = dialect.commands.map(\.name).filter { $0.hasPrefix("#") } + dialect.displays.map(\.command)
        #expect(known.sorted() == names.sorted())
    }

    @Test func resultsHaveTheManualsNumbers() throws {
        let rows = try #require(rows["standard messages"])
        #expect(rows.map { $0.joined(separator: " ") }.sorted() == dialect.results.map { "\($0.number) \($0.text)" }.sorted())
    }

    @Test func messagesHaveTheManualsNumbers() throws {
        let rows = try #require(rows["information messages"])
        #expect(Set(rows.map { $0[0] }) == Set(dialect.forms.compactMap(\.number).map(String.init)))
        for row in rows {
            for form in dialect.forms where form.number == Int(row[0]) { #expect(form.spellings.contains(row[1]), "\(row[1])") }
        }
    }

    @Test func errorsHaveTheManualsNumbers() throws {
        let rows = try #require(rows["error codes"])
        #expect(rows.map { $0[0] }.sorted() == dialect.errors.map { "\($0.number)" }.sorted())
        for row in rows {
            let conditions = dialect.errors.first { "\($0.number)" == row[0] }?.conditions.map(\.rawValue)
            #expect(row[1] == "internal" ? conditions == [] : conditions?.contains(row[1]) == true, "\(row[0])")
        }
    }

    @Test func timesAreTheManuals() throws {
        let units: [String: Int64] = ["second": 1, "seconds": 1, "minutes": 60]
        let rows = try #require(rows["times"])
        #expect(Set(rows.map { $0[0] }) == dialect.bindingTimings)
        for row in rows {
            let words = row[1].split(separator: " ").map(String.init)
            let seconds = try #require(Int64(words[0])) * (try #require(units[words[1]]))
            #expect(dialect.timings[row[0]] == seconds * 1_000_000_000, "\(row[0])")
        }
    }
}
