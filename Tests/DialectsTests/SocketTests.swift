import SourceText
import Testing

@testable import Dialects

/// What there is of each socket: parameters, displays, commands.
@Suite struct SocketTests {
    private static let head = """
        dialect    tiny
        title      A tiny dialect, for tests
        document   009
        features   gprs
        timings
            answer   5 s

        """
    private static let two = "limits\n    tcp-sockets   2   009 ch. 4\n"
    private static let parameters = """
        parameters
            MODE    integer 0..1   of socket   default 1     009 ch. 4
            PORT    port           of socket   no default
            TYPE    word A I       default I

        """

    private static func load(_ text: String) -> (Dialect?, [Diagnostic]) {
        Dialect.load(SourceFile(path: "a.dialect", bytes: Array((head + text).utf8)))
    }

    @Test func socketsAreNumberedFromOneUpToTheLimit() throws {
        let (loaded, diagnostics) = Self.load(
            Self.two + Self.parameters + """
                displays
                    #VONE    of socket    009 ch. 4
                        MODE PORT
                    #VALL
                        MODE PORT
                        TYPE
                commands
                    #GET     write    of socket    limit 2 min    009 ch. 7
                    #STOP    write    of socket
                    #SHOW    action

                """
        )
        #expect(diagnostics == [])
        let dialect = try #require(loaded)
        #expect(dialect.limits == ["tcp-sockets": 2])
        #expect(dialect.parameters.map(\.sockets) == [1...2, 1...2, nil])
        #expect(dialect.parameters.map(\.instances) == [[1, 2], [1, 2], [nil]])
        #expect(dialect.displays.map(\.sockets) == [1...2, nil])
        #expect(dialect.commands.map(\.sockets) == [1...2, 1...2, nil])
        #expect(dialect.command(named: "#GET")?.limit == 120_000_000_000)
        #expect(dialect.spellings == ["id": "=1", "socket": "1,", "read": "=1"])
    }

    @Test(
        arguments: [
            (
                "parameters\n    A   port   of socket   no default\n", "the file does not say how many sockets there are",
                "of socket",
                "add under ‘limits’: tcp-sockets   2"
            ),
            (
                two + "parameters\n    A   port   of sockets   no default\n", "‘of sockets’ is nothing that there are several of",
                "of sockets", "of socket"
            ),
            (
                two + "parameters\n    A   entered 9   of socket   no default\n", "a text that is entered is of no socket",
                "entered 9",
                "drop ‘of socket’, or make it another kind"
            ),
            (
                two + parameters + "displays\n    #V\n        MODE TYPE\n", "‘TYPE’ is of no socket, and others of its block are",
                "MODE TYPE", "give it a line of its own, or make it one: TYPE   …   of socket"
            ),
            (
                two + parameters + "displays\n    #V   of socket\n        TYPE\n", "‘TYPE’ is of no socket, and ‘#V’ shows one",
                "TYPE",
                "give it a line of its own, or make it one: TYPE   …   of socket"
            ),
            (
                two + "commands\n    #GET   action   of socket\n", "‘#GET’ does not take a socket's number", "action",
                "it stands behind ‘=’: #GET   write   of socket"
            ),
            (
                two + "commands\n    #GET   write of socket\n", "there is no operation ‘of’", "write of socket",
                "put two blanks before ‘of socket’"
            ),
            (
                two + parameters + "spellings\n    socket   \"\"\n",
                "the spelling ‘socket’ follows from what is ‘of socket’, and is \"1,\"", "socket",
                "drop this line, or say what is of which socket"
            ),
            (
                "spellings\n    id   \"=1\"\n", "the spelling ‘id’ follows from what is ‘of socket’, and is \"\"", "id",
                "drop this line, or say what is of which socket"
            ),
            ("limits\n    tcp-sockets   0\n", "a limit is a number from 1 to 1000", "0", "tcp-sockets   2"),
            ("limits\n    tcp-sockets   two\n", "a limit is a number from 1 to 1000", "two", "tcp-sockets   2"),
            (
                "limits\n    tcp-socket   2\n", "nothing asks for a limit ‘tcp-socket’", "tcp-socket",
                "did you mean ‘tcp-sockets’?"
            ),
            (two + parameters + "    B   port   text 9   default 0\n", "‘text 9’ is no clause of 009", "text 9", nil),
        ] as [(String, String, String, String?)]
    )
    func pointsAtWhatIsWrong(_ text: String, _ message: String, _ place: String, _ suggestion: String?) throws {
        let (dialect, diagnostics) = Self.load(text)
        #expect(dialect == nil)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.message == message)
        #expect(suggestion == nil || diagnostic.suggestion == suggestion)
        let bytes = Array((Self.head + text).utf8)
        #expect(String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self) == place)
        #expect(diagnostics.count == 1)
    }

    /// One line makes a parameter of another dialect one of each socket; kind and default stay.
    @Test func whatIsInheritedBecomesOneOfEachSocket() throws {
        let old =
            Self.head + Self.parameters.split(separator: "of socket").joined() + "commands\n    #GET   action   limit 2 min\n"
        let new = """
            dialect    new
            title      The new edition
            document   010
            features   gprs
            extends    tiny
            cites      009 as 010
            cites      009 ch. 4 as 010 ch. 4
            limits
                tcp-sockets   2   010 ch. 4
            parameters
                MODE   of socket   010 ch. 4
            commands
                #GET   write   of socket   010 ch. 5

            """
        let library = DialectLibrary(InheritanceTests.files([("tiny.dialect", old), ("new.dialect", new)]))
        let member = library.members[1]
        #expect(member.diagnostics == [])
        let dialect = try #require(member.dialect)
        let mode = try #require(dialect.parameter(named: "MODE"))
        #expect(mode == .init(name: "MODE", kind: .integer([0...1]), sockets: 1...2, defaultValue: "1", clause: "010 ch. 4"))
        #expect(dialect.departures["PARAM-MODE-VALUES"] == ["tiny"])
        #expect(dialect.command(named: "#GET")?.operations == [.write])
        #expect(member.text.contains("    MODE  integer 0..1  of socket  default 1   010 ch. 4    # tiny:8, cited here\n"))
        #expect(member.text.contains("    #GET  write  of socket  limit 2 min  010 ch. 5"))
    }
}
