import SourceText
import Testing
import Verdicts

@testable import Dialects

/// Protocols, bearers, arguments, options, syntax and successors of a small dialect.
@Suite struct PositionalTests {
    private static let text = """
        dialect    t
        title      t
        document   009
        features   sockets
        results
            0   OK   009 ch. 1
        forms
            connect   1
                CONNECT
        protocols   009 ch. 2
            udp          1   8 at once   index 1..8
            tcp-client   2   2 at once
            ftp          4   1 at once
        bearers   009 ch. 2
            gsm    5
            gprs   6
            cmux   11..14 21..24
        arguments   009 ch. 3
            udp-index      index of udp
            client-index   index of tcp-client
            local-port     port
            peer           server 120
            peer-port      port
            bearer         bearer
            option         option of bearer
            value          value
            host           server 120
            repeat         integer 1..9 perhaps 0   default 1
            interval       integer 1..9
            limit          integer 1..9
        options   009 ch. 4
            bearer-user           bearer 0    text 8              of gsm gprs
            bearer-rings          bearer 5    integer 0..9        default 3    of gsm    009 ch. 4; values unsaid
            bearer-own-address    bearer 15   address             read only
            socket-ttl            socket 8    integer 0..255      default 64   of udp tcp-client    009 ch. 4; writing unsaid
        commands
            +MAKE   write read test
            +BR     write
            +PING   write
            +MAP    write
        syntax   009 ch. 5
            create-udp            +MAKE=1,{udp-index}[,{local-port}][,{peer},{peer-port}]
            create-client         +MAKE=2,{client-index},{peer},{peer-port}
            show-sockets          +MAKE?
            write-bearer-option   +BR=2,{bearer},{option},{value}
            stop-bearer           +BR=5,{bearer}
            ping                  +PING={host}[,{repeat},{interval}[,{limit}]]
            map-udp               +MAP=1,{udp-index},1
            map-client            +MAP=2,{client-index},1
        data modes   009 ch. 6
            datagrams
                opens    map-udp  with connect
                host     DLE escapes, parted by ETX, 5840 bytes at most
                device   DLE escapes, parted by ETX
                leaves   with "+++"  after 1 s
            stream
                opens    map-client  with connect
                host     DLE escapes, perhaps ends with ETX
                device   DLE escapes, perhaps ends with ETX
                leaves   with "+++"  after 500 ms as the end
        timings
            answer   5 s
        successors   009 ch. 7
            #USER
                by        +BR=2,6,0,{value}
                by        +BR=2,5,0,{value}   over GSM
                changed   It is an option.
            #LINK
                by        +MAKE=2,{client-index},{peer},{peer-port}
                by        +MAKE=1,{udp-index}[,{local-port}][,{peer},{peer-port}]
            #GONE      none
            #COMING    later   009 ch. 8

        """

    private static func load(_ text: String) -> (Dialect?, [Diagnostic]) {
        Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
    }

    private static func dialect() throws -> Dialect {
        let (dialect, diagnostics) = load(text)
        #expect(diagnostics.map(\.message) == [])
        return try #require(dialect)
    }

    @Test func readsWhatThereIs() throws {
        let dialect = try Self.dialect()
        #expect(dialect.protocols.map(\.role) == [.udp, .tcpClient, .ftp])
        #expect(dialect.networkProtocol(.tcpClient)?.indices == 1...2)
        #expect(dialect.networkProtocol(.udp)?.atOnce == 8)
        #expect(dialect.networkBearer(number: 13)?.role == .cmux)
        #expect(dialect.networkBearer(number: 15) == nil)
        #expect(dialect.option(5, of: .bearer, owner: "gsm")?.role == .bearerRings)
        #expect(dialect.option(5, of: .bearer, owner: "gprs") == nil)
        #expect(dialect.option(15, of: .bearer, owner: "cmux")?.isWritable == false)
        #expect(dialect.syntax(named: "ping")?.text == "+PING={host}[,{repeat},{interval}[,{limit}]]")
        #expect(dialect.syntax(named: "create-udp")?.carriedOut == .createUDP)
        #expect(dialect.syntax(named: "show-sockets")?.text == "+MAKE?")
        #expect(dialect.successors.map(\.state) == [.replaced, .replaced, .none, .later])
        #expect(dialect.successors[0].lines.map(\.note) == ["", "over GSM"])
        #expect(dialect.successors[0].changes == ["It is an option."])
    }

