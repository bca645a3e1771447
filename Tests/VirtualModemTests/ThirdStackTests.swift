import Dialects
import FoundationEssentials
import SourceText
import Testing
import VirtualModem
import World

/// What the reference device says otherwise where its manual is 002.
@Suite struct ThirdStackTests {
    private static let dialect: Dialect? = {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Fixtures/dialects/"
        let files = ["multitech-f.dialect", "at-hash.family"].compactMap { name in
            FileManager.default.contents(atPath: folder + name).map { SourceFile(path: name, bytes: Array($0)) }
        }
        return DialectLibrary(files).member(named: "multitech-f")?.dialect
    }()

    private func modem() throws -> TestModem {
        let dialect = try #require(Self.dialect)
        return try TestModem { $0 = dialect }
    }

    private func online() throws -> TestModem {
        let dialect = try #require(Self.dialect)
        return try TestModem.online { $0 = dialect }
    }

    private func listening() throws -> TestModem {
        var modem = try online()
        modem.write("TCPSERV=1,\"192.0.2.9\"", "TCPPORT=1,2323")
        modem.line("AT#LTCPSTART=1")
        for request in modem.takeRequests() {
            if case .listen(let socket, _) = request { modem.feed(.listening(socket, at: Endpoint(.any, 2323))) }
        }
        return modem
    }

