import Dialects
import Testing
import VirtualModem
import World

/// FTPGET and FTPPUT: 001 ch. 4, App. B "Downloading an FTP File", "Uploading an FTP File".
@Suite struct FileTransferTests {
    private func started(_ command: String, _ defects: Set<Defect> = [], _ parameters: String...) throws -> (TestModem, SocketKey)
    {
        var modem = try TestModem.online(defects)
        modem.write(
            "FTPSERV=\"192.0.2.21\"",
            "FTPUN=\"login\"",
            "FTPPW=\"pw\"",
            "FTPGETFILENAME=\"get.bin\"",
            "FTPPUTFILENAME=\"put.bin\""
        )
        for parameter in parameters { modem.write(parameter) }
        #expect(modem.line("AT#" + command) == "")
        let (socket, destination) = try modem.takeConnect()
        #expect(destination == Endpoint(IPv4Address(192, 0, 2, 21), 21))
        modem.feed(.connected(socket))
        return (modem, socket)
    }

    private func server(_ modem: inout TestModem, _ socket: SocketKey, _ lines: String...) -> String {
        lines.reduce("") { $0 + modem.feed(.received(socket, Array(($1 + "\r\n").utf8))) }
    }

    private func transferring(_ command: String, _ defects: Set<Defect> = [], _ parameter: String = "FTPTYPE=\"I\"") throws
        -> (TestModem, control: SocketKey, data: SocketKey)
    {
        var (modem, socket) = try started(command, defects, parameter)
        #expect(server(&modem, socket, "220 hi", "331 pw", "230 in", "200 type", "227 (192,0,2,21,200,1)") == "")
        let (data, destination) = try modem.takeConnect()
        #expect(destination == Endpoint(IPv4Address(192, 0, 2, 21), 51201))
        modem.feed(.connected(data))
        #expect(modem.takeSent() == (command == "FTPGET" ? "RETR get.bin\r\n" : "STOR put.bin\r\n"))
        let message = command == "FTPGET" ? "Ok_Info_DataBegin" : "Ok_Info_WaitingForData"
        #expect(server(&modem, socket, "150 here") == indication(message))
        return (modem, socket, data)
    }

