import Dialects
import Testing

/// The dialect of the GenPro modems, held to the tables of 004.
@Suite struct GenProTranscriptTests {
    private let dialect: Dialect
    private let rows: TranscribedTables

    init() throws {
        dialect = try #require(try shippedMember("genpro-2xe").dialect)
        rows = try TranscribedTables("004")
    }

    @Test func parametersHaveTheManualsLimitsAndDefaults() throws {
        let rows = try #require(rows["parameters"])
        #expect(rows.map { $0[0] }.sorted() == dialect.parameters.map(\.name).sorted())
        for row in rows {
            let parameter = try #require(dialect.parameter(named: row[0]))
            #expect(parameter.kind == TranscribedTables.kind(row[1]), "\(row[0])")
            #expect(parameter.step == (row[1].hasPrefix("multiples of 20") ? 20 : 1), "\(row[0])")
            #expect(parameter.sockets == (row[3].hasPrefix("§4.1") ? 1...2 : nil), "\(row[0])")
            // GENPRO-5: both displays show an empty text.
            let printed = row[0] == "TCPSERV" ? "no default" : row[2]
            #expect(parameter.defaultValue.map { "default \($0)" } ?? "no default" == printed, "\(row[0])")
            #expect(parameter.clause.hasPrefix("004 \(row[3])"), "\(row[0])")
        }
    }

    @Test func commandsAreTheManuals() throws {
        let names = try #require(rows["commands"]).map { $0[0] }.filter { $0.hasPrefix("#") }
        let known = dialect.commands.map(\.name).filter { $0.hasPrefix("#") } + dialect.displays.map(\.command)
        #expect(known.sorted() == names.sorted())
    }

    @Test func displaysHaveTheManualsOrder() throws {
        for row in try #require(rows["displays"]) {
            let display = try #require(dialect.display(for: row[0]))
            #expect(display.parameters.joined(separator: " ") == row[1], "\(row[0])")
            #expect(!display.isInAnyOrder)
        }
    }

    @Test func resultsAndMessagesAreTheManualsAndHaveNoNumbers() throws {
        #expect(try #require(rows["standard messages"]).map { $0[1] }.sorted() == dialect.results.map(\.text).sorted())
        let messages = try #require(rows["information messages"])
        #expect(Set(messages.map { $0[1] }) == Set(dialect.forms.flatMap(\.spellings)))
        #expect(dialect.forms.allSatisfy { $0.number == nil })
    }

    @Test func codesAndRestrictionsAreTheManuals() throws {
        #expect(try #require(rows["error codes"]).map { $0[0] }.sorted() == dialect.errors.map { "\($0.number)" }.sorted())
        let restricted = try #require(rows["restrictions"]).filter { $0[1] == "not allowed" }.map { $0[0] }
        #expect(restricted.sorted() == dialect.restrictions.map(\.line).sorted())
        #expect(dialect.bindingTimings == ["attach-pause"])
        #expect(dialect.timings["attach-pause"] == 500_000_000)
        #expect(dialect.limits["tcp-sockets"] == 2)
    }
}
