import SourceText
import Testing
import Verdicts

@testable import Dialects

@Suite struct StandardTests {
    @Test(arguments: [
        ("V.250", "V.250", "v250"), ("v250", "V.250", "v250"), ("ITU-T V.24", "V.24", "v24"),
        ("27.007", "3GPP TS 27.007", "27.007"), ("3GPP TS 27.007 ", "3GPP TS 27.007", "27.007"),
        ("RFC 5321", "RFC 5321", "rfc5321"), ("rfc5321", "RFC 5321", "rfc5321"),
    ])
    func knowsANameInAllItsSpellings(_ text: String, _ name: String, _ short: String) {
        #expect(Standard(text)?.description == name)
        #expect(Standard(text)?.shortName == short)
    }

    @Test(arguments: ["", "v", "V.", "V.25a", "rfc", "RFC x", "27.7", "27.0070", "001 App. A", "#DLEMODE", "App. B"])
    func knowsWhatIsNone(_ text: String) { #expect(Standard(text) == nil) }

    /// A part of a clause that is a manual's makes the requirement the manual's.
    @Test(arguments: [
        ("V.250 §5.2.1", ["V.250"]), ("V.24 §3, circuits 106 and 107", ["V.24"]),
        ("RFC 959 §3.2; RFC 1123 §4.1.2", ["RFC 959", "RFC 1123"]),
        ("RFC 4954 §4; RFC 4954 §6", ["RFC 4954"]), ("001 ch. 3 #PUTMAIL; RFC 5321 §4.5.2", []), ("V.250 §5; #DLEMODE", []),
        ("", []),
    ])
    func findsClausesThatAreStandardsAlone(_ clause: String, _ standards: [String]) {
        #expect(Standard.alone(in: clause).map(\.description) == standards)
    }

    private static func dialect(_ head: String) -> (Dialect?, [Diagnostic]) {
        let text = """
            dialect    t
            title      t
            document   009
            features   gsm
            \(head)
            timings
                answer    5 s
                silence   50 s    009 ch. 3
            requirements
                A   mandatory      V.250 §5; RFC 5321 §4
                    It does.
                B   mandatory      RFC 5321 §4
                    It does.
                C   variant        V.250 §5
                    It may.
                D   mandatory      009 ch. 1; V.250 §5
                    It does.

            """
        return Dialect.load(SourceFile(path: "t", bytes: Array(text.utf8)))
    }

    /// A requirement binds when every standard that it stands on does, by the manual or by what the device claims.
    @Test(
        arguments: [
            ("", [], [.recommended, .recommended, .variant, .mandatory]),
            ("", ["v250"], [.recommended, .recommended, .variant, .mandatory]),
            ("", ["rfc5321"], [.recommended, .mandatory, .variant, .mandatory]),
            ("", ["v250", "rfc5321"], [.mandatory, .mandatory, .variant, .mandatory]),
            ("standards   V.250", ["rfc5321"], [.mandatory, .mandatory, .variant, .mandatory]),
            ("standards   V.250, RFC 5321", [], [.mandatory, .mandatory, .variant, .mandatory]),
        ] as [(String, [String], [Grade])]
    )
    func bindsByTheManualOrByTheClaim(_ head: String, _ claimed: [String], _ grades: [Grade]) throws {
        let (loaded, diagnostics) = Self.dialect(head)
        #expect(diagnostics == [])
        let dialect = try #require(loaded)
        #expect(dialect.binding(.only(claimed.compactMap { Standard($0) })).requirements.map(\.grade) == grades)
        #expect(dialect.binding(.all).requirements.map(\.grade) == [.mandatory, .mandatory, .variant, .mandatory])
        #expect(dialect.bindingTimings == ["silence"])
        #expect(dialect.opening == nil)
    }

    @Test func saysWhatIsNoStandardAndWhatIsNoOpening() {
        #expect(Self.dialect("standards   V.250, Latin").1.map(\.message) == ["‘Latin’ is no standard"])
        #expect(Self.dialect("opening   +WOPEN=1").1.map(\.message) == ["‘+WOPEN=1’ is no command line"])
        #expect(Self.dialect("opening   AT+WOPEN=1").0?.opening == "AT+WOPEN=1")
    }
}
