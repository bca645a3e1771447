import Testing
import VirtualModem
import World

/// Each defect spoils what it says, and what it spoils is whole without it (the other suites show that).
@Suite struct DefectTests {
    private let socket = SocketKey.opened(by: SessionID(number: 1), .main)

    private func bridged(_ defect: Defect) throws -> (TestModem, SocketKey) {
        var modem = try TestModem.online([defect])
        modem.line("AT#TCPSERV=\"192.0.2.101\";#TCPPORT=23")
        modem.line("AT#OTCP")
        let (socket, _) = try modem.takeConnect()
        #expect(modem.feed(.connected(socket)) == waiting)
        return (modem, socket)
    }

    @Test(
        arguments: [
            (.wrongErrorCode, "AT#NOSUCH", cme(34818)), (.extraLine, "AT#DLEMODE=0", indication("EXTRA") + ok),
            (.doubleOK, "AT#DLEMODE=0", ok + ok), (.noAnswer, "AT#DLEMODE=0", ""), (.lateAnswer, "AT#DLEMODE=0", ""),
            (.v1Framing, "AT", "\r\nOK\r"), (.v0Framing, "ATV0", "0\r"), (.wrongNumericCode, "ATV0", "\r1\r"),
            (.wrongDefault, "AT#REDIALCOUNT?", "#REDIALCOUNT: 14\r\n" + ok), (.acceptsIllegalValue, "AT#REDIALCOUNT=99", ok),
            (.losesParameter, "AT#REDIALCOUNT=3;#REDIALCOUNT?", "#REDIALCOUNT: 5\r\n" + ok), (.noEcho, "ATE1E1", ok),
        ] as [(Defect, String, String)]
    )
    func spoilsAnswers(defect: Defect, line: String, answer: String) throws {
        var modem = try TestModem([defect])
        if defect == .noEcho { modem.line("ATE1") }
        #expect(modem.line(line) == answer)
    }

    @Test func swapsTheAnswersOfARead() throws {
        var modem = try TestModem([.swapsAnswerOrder])
        #expect(modem.line("AT#DLEMODE?") == ok + "#DLEMODE: 1\r\n")
    }

    @Test func answersLate() throws {
        var modem = try TestModem([.lateAnswer])
        #expect(modem.line("AT#DLEMODE=0") == "")
        #expect(modem.line("AT") == "")
        #expect(modem.expire(.heldAnswer) == ok + ok)
        #expect(modem.line("AT") == ok)
    }

    @Test func spoilsTheBridge() throws {
        var (modem, socket) = try bridged(.dropsDLE)
        #expect(modem.feed(.received(socket, Array("a\(etx)b\(etx)".utf8))) == "a\(etx)b\(dle)\(etx)")
        (modem, socket) = try bridged(.dropsETX)
        #expect(modem.feed(.finished(socket)) == socketClosed + ok)
        (modem, socket) = try bridged(.okBeforeETX)
        #expect(modem.feed(.finished(socket)) == ok + etx + socketClosed)
        (modem, socket) = try bridged(.swapsAnswerOrder)
        #expect(modem.feed(.finished(socket)) == etx + ok + socketClosed)
        (modem, socket) = try bridged(.unescapesWrong)
        modem.type("a\(dle)\(etx)")
        #expect(modem.takeSent() == "a\(dle)\(etx)")
        (modem, socket) = try bridged(.echoesData)
        #expect(modem.type("a\(etx)") == "a" + etx + socketClosed + ok)
    }

