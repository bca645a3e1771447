import SourceText
import Testing

@testable import Dialects

/// What `attest dialect` prints of dialects.
@Suite struct DialectTextTests {
    private static func library(_ child: String) -> DialectLibrary {
        DialectLibrary(
            InheritanceTests.files([
                ("old", InheritanceTests.parent), ("new", InheritanceTests.head + InheritanceTests.cites + child),
            ])
        )
    }

    private static let child = """
        without
            all of smtp
        unsaid
            silence
        forms
            ready     002 §1
                also  "also  so"
        displayed
            "#"
            MY IP:

        """

    @Test func showsEachEntryWithItsClauseAndWhereItComesFrom() throws {
        let text = try #require(Self.library(Self.child).member(named: "new")).text
        #expect(
            text.split(separator: "\nerrors\n")[0] == """
                # With all that it has from old, whose lines stand behind its entries.

                dialect    new
                title      The new edition
                document   002
                features   gprs

                results
                    0  OK  002 ch. 9    # old:13

                forms
                    ready  1028  002 §1    # old:15, cited here
                        Ok_Ready
                        "also  so"

                displayed
                    "#"
                    MY IP:

                """
        )
        #expect(text.contains("    MODE  integer 0..3  default 1   002 ch. 5 #MODE    # old:26\n"))
        #expect(text.contains("    silence  3 min  unsaid, as in 001 ch. 3    # old:11\n"))
    }

    /// The shipped dialect, and one with everything that can be inherited.
    @Test func whatIsShownReadsAsTheSameDialect() throws {
        for member in [try shippedMember("multitech-ip"), try #require(Self.library(Self.child).member(named: "new"))] {
            let (dialect, diagnostics) = Dialect.load(SourceFile(path: "shown", bytes: Array(member.text.utf8)))
            #expect(diagnostics == [])
            var wanted = try #require(member.dialect)
            wanted.ancestors = []
            #expect(dialect == wanted)
        }
    }

    @Test func tellsWhatDiffers() throws {
        let library = Self.library(Self.child)
        let differences = DialectDifferences(library.members[0], library.members[1])
        #expect(
            differences.text.hasPrefix(
                """
                --- old
                +++ new

                - dialect    old
                + dialect    new
                - title      The old edition
                + title      The new edition
                - document   001
                + document   002
                - features   gprs smtp
                + features   gprs
                + extends    old

                forms
                -   ready  1028  001 ch. 2 #GO
                -       Ok_Ready
                +   ready  1028  002 §1
                +       Ok_Ready
                +       "also  so"
                -   mail-in  001 ch. 3 #MAIL
                -       Ok_Mail

                displayed
                +   "#"
                +   MY IP:

                """
            )
        )
        #expect(
            differences.text.hasSuffix("\n5 only in old, 2 only in new, 3 with another content, 6 with another clause alone\n")
        )
    }

    /// A draft says all that is still to be cited, and nothing else is missing once it is filled in.
    @Test func aDraftIsCompleteButForItsBlanks() throws {
        let old = try #require(Self.library("").member(named: "old"))
        let draft = DialectDraft(name: "third", extending: old).text
        #expect(draft.contains("\n# 001 ch. 2: ready, MODE, SERV, #VONE, GO-1\ncites      001 ch. 2 as … ch. 2\n"))
        let parent = InheritanceTests.files([("old", InheritanceTests.parent)])
        func diagnostics(_ text: String) -> [Diagnostic] {
            DialectLibrary(parent + InheritanceTests.files([("third", text)])).members[1].diagnostics
        }
        #expect(!diagnostics(draft).isEmpty)
        #expect(diagnostics(draft).allSatisfy { $0.message.hasSuffix("is still to be filled in") })
        #expect(diagnostics(draft.split(separator: "…").joined(separator: "003")).map(\.message) == [])
    }

    @Test func aDraftOfAFamilysDialectListsItsEntries() throws {
        let family =
            "family   kin\ntitle   k\ntimings\n    answer   5 s\nrequirements\n    A-1   mandatory   V.250 §1\n        It is.\n"
        let kin = DialectLibrary(InheritanceTests.files([("kin", family)])).members[0]
        #expect(
            DialectDraft(name: "a", extending: kin).text.hasSuffix("features   …\nextends    kin\n\ntimings\n    answer    …\n")
        )
        let parts = "parts\n    all\n        ans* A-*\n"
        let whole = DialectLibrary(InheritanceTests.files([("kin", family + parts)])).members[0]
        let draft = DialectDraft(name: "a", extending: whole).text
        #expect(draft.hasSuffix("for single entries, write lines of their own.\ncites      all of all as …\n"))
    }
}