    /// In active mode the server connects to a port of the modem (RFC 959 §4.1.2 PORT; 004 §3.1.2).
    @Test(arguments: [false, true]) func letsTheServerConnect(isOpen: Bool) throws {
        var modem = try TestModem.online { $0.roles["file-mode"] = "POP3HEADERMODE" }
        modem.write("FTPSERV=\"192.0.2.21\"", "FTPUN=\"login\"", "FTPGETFILENAME=\"get.bin\"", "POP3HEADERMODE=0")
        modem.line("AT#FTPGET")
        let (control, _) = try modem.takeConnect()
        modem.feed(.connected(control))
        _ = server(&modem, control, "220 hi", "230 in", "200 type")
        var ports: [SocketKey] = []
        for case .listen(let port, at: Endpoint(IPv4Address(10, 0, 0, 7), 0)) in modem.takeRequests() { ports.append(port) }
        let port = try #require(ports.first)
        guard isOpen else {
            #expect(modem.feed(.listenFailed(port)) == cme(38016))
            return
        }
        modem.feed(.listening(port, at: Endpoint(.any, 51201)))
        #expect(modem.takeSent() == "PORT 10,0,0,7,200,1\r\n")
        _ = server(&modem, control, "200 so be it")
        #expect(modem.takeSent() == "RETR get.bin\r\n")
        _ = server(&modem, control, "150 here")
        let data = SocketKey.accepted(1)
        #expect(
            modem.feed(.accepted(data, on: port, from: Endpoint(IPv4Address(192, 0, 2, 21), 20)))
                == indication("Ok_Info_DataBegin")
        )
        #expect(modem.takeRequests() == [.closeListener(port)])
        #expect(modem.feed(.received(data, [0x61])) == "a")
        #expect(modem.feed(.finished(data)) == etx)
        #expect(server(&modem, control, "226 done", "221 bye") == ok)
    }

    @Test func downloads() throws {
        var (modem, control, data) = try transferring("FTPGET")
        #expect(modem.feed(.received(data, Array("a\(etx)\(dle)b".utf8))) == "a\(dle)\(etx)\(dle)\(dle)b")
        #expect(modem.type("AT\r\(etx)") == "")
        #expect(modem.feed(.finished(data)) == etx)
        #expect(server(&modem, control, "226 done") == "")
        #expect(modem.takeSent() == "QUIT\r\n")
        #expect(server(&modem, control, "221 bye") == ok)
        #expect(modem.interval(of: .server) == nil)
    }

    @Test func downloadsWhenTheReplyOvertakesTheEnd() throws {
        var (modem, control, data) = try transferring("FTPGET")
        #expect(server(&modem, control, "226 done") == "")
        #expect(modem.feed(.received(data, [0x61])) == "a")
        #expect(modem.feed(.finished(data)) == etx)
        #expect(server(&modem, control, "221 bye") == ok)
    }

    @Test(arguments: [false, true]) func uploads(byByte: Bool) throws {
        var (modem, control, data) = try transferring("FTPPUT")
        #expect(modem.interval(of: .server) == nil)
        #expect(modem.type("a\(dle)\(etx)\(dle)\(dle)b\(etx)", byByte: byByte) == etx)
        #expect(modem.takeSent() == "a\(etx)\(dle)b")
        #expect(modem.feed(.finished(data)) == "")
        #expect(server(&modem, control, "226 done", "221 bye") == ok)
    }

    @Test func clearsTheEighthBitInASCII() throws {
        var (modem, _, data) = try transferring("FTPPUT", [], "FTPTYPE=A")
        modem.feed(.serial([0xC1, 0x41]))
        #expect(modem.takeRequests().contains(.send([0x41, 0x41], on: data)))
    }

    @Test func changesTheDirectory() throws {
        var (modem, socket) = try started("FTPPUT", [], "FTPPUTPATH=\"/list\"")
        _ = server(&modem, socket, "220 hi", "230 in", "200 type")
        #expect(modem.takeSent() == "USER login\r\nTYPE I\r\nCWD /list\r\n")
        #expect(server(&modem, socket, "550 no") == cme(38022))
    }

    @Test(
        arguments: [
            ("FTPGET", ["421 no"], 38016), ("FTPGET", ["220 hi", "530 no"], 38080),
            ("FTPGET", ["220 hi", "331 pw", "530 no"], 38081),
            ("FTPGET", ["220 hi", "230 in", "500 no"], 38016), ("FTPGET", ["220 hi", "230 in", "200 t", "500 no"], 38016),
            ("FTPPUT", ["x"], 38016),
        ] as [(String, [String], Int)]
    )
    func reportsRefusals(command: String, lines: [String], code: Int) throws {
        var (modem, socket) = try started(command)
        #expect(lines.reduce("") { $0 + server(&modem, socket, $1) } == cme(code))
        #expect(modem.line("AT") == ok)
    }

    @Test(arguments: [("FTPGET", 38024), ("FTPPUT", 38017)] as [(String, Int)]) func reportsMissingRights(
        command: String,
        code: Int
    ) throws {
        var (modem, socket) = try started(command)
        _ = server(&modem, socket, "220 hi", "230 in", "200 type", "227 (192,0,2,21,200,1)")
        let (data, _) = try modem.takeConnect()
        modem.feed(.connected(data))
        #expect(server(&modem, socket, "550 no") == cme(code))
        #expect(modem.takeRequests().contains(.reset(data)))
    }

    @Test func reportsSilenceAndBrokenConnections() throws {
        var (modem, socket) = try started("FTPGET")
        #expect(modem.expire(.server) == cme(37964))
        (modem, socket) = try started("FTPGET")
        #expect(modem.feed(.finished(socket)) == cme(37966))
        (modem, socket) = try started("FTPGET")
        #expect(modem.feed(.failed(socket, .reset)) == cme(37952))
    }

    @Test(arguments: [("FTPGET", 38024), ("FTPPUT", 38017)] as [(String, Int)]) func reportsErrorsInDataModeAfterETX(
        command: String,
        code: Int
    ) throws {
        var (modem, control, data) = try transferring(command)
        #expect(modem.feed(.failed(data, .reset)) == etx + cme(code))
        (modem, control, data) = try transferring(command)
        // What the server sent of a file may come after the reply that the transfer failed.
        let answer = server(&modem, control, "426 no") + modem.feed(.finished(data))
        #expect(answer == etx + cme(code))
        (modem, control, data) = try transferring(command)
        #expect(modem.feed(.bearerLost) == etx + cme(37952) + noCarrier)
    }

    @Test func reportsAFailureAfterTheEndWithoutAnotherETX() throws {
        var (modem, control, data) = try transferring("FTPGET")
        #expect(modem.feed(.finished(data)) == etx)
        #expect(server(&modem, control, "451 no") == cme(38024))
        (modem, control, data) = try transferring("FTPPUT")
        #expect(modem.type("a" + etx) == etx)
        #expect(server(&modem, control, "552 no") == cme(38017))
    }
}
