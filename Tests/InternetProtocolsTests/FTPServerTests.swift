import InternetProtocols
import Octets
import Testing

/// Literal commands, and the owner's part played by hand.
@Suite struct FTPServerTests {
    static let peer: UInt32 = 0xC633_6407

    static func server() -> FTPServer {
        var server = FTPServer()
        server.accounts = ["joe": .init(password: "pw"), "ann": .init(password: "pw", account: "acme")]
        server.files.setFile(FileTree.Path("data.bin"), bytes("0123456789"))
        server.files.setFile(FileTree.Path("sub/lines.txt"), bytes("a\nb\r\nc"))
        server.files.setDirectory(FileTree.Path("locked"), writable: false)
        return server
    }

    /// What came of a call: the control connection's part, and the rest.
    struct Outcome {
        var told = Told()
        var data: [FTPServer.Action] = []
        init(_ actions: [FTPServer.Action]) {
            for action in actions {
                switch action {
                case .control(let action): told.add([action])
                case .openPassiveListener, .closePassiveListener, .connectData, .sendData, .endData, .finishData, .resetData,
                    .pauseData, .resumeData:
                    data.append(action)
                }
            }
        }
        var codes: [String] { told.codes }
    }

    static func say(_ server: inout FTPServer, _ lines: String...) -> Outcome {
        Outcome(server.receive(bytes(lines.joined(separator: "\r\n") + "\r\n"), on: 0))
    }

    static func loggedIn(_ server: FTPServer = server()) -> FTPServer {
        var server = server
        _ = server.accept(0, from: peer)
        #expect(say(&server, "USER joe", "PASS pw", "TYPE I").codes == ["331 ", "230 ", "200 "])
        return server
    }

    /// Logged in, a passive data connection open.
    static func connected(_ server: FTPServer = server()) -> FTPServer {
        var server = loggedIn(server)
        #expect(say(&server, "PASV").data == [.openPassiveListener])
        let reply = Outcome(server.listening(on: 0, address: 0xC000_0215, port: 0x1234))
        #expect(reply.told.text == "227 Entering Passive Mode (192,0,2,21,18,52)\r\n")
        #expect(server.dataOpened(on: 0) == [.closePassiveListener])
        return server
    }

    // MARK: Login and plain commands

    @Test func greetsInSeveralLines() {
        var server = Self.server()
        #expect(Outcome(server.accept(0, from: Self.peer)).codes == ["220-", "220 "])
        server.faults.greeting = ["220-one", "two", "220 three"]
        #expect(Outcome(server.accept(1, from: Self.peer)).told.text == "220-one\r\ntwo\r\n220 three\r\n")
        server.faults.greeting = ["421 closing"]
        #expect(Outcome(server.accept(2, from: Self.peer)).told.ends == ["finish"])
    }

    @Test(arguments: [
        (["USER joe", "PASS pw"], ["331 ", "230 "]), (["USER joe", "PASS no", "PWD"], ["331 ", "530 ", "530 "]),
        (["USER jim"], ["530 "]),
        (["PASS pw"], ["503 "]), (["USER ann", "PASS pw", "PWD", "ACCT acme"], ["331 ", "332 ", "530 ", "230 "]),
        (["USER ann", "PASS pw", "ACCT x"], ["331 ", "332 ", "530 "]), (["ACCT acme"], ["503 "]),
        (["USER joe", "PASS pw", "ACCT x"], ["331 ", "230 ", "202 "]),
        (["RETR data.bin"], ["530 "]), (["PASV"], ["530 "]), (["NOOP", "SYST", "QUIT"], ["200 ", "215 ", "221 "]),
        (["FEAT"], ["211-", " EPR", " EPS", " RES", " SIZ", "211 "]),
    ]) func logsIn(lines: [String], codes: [String]) {
        var server = Self.server()
        _ = server.accept(0, from: Self.peer)
        #expect(Self.say(&server, lines.joined(separator: "\r\n")).codes == codes)
    }

