import SourceText
import Testing
import Verdicts
import World

@testable import Rigs

@Suite struct RigLoadingTests {
    @Test func readsEveryLine() throws {
        let (loaded, diagnostics) = load(
            """
            # The bench by the window.
            rig bench7
                title     "GenPro on the ""left"" shelf"
                device    serial:/dev/ttyUSB0        # by the adapter's label
                line      9600 7e1, rtscts, dtr off
                dialect   multitech-ip
                boots in  20 s
                starts with  "+WIND: 1", "SYSSTART"
                unsolicited  "+CMTI:"
                set up    "AT+CMEE=1", "AT+WOPEN=1"
            claims
                features  gsm, gprs
                default   FTPPORT 2121
                limit     dns-limit 90 s
                limit     APNSERV 96 characters
                waive     FRAME-7  "old firmware"
            values
                apn            "internet"
                user           "u"
                password       from environment PASSWORD
                pin            from file "secrets/pin"
                number         "0860000000"
                dial user      "d"
                dial password  from environment PASSWORD
                dns            192.168.1.1 192.168.1.2
            servers
                bind       192.168.1.10
                seen as    203.0.113.7
                device at  10.1.2.3
                port       ftp 2121 seen as 21
                port       peer 5023 seen as 23
                passive ports 50000..50100
                names resolved
                account    pop3 "192.0.2.110" user "me" password from environment PASSWORD
                account    smtp 192.0.2.25 port 587 user user password from environment PASSWORD sender "me@a.b" recipient "you@a.b"
            hooks
                busy          "./hooks/busy on" undo "./hooks/busy off"
                power cycle   "./hooks/power"
            pacing
                write gap 1 s
                data gap 45 s
                time scale 150 %
            budget
                parameter writes  2000
                pin tries  1

            """
        )
        #expect(diagnostics.map(\.severity) == [.warning])
        let rig = try #require(loaded)
        #expect(rig.name == "bench7")
        #expect(rig.title == "GenPro on the \"left\" shelf")
        #expect(rig.device == .serial(path: "/dev/ttyUSB0"))
        #expect(rig.line.description == "9600 7E1, rtscts, dtr off")
        #expect(rig.dialect == "multitech-ip")
        #expect(rig.conformance.features == .only(["gsm", "gprs"]))
        #expect(rig.conformance.defaults == ["FTPPORT": "2121"])
        #expect(rig.conformance.limits == ["dns-limit": .time(.seconds(90)), "APNSERV": .length(96)])
        #expect(rig.conformance.waived == ["FRAME-7": "old firmware"])
        #expect(rig.values.accessPoint == .init(value: "internet", isSecret: false))
        #expect(rig.values.password == .init(value: "letmein99", isSecret: true))
        #expect(rig.values.pin == .init(value: "4711", isSecret: true))
        #expect(rig.values.dialUser?.value == "d")
        #expect(rig.values.nameServers == [IPv4Address(192, 168, 1, 1), IPv4Address(192, 168, 1, 2)])
        #expect(rig.network.bind == [IPv4Address(192, 168, 1, 10)])
        #expect(rig.network.seenAs == [IPv4Address(203, 0, 113, 7)])
        #expect(rig.network.device == [AddressBlock(IPv4Address(10, 1, 2, 3))])
        #expect(
            rig.network.ports == [
                .init(service: .ftp, bind: 2121, seenAs: 21), .init(service: .peer, bind: 5023, seenAs: 23),
            ]
        )
        #expect(rig.network.passivePorts == 50000...50100)
        #expect(rig.network.resolvesNames)
        #expect(rig.network.accounts.map(\.server) == ["192.0.2.110", "192.0.2.25"])
        #expect(rig.network.accounts.map(\.port) == [110, 587])
        #expect(rig.network.accounts.map(\.user.value) == ["me", "user"])
        #expect(rig.network.accounts.map { $0.sender?.value } == [nil, "me@a.b"])
        #expect(rig.network.accounts.map { $0.recipient?.value } == [nil, "you@a.b"])
        #expect(rig.hooks == [.init(stimulus: "busy", command: "./hooks/busy on", undo: "./hooks/busy off")])
        #expect(rig.powerCycle == "./hooks/power")
        #expect(rig.bootTime == .seconds(20))
        #expect(rig.startTexts == ["+WIND: 1", "SYSSTART"])
        #expect(rig.unsolicited == ["+CMTI:"])
        #expect(rig.setUp == ["AT+CMEE=1", "AT+WOPEN=1"])
        #expect(rig.budget.limits == [.parameterWrites: 2000, .pinTries: 1])
        #expect(rig.pacing.writeGap == .seconds(1))
        #expect(rig.pacing.dataGap == .seconds(45))
        #expect(rig.pacing.timeScale == 150)
        #expect(rig.secrets == ["4711", "letmein99"])
        #expect(rig.folder == "bench")
    }

    @Test(arguments: [
        ("virtual", Rig.DeviceAddress.virtual), ("pty:/dev/pts/5", .pseudoTerminal(path: "/dev/pts/5")),
        ("tcp:[::1]:4001", .tcp(host: "::1", port: 4001)), ("rfc2217:box:2217", .rfc2217(host: "box", port: 2217)),
        ("exec:./sim --at", .program(command: "./sim --at")),
    ])
    func readsDevices(_ text: String, _ device: Rig.DeviceAddress) throws {
        let (rig, diagnostics) = load("rig r\n    device \(text)\n")
        #expect(diagnostics == [])
        #expect(rig?.device == device)
        #expect(try Rig.DeviceAddress.parse(device.description) == device)
    }

    /// A command has its commas, quotes and blanks as they stand, as on the command line; one text in quotes is the whole.
    @Test(arguments: [
        ("exec:./sim --at a,b  \"c d\" 'e'   # the shelf's", "exec:./sim --at a,b  \"c d\" 'e'"),
        ("\"exec:./sim # 7, \"\"x\"\"\"", "exec:./sim # 7, \"x\""), ("serial:/dev/a,b", "serial:/dev/a,b"),
        ("serial:/dev/serial/by-path/pci-0:1.0-port0", "serial:/dev/serial/by-path/pci-0:1.0-port0"),
        ("rfc2217:box:9600", "rfc2217:box:9600"),
    ])
    func readsADeviceAsTheCommandLineDoes(_ text: String, _ device: String) throws {
        let (rig, diagnostics) = load("rig r\n    device \(text)\n")
        #expect(diagnostics == [])
        #expect(rig?.device == (try Rig.DeviceAddress.parse(device)))
        #expect(rig?.device.description == device)
    }

    /// What other programs write behind a port's path.
    @Test(arguments: [
        ("serial:/dev/ttyUSB0,9600", "serial:/dev/ttyUSB0", "9600"),
        ("serial:/dev/ttyUSB0:115200", "serial:/dev/ttyUSB0", "115200"),
        ("serial:/dev/ttyUSB0@9600", "serial:/dev/ttyUSB0", "9600"),
        ("serial:/dev/ttyUSB0, 9600 7e1, rtscts, dtr off", "serial:/dev/ttyUSB0", "9600 7e1 rtscts dtr off"),
        ("rfc2217:box:2217,9600", "rfc2217:box:2217", "9600"),
    ])
    func settingsBehindAnAddressGetTheirRepair(_ text: String, _ address: String, _ settings: String) {
        let diagnostics = load("rig r\n    device \(text)\n").diagnostics
        let message = "‘\(settings)’ is no part of the address: it sets the line"
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.suggestion == "device \(address), and below it: line \(settings)")
        #expect(throws: Rig.DeviceProblem(message: message, suggestion: "\(address)|\(settings)")) {
            try Rig.DeviceAddress.parse(text) { "\($0)|\($1)" }
        }
    }

    @Test func settingsOfALineAreReadInOnePlace() {
        let (settings, remarks) = Rig.LineSettings.read(["19200", "7O2", "xonxoff", "rts", "off"])
        #expect(settings.description == "19200 7O2, xonxoff, rts off")
        #expect(remarks.map(\.isError) == [false, false])
        #expect(Rig.LineSettings.read([]).settings == Rig.LineSettings())
        let cut = Rig.LineSettings.read(["without", "dcd", "RI", "9600", "dtr", "off"])
        #expect(cut.settings.description == "9600 8N1, dtr off, without dcd ri" && cut.remarks.isEmpty)
        #expect(Rig.LineSettings.read(["rtscts", "without", "cts"]).remarks.map(\.message) == ["rtscts needs CTS"])
        for words in [["without"], ["without", "dtr", "off"], ["without", "9600"]] {
            let remarks = Rig.LineSettings.read(words).remarks
            #expect(remarks.map(\.suggestion) == ["without dcd ri dsr cts"], "\(words)")
        }
        let wrong = Rig.LineSettings.read(["9600", "dtr", "8N1", "rtscts"]).remarks
        #expect(wrong.map(\.message) == ["‘dtr’ is on or off"])
        #expect(wrong.first?.word == 1)
    }

    @Test func aPortIsReadInOnePlace() throws {
        #expect(try Rig.Port(words: ["ftp", "2121", "seen", "as", "21"]) == Rig.Port(service: .ftp, bind: 2121, seenAs: 21))
        #expect(try Rig.Port(words: ["peer", "23"]) == Rig.Port(service: .peer, bind: 23, seenAs: 23))
        for (words, place) in [(["ftb", "1"], 0), (["ftp", "0"], 1), (["ftp", "1", "seen", "as", "x"], 4), (["ftp"], nil)] {
            #expect {
                _ = try Rig.Port(words: words)
            } throws: {
                ($0 as? Rig.Port.Problem)?.word == place
            }
        }
    }

    @Test func aRecordingIsNoBench() {
        #expect(
            load("rig r\n    device replay:a.jsonl\n").diagnostics.first?.suggestion
                == "name it on the command line: attest run --device replay:a.jsonl"
        )
    }

    /// The place of each message is the text that it points at.
    @Test(arguments: [
        ("clams\n", "there is no section ‘clams’", "clams", "did you mean ‘claims’?"),
        ("apn \"x\"\n", "‘apn’ is a line of ‘values’", "apn \"x\"", "indent it below ‘values’"),
        (
            "language 1\n", "the language stands in the first line of a file, once", "language 1",
            "move it above everything else, or drop it"
        ),
        ("claims\nclaims\n", "‘claims’ stands twice", "claims", "keep one of them"),
        ("values\n    apm \"x\"\n", "‘apm’ is no line of ‘values’", "apm", "did you mean ‘apn’?"),
        ("values\n    bind 1.2.3.4\n", "‘bind’ is no line of ‘values’", "bind", "it stands below ‘servers’"),
        ("values\n    apn \"x\"\n    apn \"y\"\n", "‘apn’ stands twice", "apn", "keep one of them"),
        (
            "values\n    apn \"x\"\n     user \"y\"\n", "this line is indented otherwise than those above it", "user \"y\"",
            "indent it by 4 blanks"
        ),
        ("values\n    apn \"x\n", "this quote is not closed", "\"x", "end the text with \"; a quote inside it is written twice"),
        ("values\n    apn x y\n", "one value stands here", "x y", "put it between quotes"),
        (
            "values\n    apn from enviroment X\n", "this does not say where the value comes from", "from enviroment X",
            "from environment NAME, or from file \"PATH\""
        ),
        (
            "values\n    apn from environment NOBODY\n", "the environment has no NOBODY", "NOBODY",
            "export NOBODY=… before you start attest"
        ),
        (
            "values\n    apn from file \"nowhere\"\n", "bench/nowhere cannot be read: no such file", "\"nowhere\"",
            "paths start from the rig file's folder"
        ),
        (
            "values\n    number \"call me\"\n", "a phone number has digits, *, # and + only", "\"call me\"",
            "number \"+33860000000\""
        ),
        ("values\n    dns 1.2.3\n", "‘1.2.3’ is no IPv4 address", "1.2.3", "four numbers such as 192.168.1.10"),
        (
            "values\n    user \"a\"\"b\"\n", "this value holds a quote, which ends a text on the line to the device",
            "\"a\"\"b\"", "choose one without it"
        ),
        (
            "servers\n    account ftp a user \"b\"\"c\" password from environment PASSWORD\n",
            "this value holds a quote, which ends a text on the line to the device", "\"b\"\"c\"", "choose one without it"
        ),
        (
            "servers\n    account ftp a user b\n", "an account is a server, a user and a password", "account ftp a user b",
            "account pop3 \"pop.example.com\" user \"u\" password from environment NAME"
        ),
        ("servers\n    account ftp a port 0 user b password from environment PASSWORD\n", "‘0’ is no port", "0", "1 to 65535"),
        (
            "servers\n    account ftp a user b password from environment PASSWORD sender a@b\n",
            "only mail that is sent has a sender and a recipient", "a@b", "say it with the account for smtp"
        ),
        (
            "servers\n    account smtp a user b password from environment PASSWORD\n",
            "nothing says from which address mail is sent, or to which",
            "account smtp a user b password from environment PASSWORD",
            "sender \"me@example.com\""
        ),
        (
            "servers\n    account smtp a user b@c password from environment PASSWORD recipient d\n",
            "nothing says from which address mail is sent, or to which", "d", "sender \"me@example.com\""
        ),
        ("servers\n    port fpt 21\n", "there is no server ‘fpt’", "fpt", "did you mean ‘ftp’?"),
        ("servers\n    port ftp 70000\n", "‘70000’ is no port", "70000", "1 to 65535"),
        (
            "servers\n    port ftp 2121 seen as 21\n    port smtp 2121 seen as 25\n", "port 2121 is taken above", "2121",
            "one server, one port"
        ),
        ("servers\n    names resolved by 1.2.3.4\n", "nothing stands after ‘names resolved’", "by 1.2.3.4", "names resolved"),
        (
            "servers\n    names resolved\n    names forwarded\n", "names are resolved above", "names forwarded",
            "keep one of the lines"
        ),
        ("servers\n    bind 10.0.0.1 10.0.0.1\n", "10.0.0.1 stands twice", "10.0.0.1", "name each address once"),
        (
            "servers\n    bind 10.0.0.1 0.0.0.0\n", "‘0.0.0.0’ is every address, and stands alone", "10.0.0.1 0.0.0.0",
            "name the addresses"
        ),
        (
            "servers\n    device at 10.1.2.3/8\n", "‘10.1.2.3/8’ is no network", "10.1.2.3/8",
            "its first address and its prefix: 10.1.0.0/16"
        ),
        ("servers\n    passive ports 6-5\n", "‘6-5’ is no range of ports", "6-5", "passive ports 50000..50100"),
        (
            "claims\n    features all gsm\n", "after ‘all’ only ‘but’ may follow", "features all gsm",
            "features gsm, gprs – or: all but gsm"
        ),
        (
            "claims\n    limit x 5 hours\n", "this is neither a length of time nor a number of characters", "5 hours",
            "limit dns-limit 90 s – or: limit APNSERV 96 characters"
        ),
        ("claims\n    waive R\n", "a waiver is a requirement and the reason between quotes", "waive R", "waive FRAME-7 \"…\""),
        ("hooks\n    busy ./x\n", "a hook is a command between quotes", "busy ./x", "busy \"./hooks/busy\""),
        ("hooks\n    busy \"x\"\n    busy \"y\"\n", "‘busy’ stands twice", "busy", "keep one of them"),
        ("budget\n    calls many\n", "this is no number of calls", "calls many", "calls 1000"),
        ("pacing\n    time scale 5 %\n", "the time scale is a percentage", "time scale 5 %", "10 % to 10000 %: time scale 150 %"),
        (
            "pacing\n    data gap 0 s\n", "data do not pause for so short or so long a time", "data gap 0 s",
            "1 s to 10 min: data gap 60 s"
        ),
        (
            "pacing\n    data gap 11 min\n", "data do not pause for so short or so long a time", "data gap 11 min",
            "1 s to 10 min: data gap 60 s"
        ),
        ("pacing\n    write gap soon\n", "this is no length of time", "soon", "write gap 1 s"),
        ("values\n\tapn x\n", "a tab stands in this line", "\tapn x", "indent and part columns with blanks"),
    ])
    func pointsAtWhatIsWrong(_ text: String, _ message: String, _ place: String, _ suggestion: String) throws {
        let whole = head + text
        let (rig, diagnostics) = load(whole)
        #expect(rig == nil)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.message == message)
        #expect(diagnostic.suggestion == suggestion)
        let bytes = Array(whole.utf8)
        #expect(String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self) == place)
        #expect(diagnostics.count == 1)
    }

    @Test(arguments: [
        ("device /dev/ttyUSB0", "‘/dev/ttyUSB0’ does not say what kind of device it is", "serial:/dev/ttyUSB0"),
        ("device seral:/dev/ttyUSB0", "there is no kind of device ‘seral’", "did you mean ‘serial:’?"),
        ("device tcp:host", "‘host’ is no host and port", "tcp:192.168.1.20:4001"),
        ("device", "this says no device", "device serial:/dev/ttyUSB0"),
        ("device serial:/dev/a\n    line 0 8N1", "‘0’ is no rate", "50 to 4000000 bit/s, such as 115200"),
        (
            "device serial:/dev/a\n    line 9600 9N1", "‘9N1’ is no format of a line",
            "5 to 8 data bits, N, E, O, M or S, 1 or 2 stop bits: 8N1"
        ),
        ("device serial:/dev/a\n    line 9600 19200", "‘19200’ says again what is said already", "keep one of them"),
        ("device serial:/dev/a\n    line rts/cts", "‘rts/cts’ says nothing of a line", "did you mean ‘rtscts’?"),
        (
            "device serial:/dev/a\n    line rtscts, rts off", "with rtscts the flow control itself drives RTS",
            "drop ‘rts off’ or ‘rtscts’"
        ),
        ("title x", "the rig says no device", "add below ‘rig’: device serial:/dev/ttyUSB0"),
    ])
    func pointsAtWhatIsWrongInTheHead(_ text: String, _ message: String, _ suggestion: String) throws {
        let (rig, diagnostics) = load("rig r\n    \(text)\n")
        #expect(rig == nil)
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.suggestion == suggestion)
    }

    @Test func aMailAddressIsTheUserWhereNothingElseIsSaid() throws {
        let line = "servers\n    account smtp a.b user me@a.b password from environment PASSWORD"
        for (rest, sender, recipient) in [
            ("", "me@a.b", "me@a.b"), (" sender x@a.b", "x@a.b", "x@a.b"), (" recipient y@a.b", "me@a.b", "y@a.b"),
        ] {
            let account = try #require(load(head + line + rest + "\n").rig?.network.accounts.first)
            #expect(account.port == 25)
            #expect(account.sender?.value == sender)
            #expect(account.recipient?.value == recipient)
        }
    }

    @Test func theBenchsNameServerKnowsNoRealServers() {
        let text =
            head
            + "servers\n    bind 10.0.0.1\n    names resolved\n    account ftp HOST user a password from environment PASSWORD\n"
        #expect(load(text.replacing("HOST", with: "192.0.2.21")).diagnostics == [])
        let messages = load(text.replacing("HOST", with: "ftp.example.com")).diagnostics.map(\.message)
        #expect(messages == ["with ‘names resolved’ the device asks this host, which does not know ‘ftp.example.com’"])
    }

    @Test(arguments: [
        ("values\n    password \"hunter2hunter2\"\n", "a secret stands in the file itself"),
        ("values\n    pin \"1234\"\n", "a secret stands in the file itself"),
        (
            "servers\n    port ftp 2121\n",
            "scenarios that keep the default port look for ftp at port 21, and the device sees it at 2121"
        ),
        ("servers\n    port dns 5353\n", "devices look for dns at port 53, and the device sees it at 5353"),
        ("hooks\n    bussy \"x\"\n", "no scenario of Attest's own needs the stimulus ‘bussy’"),
        ("hooks\n    dns-faults \"x\"\n", "‘dns-faults’ needs no hook"),
    ])
    func warnsAndGoesOn(_ text: String, _ message: String) throws {
        let (rig, diagnostics) = load(head + text)
        #expect(rig != nil)
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(diagnostics.first?.message.hasPrefix(message) == true)
        #expect(diagnostics.first?.suggestion != nil)
    }

    @Test func warnsOfLineSettingsWithoutALine() {
        let (rig, diagnostics) = load("rig r\n    device tcp:a:1\n    line 9600\n")
        #expect(rig != nil)
        #expect(diagnostics.map(\.message) == ["line settings mean nothing to tcp:a:1"])
    }

    @Test func aDeviceElsewhereNeedsAnAddressThatIsBound() {
        #expect(load(head + "servers\n    seen as 203.0.113.7\n").rig == nil)
        #expect(load(head + "servers\n    bind 0.0.0.0\n").rig == nil)
        #expect(load(head + "servers\n    bind 0.0.0.0\n    seen as 203.0.113.7\n").rig != nil)
    }

    @Test func secretsAreNeverPrinted() throws {
        let (loaded, _) = load(head + "values\n    password from environment PASSWORD\n    pin from file \"secrets/pin\"\n")
        let rig = try #require(loaded)
        var dumped = ""
        dump(rig, to: &dumped)
        for text in ["\(rig)", "\(rig.values)", String(reflecting: rig), dumped] {
            #expect(!text.contains("letmein99"))
            #expect(!text.contains("4711"))
        }
    }

    /// What cannot be used is not quoted in the message about it either.
    @Test func diagnosticsDoNotQuoteSecrets() {
        let (_, diagnostics) = load(head + "values\n    pin from file \"pin\"\n", files: ["bench/pin": "secret-pin\n"])
        #expect(diagnostics.count == 1)
        #expect(!diagnostics.contains { $0.message.contains("secret-pin") || ($0.suggestion ?? "").contains("secret-pin") })
    }

    @Test func asksADialectAboutNames() throws {
        let (loaded, _) = load(
            """
            rig r
                device virtual
                dialect multitec
            claims
                features all but gms
                standards V.250, rfc532
                default FTPPROT 21
                limit dns-limt 5 s
                waive OLD-1 "x"
                waive FRAME-1 "x"
                waive FRAME-2 "x"

            """
        )
        let rig = try #require(loaded)
        let found = rig.check(
            against: .init(
                dialects: ["multitech-ip"],
                features: ["gsm"],
                standards: ["v250", "rfc5321"],
                parameters: ["FTPPORT"],
                timings: ["dns-limit"],
                requirements: ["FRAME-1": .mandatory, "FRAME-2": .recommended]
            )
        )
        #expect(
            found.map(\.message) == [
                "there is no dialect ‘multitec’", "there is no feature ‘gms’", "there is no standard ‘rfc532’",
                "there is no parameter ‘FTPPROT’",
                "there is no timing ‘dns-limt’", "there is no requirement ‘OLD-1’", "FRAME-1 is mandatory",
            ]
        )
        #expect(found[1].suggestion == "did you mean ‘gsm’?")
        #expect(found[2].suggestion == "did you mean ‘rfc5321’?")
    }

    @Test(arguments: [
        ("v250, 27.007 rfc5321", Rig.ConformanceStatement.Standards.only(["v250", "27.007", "rfc5321"])), ("all", .all),
    ])
    func readsTheStandardsThatAreClaimed(_ words: String, _ expected: Rig.ConformanceStatement.Standards) {
        let (rig, diagnostics) = load("rig r\n    device virtual\nclaims\n    standards \(words)\n")
        #expect(diagnostics.map(\.message) == [])
        #expect(rig?.conformance.standards == expected)
        #expect(load("rig r\n    device virtual\n").rig?.conformance.standards == .only([]))
    }

    @Test(arguments: [("", "this names no standard"), (" all v250", "nothing may follow ‘all’")])
    func refusesStandardsThatSayNothing(_ words: String, _ message: String) {
        let (_, diagnostics) = load("rig r\n    device virtual\nclaims\n    standards\(words)\n")
        #expect(diagnostics.map(\.message) == [message])
    }

    @Test func limitsItsMessages() {
        #expect(load(String(repeating: "nonsense\n", count: 10_000)).diagnostics.count == 50)
        #expect(load(String(repeating: "a", count: 1 << 20)).diagnostics.map(\.message) == ["a rig file has at most 256 KiB"])
    }

    /// Every prefix of a real file, and every one of its bytes made hostile, ends in a rig or in diagnostics.
    @Test func survivesDamage() {
        let bytes = Array(
            (head
                + "    line 9600 8N1\nvalues\n    apn \"a, \"\"b\"\nservers\n    port ftp 2121 seen as 21\nhooks\n    busy \"x\" undo \"y\"\n")
                .utf8
        )
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x09, 0x0A, 0x20, 0x22, 0x23, 0x2C, 0xFF] {
                var damaged = bytes
                damaged[index] = byte
                let (rig, diagnostics) = load(bytes: damaged)
                #expect((rig == nil) == diagnostics.contains { $0.severity == .error })
            }
            let (rig, diagnostics) = load(bytes: Array(bytes[..<index]))
            #expect((rig == nil) == diagnostics.contains { $0.severity == .error })
        }
    }
}