    @Test(
        arguments: [
            (.keepsMail, "a\r\n.\r\n", "a" + endOfMail, "NOOP\r\n"), (.noCRLFDot, "a\r\n.\r\n", "a", "DELE 1\r\n"),
        ] as [(Defect, String, String, String)]
    )
    func spoilsMail(defect: Defect, mail: String, shown: String, command: String) throws {
        var modem = try TestModem.online([defect])
        modem.line("AT#POP3SERV=\"192.0.2.110\"")
        modem.line("AT#GETMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        for line in ["+OK", "+OK", "+OK", "+OK 1 9", "+OK"] { modem.feed(.received(socket, Array((line + "\r\n").utf8))) }
        _ = modem.takeSent()
        #expect(modem.feed(.received(socket, Array(mail.utf8))) == shown)
        #expect(modem.takeSent() == command)
    }

    @Test func leavesWithoutQuit() throws {
        var modem = try TestModem.online([.noQuit])
        modem.line("AT#POP3SERV=\"192.0.2.110\"")
        modem.line("AT#GETMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        let lines = ["+OK", "+OK", "+OK", "+OK 1 9", "+OK", "a", ".", "+OK"]
        let shown = lines.reduce("") { $0 + modem.feed(.received(socket, Array(($1 + "\r\n").utf8))) }
        #expect(shown == indication("Ok_Info_Mail") + "a" + endOfMail + ok)
        #expect(modem.takeRequests().last == .reset(socket))
    }

    @Test func keepsTheEighthBit() throws {
        var modem = try TestModem.online([.keepsMSB])
        modem.line("AT#FTPSERV=\"192.0.2.21\";#FTPPUTFILENAME=\"f\";#FTPTYPE=A")
        modem.line("AT#FTPPUT")
        let (control, _) = try modem.takeConnect()
        modem.feed(.connected(control))
        for line in ["220", "230", "200", "227 (192,0,2,21,200,1)"] {
            modem.feed(.received(control, Array((line + "\r\n").utf8)))
        }
        let (data, _) = try modem.takeConnect()
        modem.feed(.connected(data))
        modem.feed(.received(control, Array("150\r\n".utf8)))
        modem.feed(.serial([0xC1]))
        #expect(modem.takeRequests().contains(.send([0xC1], on: data)))
    }

    @Test(arguments: [(.ignoresFilter, "192.0.2.9"), (.keepsListening, "255.255.255.255")] as [(Defect, String)])
    func spoilsListening(defect: Defect, filter: String) throws {
        var modem = try TestModem.online([defect])
        modem.line("AT#TCPSERV=\"\(filter)\";#TCPPORT=23")
        modem.line("AT#LTCPSTART")
        let listener = SocketKey.opened(by: SessionID(number: 1), .main)
        modem.feed(.listening(listener, at: Endpoint(.any, 23)))
        let accepted = SocketKey.accepted(1)
        #expect(modem.feed(.accepted(accepted, on: listener, from: Endpoint(IPv4Address(192, 0, 2, 101), 5))) == waiting)
        #expect(modem.takeRequests().contains(.closeListener(listener)) == (defect != .keepsListening))
        modem.feed(.finished(accepted))
        _ = modem.takeRequests()
        modem.feed(.accepted(SocketKey.accepted(2), on: listener, from: Endpoint(IPv4Address(192, 0, 2, 101), 6)))
        #expect(modem.takeRequests().isEmpty == (defect == .keepsListening))
    }

    @Test func spoilsConnections() throws {
        var modem = try TestModem([.redialsTooSoon])
        modem.line("AT#GPRSMODE=0;#DIALN1=\"1\";#REDIALDELAY=8")
        modem.line("AT#CONNECTIONSTART")
        modem.feed(.callBusy)
        #expect(modem.timers[.bearer(.redial)] == .milliseconds(4200))

        modem = try TestModem.online([.stateStuck])
        #expect(modem.line("AT#VSTATE") == "#STATE: \"DIALING\"\r\n" + ok)

        modem = try TestModem.online(
            [.secondaryDNSUnused],
            nameServers: [IPv4Address(192, 0, 2, 53), IPv4Address(192, 0, 2, 54)]
        )
        modem.line("AT#TCPSERV=\"host\";#TCPPORT=23")
        modem.line("AT#OTCP")
        modem.expire(.nameServer)
        #expect(modem.expire(.nameServer) == cme(38027))
    }
}