    @Test(arguments: [
        ("PWD", "257 \"/\" is the current directory"), ("CWD sub\r\nPWD", "257 \"/sub\" is the current directory"),
        ("CWD sub\r\nCDUP\r\nPWD", "257 \"/\" is the current directory"),
        ("CWD ../../..\r\nPWD", "257 \"/\" is the current directory"),
        ("CWD none", "550 No such directory"), ("CWD data.bin", "550 No such directory"), ("MKD a\"b", "257 \"/a\"\"b\" made"),
        ("TYPE A N", "200 Type is A"), ("TYPE L 8", "200 Type is I"), ("TYPE E", "504 Only A, I and L 8"),
        ("MODE S", "200 Stream"),
        ("MODE B", "504 Stream only"), ("STRU F", "200 File"), ("STRU R", "504 File only"), ("SIZE data.bin", "213 10"),
        ("SIZE sub", "550 No such file"), ("SIZE sub/lines.txt", "213 6"), ("TYPE A\r\nSIZE sub/lines.txt", "213 7"),
        ("DELE data.bin", "250 Removed"), ("DELE none", "550 No such file or directory"), ("DELE", "501 A name is missing"),
        ("RMD locked", "250 Removed"), ("RMD sub", "550 Not empty"), ("MKD locked/x", "550 Permission denied"),
        ("REST x", "501 A number is missing"),
        ("RETR data.bin", "425 PASV or PORT first"), ("ABOR", "226 Nothing is being transferred"),
        ("SITE x", "502 Not implemented"), ("XYZ", "500 Unknown command"),
        ("ALLO 5", "202 Not needed"), ("pwd", "257 \"/\" is the current directory"),
        ("\u{0}PWD", "500 Unknown command"), ("EPSV 2", "522 Network protocol not supported, use (1)"),
        ("EPSV ALL\r\nPORT 198,51,100,7,8,0", "503 EPSV ALL was said"), ("EPSV ALL\r\nPASV", "503 EPSV ALL was said"),
    ]) func answers(lines: String, line: String) {
        var server = Self.loggedIn()
        #expect(Self.say(&server, lines).told.text.split(separator: "\r\n").last.map(String.init) == line)
    }

    @Test(arguments: [
        ("PORT 198,51,100,7,8,0", "200 "), ("EPRT |1|198.51.100.7|2048|", "200 "), ("EPRT !1!198.51.100.7!2048!", "200 "),
        // Another host, and a well-known port (RFC 2577).
        ("PORT 198,51,100,8,8,0", "504 "), ("PORT 198,51,100,7,0,25", "504 "), ("EPRT |1|198.51.100.8|2048|", "504 "),
        ("EPRT |2|::1|2048|", "522 "), ("PORT 1,2,3", "501 "), ("PORT 198,51,100,7,8,256", "501 "),
        ("PORT x198,51,100,7,8,0", "501 "),
        ("EPRT |1|198.51.100|2048|", "501 "), ("EPRT |1|198.51.100.7|65536|", "501 "), ("EPRT", "501 "), ("PORT", "501 "),
    ]) func takesThePeersOwnAddressOnly(line: String, code: String) {
        var server = Self.loggedIn()
        #expect(Self.say(&server, line).codes == [code])
    }

    // MARK: Transfers

    @Test func retrievesActively() {
        var server = Self.loggedIn()
        let outcome = Self.say(&server, "PORT 198,51,100,7,8,1", "RETR data.bin", "NOOP")
        #expect(outcome.codes == ["200 ", "150 "])
        #expect(outcome.data == [.connectData(address: Self.peer, port: 0x801)])
        #expect(server.dataOpened(on: 0) == [.sendData(bytes("0123456789"))])
        #expect(server.dataDrained(on: 0) == [.endData])
        let end = Outcome(server.dataEnded(on: 0))
        #expect(end.data == [.finishData])
        // NOOP came during the transfer, and was kept.
        #expect(end.codes == ["226 ", "200 "])
    }

