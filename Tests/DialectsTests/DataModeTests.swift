import Foundation
import SourceText
import Testing

@testable import Dialects

@Suite struct DataModeTests {
    private static let head = """
        dialect    t
        title      t
        document   009
        features   sockets
        results
            0   OK   009 ch. 1
        forms   009 ch. 2
            prompt   prompt
                "> "
            sent
                SEND OK
        parameters
            CODING   integer 0..1   default 1   009 ch. 3
        commands   009 ch. 3
            +SEND   write
            +READ   write
        unsolicited   009 ch. 4
            arrived
                +RECV: {id},{length}
            network   at any time
                RING
        timings
            answer   5 s

        """

    private static func load(_ modes: String) -> (Dialect?, [Diagnostic]) {
        Dialect.load(SourceFile(path: "a.dialect", bytes: Array((head + "data modes   009 ch. 5\n" + modes).utf8)))
    }

    private static func mode(_ lines: String) throws -> Dialect.DataMode {
        let (dialect, diagnostics) = load("    m\n" + lines.split(separator: "\n").map { "        \($0)\n" }.joined())
        #expect(diagnostics == [])
        return try #require(dialect?.dataModes.first)
    }

    @Test func countedDataAreReadWithWhatCountsThem() throws {
        let mode = try Self.mode("opens  +SEND={id},{length}  with prompt\nhost   counted by length\nthen   sent")
        #expect(mode.openings == [.init(command: "+SEND", arguments: ["id", "length"], message: .form("prompt"))])
        #expect(mode.host == .init(end: .count(field: "length")))
        #expect(mode.device == nil)
        #expect(mode.echo == .unsaid)
        #expect(mode.answers == ["sent"])
        #expect(mode.clause == "009 ch. 5")
        #expect(mode.countsHost)
    }

    @Test func announcedDataAreReadWithTheirHeader() throws {
        let mode = try Self.mode(
            "opens +READ={id} with \"+READ: {length}\"\ndevice capital hexadecimal, counted by length\nannounced by arrived"
        )
        let header = Dialect.LineText(parts: [.text(Array("+READ: ".utf8)), .field("length")])
        #expect(mode.openings.map(\.message) == [.line(header)])
        #expect(mode.device == .init(.capitalHexadecimal, end: .count(field: "length")))
        #expect(mode.announcement == "arrived")
    }

    @Test(
        arguments: [
            ("ends with SUB, cancelled with ESC", .init(end: .bytes([0x1A]), cancellation: [0x1B])),
            ("ends with CR LF \".\" CRLF", .init(end: .bytes(Array("\r\n.\r\n".utf8)))),
            ("ends with \"--EOF --\" 0x0d", .init(end: .bytes(Array("--EOF --\r".utf8)))),
            ("DLE escapes, ends with ETX", .init(.escaped, end: .bytes([3]))), ("without end", .init(end: .none)),
            ("ends with {id}", .init(end: .pattern(field: "id"))),
        ] as [(String, Dialect.DataMode.Flow)]
    )
    func whatEndsDataIsRead(text: String, flow: Dialect.DataMode.Flow) throws {
        #expect(try Self.mode("opens +SEND={id} with prompt\nhost \(text)").host == flow)
    }

    @Test(
        arguments: [
            ("plain", .init(bytes: [], isOptional: false)), ("after ETX", .init(bytes: [3], isOptional: false)),
            ("perhaps after ETX", .init(bytes: [3], isOptional: true)),
        ] as [(String, Dialect.DataMode.ErrorMarker)]
    )
    func whatStandsBeforeAnErrorIsRead(text: String, marker: Dialect.DataMode.ErrorMarker) throws {
        #expect(try Self.mode("opens +SEND with prompt where CODING is 0\nhost without end\nerror \(text)").errorMarker == marker)
    }

