import Dialects
import Testing
import Verdicts

/// The dialect of the stack 3.02, held to the tables of 002 and to what is known of the parameters whose pages are lost.
@Suite struct ThirdStackTranscriptTests {
    private let dialect: Dialect
    private let rows: TranscribedTables

    init() throws {
        dialect = try #require(try shippedMember("multitech-f").dialect)
        rows = try TranscribedTables("002")
    }

    @Test func parametersOfTheChaptersThatThereAreHaveTheirLimitsAndDefaults() throws {
        for row in try #require(rows["parameters"]) where !row[0].hasSuffix("ADD") {
            let parameter = try #require(dialect.parameter(named: row[0]))
            switch row[0] {
            case "DIALN1", "DIALN2":
                // No length is given.
                guard case .phone(limit: nil, words: []) = parameter.kind else {
                    Issue.record("\(row[0]) takes no phone numbers")
                    continue
                }
            // Revision C makes it a text.
            case "CALLSCREENNUM": #expect(parameter.kind == .text(limit: 64))
            default: #expect(parameter.kind == TranscribedTables.kind(row[1]), "\(row[0])")
            }
            // The range of PPPMODE begins with a number that the list lacks.
            let tolerated = row[1].hasSuffix(", or 0") || row[0] == "PPPMODE" ? [0] : []
            #expect(parameter.tolerated == tolerated, "\(row[0])")
            #expect(parameter.defaultValue.map { "default \($0)" } ?? "no default" == row[2], "\(row[0])")
            #expect(parameter.clause.hasPrefix("002 ch. "), "\(row[0])")
        }
    }

    @Test func listsAreEnteredBehindTheManualsCommands() throws {
        let entering = try #require(rows["parameters"]).map { $0[0] }.filter { $0.hasSuffix("ADD") }
        #expect(entering == dialect.parameters.compactMap { $0.list.map { String($0.command.dropFirst()) } })
        for parameter in dialect.parameters where parameter.list != nil {
            #expect(parameter.list?.count == 1...10)
            #expect(parameter.list?.command == "#\(parameter.name)ADD")
            #expect(parameter.kind == .text(limit: 120))
        }
    }

    @Test func namesAreTheManuals() throws {
        let lost = try #require(rows["parameters Contents"]).map { $0[0] }
        let there = try #require(rows["parameters"]).map { $0[0] }.filter { !$0.hasSuffix("ADD") }
        #expect((there + lost).sorted() == dialect.parameters.map(\.name).sorted())
        let commands = try #require(rows["commands"]).map { $0[0] } + (try #require(rows["commands Contents"])).map { $0[0] }
        let known = dialect.commands.map(\.name).filter { $0.hasPrefix("#") } + dialect.displays.map(\.command)
        #expect(known.sorted() == commands.sorted())
    }

    /// Values of the parameters whose pages are lost, as other copies of the document have them; where those are lost, too, as its sisters do.
    private static let lost: [(String, Dialect.Parameter.Kind, String?)] = [
        ("FTPPORT", .port, "21"), ("FTPMODE", .integer([0...1]), "0"), ("FTPTYPE", .word(["A", "I"]), "I"),
        ("FTPSERV", .server(limit: 120), nil), ("FTPUN", .text(limit: 64), nil), ("FTPPW", .text(limit: 64), nil),
        ("FTPGETFILENAME", .text(limit: 120), nil), ("FTPGETPATH", .text(limit: 120), nil),
        ("FTPPUTFILENAME", .text(limit: 120), nil), ("FTPPUTPATH", .text(limit: 120), nil),
        ("DLEMODE", .integer([0...1]), "1"), ("TCPPORT", .port, "0"), ("TCPSERV", .server(limit: 120), nil),
        ("TCPTXDELAY", .integer([0...32_760]), "100"),
        ("UDPPORT", .integer([1...65_535]), "0"), ("UDPSERV", .server(limit: 120), nil),
        ("UDPTXDELAY", .integer([0...32_760]), "100"),
        ("PINGDELAY", .integer([1...255]), "1"), ("PINGNUM", .integer([1...255]), "4"), ("PINGREMOTE", .server(limit: 120), nil),
    ]

    @Test func parametersOfTheLostChaptersAreAssumed() throws {
        #expect(try #require(rows["parameters Contents"]).map { $0[0] } == Self.lost.map(\.0))
        for (name, kind, value) in Self.lost {
            let parameter = try #require(dialect.parameter(named: name))
            #expect(parameter.kind == kind, "\(name)")
            #expect(parameter.defaultValue == value, "\(name)")
            #expect(parameter.step == (name.hasSuffix("TXDELAY") ? 20 : 1), "\(name)")
            #expect(parameter.sockets == (name.hasPrefix("TCP") || name == "DLEMODE" ? 1...2 : nil), "\(name)")
            #expect(parameter.clause.hasPrefix("unsaid"), "\(name)")
            #expect(dialect.requirement("PARAM-\(name)-VALUES")?.grade == .unsaid, "\(name)")
        }
        #expect(dialect.parameter(named: "UDPPORT")?.tolerated == [0])
    }

    @Test func displaysHaveTheManualsOrder() throws {
        for row in try #require(rows["displays"]) {
            let display = try #require(dialect.display(for: row[0]))
            #expect(display.parameters.joined(separator: " ") == row[1], "\(row[0])")
            #expect(!display.isInAnyOrder)
        }
    }

    @Test func codesAndTimesAreTheManuals() throws {
        for row in try #require(rows["error codes"]) {
            let error = try #require(dialect.errors.first { "\($0.number)" == row[0] }, "\(row[0])")
            #expect(error.clause.hasPrefix("002 "), "\(row[0])")
        }
        // Those of the list that is lost are assumed, but for two misprints that stand in chapter 2.
        let printed = Set(try #require(rows["error codes"]).map { $0[0] }).union(["28980", "28981"])
        #expect(dialect.errors.allSatisfy { $0.clause.hasPrefix("unsaid") != printed.contains("\($0.number)") })
        #expect(dialect.error(for: .parameterRefused)?.number == 37123)
        #expect(dialect.error(for: .gprsLost)?.number == 35841)
        #expect(try #require(rows["times"]).map { $0[0...1].joined(separator: " ") } == ["serial-silence 50 seconds"])
        #expect(dialect.bindingTimings == ["serial-silence"])
        #expect(dialect.timings["serial-silence"] == 50_000_000_000)
        #expect(dialect.limits["tcp-sockets"] == 2)
    }

    /// Nothing is mandatory but what a clause of the document has.
    @Test func whatIsMandatoryIsCited() {
        for requirement in dialect.requirements where requirement.grade == .mandatory && requirement.standards.isEmpty {
            #expect(requirement.clause.hasPrefix("002 "), "\(requirement.id): \(requirement.clause)")
        }
    }
}
