import Dialects
import FoundationEssentials
import SourceText
import Testing
import VirtualModem
import World

/// What the reference device says otherwise where its manual is 000.
@Suite struct FirstStackTests {
    private static let dialect: Dialect? = {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Fixtures/dialects/"
        let files = ["edsoft.dialect", "at-hash.family"].compactMap { name in
            FileManager.default.contents(atPath: folder + name).map { SourceFile(path: name, bytes: Array($0)) }
        }
        return DialectLibrary(files).member(named: "edsoft")?.dialect
    }()

    private func online() throws -> TestModem {
        let dialect = try #require(Self.dialect)
        return try TestModem.online { $0 = dialect }
    }

    /// §3.1, note.
    @Test func aCallThatIsAnsweredTwiceGoesOn() throws {
        let dialect = try #require(Self.dialect)
        var modem = try TestModem { $0 = dialect }
        modem.write("GPRSMODE=0", "ANSWERMODE=1", "RINGCOUNT=1", "CALLSCREENNUM=\"*\"")
        #expect(modem.line("AT#ACCEPT") == indication("NO CARRIER"))
        modem.feed(.ringing(IncomingCall(caller: "0612345678", carriesData: true)))
        #expect(modem.line("AT#ACCEPT") == cme(49153))
        #expect(modem.feed(.callConnected(rate: 9600)) == indication("CONNECT 9600"))
    }

    /// §2.5.
    @Test func aBodyIsAskedFor() throws {
        var modem = try online()
        #expect(modem.line("AT#BODY1") == indication("Ok_Info_WaitingForData"))
        #expect(modem.type("Text string\r\nText string\u{1A}") == ok)
    }

    /// §2.18, §2.23, §2.31.
    @Test func portsAreWrittenWithQuotesAndTheTypeWithout() throws {
        var modem = try online()
        modem.write("FTPPORT=\"2121\"", "POP3PORT=\"1110\"", "FTPTYPE=A")
    }

    /// §3.7: nothing follows, and a server that is not reached has the number whose text says it.
    @Test(arguments: [false, true]) func noOKIsBehindAMail(isEmpty: Bool) throws {
        var modem = try online()
        modem.write("POP3SERV=\"192.0.2.110\"", "POP3UN=\"module\"", "POP3PW=\"secret\"")
        modem.line("AT#GETMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        var said = ""
        let mail = ["+OK", "Subject: x", "", "Hello", ".", "+OK", "+OK"]
        for line in ["+OK", "+OK", "+OK", isEmpty ? "+OK 0 0" : "+OK 1 99"] + (isEmpty ? ["+OK"] : mail) {
            said += modem.feed(.received(socket, Array((line + "\r\n").utf8)))
        }
        let printed = indication("Ok_Info_Mail") + "Subject: x\r\n\r\nHello\r\n.\r\n"
        #expect(said == (isEmpty ? indication("Ok_Info_NoMail") : printed))
        #expect(modem.line("AT") == ok)
        modem.line("AT#GETMAIL")
        let (other, _) = try modem.takeConnect()
        #expect(modem.feed(.failed(other, .refused)) == cme(38016))
    }

    /// §3.8: what comes first is the announcement.
    @Test func noOKIsBehindTheBeginningOfAListener() throws {
        var modem = try online()
        modem.write("TCPSERV=\"192.0.2.9\"", "TCPPORT=2323")
        modem.line("AT#LTCPSTART")
        guard case .listen(let socket, _) = modem.takeRequests().last else {
            Issue.record("no port is opened")
            return
        }
        #expect(modem.feed(.listening(socket, at: Endpoint(.any, 23))) == "")
        #expect(modem.line("AT#LTCPSTOP") == ok)
    }
}
