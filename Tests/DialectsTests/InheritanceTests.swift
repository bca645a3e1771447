import SourceText
import Testing
import Verdicts

@testable import Dialects

/// Dialects that extend others, in small files.
@Suite struct InheritanceTests {
    static let parent = """
        dialect    old
        title      The old edition
        document   001
        features   gprs smtp
        parts
            smtp
                MAIL* 38028
                mail-*
        timings
            answer    5 s
            silence   3 min    001 ch. 3
        results       001 ch. 7
            0    OK
        forms
            ready    1028      001 ch. 2 #GO
                Ok_Ready
            mail-in            001 ch. 3 #MAIL
                Ok_Mail
        errors    001 ch. 7
            38027    no name
                when dns-failed
            38028    no mail
        error groups
            all-errors    38027 38028
        parameters
            MODE     integer 0..3    default 1     001 ch. 2 #MODE
            SERV     server 120      no default    001 ch. 2 #SERV; App. B "Servers"
            MAIL     text 64         no default    001 ch. 3 #MAIL
        displays
            #VONE    with "="    001 ch. 2 #VONE
                MODE SERV
        spellings
            id       ""
        requirements
            GO-1     mandatory    001 ch. 2 #GO, row 1; App. B "Going"; V.250 §5
                It goes.
            GO-2     recommended  V.250 §6
                It goes well.
            MAIL-1   mandatory    001 ch. 3 #MAIL
                It mails.
        retired
            GO-9

        """

    static let head = """
        dialect    new
        title      The new edition
        document   002
        features   gprs
        extends    old

        """

    static let cites = """
        cites      001 ch. 2 as 002 ch. 5
        cites      001 App. B as 002 App. D
        cites      001 ch. 7 as 002 ch. 9
        cites      001 as 002

        """

    static func files(_ texts: [(name: String, text: String)]) -> [SourceFile] {
        texts.map { SourceFile(path: $0.name, bytes: Array($0.text.utf8)) }
    }

    static func new(_ text: String) -> DialectLibrary.Member {
        DialectLibrary(files([("old.dialect", parent), ("new.dialect", head + text)])).members[1]
    }

    @Test func chaptersCiteWhatStandsInThem() throws {
        let member = Self.new(Self.cites + "without\n    all of smtp\n    silence\n")
        #expect(member.diagnostics == [])
        let dialect = try #require(member.dialect)
        #expect(dialect.ancestors == ["old"])
        #expect(dialect.parameters.map(\.name) == ["MODE", "SERV"])
        #expect(dialect.parameter(named: "SERV")?.clause == "002 ch. 5 #SERV; App. D \"Servers\"")
        #expect(dialect.requirement("GO-1")?.clause == "002 ch. 5 #GO, row 1; App. D \"Going\"; V.250 §5")
        #expect(dialect.requirement("GO-2")?.clause == "V.250 §6")
        #expect(dialect.requirement("PARAM-MODE-LIMITS")?.clause == "002 ch. 5 #MODE")
        #expect(dialect.requirement("MAIL-1") == nil)
        #expect(dialect.results.map(\.clause) == ["002 ch. 9"])
        #expect(dialect.errors.map(\.number) == [38027])
        #expect(dialect.errors.first?.conditions == [.dnsFailed])
        #expect(dialect.timings == ["answer": 5_000_000_000])
        #expect(dialect.bindingTimings == [])
        #expect(dialect.spellings == ["id": "", "socket": "", "read": "?"])
        #expect(dialect.retired == ["GO-9"])
        #expect(dialect.display(for: "#VONE")?.separator == "=")
    }

    private static let rest = cites + "without\n    all of smtp\n"

