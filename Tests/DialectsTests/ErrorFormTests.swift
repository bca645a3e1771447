import SourceText
import Testing
import Verdicts

@testable import Dialects

/// How a dialect's errors are told, and what its groups hold.
@Suite struct ErrorFormTests {
    private static let head = """
        dialect    tiny
        title      A tiny dialect, for tests
        document   009
        features   gprs
        timings
            answer   5 s
        errors
            38027    no name server
            38080    no such user

        """

    private static func load(_ text: String) -> (Dialect?, [Diagnostic]) {
        Dialect.load(SourceFile(path: "a.dialect", bytes: Array((head + text).utf8)))
    }

    @Test(
        arguments: [
            ("", ["#CME ERROR: 38027", "#CME ERROR: 38027", "#CME ERROR: 38027"]),
            ("    always   +CME ERROR: {code}\n", ["+CME ERROR: 38027", "+CME ERROR: 38027", "+CME ERROR: 38027"]),
            (
                "    AT+CMEE=1   +CME ERROR: {code}\n    AT+CMEE=2   +CME ERROR: {text}   009 ch. 3\n",
                [nil, "+CME ERROR: 38027", "+CME ERROR: no name server"]
            ),
            ("    AT+CMEE=0   ERROR\n    AT+CMEE=1   #CME ERROR: {text}\n", [nil, "#CME ERROR: no name server", nil]),
        ] as [(String, [String?])]
    )
    func haveAFormUnderEachSetting(_ text: String, _ expected: [String?]) throws {
        let (loaded, diagnostics) = Self.load("error forms\n" + text)
        #expect(diagnostics == [])
        let dialect = try #require(loaded)
        let error = try #require(dialect.error(number: 38027))
        #expect((0...2).map { dialect.errorForm(under: $0).line(of: error) } == expected)
    }

    @Test(arguments: [
        ("    AT+CMEE=3   ERROR\n", "‘AT+CMEE=3’ does not say when errors have this form"),
        ("    always   ERR {code}\n", "this says no form of an error"), ("    always\n", "this says no form of an error"),
        ("    always   +CME ERROR:{code}\n", "this says no form of an error"),
        ("    always   ERROR\n    AT+CMEE=1   +CME ERROR: {code}\n", "errors have one form always, or one for each +CMEE"),
    ])
    func pointsAtWhatIsWrong(_ text: String, _ message: String) {
        let (dialect, diagnostics) = Self.load("error forms\n" + text)
        #expect(dialect == nil)
        #expect(diagnostics.map(\.message) == [message])
    }

    @Test func restrictionsNameBasicCommands() throws {
        let (loaded, diagnostics) = Self.load("restrictions   009 ch. 8\n    ATV0   refused\n    AT&F0   refused   unsaid\n")
        #expect(diagnostics == [])
        let dialect = try #require(loaded)
        #expect(dialect.restrictions.map(\.line) == ["ATV0", "AT&F0"])
        #expect(dialect.refuses("V", 0) && dialect.refuses("&F", 0) && !dialect.refuses("V", 1))
        #expect(dialect.requirement("REFUSED-ATV0")?.grade == .mandatory && dialect.requirement("REFUSED-ATF0")?.grade == .unsaid)
        for wrong in ["ATV   refused", "V0   refused", "ATS3   refused", "AT+CREG   refused", "ATV0   allowed", "ATV0"] {
            #expect(Self.load("restrictions\n    \(wrong)\n").1.count == 1, "\(wrong)")
        }
    }

    @Test func groupsMayHoldReasonsWithoutACode() throws {
        let (loaded, diagnostics) = Self.load(
            "error groups\n    login-errors   38080 ERROR\n    none   ERROR\n    all   38027 38080\n"
        )
        #expect(diagnostics == [])
        let groups = try #require(loaded).errorGroups
        #expect(groups.map(\.codes) == [[38080], [], [38027, 38080]])
        #expect(groups.map(\.holdsPlainError) == [true, true, false])
    }

    /// What is left out of a group is no code in it; where nothing remains, the reason has none.
    @Test func aGroupWithoutAnyOfItsCodesIsAPlainError() throws {
        let old = Self.head + "error groups\n    login-errors   38080\n    all   38027 38080\n"
        let new = """
            dialect    new
            title      The new edition
            document   010
            features   gprs
            extends    tiny
            cites      009 as 010
            without
                38080

            """
        let library = DialectLibrary(InheritanceTests.files([("tiny.dialect", old), ("new.dialect", new)]))
        #expect(library.members[1].diagnostics == [])
        let groups = try #require(library.members[1].dialect).errorGroups
        #expect(groups.map(\.codes) == [[], [38027]])
        #expect(groups.map(\.holdsPlainError) == [true, false])
        #expect(library.members[1].text.contains("    login-errors  ERROR"))
    }
}