    @Test func optionsBringRequirements() throws {
        let dialect = try Self.dialect()
        let grades = dialect.requirements.map { "\($0.id) \($0.grade.rawValue)" }
        #expect(
            grades == [
                "OPTION-BEARER-USER-SHOWN mandatory", "OPTION-BEARER-USER-VALUES mandatory",
                "OPTION-BEARER-USER-LIMITS mandatory", "OPTION-BEARER-RINGS-SHOWN mandatory",
                "OPTION-BEARER-RINGS-VALUES mandatory", "OPTION-BEARER-RINGS-LIMITS unsaid",
                "OPTION-BEARER-RINGS-DEFAULT unsaid", "OPTION-BEARER-OWN-ADDRESS-SHOWN mandatory",
                "OPTION-SOCKET-TTL-SHOWN mandatory", "OPTION-SOCKET-TTL-VALUES unsaid", "OPTION-SOCKET-TTL-LIMITS unsaid",
                "OPTION-SOCKET-TTL-DEFAULT unsaid",
            ]
        )
    }

    @Test func dataModesSayHowTheHostLeavesAndWhatPartsItsData() throws {
        let modes = try Self.dialect().dataModes
        #expect(modes.map(\.openings.first?.syntax) == ["map-udp", "map-client"])
        #expect(modes[0].host?.end == .parted([3]))
        #expect(modes[0].host?.limit == 5840)
        #expect(modes[0].escape == .init(bytes: Array("+++".utf8), guardTime: 1_000_000_000, isEnd: false))
        #expect(modes[1].escape == .init(bytes: Array("+++".utf8), guardTime: 500_000_000, isEnd: true))
        #expect(modes[1].host?.end == .bytes([3]))
        #expect(modes[1].host?.endsMode == false)
    }

    /// The name of the line, its values and what is illegal; or what it is instead.
    private static func reading(_ line: String) throws -> String {
        let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let arguments = sides[1].split(separator: ",", omittingEmptySubsequences: false).map { Array($0.utf8) }
        switch try dialect().reading(of: String(sides[0]), .write, arguments) {
        case .line(let line, let values, let illegal):
            let names = line.arguments.compactMap { name in values[name].map { "\(name)=\($0)" } }
            return ([line.name] + names + (illegal.isEmpty ? [] : ["illegal"] + illegal)).joined(separator: " ")
        case .unknown(let place): return "unknown \(place)"
        case .malformed: return "malformed"
        }
    }

    @Test(arguments: [
        ("+MAKE=1,1", "create-udp udp-index=1"), ("+MAKE=1,1,80", "create-udp udp-index=1 local-port=80"),
        ("+MAKE=1,1,\"h\",80", "create-udp udp-index=1 peer=h peer-port=80"),
        ("+MAKE=1,1,,\"h\",80", "create-udp udp-index=1 peer=h peer-port=80"),
        ("+MAKE=1,1,7,\"h\",80", "create-udp udp-index=1 local-port=7 peer=h peer-port=80"),
        ("+make=1,8,7,1.2.3.4,80", "create-udp udp-index=8 local-port=7 peer=1.2.3.4 peer-port=80"),
        ("+MAKE=1,1,7,,", "create-udp udp-index=1 local-port=7"),
        ("+MAKE=1,9", "create-udp udp-index=9 illegal udp-index"),
        ("+MAKE=1,1,70000", "create-udp udp-index=1 local-port=70000 illegal local-port"), ("+MAKE=1,1,\"h\"", "malformed"),
        ("+MAKE=1", "malformed"), ("+MAKE=1,", "malformed"), ("+MAKE=1,a", "malformed"), ("+MAKE=1,1,1,\"h\",2,3", "malformed"),
        ("+MAKE=3,1", "unknown 0"), ("+MAKE=x,1", "malformed"),
        ("+MAKE=2,3,\"h\",1", "create-client client-index=3 peer=h peer-port=1 illegal client-index"),
        ("+MAP=1,1,2", "unknown 2"), ("+MAP=2,2,1", "map-client client-index=2"), ("+BR=5,12", "stop-bearer bearer=12"),
        ("+BR=5,15", "stop-bearer bearer=15 illegal bearer"), ("+BR=5,6,1", "malformed"), ("+BR=9,6", "unknown 0"),
        ("+BR=2,6,0,\"a\"", "write-bearer-option bearer=6 option=0 value=a"),
        ("+BR=2,6,7,\"a\"", "write-bearer-option bearer=6 option=7 value=a illegal option"),
        ("+BR=2,6,0,\"123456789\"", "write-bearer-option bearer=6 option=0 value=123456789 illegal value"),
        ("+PING=\"h\"", "ping host=h"), ("+PING=\"h\",3,4", "ping host=h repeat=3 interval=4"),
        ("+PING=\"h\",,4", "ping host=h interval=4"), ("+PING=\"h\",0,4,5", "ping host=h repeat=0 interval=4 limit=5"),
        ("+PING=\"h\",10,4", "ping host=h repeat=10 interval=4 illegal repeat"), ("+PING=\"h\",3", "malformed"),
        ("+PING=", "malformed"),
    ])
    func readsCommandLines(line: String, reading: String) throws { #expect(try Self.reading(line) == reading) }

    @Test func readsLinesWithoutArguments() throws {
        let dialect = try Self.dialect()
        guard case .line(let line, _, _) = dialect.reading(of: "+MAKE", .read) else { return #expect(Bool(false)) }
        #expect(line.name == "show-sockets")
        #expect(dialect.reading(of: "+MAKE", .test) == .malformed)
    }

    /// Each change of a sound dialect is told at its place, with what was meant.
    @Test(
        arguments: [
            (
                "udp          1   8 at once", "udp   x   8 at once", "the protocol ‘udp’ has no number", "x",
                "udp   1   8 at once   index 1..8"
            ),
            ("8 at once   index", "8 at once   indices", "‘indices 1..8’ is no clause of 009", "indices 1..8", nil),
            ("index 1..8", "index 8..1", "‘8..1’ is no number and no range of them", "8..1", "5, or 11..14"),
            ("tcp-client   2", "tcp-client   1", "‘udp’ has the number 1 already", "1", "each protocol has one of its own"),
            ("gprs   6", "gprs   5", "‘gsm’ has the number 5 already", "5", "each bearer has numbers of its own"),
            ("cmux   11..14", "cmux   11-14", "‘11-14’ is no number and no range of them", "11-14", "5, or 11..14"),
            ("index of udp", "index of udq", "there is no protocol ‘udq’", "udq", "did you mean ‘udp’?"),
            ("option of bearer", "option of barer", "there are no options of ‘barer’", "barer", "did you mean ‘bearer’?"),
            ("of gsm gprs", "of gsm gpsr", "there is no bearer ‘gpsr’", "gpsr", "did you mean ‘gprs’?"),
            (
                "bearer 5    integer", "bearer 0    integer", "‘bearer-user’ is bearer 0 already", "bearer 0",
                "say whose each of them is: of gsm"
            ),
            ("read only", "read once", "‘read once’ says nothing of an option", "read once", "read only, or written only"),
            (
                "bearer-rings          bearer", "bearer-ring           bearer", "nothing asks for an option ‘bearer-ring’",
                "bearer-ring", "did you mean ‘bearer-rings’?"
            ),
            (
                "default 3", "default 30", "‘default 30’ is no legal default of bearer-rings", "default 30",
                "correct the default or the kind"
            ),
            (
                "+BR=5,{bearer}", "+BR=5,{baerer}", "nothing is said of the argument ‘baerer’", "+BR=5,{baerer}",
                "did you mean ‘bearer’?"
            ),
            (
                "+BR=5,{bearer}", "+BR=5{bearer}", "this is no command line with its arguments", "+BR=5{bearer}",
                "stop-bearer   +WIPCREATE=1,{index}[,{port}]"
            ),
            (
                "[,{limit}]]", "[,{limit}]", "this is no command line with its arguments",
                "+PING={host}[,{repeat},{interval}[,{limit}]", "ping   +WIPCREATE=1,{index}[,{port}]"
            ),
            ("+MAKE?", "+MAEK?", "‘+MAEK’ is no command of this dialect", "+MAEK?", "did you mean ‘+MAKE’?"),
            ("+MAKE?", "+PING?", "‘+PING’ has no read", "+PING?", "add it under ‘commands’"),
            (
                "stop-bearer           +BR", "stop-beaer            +BR", "nothing asks for a syntax ‘stop-beaer’", "stop-beaer",
                "did you mean ‘stop-bearer’?"
            ),
            (
                "map-udp  with connect", "map-upd  with connect", "‘map-upd’ is no command of this dialect", "map-upd",
                "did you mean ‘map-udp’?"
            ),
            (
                "with \"+++\"  after 1 s", "with \"+++\"", "this does not say how the host leaves", "leaves   with \"+++\"",
                "leaves   with \"+++\" after 1 s"
            ),
            ("with \"+++\"  after 1 s", "with \"+++\"  after 1 x", "‘1x’ is no length of time", "1", nil),
            ("perhaps ends with ETX\n        device", "perhaps ends\n        device", "‘ends’ says nothing of data", "ends", nil),
            (
                "+BR=2,6,0,{value}", "+BR=2,6,7,{value}", "‘+BR=2,6,7,{value}’ is no line of this dialect's syntax",
                "+BR=2,6,7,{value}", "one of: +BR=2,{bearer},{option},{value}, +BR=5,{bearer}"
            ),
            ("+BR=2,6,0,{value}", "+BR=2,6,0,value", "", "", nil),
            (
                "#GONE      none", "#GONE      gone", "‘gone’ does not say what became of it", "gone",
                "none, later, or nothing and lines below"
            ),
            (
                "#GONE      none", "#GONE", "‘#GONE’ has no successor", "#GONE",
                "write it below: by   +WIPBR=1,{bearer}; or say: #GONE   none"
            ),
            (
                "#LINK\n", "#LINK   none\n", "‘#LINK’ has a successor, and is said to have none", "#LINK   none",
                "take one of them away"
            ),
            (
                "changed   It", "chanced   It", "‘chanced It is an option.’ says nothing of what became of ‘#USER’",
                "chanced   It is an option.", "did you mean ‘changed’?"
            ),
        ] as [(String, String, String, String, String?)]
    )
    func pointsAtWhatIsWrong(old: String, new: String, message: String, place: String, fix: String?) throws {
        let changed = Self.text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != Self.text)
        let (_, diagnostics) = Self.load(changed)
        guard !message.isEmpty else { return #expect(diagnostics.map(\.message) == []) }
        let found = try #require(diagnostics.first { $0.message == message }, "\(diagnostics.map(\.message))")
        let bytes = Array(changed.utf8)
        #expect(String(decoding: bytes[found.range.start..<found.range.end], as: UTF8.self) == place)
        if let fix { #expect(found.suggestion == fix) }
    }

    /// Of a line that is wrong is told once.
    @Test func aWrongLineIsNoMissingOne() {
        let first = "by        +MAKE=2,{client-index},{peer},{peer-port}"
        let second = "by        +MAKE=1,{udp-index}[,{local-port}][,{peer},{peer-port}]"
        let changed = Self.text.replacing(first, with: "by        +MAKE=9").replacing(second, with: "by        +MAKE=8")
        #expect(
            Self.load(changed).1.map(\.message) == [9, 8].map { "‘+MAKE=\($0)’ is no line of this dialect's syntax" }
        )
    }

    /// What `show` prints reads as the same dialect.
    @Test func whatIsShownReadsAsTheSame() throws {
        let files = [SourceFile(path: "t.dialect", bytes: Array(Self.text.utf8))]
        let member = try #require(DialectLibrary(files).member(named: "t"))
        let (again, diagnostics) = Self.load(member.text)
        #expect(diagnostics.map(\.message) == [])
        #expect(again == member.dialect)
    }

    // MARK: The map

    private static let old = """
        dialect    old
        title      old
        document   008
        features   gprs
        parameters   008 ch. 1
            USER    text 8   no default
            OTHER   text 8   no default
        displays   008 ch. 1
            #VALL
                USER OTHER
        commands   008 ch. 2
            #LINK    action
            +CREG    read
        timings
            answer   5 s

        """

    @Test func aMapHasEveryCommandOfBoth() throws {
        let before = try #require(Self.load(Self.old).0)
        let map = try #require(DialectMap(from: before, to: try Self.dialect()))
        let rows = map.rows.map { "\($0.command) \($0.kind.rawValue) \($0.state.rawValue)" }
        #expect(
            rows == [
                "#USER parameter replaced", "#LINK command replaced", "#GONE unknown none", "#COMING unknown later",
                "#OTHER parameter unsaid", "#VALL display unsaid",
            ]
        )
        #expect(DialectMap(from: before, to: before) == nil)
        #expect(
            map.text == """
                old → t

                AT#USER    AT+BR=2,6,0,{value}    (009 ch. 7)
                           AT+BR=2,5,0,{value}  over GSM
                           It is an option.
                AT#LINK    AT+MAKE=2,{client-index},{peer},{peer-port}    (009 ch. 7)
                           AT+MAKE=1,{udp-index}[,{local-port}][,{peer},{peer-port}]
                AT#GONE    not available    (009 ch. 7)
                           old does not have it
                AT#COMING  not available yet    (009 ch. 8)
                           old does not have it
                AT#OTHER   t does not say
                AT#VALL    t does not say

                6 commands: 2 replaced, 1 not available, 1 not available yet, 2 not said

                """
        )
        #expect(map.csv.hasPrefix("\"command\",\"kind\",\"state\",\"successor\",\"when\",\"changes\",\"clause\"\r\n"))
        #expect(
            map.csv.contains(
                "\"AT#USER\",\"parameter\",\"replaced\",\"AT+BR=2,5,0,{value}\",\"over GSM\",\"It is an option.\",\"009 ch. 7\"\r\n"
            )
        )
    }
}