    /// Columns in between replace those of the parent, and so do lines below; `also` adds some.
    @Test func aLineOfItsOwnCitesAndChanges() throws {
        let member = Self.new(
            Self.rest + """
                timings
                    silence   2 min    002 ch. 3
                    answer
                forms
                    ready     002 §1
                        also  "also  so"
                errors
                    38027     002 §2
                        also when user-rejected
                parameters
                    MODE      default 3       002 §3
                    SERV      text 20         002 §4
                    EXTRA     port            default 7    002 §5
                displays
                    #VONE     with ": "       002 §6
                        MODE EXTRA
                requirements
                    GO-1      recommended     002 §7

                """
        )
        #expect(member.diagnostics == [])
        let dialect = try #require(member.dialect)
        #expect(dialect.timings == ["answer": 5_000_000_000, "silence": 120_000_000_000])
        #expect(dialect.bindingTimings == ["silence"])
        #expect(dialect.forms == [.init(name: "ready", number: 1028, spellings: ["Ok_Ready", "also  so"], clause: "002 §1")])
        #expect(dialect.error(number: 38027)?.conditions == [.dnsFailed, .userRejected])
        #expect(dialect.error(number: 38027)?.text == "no name")
        #expect(dialect.parameter(named: "MODE")?.kind == .integer([0...3]))
        #expect(dialect.parameter(named: "MODE")?.defaultValue == "3")
        #expect(dialect.parameter(named: "SERV")?.kind == .text(limit: 20))
        #expect(dialect.parameters.map(\.name) == ["MODE", "SERV", "EXTRA"])
        #expect(dialect.display(for: "#VONE")?.blocks == [["MODE", "EXTRA"]])
        #expect(dialect.display(for: "#VONE")?.separator == ": ")
        #expect(dialect.requirement("GO-1") == .init(id: "GO-1", grade: .recommended, clause: "002 §7", text: "It goes."))
    }

    /// What the manual does not say is tested and binds nobody.
    @Test func whatIsUnsaidBindsNobody() throws {
        let member = Self.new(
            Self.cites + "without\n    all of smtp\nunsaid\n    silence GO-1\n    parameters   MODE\n    all of displays\n"
        )
        #expect(member.diagnostics == [])
        let dialect = try #require(member.dialect)
        #expect(dialect.timings["silence"] == 180_000_000_000)
        #expect(dialect.bindingTimings == [])
        let grades = Dictionary(dialect.requirements.map { ($0.id, $0.grade) }) { first, _ in first }
        #expect(grades["GO-1"] == .unsaid)
        #expect(grades["PARAM-MODE-VALUES"] == .unsaid)
        #expect(grades["PARAM-SERV-VALUES"] == .mandatory)
        #expect(grades["DISPLAY-VONE"] == .unsaid)
        #expect(dialect.requirement("PARAM-MODE-VALUES")?.clause == "unsaid, as in 001 ch. 2 #MODE")
    }

    /// An entry under `without` that has a line of its own is another one, and says everything itself.
    @Test func whatIsLeftOutMayBeMadeAnew() throws {
        let member = Self.new(
            Self.cites + "without\n    all of smtp\n    silence MODE\nparameters\n    MODE   port   no default\n"
        )
        #expect(member.diagnostics.map(\.message) == [])
        #expect(member.dialect?.parameter(named: "MODE")?.kind == .port)
        #expect(member.dialect?.parameter(named: "MODE")?.clause == "002")
        #expect(member.dialect?.display(for: "#VONE")?.blocks == [["MODE", "SERV"]])
        #expect(member.dialect?.departures.keys.sorted() == ["PARAM-MODE-DEFAULT", "PARAM-MODE-LIMITS", "PARAM-MODE-VALUES"])
    }

