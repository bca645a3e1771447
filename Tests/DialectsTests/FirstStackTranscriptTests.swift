import Dialects
import Testing

/// The dialect of the first stack, held to the tables of 000.
@Suite struct FirstStackTranscriptTests {
    private let dialect: Dialect
    private let rows: TranscribedTables

    init() throws {
        dialect = try #require(try shippedMember("edsoft").dialect)
        rows = try TranscribedTables("000")
    }

    @Test func parametersHaveTheManualsLimitsDefaultsAndQuotes() throws {
        let rows = try #require(rows["parameters"])
        #expect(rows.map { $0[0] }.sorted() == dialect.parameters.map(\.name).sorted())
        for row in rows {
            let parameter = try #require(dialect.parameter(named: row[0]))
            // No length is given of the number that screens calls.
            let kind = row[0] == "CALLSCREENNUM" ? .phone(limit: nil, words: ["*"]) : TranscribedTables.kind(row[1])
            #expect(parameter.kind == kind, "\(row[0])")
            #expect(parameter.tolerated == (row[1].hasSuffix(", or 0") ? [0] : []), "\(row[0])")
            #expect(parameter.defaultValue.map { "default \($0)" } ?? "no default" == row[2], "\(row[0])")
            #expect(parameter.clause.prefix { $0 != ";" } == "000 \(row[3])", "\(row[0])")
            guard let value = parameter.legalBounds.last else { continue }
            #expect(parameter.written(value).hasPrefix("\"") == row[1].hasSuffix(TranscribedTables.quoted), "\(row[0])")
        }
    }

    @Test func commandsAreTheManuals() throws {
        let rows = try #require(rows["commands"])
        let known = dialect.commands.map { ($0.name, $0.clause) } + dialect.displays.map { ($0.command, $0.clause) }
        #expect(known.map(\.0).filter { $0.hasPrefix("#") }.sorted() == rows.map { $0[0] }.sorted())
        for row in rows {
            let clause = try #require(known.first { $0.0 == row[0] }).1
            #expect(clause.prefix { $0 != ";" } == "000 \(row[1])", "\(row[0])")
        }
    }

    @Test func resultsAndMessagesHaveTheManualsNumbers() throws {
        let results = try #require(rows["standard messages"])
        #expect(results.map { $0.joined(separator: " ") }.sorted() == dialect.results.map { "\($0.number) \($0.text)" }.sorted())
        let messages = try #require(rows["information messages"])
        let forms = dialect.forms.filter { $0.name != "ftpput-ready" }
        #expect(
            messages.map { $0.joined(separator: " ") }.sorted()
                == forms.map { "\($0.number ?? 0) \($0.spellings.joined())" }.sorted()
        )
        // §3.6 prints the general message otherwise.
        let general = try #require(rows["misprints"]).first { $0[0] == "Ok_WaitingForData" }
        #expect(dialect.form(.ftpPutReady).spellings == general.map { Array($0.prefix(2)) })
        #expect(dialect.form(.ftpPutReady).number == dialect.form(.waitingForData).number)
    }

    @Test func codesAndTimesAreTheManuals() throws {
        #expect(try #require(rows["error codes"]).map { $0[0] }.sorted() == dialect.errors.map { "\($0.number)" }.sorted())
        #expect(try #require(rows["times"]).map { $0[0...1].joined(separator: " ") } == ["serial-silence 50 seconds"])
        #expect(dialect.bindingTimings == ["serial-silence"])
        #expect(dialect.timings["serial-silence"] == 50_000_000_000)
    }
}
