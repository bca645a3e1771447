import SourceText
import Testing
import Verdicts

@testable import Dialects

private func load(_ text: String) -> (Dialect?, [Diagnostic]) {
    Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
}

private let head = """
    dialect    tiny
    title      A tiny dialect, for tests
    document   009
    features   gsm gprs
    timings
        answer   5 s

    """

extension String {
    /// Behind the blanks with which the first `text` begins.
    fileprivate func utf8Offset(of text: String) -> Int? {
        ranges(of: text).first.map { utf8.distance(from: utf8.startIndex, to: $0.lowerBound) + text.prefix { $0 == " " }.count }
    }
}

@Suite struct DialectLoadingTests {
    @Test func readsEverySection() throws {
        let (loaded, diagnostics) = load(
            """
            # A comment
            \(head)
            results   009 ch. 1
                0    OK
                3    NO CARRIER     009 ch. 2
            forms
                ready   1028   009 ch. 3
                    Ok_Ready
                    OK_Ready
                timeout
                    TIMEOUT
            displayed
                "#"
                MY IP:
            errors   009 ch. 4
                38027    no name
                    when dns-failed user-rejected
                38081    wrong password
            error groups
                login   38027 38081
            parameters
                MODE     integer 0 5..14       default 5         009 ch. 5
                NUMBER   phone 20 or * none    default *
                SERV     server 120            no default
                TYPE     word A I              default I
            displays
                #VONE    with "="    009 ch. 6
                    MODE NUMBER
                #VALL    after the version
                    MODE
                    SERV TYPE
            commands
                #GET     action            limit 2 min    009 ch. 7
                +CREG    write read
            spellings
                id        ""
                version   "a  b"
            requirements
                GET-1    recommended   009 ch. 8
                    It gets
                    what is there.
            interpretations
                RULE-1   009 ch. 9
                    Both are right.

            """
        )
        #expect(diagnostics == [])
        let dialect = try #require(loaded)
        #expect(dialect.name == "tiny")
        #expect(dialect.title == "A tiny dialect, for tests")
        #expect(dialect.document == "009")
        #expect(dialect.features == ["gsm", "gprs"])
        #expect(
            dialect.results == [
                .init(number: 0, text: "OK", clause: "009 ch. 1"), .init(number: 3, text: "NO CARRIER", clause: "009 ch. 2"),
            ]
        )
        #expect(dialect.number(ofResult: "NO CARRIER") == 3)
        #expect(
            dialect.forms == [
                .init(name: "ready", number: 1028, spellings: ["Ok_Ready", "OK_Ready"], clause: "009 ch. 3"),
                .init(name: "timeout", number: nil, spellings: ["TIMEOUT"], clause: "009"),
            ]
        )
        #expect(dialect.displayedPrefixes == ["#", "MY IP:"])
        #expect(dialect.error(for: .userRejected)?.number == 38027)
        #expect(dialect.error(number: 38081)?.conditions == [])
        #expect(dialect.errorGroups.first { $0.name == "login" }?.codes == [38027, 38081])
        #expect(dialect.parameter(named: "mode")?.kind == .integer([0...0, 5...14]))
        #expect(dialect.parameter(named: "NUMBER")?.kind == .phone(limit: 20, words: ["*", "none"]))
        #expect(dialect.parameter(named: "NUMBER")?.displayedDefault == "\"*\"")
        #expect(dialect.parameter(named: "SERV")?.displayedDefault == "\"\"")
        #expect(dialect.display(for: "#vone")?.separator == "=")
        #expect(dialect.display(for: "#VALL")?.startsWithVersion == true)
        #expect(dialect.display(for: "#VALL")?.blocks == [["MODE"], ["SERV", "TYPE"]])
        #expect(
            dialect.command(named: "#GET")
                == .init(name: "#GET", operations: [.action], sockets: nil, limit: 120_000_000_000, clause: "009 ch. 7")
        )
        #expect(dialect.command(named: "+CREG")?.operations == [.write, .read])
        #expect(dialect.timings == ["answer": 5_000_000_000])
        #expect(dialect.spellings == ["id": "", "socket": "", "read": "?", "version": "a  b"])
        #expect(dialect.requirement("GET-1")?.text == "It gets what is there.")
        #expect(dialect.interpretations.map(\.id) == ["RULE-1"])
    }

    @Test func derivesRequirementsOfParametersAndDisplays() throws {
        let (loaded, _) = load(
            head + """
                parameters
                    MODE   integer 0..1   default 1   009 ch. 5
                    SERV   server 9   no default
                displays
                    #VONE    009 ch. 6
                        MODE

                """
        )
        let dialect = try #require(loaded)
        #expect(
            dialect.requirements.map(\.id) == [
                "PARAM-MODE-DEFAULT", "PARAM-MODE-VALUES", "PARAM-MODE-LIMITS", "PARAM-SERV-DEFAULT", "PARAM-SERV-VALUES",
                "PARAM-SERV-LIMITS", "DISPLAY-VONE",
            ]
        )
        // That there is no default is no word of what a new device shows.
        #expect(dialect.requirements.map(\.grade).firstIndex { $0 != .mandatory } == 3)
        #expect(dialect.requirement("PARAM-SERV-DEFAULT")?.grade == .unsaid)
        #expect(dialect.requirement("PARAM-MODE-DEFAULT")?.clause == "009 ch. 5")
        #expect(dialect.requirement("DISPLAY-VONE")?.clause == "009 ch. 6")
    }

    @Test(
        arguments: [
            ("requirements\n    A-1   mandatory   009\n        It is.\nretired\n    A-2 A-3\n", nil),
            ("requirements\n    A-1   mandatory   009\n        It is.\nretired\n    A-2 A-1\n", "A-1"),
            ("retired\n    A-1\nrequirements\n    A-1   mandatory   009\n        It is.\n", "A-1"),
            ("parameters\n    MODE   port   no default\nretired\n    PARAM-MODE-LIMITS\n", "PARAM-MODE-LIMITS"),
        ] as [(String, String?)]
    )
    func aRetiredIdIsNotUsedAgain(text: String, used: String?) {
        let (dialect, diagnostics) = load(head + text)
        #expect((dialect == nil) == (used != nil))
        #expect(diagnostics.map(\.message) == (used.map { ["the id ‘\($0)’ is retired"] } ?? []))
        guard let used, let range = diagnostics.first?.range else { return }
        #expect(SourceFile(path: "", bytes: Array((head + text).utf8)).text(range) == used)
        #expect(range.start == (head + text).utf8Offset(of: text.hasPrefix("retired") ? "    \(used)   " : "    \(used)"))
    }

    @Test(
        arguments: [
            ("language 1\n", "", nil), ("language 1 so\n", "", "the language is a number"), ("language 1   # so\n", "", nil),
            ("language 2\nnonsense\n", "", "language 2 is not known: this version reads language 1"),
            ("language\n", "", "the language is a number"),
            ("", "language 1\n", "the language stands in the first line of a file, once"),
        ] as [(String, String, String?)]
    )
    func aFileMayNameItsLanguage(first: String, last: String, message: String?) {
        #expect(load(first + head + last).1.map(\.message) == (message.map { [$0] } ?? []))
    }

    /// The place of each message is the text that it points at.
    @Test(
        arguments: [
            ("resluts\n    0   OK\n", "there is no section ‘resluts’", "resluts", "did you mean ‘results’?"),
            ("\"\"\n", "there is no section ‘’", "\"\"", nil),
            ("features\n", "‘features’ stands twice", "features", "keep one of them"),
            ("results\n    x   OK\n", "‘x’ is no number", "x", "entries of this section begin with a number"),
            ("results\n    0   OK\n    0   BUSY\n", "‘0’ stands twice among the results", "0", "keep one of them"),
            (
                "results\n    0   OK\n  1   BUSY\n", "this line stands further left than the entries above it", "1   BUSY",
                "indent it by 4 blanks"
            ),
            ("forms\n    ready   1\n", "form ‘ready’ has no spelling", "ready   1", "write its spellings below it, one a line"),
            ("errors\n    1   a\n        if b\n", "below an error only ‘when’ may stand", "if b", "when dns-failed"),
            (
                "errors\n    1   a\n        when inactivity\n    2   b\n        when dns-failed inactivity\n",
                "‘inactivity’ already raises 1", "inactivity", "one condition raises one code"
            ),
            (
                "errors\n    38027   a\nerror groups\n    g   38028\n", "‘38028’ is no error of this dialect", "38028",
                "did you mean ‘38027’?"
            ),
            (
                "parameters\n    A   integer 5-14   default 5\n", "‘5-14’ is no range", "integer 5-14",
                "write ranges as 5..14, single values as 0"
            ),
            (
                "parameters\n    A   integer 0..3   default 4\n", "‘4’ is no legal value of A", "default 4",
                "correct the default or the kind"
            ),
            ("parameters\n    A   text   no default\n", "this kind needs its length limit", "text", "such as: text 64"),
            ("parameters\n    A   port   none\n", "this says no default", "none", "write ‘default VALUE’ or ‘no default’"),
            (
                "parameters\n    A   port   default 1   shown so\n", "‘shown so’ says nothing of how it is shown", "shown so",
                "shown bare, or shown quoted; also: shown with \" = \" in displays, bare when read"
            ),
            (
                "parameters\n    A   integer 0..9 multiples of x   no default\n", "a step is a number from 2 on",
                "integer 0..9 multiples of x", "integer 0..32760 multiples of 20"
            ),
            (
                "parameters\n    A   integer 0..9 multiples of 2   default 3\n", "‘3’ is no legal value of A", "default 3",
                "correct the default or the kind"
            ),
            (
                "parameters\n    A   integer 0..9999999999   no default\n", "‘0..9999999999’ is beyond what any number is",
                "integer 0..9999999999", "numbers from -1000000000 to 1000000000"
            ),
            (
                "parameters\n    A   integer -9223372036854775808..0   no default\n",
                "‘-9223372036854775808..0’ is beyond what any number is", "integer -9223372036854775808..0",
                "numbers from -1000000000 to 1000000000"
            ),
            (
                "parameters\n    NODE   port   no default\ndisplays\n    #V\n        MODE\n",
                "‘MODE’ is no parameter of this dialect",
                "MODE", "did you mean ‘NODE’?"
            ),
            ("commands\n    #GET   actoin\n", "there is no operation ‘actoin’", "actoin", "did you mean ‘action’?"),
            (
                "commands\n    #GET   action   limit 2 hours\n", "‘2hours’ is no length of time", "limit 2 hours",
                "a number and ms, s, min or h: 5 s"
            ),
            (
                "requirements\n    R   must\n        It must.\n", "requirement ‘R’ has no grade", "must",
                "one of: mandatory, recommended, variant"
            ),
            (
                "requirements\n    R   mandatory\n", "‘R’ says nothing", "R   mandatory",
                "write a sentence below it, deeper indented"
            ),
            ("results\n\t0   OK\n", "a tab stands in this line", "\t0   OK", "indent and part columns with blanks"),
        ] as [(String, String, String, String?)]
    )
    func pointsAtWhatIsWrong(_ text: String, _ message: String, _ place: String, _ suggestion: String?) throws {
        let whole = head + text
        let (dialect, diagnostics) = load(whole)
        #expect(dialect == nil)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.message == message)
        #expect(diagnostic.suggestion == suggestion)
        let bytes = Array(whole.utf8)
        #expect(String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self) == place)
        #expect(diagnostics.count == 1)
    }

    @Test func reportsEveryMissingHeader() {
        let (dialect, diagnostics) = load("")
        #expect(dialect == nil)
        #expect(diagnostics.count == 4)
    }

    @Test func limitsItsMessages() {
        let (_, diagnostics) = load(String(repeating: "nonsense\n", count: 10_000))
        #expect(diagnostics.count == 50)
    }

    @Test func refusesAFileBeyondItsLimit() {
        let (dialect, diagnostics) = load(String(repeating: "a", count: 1 << 20 + 1))
        #expect(dialect == nil)
        #expect(diagnostics.map(\.message) == ["the file is longer than 1048576 bytes"])
    }

    /// In quadratic time this would take hours.
    @Test func readsOpeningQuotesInLinearTime() {
        let (dialect, _) = load(String(repeating: "\"a  ", count: 200_000))
        #expect(dialect == nil)
    }

    /// Every prefix of a real file, and every one of its bytes made hostile, ends in a dialect or in diagnostics.
    @Test func survivesDamage() {
        let bytes = Array((head + "forms\n    a   1   b\n        \"c  d\"\nparameters\n    P   phone 3 or *   default *\n").utf8)
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x09, 0x0A, 0x20, 0x22, 0x23, 0xFF] {
                var damaged = bytes
                damaged[index] = byte
                let (dialect, diagnostics) = Dialect.load(SourceFile(path: "a", bytes: damaged))
                #expect((dialect == nil) == diagnostics.contains { $0.severity == .error })
            }
            let (dialect, diagnostics) = Dialect.load(SourceFile(path: "a", bytes: Array(bytes[..<index])))
            #expect((dialect == nil) == !diagnostics.isEmpty)
        }
    }
}
