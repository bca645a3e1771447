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

/// One of the project's dialects or families, among those that it extends.
func shippedMember(_ name: String) throws -> DialectLibrary.Member {
    let files = try [
        "at-hash.family", "wip.family", "edsoft.dialect", "multitech-ip.dialect", "multitech-f.dialect", "genpro-2xe.dialect",
        "wipsoft.dialect",
    ].map { file in
        SourceFile(path: file, bytes: Array(try projectFile("Fixtures/dialects/" + file).utf8))
    }
    return try #require(DialectLibrary(files).member(named: name))
}

@Suite struct ShippedDialectTests {
    /// 004 §7.1.1.
    @Test(arguments: [("genpro-2xe", true), ("multitech-ip", false)]) func saysWhatACommandKeeps(name: String, isKept: Bool)
        throws
    {
        let dialect = try #require(try shippedMember(name).dialect)
        #expect(dialect.command(named: "+CGREG")?.isKept == isKept)
    }

    @Test(arguments: ["edsoft", "multitech-ip", "multitech-f", "genpro-2xe", "at-hash", "wip", "wipsoft"])
    func loadsWithoutAMessage(name: String) throws {
        let member = try shippedMember(name)
        #expect(member.diagnostics.map(\.message) == [])
        #expect(member.dialect?.name == name)
        #expect(member.isFamily == ["at-hash", "wip"].contains(name))
    }

    /// Nobody inherits what one manual alone says.
    @Test(arguments: ["at-hash", "wip"]) func theFamilyIsNoManual(name: String) throws {
        let family = try #require(try shippedMember(name).dialect)
        #expect(family.document.isEmpty)
        #expect(family.interpretations.isEmpty)
        #expect(family.bindingTimings.isEmpty)
        #expect(!family.spellings.keys.contains("version"))
        #expect(!family.forms.contains { $0.spellings.contains { $0.hasPrefix("OK_") } })
        #expect(family.requirements.allSatisfy { $0.clause.isEmpty || !$0.standards.isEmpty })
    }

    /// 001 ch. 7 and the chapters' parameter headings, counted by hand.
    @Test func holdsTheManualsTables() throws {
        let dialect = try #require(try shippedMember("multitech-ip").dialect)
        #expect(dialect.results.count == 13)
        #expect(dialect.errors.count == 44)
        #expect(dialect.parameters.count == 60)
        #expect(dialect.displays.count == 12)
        #expect(dialect.form(.waitingForData).number == 1028)
        #expect(dialect.form(.gprsReady).number == 3086)
        #expect(dialect.error(for: .dnsFailed)?.number == 38027)
        #expect(dialect.parameter(named: "redialdelay")?.displayedDefault == "5")
    }

    @Test(arguments: ["edsoft", "multitech-ip", "multitech-f"]) func showsEveryParameterSomewhere(name: String) throws {
        let dialect = try #require(try shippedMember(name).dialect)
        let all = try #require(dialect.display(for: "#VALL"))
        #expect(Set(all.parameters) == Set(dialect.parameters.map(\.name)))
        #expect(all.parameters.count == dialect.parameters.count)
    }

    /// 001 App. A starts the stack, and nothing in 001 cites a published standard.
    @Test func saysHowTheStackIsOpenedAndWhatBinds() throws {
        let dialect = try #require(try shippedMember("multitech-ip").dialect)
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

    @Test(arguments: ["edsoft", "multitech-ip", "multitech-f", "wipsoft"]) func citesAClauseEverywhere(name: String) throws {
        let dialect = try #require(try shippedMember(name).dialect)
        let documents = ["000 ", "001 ", "002 ", "003 ", "004 ", "V.24 ", "V.250 ", "3GPP TS ", "RFC ", "unsaid"]
        for requirement in dialect.requirements {
            #expect(documents.contains { requirement.clause.hasPrefix($0) }, "\(requirement.id): \(requirement.clause)")
        }
    }
}