    /// 35871, which 003 lists; all that was up has ended before.
    @Test(arguments: [0, 1]) func aDeviceWithoutASIMSaysSo(_ mode: Int) throws {
        var modem = try online()
        #expect(modem.feed(.simRemoved) == indication("NO CARRIER"))
        modem.write("GPRSMODE=\(mode)", "DIALN1=\"1\"")
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35871))
        #expect(modem.line("AT+CMEE=1;+CPIN?") == indication("+CME ERROR: 10"))
        modem.feed(.simInserted)
        #expect(modem.line("AT+CPIN?") == indication("+CPIN: READY") + ok)
    }

    // MARK: Lists (ch. 3 #REC1)

    @Test(arguments: [1, 2, 3]) func aListIsEnteredWrittenAndEnteredAnew(_ number: Int) throws {
        var modem = try modem()
        let read = { (modem: inout TestModem) in modem.line("AT#REC\(number)?") }
        #expect(modem.line("AT#REC\(number)ADD") == "")
        #expect(modem.type("a@b.c\r\nd@e.f\r\n\u{1A}") == ok)
        #expect(read(&modem) == "#REC\(number): \"a@b.c\",\"d@e.f\"\r\n" + ok)
        modem.write("REC\(number)=\"x@y.z\"")
        #expect(read(&modem) == "#REC\(number): \"x@y.z\"\r\n" + ok)
        modem.line("AT#REC\(number)ADD")
        #expect(modem.type("g@h.i\u{1A}") == ok)
        #expect(read(&modem) == "#REC\(number): \"g@h.i\"\r\n" + ok)
    }

    /// The eleventh and all behind it are passed over, however long they are.
    @Test(arguments: [9, 10, 11, 25]) func tenHaveAPlace(_ count: Int) throws {
        var modem = try modem()
        modem.line("AT#REC1ADD")
        let all = (1...count).map { "\($0)@domain.com" }
        let beyond = count > 10 ? String(repeating: "x", count: 500) + "\r\n" : ""
        #expect(modem.type(all.map { $0 + "\r\n" }.joined() + beyond + "\u{1A}") == ok)
        #expect(modem.line("AT#REC1?") == "#REC1: " + all.prefix(10).map { "\"\($0)\"" }.joined(separator: ",") + "\r\n" + ok)
    }

    @Test func anAddressBeyond120CharactersIsRefusedAndTheListStays() throws {
        var modem = try modem()
        modem.write("REC1=\"before@domain.com\"")
        for length in [120, 121] {
            modem.line("AT#REC1ADD")
            let said = modem.type(String(repeating: "n", count: length) + "\r\n\u{1A}")
            #expect(said == (length == 120 ? ok : cme(34882)))
            if length == 120 { modem.write("REC1=\"before@domain.com\"") }
        }
        #expect(modem.line("AT#REC1?") == "#REC1: \"before@domain.com\"\r\n" + ok)
    }

    @Test func bytesOfAListMayComeOneByOne() throws {
        var modem = try modem()
        modem.line("AT#REC1ADD")
        #expect(modem.type("a@b.c\r\nd@e.f\u{1A}", byByte: true) == ok)
        #expect(modem.line("AT#REC1?") == "#REC1: \"a@b.c\",\"d@e.f\"\r\n" + ok)
    }

    // MARK: Sockets (revision C)

    @Test func eachSocketHasParametersOfItsOwn() throws {
        var modem = try modem()
        modem.write("TCPPORT=1,23", "TCPPORT=2,4000", "DLEMODE=2,0", "TCPTXDELAY=2,32760")
        #expect(modem.line("AT#TCPPORT=1") == "#TCPPORT: 1,23\r\n" + ok)
        #expect(modem.line("AT#TCPPORT=2") == "#TCPPORT: 2,4000\r\n" + ok)
        #expect(modem.line("AT#DLEMODE=1") == "#DLEMODE: 1,1\r\n" + ok)
        #expect(modem.line("AT#TCPPORT=3,23") == cme(34882))
        #expect(modem.line("AT#TCPTXDELAY=1,30") == cme(34882))
        #expect(modem.line("AT#OTCP") == cme(34819))
    }

    // MARK: Codes and messages

    @Test func aWriteWhileASocketListensHasItsOwnCode() throws {
        var modem = try listening()
        #expect(modem.line("AT#GPRSCID=2") == cme(37123))
        #expect(modem.line("AT#REC1ADD") == cme(37123))
        #expect(modem.line("AT#DELFLASH") == cme(37123))
        #expect(modem.line("AT#GETMAIL") == cme(37122))
        #expect(modem.line("AT#GPRSCID?") == "#GPRSCID: 1\r\n" + ok)
    }

    /// Revision B has a code for it; over GSM it is as before.
    @Test func aSessionThatIsLostOverGPRSHasItsOwnCode() throws {
        var modem = try listening()
        #expect(modem.feed(.bearerLost) == cme(35841) + indication("NO CARRIER"))
    }

    /// Ch. 2 #PHYTIMEOUT.
    @Test func anIdleCallEndsWithTimeout() throws {
        var modem = try modem()
        modem.write("GPRSMODE=0", "DIALN1=\"0860000000\"", "PHYTIMEOUT=1")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callConnected(rate: 9600))
        #expect(
            modem.feed(.pppUp(local: IPv4Address(10, 0, 0, 7), peer: IPv4Address(10, 0, 0, 1)))
                == indication("10.0.0.7") + indication("OK_Info_PPP")
        )
        #expect(modem.expire(.bearer(.inactivity)) == indication("TIMEOUT"))
    }

    @Test func aContextThatIsBeingActivatedIsChecked() throws {
        var modem = try modem()
        modem.line("AT#CONNECTIONSTART")
        #expect(modem.line("AT#VSTATE") == "#STATE: \"CHECKING\"\r\n" + ok)
        #expect(modem.goOnline() == indication("10.0.0.7") + indication("OK_Info_GPRSActivation"))
    }

    // MARK: AT#DELFLASH (revision B)

    @Test func erasedParametersAreAtTheirDefaults() throws {
        var modem = try modem()
        modem.write("GPRSCID=3", "APNUN=\"written\"", "TCPPORT=2,4000", "REC1=\"a@b.c\"")
        #expect(modem.line("AT#DELFLASH") == ok)
        #expect(modem.line("AT#GPRSCID?") == "#GPRSCID: 1\r\n" + ok)
        #expect(modem.line("AT#APNUN?") == "#APNUN: \"\"\r\n" + ok)
        #expect(modem.line("AT#TCPPORT=2") == "#TCPPORT: 2,0\r\n" + ok)
        #expect(modem.line("AT#REC1?") == "#REC1: \"\"\r\n" + ok)
        #expect(modem.line("AT#DELFLASH=1") == cme(34819))
    }

    /// Where the manual has no such command there is none.
    @Test func otherManualsEraseNothing() throws {
        var modem = try TestModem()
        modem.write("GPRSCID=3")
        #expect(modem.line("AT#DELFLASH") == cme(34817))
        #expect(modem.line("AT#GPRSCID?") == "#GPRSCID: 3\r\n" + ok)
    }

    // MARK: The login (ch. 3 #SMTPUN, #SMTPPW)

    @Test(arguments: [("", "", false), ("user", "", false), ("", "word", false), ("user", "word", true)])
    func aLoginTakesBoth(user: String, password: String, logsIn: Bool) throws {
        var modem = try online()
        modem.write("SMTPSERV=\"192.0.2.25\"", "SMTPUN=\"\(user)\"", "SMTPPW=\"\(password)\"")
        modem.write("DOMAIN=\"d.c\"", "SENDERADDR=\"a@d.c\"", "REC1=\"b@d.c\"")
        modem.line("AT#PUTMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        modem.feed(.received(socket, Array("220 here\r\n".utf8)))
        _ = modem.takeSent()
        modem.feed(.received(socket, Array("250-here\r\n250 AUTH PLAIN LOGIN\r\n".utf8)))
        #expect(modem.takeSent().hasPrefix(logsIn ? "AUTH " : "MAIL "))
    }
}