    @Test(arguments: [
        ("host  without end", "nothing opens ‘m’", "m"),
        ("opens +SEND with prompt", "nobody sends data in ‘m’", "m"),
        ("opens +SENT with prompt\nhost without end", "‘+SENT’ is no command of this dialect", "+SENT"),
        ("opens +SEND with promt\nhost without end", "no form is called ‘promt’", "promt"),
        ("opens +SEND prompt\nhost without end", "this does not say which message the data follow", "opens +SEND prompt"),
        ("opens +SEND={id},n with prompt\nhost without end", "‘n’ names no argument", "+SEND={id},n"),
        ("opens +SEND with prompt where CODNG is 1\nhost without end", "‘CODNG’ is no parameter of this dialect", "CODNG"),
        ("opens +SEND={id} with prompt\nhost counted by length", "‘+SEND’ and what follows it have no ‘{length}’", "m"),
        ("opens +SEND with prompt\nhost ends with EXT", "‘EXT’ is no byte", "EXT"),
        ("opens +SEND with prompt\nhost DLE escapes, ends with SUB", "data with DLE escapes end with ETX", nil),
        ("opens +SEND with prompt\nhost hexadecimal", "this does not say how the data end", nil),
        ("opens +SEND with prompt\nhost endless", "‘endless’ says nothing of data", "endless"),
        ("opens +SEND with prompt\nhost without end\necho all", "‘echo all’ says no echo", "echo all"),
        ("opens +SEND with prompt\nhost without end\nthen OKAY", "‘OKAY’ is neither a form nor a result", "OKAY"),
        ("opens +SEND with prompt\nhost without end\nannounced by arived", "no unsolicited line is called ‘arived’", "arived"),
        ("opens +SEND with prompt\nhots without end", "‘hots without end’ says nothing of a data mode", "hots without end"),
        ("opens +SEND with \"a{b}{c}\"\nhost without end", "‘a{b}{c}’ is no text of a line", "\"a{b}{c}\""),
    ])
    func pointsAtWhatIsWrong(lines: String, message: String, place: String?) {
        let text = "    m\n" + lines.split(separator: "\n").map { "        \($0)\n" }.joined()
        let (dialect, diagnostics) = Self.load(text)
        #expect(dialect == nil)
        #expect(diagnostics.first?.message == message)
        let bytes = Array((Self.head + "data modes   009 ch. 5\n" + text).utf8)
        if let place, let range = diagnostics.first?.range {
            #expect(String(decoding: bytes[range.start..<range.end], as: UTF8.self) == place)
        }
    }

    @Test(arguments: [
        ("+RECV: {id},{length}", "+RECV: 1,50", ["id": "1", "length": "50"]), ("+RECV: {id},{length}", "+RECV: 1,", nil),
        ("+RECV: {id},{length}", "+RECV: 1", nil), ("RING", "RING", [:]), ("RING", "RINGS", nil), ("{a}", "x,y", ["a": "x,y"]),
        ("{a}>", "x>>", nil),
    ])
    func fieldsOfALine(text: String, line: String, fields: [String: String]?) throws {
        let bytes = Array(line.utf8)
        let found = try #require(Dialect.LineText(text)).fields(of: bytes)
        #expect(found?.mapValues { String(decoding: bytes[$0], as: UTF8.self) } == fields)
    }

    @Test func unsolicitedLinesSayWhetherTheyMayAlwaysCome() throws {
        let (dialect, _) = Dialect.load(SourceFile(path: "a.dialect", bytes: Array(Self.head.utf8)))
        #expect(try #require(dialect).unsolicited.map(\.isAlwaysAllowed) == [false, true])
    }

    /// Commands that the reference device carries out with data need a mode, also where the file says nothing of any.
    @Test func aCommandWithDataNeedsAMode() {
        let text = Self.head.replacingOccurrences(of: "+SEND   write", with: "#FTPGET   action\n    +SEND   write")
        let (_, diagnostics) = Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
        #expect(diagnostics.contains { $0.message == "‘#FTPGET’ needs a data mode" })
    }

    /// A mode may depend on what a parameter is for; where none is for that, devices do what is common.
    @Test(
        arguments: [
            ("roles\n    socket-coding   CODING\n", ["coded", "plain"], ["CODING", "CODING"]), ("", ["coded"], [nil]),
        ] as [(String, [String], [String?])]
    )
    func aModeDependsOnARole(_ roles: String, _ names: [String], _ parameters: [String?]) throws {
        let modes = """
                coded
                    opens   +SEND   with prompt   where socket-coding is 1
                    host    ends with ETX
                plain
                    opens   +SEND   with prompt   where socket-coding is 0
                    host    without end

            """
        let text = Self.head + roles + "data modes   009 ch. 5\n" + modes
        let (loaded, diagnostics) = Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
        #expect(diagnostics == [])
        let found = try #require(loaded).dataModes
        #expect(found.map(\.name) == names)
        #expect(found.map { $0.openings[0].setting?.parameter } == parameters)
    }
}