    /// Message, place and repair, for each thing that can be wrong with what is inherited.
    @Test(
        arguments: [
            (
                "cites   001 App. B as 002 App. D\ncites   001 ch. 7 as 002 ch. 9\ncites   001 as 002\nwithout\n    all of smtp\n    silence\n"
                    + "    ready GO-1\nparameters\n    MODE\n    SERV\n",
                "1 display of old is neither cited, left out nor unsaid: #VONE", "extends    old",
                "cite them together (cites  001 ch. 2 as 002 …), or give each a line with its clause under ‘displays’,"
                    + " or name them under ‘without’ or ‘unsaid’"
            ),
            (
                cites + "cites   001 ch. 4 as 002 ch. 4\n" + left, "old has nothing to cite from ‘001 ch. 4’",
                "cites   001 ch. 4 as 002 ch. 4",
                "did you mean ‘001 ch. 2’?"
            ),
            (
                cites + "cites   003 ch. 4 as 002 ch. 4\n" + left, "old is about 001, and this dialect about 002",
                "cites   003 ch. 4 as 002 ch. 4", "cites  001 ch. 6 as 002 ch. 8"
            ),
            (cites + "cites   001 ch. 3\n" + left, "this cites nothing", "cites   001 ch. 3", "cites  001 ch. 6 as 002 ch. 8"),
            (cites + left + "    MOD\n", "old has no ‘MOD’", "MOD", "did you mean ‘MODE’?"),
            (
                cites + left + "    all of smpt\n", "old does not say what is part of ‘smpt’", "all of smpt",
                "did you mean ‘smtp’?"
            ),
            (cites + left + "unsaid\n    silence\n", "‘silence’ is left out, too", "silence", "name it under one of them"),
            (
                cites + left + "unsaid\n    SERV\nparameters\n    SERV   002 §1\n", "‘SERV’ is cited here, and unsaid", "SERV",
                "let it be one of them"
            ),
            (
                cites + left + "parameters\n    SERF   002 §1\n", "old has no parameter ‘SERF’ to cite", "SERF",
                "did you mean ‘SERV’?"
            ),
            (
                cites + left + "parameters\n    SERV   text 20   001 ch. 2\n", "‘001 ch. 2’ is no clause of 002", "001 ch. 2",
                "a clause begins with the document, 002 …, a published standard, such as V.250, or with ‘unsaid’"
            ),
            (
                cites + left + "forms\n    other   1\n        also Ok\n", "‘also’ adds to what old has, which has no ‘other’",
                "also Ok",
                "write the line without ‘also’"
            ),
            (
                cites + left + "results   001 ch. 7\n    0\n", "‘001 ch. 7’ is no clause of 002", "001 ch. 7",
                "a clause begins with the document, 002 …, a published standard, such as V.250, or with ‘unsaid’"
            ),
            (
                cites + left + "parameters\n    SERV   …\n", "‘SERV’ is still to be filled in", "…",
                "write what your manual says in the place of …"
            ),
        ] as [(String, String, String, String)]
    )
    func pointsAtWhatIsWrong(text: String, message: String, place: String, fix: String) throws {
        let member = Self.new(text)
        #expect(member.dialect == nil)
        let diagnostic = try #require(member.diagnostics.first)
        let bytes = Array((Self.head + text).utf8)
        #expect(diagnostic.message == message)
        #expect(String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self) == place)
        #expect(diagnostic.suggestion == fix)
        #expect(diagnostic.path == "new.dialect")
    }

    private static let left = "without\n    all of smtp\n    silence\n"

