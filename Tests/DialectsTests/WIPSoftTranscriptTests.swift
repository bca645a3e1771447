import Testing

@testable import Dialects

/// The dialect of WIPSoft, held to the tables of 003.
@Suite struct WIPSoftTranscriptTests {
    private let dialect: Dialect
    private let rows: TranscribedTables

    init() throws {
        dialect = try #require(try shippedMember("wipsoft").dialect)
        rows = try TranscribedTables("003")
    }

    private func isSaid(_ clause: String) -> Bool { !Clause.isUnsaid(clause) }

    @Test func protocolsHaveTheManualsNumbersAndLimits() throws {
        let names = [
            "UDP": Dialect.ProtocolName.udp, "TCP socket in client mode": .tcpClient, "TCP socket in server mode": .tcpServer,
            "FTP": .ftp, "TCP client": .tcpClient, "TCP server": .tcpServer, "FTP session": .ftp,
        ]
        let numbers = try #require(rows["protocols"])
        #expect(numbers.count == dialect.protocols.count)
        for row in numbers { #expect(dialect.networkProtocol(number: Int(row[0]) ?? -1)?.role == names[row[1]], "\(row)") }
        for row in try #require(rows["sessions"]) {
            let role = try #require(names[row[0]])
            let known = try #require(dialect.networkProtocol(role))
            #expect(known.atOnce == Int(row[1]), "\(row)")
            #expect(known.indices == 1...known.atOnce, "\(row)")
        }
    }

    @Test func codesAreTheManuals() throws {
        let codes = try #require(rows["error codes"]).compactMap { Int($0[0]) }
        let reserved = try #require(rows["reserved codes"]).flatMap { row in
            (Int(row[0]) ?? 0)...(Int(row[1]) ?? 0)
        }
        #expect((codes + reserved).sorted() == dialect.errors.map(\.number).sorted())
        #expect(dialect.errorGroups.first { $0.name == "reserved-codes" }?.codes == reserved)
        #expect(dialect.errors.filter { $0.text == "reserved" }.map(\.number) == reserved)
        #expect(dialect.errorForm(under: 1) == .init(reports: 1, label: "+CME ERROR: "))
        #expect(dialect.errorForm(under: 0).label == nil)
        #expect(codes.count == 37)
    }

    /// A line with nothing in its places.
    private func shape(_ line: String) -> String {
        var text = ""
        var isInside = false
        for character in line {
            if character == "}" { isInside = false }
            if !isInside { text.append(character) }
            if character == "{" { isInside = true }
        }
        return text
    }

    @Test func commandLinesAreTheManuals() throws {
        let printed = try #require(rows["command lines"]).map { shape($0[0]) }
        let known = dialect.syntax.filter { isSaid($0.clause) }.map { shape($0.text) }
        #expect(printed.sorted() == known.sorted())
        #expect(dialect.syntax.allSatisfy { $0.carriedOut != nil })
    }

    @Test func optionsAreTheManuals() throws {
        var found: Set<String> = []
        for row in try #require(rows["options"]) {
            let words = row[0].split(separator: " ")
            let owner = try #require(Int(words[1]))
            let name =
                words[0] == "bearer" ? dialect.networkBearer(number: owner)?.name : dialect.networkProtocol(number: owner)?.name
            let table: Dialect.OptionTable = words[0] == "bearer" ? .bearer : .socket
            let option = try #require(dialect.option(Int(row[1]) ?? -1, of: table, owner: name), "\(row)")
            #expect(option.isReadable, "\(row)")
            #expect((option.isWritable && option.saysWriting) == (row[3] == "rw"), "\(row)")
            #expect(isSaid(option.clause), "\(row)")
            found.insert(option.name)
        }
        #expect(found == Set(dialect.options.filter { isSaid($0.clause) }.map(\.name)))
        for option in dialect.options where isSaid(option.clause) && option.isWritable {
            #expect(!option.saysValues, "\(option.name): 003 gives no values")
        }
    }

    @Test func commandsOfTheForerunnerHaveTheManualsSuccessors() throws {
        func names(_ state: Dialect.Successor.State) -> [String] {
            dialect.successors.filter { $0.state == state }.map(\.command).sorted()
        }
        #expect(try #require(rows["not available"]).map { $0[0] }.sorted() == names(.none))
        #expect(try #require(rows["not yet available"]).map { $0[0] }.sorted() == names(.later))
        let pairs = try #require(rows["successors"])
        #expect(Set(pairs.map { $0[0] }).sorted() == names(.replaced))
        for row in pairs {
            let successor = try #require(dialect.successors.first { $0.command == row[0] })
            #expect(
                successor.lines.contains { line in
                    line.text.hasPrefix(row[1]) && line.text.dropFirst(row[1].count).first?.isNumber != true
                },
                "\(row)"
            )
            let clause = row[2].prefix { $0 != "," }
            #expect(Clause.parts(successor.clause).contains { $0.replacing("003 ", with: "").hasPrefix(clause) }, "\(row)")
        }
        for row in try #require(rows["not available"]) {
            let successor = try #require(dialect.successors.first { $0.command == row[0] })
            #expect(successor.clause.hasPrefix("003 \(row[1]), row "), "\(row)")
        }
    }

    @Test func timesAndLengthsAreTheManuals() throws {
        #expect(try #require(rows["times"]).map { $0[1] } == ["1 second"])
        #expect(dialect.bindingTimings == ["guard-time"])
        #expect(dialect.dataModes.allSatisfy { $0.escape?.guardTime == dialect.timings["guard-time"] })
        let length = try #require(rows["lengths"]).first.map { $0[1] }
        #expect(dialect.dataModes.compactMap(\.host?.limit).map { "\($0) bytes" } == [try #require(length)])
    }

    /// The map from the first stack of the family, and what newer stacks have besides.
    @Test func everyCommandOfTheFirstStackIsInTheMap() throws {
        let old = try #require(try shippedMember("edsoft").dialect)
        let map = try #require(DialectMap(from: old, to: dialect))
        #expect(map.rows.allSatisfy { $0.state != .unsaid }, "\(map.rows.filter { $0.state == .unsaid }.map(\.command))")
        let newer = map.rows.filter { $0.kind == .unknown }.map(\.command).sorted()
        #expect(
            newer == [
                "#DELFLASH", "#FTPMODE", "#LUDPSTART", "#LUDPSTOP", "#OUDP", "#PING", "#PINGDELAY", "#PINGNUM", "#PINGREMOTE",
                "#REC1ADD", "#REC2ADD", "#REC3ADD", "#TCPTXDELAY", "#UDPPORT", "#UDPSERV", "#UDPTXDELAY", "#VPING", "#VUDP",
            ]
        )
    }
}