    @Test func retrievesPassivelyBeforeAndAfterTheConnection() {
        var early = Self.connected()
        let first = Self.say(&early, "RETR data.bin")
        #expect(first.codes == ["125 "])
        #expect(first.data == [.sendData(bytes("0123456789"))])

        var late = Self.loggedIn()
        _ = Self.say(&late, "EPSV")
        #expect(
            Outcome(late.listening(on: 0, address: 0, port: 5_000)).told.text
                == "229 Entering Extended Passive Mode (|||5000|)\r\n"
        )
        let second = Self.say(&late, "RETR data.bin")
        #expect(second.codes == ["150 "])
        #expect(second.data == [])
        #expect(late.dataOpened(on: 0) == [.closePassiveListener, .sendData(bytes("0123456789"))])
    }

    @Test func completesBeforeOrAfterTheClose() {
        var after = Self.connected()
        _ = Self.say(&after, "RETR data.bin")
        #expect(after.dataDrained(on: 0) == [.endData])
        #expect(Outcome(after.dataEnded(on: 0)).codes == ["226 "])
        #expect(after.dataEnded(on: 0) == [])
        var first = Self.connected()
        first.completesFirst = true
        _ = Self.say(&first, "RETR data.bin")
        let reply = Outcome(first.dataDrained(on: 0))
        #expect(reply.codes == ["226 "])
        #expect(reply.data == [])
        #expect(first.drained(0) == [.finishData])
        #expect(first.drained(0) == [])
    }

    @Test func completesFirstAlsoWhenItStores() {
        var server = Self.connected()
        server.completesFirst = true
        _ = Self.say(&server, "STOR new")
        _ = server.dataReceived(bytes("x"), on: 0)
        #expect(Outcome(server.dataFinished(on: 0)).codes == ["226 "])
        #expect(server.drained(0) == [.finishData])
        #expect(server.files.file(FileTree.Path("new")) == bytes("x"))
    }

    @Test(arguments: [
        ("STOR", "data.bin", 0, "xyz"), ("STOR", "new", 0, "xyz"), ("APPE", "data.bin", 0, "0123456789xyz"),
        ("APPE", "new", 0, "xyz"),
        ("STOR", "data.bin", 4, "0123xyz"),
    ]) func stores(verb: String, name: String, restart: Int, content: String) {
        var server = Self.connected()
        #expect(Self.say(&server, "REST \(restart)", "\(verb) \(name)").codes == ["350 ", "125 "])
        for byte in bytes("xyz") { #expect(server.dataReceived([byte], on: 0) == []) }
        let end = Outcome(server.dataFinished(on: 0))
        #expect(end.codes == ["226 "])
        #expect(end.data == [.finishData])
        #expect(server.files.file(FileTree.Path(name)) == bytes(content))
    }

    @Test(
        arguments: [
            ("REST 4\r\nRETR data.bin", "456789"), ("REST 10\r\nRETR data.bin", nil),
            ("TYPE A\r\nRETR sub/lines.txt", "a\r\nb\r\nc"),
            ("RETR sub/lines.txt", "a\nb\r\nc"), ("NLST sub", "lines.txt\r\n"), ("NLST", "data.bin\r\nlocked\r\nsub\r\n"),
            ("CWD sub\r\nRETR ../data.bin", "0123456789"),
            (
                "LIST -la",
                "-rw-r--r--   1 attest   attest             10 Jan  1  2000 data.bin\r\n"
                    + "dr-xr-xr-x   1 attest   attest              0 Jan  1  2000 locked\r\n"
                    + "drwxr-xr-x   1 attest   attest              0 Jan  1  2000 sub\r\n"
            ),
        ] as [(String, String?)]
    ) func sends(lines: String, content: String?) {
        var server = Self.connected()
        #expect(Self.say(&server, lines).data.first == content.map { .sendData(bytes($0)) } ?? .endData)
    }

    /// 226 would tell a client that has closed its side in the middle that it has got everything (RFC 959 §4.2, §5.4).
    @Test(arguments: ["RETR data.bin", "LIST", "NLST"]) func aClientThatGoesAwayIsToldSo(line: String) {
        var server = Self.connected()
        _ = Self.say(&server, line, "NOOP")
        #expect(server.dataDrained(on: 0) == [.endData])
        #expect(Outcome(server.dataFailed(on: 0)).codes == ["426 ", "200 "])
        #expect(server.dataEnded(on: 0) == [])
        // Before all was sent, too.
        var large = Self.connected()
        large.files.setFile(FileTree.Path("large"), Array(repeating: 1, count: 1 << 20))
        _ = Self.say(&large, "RETR large")
        _ = large.dataDrained(on: 0)
        #expect(Outcome(large.dataFailed(on: 0)).codes == ["426 "])
        // ABOR while the end is awaited.
        var aborted = Self.connected()
        _ = Self.say(&aborted, "RETR data.bin")
        _ = aborted.dataDrained(on: 0)
        let outcome = Self.say(&aborted, "ABOR")
        #expect(outcome.codes == ["426 ", "226 "])
        #expect(outcome.data == [.resetData])
        #expect(aborted.dataEnded(on: 0) == [])
    }

    @Test(arguments: [
        ("RETR none", "550 "), ("RETR sub", "550 "), ("RETR", "550 "), ("STOR locked/x", "550 "), ("STOR none/x", "550 "),
        ("STOR sub", "550 "), ("STOR", "550 "),
        ("REST 11\r\nRETR data.bin", "554 "), ("REST 11\r\nSTOR data.bin", "554 "), ("TYPE A\r\nREST 1\r\nRETR data.bin", "504 "),
        ("NLST none", "550 "),
    ]) func refuses(lines: String, code: String) {
        var server = Self.connected()
        #expect(Self.say(&server, lines).codes.last == code)
    }

    /// A server whose own line ends are those of the network: LF alone is the client's.
    @Test func storesTextAsItComesAtEverySplit() {
        for pieces in splittings(bytes("a\r\nb\rc\n\r\r\nd\r")) {
            var server = Self.connected()
            _ = Self.say(&server, "TYPE A", "STOR new")
            for piece in pieces { _ = server.dataReceived(piece, on: 0) }
            _ = server.dataFinished(on: 0)
            #expect(server.files.file(FileTree.Path("new")) == bytes("a\r\nb\rc\n\r\r\nd\r"))
        }
    }

    @Test func takesDataThatOvertakesItsCommand() {
        var server = Self.connected()
        #expect(server.dataReceived(bytes("early"), on: 0) == [])
        #expect(server.dataFinished(on: 0) == [])
        #expect(Self.say(&server, "STOR new").codes == ["125 ", "226 "])
        #expect(server.files.file(FileTree.Path("new")) == bytes("early"))
        // What comes late of the same connection is nobody's.
        #expect(server.dataFinished(on: 0) == [])
        _ = Self.say(&server, "PASV")
        _ = server.listening(on: 0, address: 1, port: 2)
        _ = server.dataOpened(on: 0)
        #expect(Self.say(&server, "STOR other").codes == ["125 "])
    }

    @Test func aborts() {
        var server = Self.connected()
        server.files.setFile(FileTree.Path("large"), Array(repeating: 1, count: 1 << 20))
        let start = Self.say(&server, "RETR large")
        #expect(start.data == [.sendData(Array(repeating: 1, count: FTPServer.pieceLength))])
        // Telnet IP and Synch come before it (RFC 959 §4.1.3).
        let outcome = Outcome(server.receive([255, 244, 255, 242] + bytes("ABOR\r\n"), on: 0))
        #expect(outcome.data == [.resetData])
        #expect(outcome.codes == ["426 ", "226 "])
        #expect(server.dataDrained(on: 0) == [])
        #expect(Self.say(&server, "NOOP").codes == ["200 "])
    }

    @Test func leavesAfterTheTransfer() {
        var server = Self.connected()
        #expect(Self.say(&server, "RETR data.bin", "QUIT").told.ends == [])
        #expect(server.dataDrained(on: 0) == [.endData])
        let end = Outcome(server.dataEnded(on: 0))
        #expect(end.codes == ["226 ", "221 "])
        #expect(end.told.ends == ["finish"])
    }

    @Test func cleansUp() {
        var waiting = Self.loggedIn()
        _ = Self.say(&waiting, "PASV")
        _ = waiting.listening(on: 0, address: 1, port: 2)
        #expect(Outcome(waiting.finished(on: 0)).data == [.closePassiveListener])
        var open = Self.connected()
        #expect(open.closed(0) == [.resetData])
        var quitting = Self.connected()
        #expect(Self.say(&quitting, "QUIT").data == [.resetData])
        var again = Self.connected()
        #expect(Self.say(&again, "PASV").data == [.resetData, .openPassiveListener])
        var unable = Self.loggedIn()
        _ = Self.say(&unable, "PASV", "NOOP")
        #expect(Outcome(unable.dataFailed(on: 0)).codes == ["425 ", "200 "])
        var unreachable = Self.loggedIn()
        _ = Self.say(&unreachable, "PORT 198,51,100,7,8,1", "RETR data.bin")
        #expect(Outcome(unreachable.dataFailed(on: 0)).codes == ["425 "])
        var cut = Self.connected()
        _ = Self.say(&cut, "STOR data.bin")
        _ = cut.dataReceived([1], on: 0)
        #expect(Outcome(cut.dataFailed(on: 0)).codes == ["426 "])
        #expect(cut.files.file(FileTree.Path("data.bin")) == bytes("0123456789"))
    }

    // MARK: Faults

    @Test(arguments: [0, 3, 9, 10]) func cutsAndStallsWhatItSends(count: Int) {
        var server = Self.connected()
        server.faults.contentLimits = [.init(.cut, after: count)]
        var outcome = Self.say(&server, "RETR data.bin")
        if count > 0 {
            #expect(outcome.data == [.sendData(Array(bytes("0123456789").prefix(count)))])
            outcome = Outcome(server.dataDrained(on: 0))
        }
        #expect(outcome.data == [.resetData])
        #expect(outcome.codes.last == "426 ")

        var stalling = Self.connected()
        stalling.faults.contentLimits = [.init(.stall, after: count)]
        _ = Self.say(&stalling, "RETR data.bin", "NOOP")
        if count > 0 { #expect(stalling.dataDrained(on: 0) == [.pauseData]) }
        #expect(stalling.dataDrained(on: 0) == [])
    }

    @Test func cutsAndStallsWhatItStores() {
        var server = Self.connected()
        server.faults.contentLimits = [.init(.cut, after: 5)]
        _ = Self.say(&server, "STOR new")
        #expect(server.dataReceived(bytes("1234"), on: 0) == [])
        let outcome = Outcome(server.dataReceived(bytes("56"), on: 0))
        #expect(outcome.data == [.resetData])
        #expect(outcome.codes == ["426 "])
        #expect(server.files.file(FileTree.Path("new")) == nil)

        var stalling = Self.connected()
        stalling.faults.contentLimits = [.init(.stall, after: 5)]
        _ = Self.say(&stalling, "STOR new")
        #expect(stalling.dataReceived(bytes("123456"), on: 0) == [.pauseData])
        #expect(stalling.dataFinished(on: 0) == [])
    }

    @Test(arguments: [0, 3, 9, 10]) func pausesWhatItSends(count: Int) {
        var server = Self.connected()
        server.faults.contentLimits = [.init(.pause, after: count)]
        var outcome = Self.say(&server, "RETR data.bin")
        if count > 0 { outcome = Outcome(server.dataDrained(on: 0)) }
        #expect(outcome.data == [.pauseData])
        #expect(server.isTransferring)
        var rest: [FTPServer.Action] = count < 10 ? [.sendData(Array(bytes("0123456789").dropFirst(count)))] : [.endData]
        #expect(server.goOn(on: 0) == rest)
        if count < 10 { rest = server.dataDrained(on: 0) }
        #expect(rest == [.endData])
        #expect(!server.isTransferring)
    }

    /// Under TYPE A a pause may fall between CR and LF.
    @Test(arguments: 0...6) func pausesLinesAnywhere(count: Int) {
        var server = Self.connected()
        server.files.setFile(FileTree.Path("lines"), bytes("a\nb\n"))
        server.faults.contentLimits = [.init(.pause, after: count)]
        let actions = Self.say(&server, "TYPE A", "RETR lines").data + server.dataDrained(on: 0) + server.goOn(on: 0)
        let sent = actions.flatMap { (action: FTPServer.Action) -> [UInt8] in
            if case .sendData(let bytes) = action { bytes } else { [] }
        }
        #expect(sent == bytes("a\r\nb\r\n"))
    }

    @Test func saysWhatItIsToldTo() {
        var server = Self.connected()
        server.faults.contentLimits = [.init(.pause, after: 3)]
        _ = Self.say(&server, "RETR data.bin")
        let outcome = Outcome(server.say("426 aborted", on: 0))
        #expect(outcome.codes == ["426 "])
        #expect(outcome.data == [])
        #expect(!server.isTransferring)
        #expect(Self.say(&server, "NOOP").codes == ["200 "])
        #expect(Outcome(server.closeData(resetting: false, on: 0)).data == [.finishData])
        #expect(Outcome(server.closeData(resetting: true, on: 0)).data == [])
    }

    @Test func leavesItsDataConnectionOpen() {
        var server = Self.connected()
        server.faults.contentLimits = [.init(.pause, after: 3)]
        _ = Self.say(&server, "RETR data.bin")
        #expect(server.leave(resetting: false, on: 0) == [.control(.finish)])
        #expect(server.closed(0) == [.resetData])
    }

    @Test func confirmsInOtherWords() {
        var server = Self.loggedIn()
        server.faults.rules = [
            .init(command: "TYPE", measure: .confirm(lines: ["250-a", "250 b"])),
            .init(command: "CWD", measure: .confirm(lines: ["200 c"])),
        ]
        let told = Self.say(&server, "TYPE I", "CWD nowhere", "CWD .").told.text
        #expect(told == "250-a\r\n250 b\r\n550 No such directory\r\n200 c\r\n")
    }

    @Test(arguments: ["227 =h1,h2,h3,h4,p1,p2", "227 Passive h1,h2,h3,h4,p1,p2."]) func announcesDataAsItIsTold(reply: String) {
        var server = Self.loggedIn()
        server.passiveReply = reply
        _ = Self.say(&server, "PASV")
        let told = Outcome(server.listening(on: 0, address: 0xC000_0215, port: 1_025)).told.text
        #expect(told == reply.replacing("h1,h2,h3,h4,p1,p2", with: "192,0,2,21,4,1") + "\r\n")
    }

    @Test func letsInByNameAlone() {
        var server = Self.server()
        server.accounts["guest"] = .init(password: nil)
        server.files.setDirectory(FileTree.Path("users/guest"), writable: true)
        server.home = FileTree.Path("users/guest")
        _ = server.accept(0, from: 0)
        #expect(Self.say(&server, "USER guest", "PWD").codes == ["230 ", "257 "])
        #expect(Self.say(&server, "PWD").told.text.contains("users/guest"))
        #expect(Self.say(&server, "PASS x").codes == ["503 "])
    }

    @Test func aScriptedCompletionStoresNothing() {
        var server = Self.connected()
        server.faults.rules = [.init(command: "body", measure: .respond(.answer(line: "552 full")))]
        _ = Self.say(&server, "STOR new")
        let outcome = Outcome(server.dataFinished(on: 0))
        #expect(outcome.codes == ["552 "])
        #expect(outcome.data == [.finishData])
        #expect(server.files.file(FileTree.Path("new")) == nil)
    }

    @Test func countsOccurrencesAcrossConnections() {
        var server = Self.server()
        server.faults.rules = [.init(command: "USER", occurrence: 2, measure: .respond(.answer(line: "530 second")))]
        for (connection, code) in [(1, "331 "), (2, "530 "), (3, "331 ")] {
            _ = server.accept(connection, from: 0)
            #expect(Outcome(server.receive(bytes("USER joe\r\n"), on: connection)).codes == [code])
        }
    }

    @Test func delaysAndThenGoesOn() {
        var server = Self.loggedIn()
        server.faults.rules = [
            .init(command: "NOOP", measure: .delay(milliseconds: 20)),
            .init(command: "NOOP", occurrence: 2, measure: .respond(.answer(line: "421 gone"))),
        ]
        let outcome = Self.say(&server, "NOOP", "PWD")
        #expect(outcome.told.delays == [20])
        #expect(outcome.codes == [])
        #expect(Outcome(server.resume(on: 0)).codes == ["200 ", "257 "])
        #expect(server.resume(on: 0) == [])
        #expect(Self.say(&server, "NOOP").told.delays == [20])
        let end = Outcome(server.resume(on: 0))
        #expect(end.codes == ["421 "])
        #expect(end.told.ends == ["finish"])
    }

    @Test(arguments: [ScriptedFaults.Response.stall, .close, .reset]) func breaksOff(response: ScriptedFaults.Response) {
        var server = Self.connected()
        server.faults.rules = [.init(command: "RETR", measure: .respond(response))]
        let outcome = Self.say(&server, "RETR data.bin", "NOOP")
        #expect(outcome.codes == [])
        #expect(outcome.told.ends == (response == .stall ? [] : response == .close ? ["finish"] : ["reset"]))
        #expect(outcome.data == (response == .stall ? [] : [.resetData]))
        #expect(Self.say(&server, "NOOP").codes == [])
    }

    /// Each is answered before the next one is executed, and the stack does not grow with them.
    @Test func abortsAnyNumberOfPipelinedTransfersInOrder() {
        var server = Self.loggedIn()
        let round = "PORT 198,51,100,7,8,1\r\nLIST\r\nABOR\r\n"
        let batches = Self.sayAndDrain(&server, String(repeating: round, count: 10_000) + "NOOP\r\n")
        #expect(
            batches.flatMap(\.codes)
                == Array(repeating: ["200 ", "150 ", "426 ", "226 "], count: 10_000).flatMap(\.self) + ["200 "]
        )
    }

    @Test func aClientThatDoesNotReadWaitsForItsReplies() {
        var server = Self.loggedIn()
        let batches = Self.sayAndDrain(&server, String(repeating: "NOOP\r\n", count: 20_000))
        #expect(batches.allSatisfy { $0.text.utf8.count < (64 << 10) + 100 })
        #expect(batches.flatMap(\.codes) == Array(repeating: "200 ", count: 20_000))
    }

    /// What is said at once, and then each time when that has left.
    private static func sayAndDrain(_ server: inout FTPServer, _ text: String) -> [Told] {
        var batches = [Outcome(server.receive(bytes(text), on: 0)).told]
        while true {
            let more = server.drained(0)
            if more.isEmpty { break }
            batches.append(Outcome(more).told)
        }
        return batches
    }

    // MARK: Hostile input, and size

    @Test func survivesHostileInput() {
        let verbs = [
            "USER joe", "PASS pw", "PASV", "PORT 198,51,100,7,8,1", "RETR data.bin", "STOR x", "LIST", "ABOR", "CWD", "MKD",
            "EPRT", "\u{FF}\u{F4}REST",
        ]
        for (index, input) in hostileInputs(verbs: verbs).enumerated() {
            var server = Self.loggedIn()
            var length = 0
            for start in stride(from: 0, to: input.count, by: 61) {
                var actions = server.receive(Array(input[start..<min(start + 61, input.count)]), on: 0)
                while let action = actions.popLast() {
                    length += 1
                    switch action {
                    case .openPassiveListener:
                        actions += server.listening(on: 0, address: 1, port: 2) + (index % 2 == 0 ? server.dataOpened(on: 0) : [])
                    case .connectData: actions += index % 3 == 0 ? server.dataFailed(on: 0) : server.dataOpened(on: 0)
                    case .sendData: actions += server.dataDrained(on: 0)
                    case .endData: actions += index % 5 == 0 ? server.dataFailed(on: 0) : server.dataEnded(on: 0)
                    case .control, .closePassiveListener, .finishData, .resetData, .pauseData, .resumeData: break
                    }
                }
                if start % 7 == 0 { _ = server.dataReceived(input, on: 0) + server.dataFinished(on: 0) }
            }
            #expect(length < 100_000)
            _ = server.closed(0)
        }
    }

    @Test func floodsWithoutLineEndAreBounded() {
        var server = Self.connected()
        server.files.setFile(FileTree.Path("large"), Array(repeating: 1, count: 1 << 20))
        _ = Self.say(&server, "RETR large", "NOOP")
        var ends: [String] = []
        for _ in 0..<40 { ends += Outcome(server.receive(Array(repeating: 0x41, count: 64 << 10), on: 0)).told.ends }
        #expect(ends == ["reset"])
    }

    /// What two clients are storing counts as much as what is there.
    @Test func filesThatAreBeingStoredTakeRoom() {
        var server = Self.connected()
        server.files.setFile(FileTree.Path("large"), Array(repeating: 1, count: FileTree.sizeLimit - 3_000_000))
        #expect(Self.say(&server, "STOR a").codes == ["125 "])
        #expect(server.dataReceived(Array(repeating: 2, count: 2_000_000), on: 0) == [])
        _ = server.accept(1, from: Self.peer)
        _ = server.receive(bytes("USER joe\r\nPASS pw\r\nTYPE I\r\nPASV\r\n"), on: 1)
        _ = server.listening(on: 1, address: 1, port: 2)
        _ = server.dataOpened(on: 1)
        #expect(Outcome(server.receive(bytes("STOR b\r\n"), on: 1)).codes == ["125 "])
        let refused = Outcome(server.dataReceived(Array(repeating: 3, count: 2_000_000), on: 1))
        #expect(refused.codes == ["552 "])
        #expect(refused.data == [.resetData])
        #expect(Outcome(server.dataFinished(on: 0)).codes == ["226 "])
        #expect(server.files.file(FileTree.Path("a"))?.count == 2_000_000)
        #expect(server.files.file(FileTree.Path("b")) == nil)
    }

    @Test func carriesLargeFilesInPieces() {
        let content = Array(repeating: bytes("0123456789abcdef"), count: 1 << 18).flatMap(\.self)
        var server = Self.connected()
        _ = Self.say(&server, "STOR large")
        for start in stride(from: 0, to: content.count, by: 8 << 10) {
            _ = server.dataReceived(Array(content[start..<min(start + 8 << 10, content.count)]), on: 0)
        }
        _ = server.dataFinished(on: 0)
        #expect(server.files.file(FileTree.Path("large"))?.count == content.count)

        _ = Self.say(&server, "PASV")
        _ = server.listening(on: 0, address: 1, port: 2)
        _ = server.dataOpened(on: 0)
        var actions = Self.say(&server, "RETR large").data
        var received = 0
        var pieces = 0
        while case .sendData(let piece)? = actions.first {
            #expect(piece.count <= FTPServer.pieceLength)
            received += piece.count
            pieces += 1
            actions = server.dataDrained(on: 0)
        }
        #expect(received == content.count)
        #expect(pieces == content.count / FTPServer.pieceLength)
    }
}