    /// A list of many names is cut.
    @Test func namesNoMoreThanAFew() throws {
        let entries = (0..<20).map { "    R-\($0)   mandatory   001 ch. 8\n        It does.\n" }.joined()
        let library = DialectLibrary(
            Self.files([
                ("old", Self.parent + "requirements\n" + entries),
                ("new", Self.head + Self.rest + "timings\n    silence   002\n"),
            ])
        )
        #expect(
            library.members[1].diagnostics.map(\.message) == [
                "20 requirements of old are neither cited, left out nor unsaid: R-0, R-1, R-2, R-3, R-4, R-5, R-6, R-7 and 12 more"
            ]
        )
    }

    /// What the parent comes to say is not inherited unnoticed, and what it does not say any longer is not cited.
    @Test func nothingChangesUnnoticedWhenTheParentDoes() {
        let child = Self.head + Self.cites + Self.left
        func messages(_ parent: String) -> [String] {
            DialectLibrary(Self.files([("old", parent), ("new", child)])).members[1].diagnostics.map(\.message)
        }
        #expect(messages(Self.parent) == [])
        #expect(
            messages(Self.parent + "parameters\n    MORE   port   no default   001 ch. 8\n")
                == ["1 parameter of old is neither cited, left out nor unsaid: MORE"]
        )
        let shorter = Self.parent.split(separator: "\n").filter { !$0.contains("silence") }.joined(separator: "\n") + "\n"
        #expect(messages(shorter) == ["old has no ‘silence’"])
    }

    /// What is left out is left out of the lists that name it.
    @Test func listsDoNotNameWhatIsLeftOut() throws {
        let dialect = try #require(Self.new(Self.cites + Self.left + "    SERV\n").dialect)
        #expect(dialect.display(for: "#VONE")?.blocks == [["MODE"]])
        #expect(dialect.errorGroups == [.init(name: "all-errors", codes: [38027])])
    }

    /// What is wrong with an inherited line is told at that line, for the dialect that has it.
    @Test func pointsIntoTheParentsFile() throws {
        let member = Self.new(Self.cites + Self.left + "    SERV MODE\n")
        let diagnostic = try #require(member.diagnostics.first)
        #expect(member.diagnostics.count == 1)
        #expect(diagnostic.message == "‘#VONE’ shows nothing")
        #expect(diagnostic.path == "old.dialect")
        let bytes = Array(Self.parent.utf8)
        let place = String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self)
        #expect(place == "#VONE    with \"=\"    001 ch. 2 #VONE")
        #expect(diagnostic.related?.path == "new.dialect")
        #expect(diagnostic.related?.message == "read for new, which extends it")
    }

    /// Every prefix of a file that extends another, and every one of its bytes made hostile, ends in a dialect or in diagnostics.
    @Test func survivesDamage() {
        let whole = Self.head + Self.cites + Self.left + "unsaid\n    GO-1\nforms\n    ready   002 §1\n        also  \"a  b\"\n"
        #expect(Self.new(String(whole.dropFirst(Self.head.count))).dialect != nil)
        let bytes = Array(whole.utf8)
        let parent = SourceFile(path: "old", bytes: Array(Self.parent.utf8))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] = index.isMultiple(of: 2) ? UInt8(ascii: "\"") : 0x0A
            for text in [Array(bytes[..<index]), damaged] {
                let member = DialectLibrary([parent, SourceFile(path: "new", bytes: text)]).members[1]
                #expect((member.dialect == nil) == member.diagnostics.contains { $0.severity == .error })
            }
        }
    }

    /// Cells that are empty, and lists that end early.
    @Test(arguments: [
        "cites\n", "cites  as\n", "cites  001 as\n", "cites  \"\"  as  \"\"\n", "without\n    \"\"\n", "unsaid\n    all of \n",
        "unsaid\n    all of  x\n", "without\n    forms\n", "forms\n    \"\"\n", "parts\n    \"\"\n        \"\"\n",
        "forms\n    ready   002\n        also\n        also  \"\"\n", "extends\n", "extends  \"\"\n", "family  \"\"\n",
    ])
    func emptyWordsAreNoneOfTheirOwn(text: String) {
        let member = Self.new(Self.cites + Self.left + text)
        #expect((member.dialect == nil) == member.diagnostics.contains { $0.severity == .error })
    }

    // MARK: Families and chains

    private static let family = """
        family    kin
        title     What they share
        timings
            answer   5 s
        parameters
            MODE     integer 0..3    default 1
        requirements
            LINE-1   mandatory       V.250 §5
                It answers.

        """

    @Test func aFamilyIsExtendedEntryByEntry() throws {
        let child = "dialect a\ntitle a\ndocument 009\nfeatures gprs\nextends kin\n"
        func member(_ text: String) -> DialectLibrary.Member {
            DialectLibrary(Self.files([("kin.family", Self.family), ("a.dialect", child + text)])).members[1]
        }
        let dialect = try #require(member("parameters\n    MODE   009 §1\nunsaid\n    all of timings\n").dialect)
        #expect(dialect.parameter(named: "MODE")?.clause == "009 §1")
        #expect(dialect.requirement("LINE-1")?.clause == "V.250 §5")
        #expect(dialect.timings == ["answer": 5_000_000_000])
        #expect(
            member("").diagnostics.map(\.message) == [
                "1 parameter of kin is neither cited, left out nor unsaid: MODE",
                "1 timing of kin is neither cited, left out nor unsaid: answer",
            ]
        )
        #expect(
            member("cites  001 as 009\nparameters\n    MODE\ntimings\n    answer\n").diagnostics.map(\.message)
                == ["the family kin has no chapters"]
        )
    }

    /// A family's parts and sections are its chapters; a line of an entry's own goes before, and so does the first of two that name it.
    @Test(
        arguments: [
            ("cites  all of modes as 009 §2\n", "009 §2", []), ("cites  all of parameters as 009 §3\n", "009 §3", []),
            ("cites  all of modes as 009 §2\ncites  all of parameters as 009 §3\n", "009 §2", []),
            ("cites  all of modes as 009 §2\nparameters\n    MODE   009 §4\n", "009 §4", []),
            ("cites  all of modes as 009 §2\nwithout\n    MODE\n", nil, []),
            ("cites  all of modes as 009 §2\nunsaid\n    MODE\n", "unsaid", []),
            ("without\n    MODE\nunsaid\n    all of parameters\n", nil, []),
            ("cites  all of modes as 008 §2\n", nil, ["this dialect is about 009", missing]),
            ("cites  all of mode as 009 §2\n", nil, ["kin does not say what is part of ‘mode’", missing]),
            ("cites  all of modes\n", nil, ["this cites nothing", missing]),
            ("cites  all of modes as …\n", nil, ["‘cites’ is still to be filled in", "this dialect is about 009", missing]),
        ] as [(String, String?, [String])]
    )
    func whatAFamilyHasIsCitedByItsParts(text: String, clause: String?, messages: [String]) {
        let family = Self.family + "parts\n    modes\n        MODE\n"
        let child = "dialect a\ntitle a\ndocument 009\nfeatures gprs\nextends kin\ntimings\n    answer\n"
        let member = DialectLibrary(Self.files([("kin.family", family), ("a.dialect", child + text)])).members[1]
        #expect(member.diagnostics.map(\.message).sorted() == messages.sorted())
        #expect(member.dialect?.parameter(named: "MODE")?.clause == clause)
    }

    private static let missing = "1 parameter of kin is neither cited, left out nor unsaid: MODE"

    @Test(arguments: [
        ("document   001\n", "a family has no ‘document’"), ("extends   b\n", "a family has no ‘extends’"),
        ("features   gprs\n", "a family has no ‘features’"),
        ("forms\n    a   001 ch. 1\n        b\n", "‘001 ch. 1’ is neither a number nor a clause"),
        ("parameters\n    A   port   no default   001 ch. 1\n", "‘001 ch. 1’ is no clause of a published standard"),
    ])
    func aFamilyHasNoDocument(text: String, message: String) {
        #expect(Dialect.load(Self.files([("kin.family", Self.family + text)])[0]).1.map(\.message) == [message])
    }

    private static func link(_ name: String, _ parent: String?) -> (name: String, text: String) {
        let entry = parent == nil ? "timings\n    answer   5 s\n" : "extends \(parent ?? "")\ntimings\n    answer\n"
        return (name, "dialect \(name)\ntitle t\ndocument 00\(name)\nfeatures gprs\n" + entry)
    }

    @Test func upToFourFilesStandBehindOne() {
        let names = ["a", "b", "c", "d", "e", "f"]
        let library = DialectLibrary(Self.files(names.indices.map { Self.link(names[$0], $0 == 0 ? nil : names[$0 - 1]) }))
        #expect(library.members[4].dialect?.ancestors == ["d", "c", "b", "a"])
        #expect(library.members[4].diagnostics == [])
        #expect(
            library.members[5].diagnostics.map(\.message)
                == ["more than 4 files stand behind this one: f → e → d → c → b → a …"]
        )
    }

    @Test(
        arguments: [
            ([link("a", "a")], "‘a’ extends itself: a → a", "take one of them out"),
            ([link("a", "b"), link("b", "a")], "‘a’ extends itself: a → b → a", "take one of them out"),
            (
                [link("a", "multi"), link("multy", nil)], "there is no dialect or family ‘multi’ beside it",
                "did you mean ‘multy’?"
            ),
            ([link("a", "b"), ("b", "dialect b\ndocument 1\nfeatures f\n")], "‘b’ has errors of its own", "see b"),
        ] as [([(name: String, text: String)], String, String)]
    )
    func whatIsExtendedMustBeThere(texts: [(name: String, text: String)], message: String, fix: String) {
        let member = DialectLibrary(Self.files(texts)).members[0]
        #expect(member.diagnostics.map(\.message) == [message])
        #expect(member.diagnostics.map(\.suggestion) == [fix])
    }

    @Test func onlyAFileThatExtendsCites() {
        let text = Self.parent + "without\n    MODE\ncites   001 as 002\n"
        let messages = Dialect.load(Self.files([("old", text)])[0]).1.map(\.message)
        #expect(messages == ["this file extends no other one", "this file extends no other one"])
    }

    /// Features, standards and the opening are those of the dialect that is extended, where no line says otherwise.
    @Test(
        arguments: [
            ("", ["gprs", "ftp"], ["V.250"], "AT+WOPEN=1"), ("features   gprs\n", ["gprs"], ["V.250"], "AT+WOPEN=1"),
            ("standards   none\nopening   none\n", ["gprs", "ftp"], [], nil),
            ("opening   AT+WOPEN=2\nwithout\n    all of ftp\n", ["gprs"], ["V.250"], "AT+WOPEN=2"),
        ] as [(String, [String], [String], String?)]
    )
    func theHeadIsInherited(_ own: String, _ features: [String], _ standards: [String], _ opening: String?) throws {
        let old = """
            dialect    old
            title      The first edition
            document   009
            features   gprs ftp
            standards  V.250
            opening    AT+WOPEN=1
            parameters
                FTPX   port   default 21
            timings
                answer   5 s
            parts
                ftp
                    FTPX

            """
        let new = "dialect   new\ntitle   n\ndocument   010\nextends   old\ncites   009 as 010\n" + own
        let library = DialectLibrary(Self.files([("old.dialect", old), ("new.dialect", new)]))
        #expect(library.members[1].diagnostics == [])
        let dialect = try #require(library.members[1].dialect)
        #expect(dialect.features == features)
        #expect(dialect.standards.map(\.description) == standards)
        #expect(dialect.opening == opening)
        #expect(library.members[1].text.contains("features   \(features.joined(separator: " "))\n"))
    }

    @Test func aFamilyHasNoFeaturesToInherit() {
        let family = "family   f\ntitle   t\n"
        let new = "dialect   new\ntitle   n\ndocument   010\nextends   f\ntimings\n    answer   5 s\n"
        let library = DialectLibrary(Self.files([("f.family", family), ("new.dialect", new)]))
        #expect(library.members[1].diagnostics.map(\.message) == ["the file does not say its ‘features’, nor does f"])
    }
}
