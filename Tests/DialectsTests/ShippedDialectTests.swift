import Dialects
import FoundationEssentials
import SourceText
import Testing
import Verdicts

/// A file of the project, by its path from the root on.
func projectFile(_ name: String) throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return String(decoding: try #require(FileManager.default.contents(atPath: "/\(root)/\(name)")), as: UTF8.self)
}

private func shipped(_ name: String) throws -> (Dialect?, [Diagnostic]) {
    let path = "Fixtures/dialects/\(name).dialect"
    return Dialect.load(SourceFile(path: path, bytes: Array(try projectFile(path).utf8)))
}

@Suite struct ShippedDialectTests {
    @Test func loadsWithoutAMessage() throws {
        let (dialect, diagnostics) = try shipped("multitech-ip")
        #expect(diagnostics.map(\.message) == [])
        #expect(dialect?.name == "multitech-ip")
    }

    /// 001 ch. 7 and the chapters' parameter headings, counted by hand.
    @Test func holdsTheManualsTables() throws {
        let dialect = try #require(try shipped("multitech-ip").0)
        #expect(dialect.results.count == 13)
        #expect(dialect.errors.count == 44)
        #expect(dialect.parameters.count == 60)
        #expect(dialect.displays.count == 12)
        #expect(dialect.form(.waitingForData).number == 1028)
        #expect(dialect.form(.gprsReady).number == 3086)
        #expect(dialect.error(for: .dnsFailed)?.number == 38027)
        #expect(dialect.parameter(named: "redialdelay")?.displayedDefault == "5")
    }

    @Test func showsEveryParameterSomewhere() throws {
        let dialect = try #require(try shipped("multitech-ip").0)
        let all = try #require(dialect.display(for: "#VALL"))
        #expect(Set(all.parameters) == Set(dialect.parameters.map(\.name)))
        #expect(all.parameters.count == dialect.parameters.count)
    }

    /// 001 App. A starts the stack, and nothing in 001 cites a published standard.
    @Test func saysHowTheStackIsOpenedAndWhatBinds() throws {
        let dialect = try #require(try shipped("multitech-ip").0)
        #expect(dialect.opening == "AT+WOPEN=1")
        #expect(dialect.standards == [])
        #expect(dialect.bindingTimings == ["server-silence", "serial-silence", "write-spacing"])
        let line = try #require(dialect.requirement("LINE-5"))
        #expect(line.grade == .mandatory)
        #expect(line.standards.map(\.description) == ["V.250"])
        #expect(dialect.binding(.only([])).requirement("LINE-5")?.grade == .recommended)
        #expect(dialect.binding(.only([Standard("v250")!])).requirement("LINE-5")?.grade == .mandatory)
        #expect(dialect.binding(.only([])).requirement("SERIAL-3")?.grade == .mandatory)
    }

    @Test func citesAClauseEverywhere() throws {
        let dialect = try #require(try shipped("multitech-ip").0)
        let documents = ["000 ", "001 ", "004 ", "V.24 ", "V.250 ", "3GPP TS ", "RFC "]
        for requirement in dialect.requirements {
            #expect(documents.contains { requirement.clause.hasPrefix($0) }, "\(requirement.id): \(requirement.clause)")
        }
    }
}
