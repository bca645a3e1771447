import Dialects
import Testing
import VirtualModem
import World

private let peer = Endpoint(IPv4Address(192, 0, 2, 101), 23)

/// Several TCP sockets, by their numbers: 002, revision C; 004 §4.
@Suite struct SocketTests {
    private static let ofSocket = ["DLEMODE", "TCPPORT", "TCPSERV"]
    private static let commands = ["#OTCP", "#LTCPSTART", "#LTCPSTOP"]

    /// A modem with two sockets, connected over GPRS.
    private func online() throws -> TestModem {
        var modem = try TestModem { dialect in
            for index in dialect.parameters.indices where Self.ofSocket.contains(dialect.parameters[index].name) {
                dialect.parameters[index].sockets = 1...2
            }
            for index in dialect.commands.indices where Self.commands.contains(dialect.commands[index].name) {
                dialect.commands[index].operations = [.write]
                dialect.commands[index].sockets = 1...2
            }
            for index in dialect.displays.indices where dialect.displays[index].command == "#VTCP" {
                dialect.displays[index].sockets = 1...2
            }
        }
        modem.line("AT#CONNECTIONSTART")
        modem.goOnline()
        return modem
    }

    /// The same, with an address for both sockets; socket 2 has no codes.
    private func ready() throws -> TestModem {
        var modem = try online()
        modem.write("TCPSERV=1,\"255.255.255.255\"", "TCPPORT=1,2323", "TCPSERV=2,\"192.0.2.101\"", "TCPPORT=2,23", "DLEMODE=2,0")
        return modem
    }

    private func listener(_ modem: inout TestModem) throws -> SocketKey {
        for case .listen(let socket, at: _) in modem.takeRequests() { return socket }
        return try #require(nil as SocketKey?, "no port is opened")
    }

    /// A client has called socket 1 while socket 2 carries data on the line. - Returns: the client's socket, and that of socket 2.
    private func clientWaits(_ modem: inout TestModem) throws -> (client: SocketKey, second: SocketKey) {
        modem.line("AT#LTCPSTART=1")
        let first = try listener(&modem)
        modem.feed(.listening(first, at: Endpoint(.any, 23)))
        #expect(modem.line("AT#OTCP=2") == "")
        let (second, destination) = try modem.takeConnect()
        #expect(destination == peer)
        #expect(modem.feed(.connected(second)) == waiting)
        let client = SocketKey.accepted(1)
        #expect(modem.feed(.accepted(client, on: first, from: peer)) == "")
        return (client, second)
    }

    /// 004 §4.1: `=id,value` writes, `=id` reads, and `id,value` is shown.
    @Test func eachSocketHasParametersOfItsOwn() throws {
        var modem = try online()
        #expect(modem.line("AT#TCPPORT=1") == "#TCPPORT: 1,0\r\n" + ok)
        modem.write("TCPPORT=2,23", "TCPSERV=1,\"a,b\"", "TCPSERV=2, \"c\"", "TCPPORT=\"1\",\"24\"")
        #expect(modem.line("AT#TCPPORT=1;#TCPPORT=2") == "#TCPPORT: 1,24\r\n#TCPPORT: 2,23\r\n" + ok)
        #expect(modem.line("AT#TCPSERV=1") == "#TCPSERV: 1,\"a,b\"\r\n" + ok)
        #expect(modem.line("AT#VTCP=2") == "#DLEMODE: 2,1\r\n#TCPPORT: 2,23\r\n#TCPSERV: 2,\"c\"\r\n" + ok)
        #expect(modem.line("AT#FTPPORT?") == "#FTPPORT: 21\r\n" + ok)
        modem.feed(.powerOn)
        modem.line("ATE0")
        #expect(modem.line("AT#TCPPORT=2") == "#TCPPORT: 2,23\r\n" + ok)
    }

    @Test func aDisplayOfAllShowsABlockForEachSocket() throws {
        var modem = try ready()
        let first = "#DLEMODE: 1,1\r\n#TCPSERV: 1,\"255.255.255.255\"\r\n#TCPPORT: 1,2323\r\n"
        let second = "#DLEMODE: 2,0\r\n#TCPSERV: 2,\"192.0.2.101\"\r\n#TCPPORT: 2,23\r\n"
        #expect(modem.line("AT#VALL").hasSuffix("\r\n\r\n" + first + "\r\n" + second + ok))
    }

    @Test(arguments: [
        ("OTCP", 34819), ("OTCP?", 34819), ("OTCP=?", 34819), ("OTCP=", 34819), ("OTCP=3", 34882), ("OTCP=0", 34882),
        ("OTCP=x", 34882),
        ("LTCPSTART", 34819), ("LTCPSTOP", 34819), ("LTCPSTOP=3", 34882), ("VTCP", 34819), ("VTCP=3", 34882), ("TCPPORT", 34819),
        ("TCPPORT?", 34819), ("TCPPORT=", 34819), ("TCPPORT=3", 34882), ("TCPPORT=,1", 34819), ("TCPPORT=0,1", 34882),
        ("TCPPORT=1,", 34882), ("TCPPORT=1,65536", 34882), ("TCPPORT=1,1,1", 34882), ("VSTATE=1", 34819), ("OTCP=1", 36929),
    ])
    func refusesWhatIsWrittenOtherwise(line: String, code: Int) throws {
        var modem = try online()
        #expect(modem.line("AT#" + line) == cme(code))
    }

    @Test func aSocketCarriesOneSession() throws {
        var modem = try ready()
        modem.line("AT#LTCPSTART=1")
        let first = try listener(&modem)
        #expect(modem.feed(.listening(first, at: Endpoint(.any, 23))) == ok)
        #expect(modem.line("AT#OTCP=1") == cme(37122))
        #expect(modem.line("AT#LTCPSTART=1") == cme(37122))
        #expect(modem.line("AT#FTPGET") == cme(37122))
        // What is stopped is the socket that is named.
        #expect(modem.line("AT#LTCPSTOP=2") == ok)
        #expect(modem.takeRequests() == [])
        #expect(modem.line("AT#LTCPSTOP=1") == ok)
        #expect(modem.takeRequests() == [.closeListener(first)])
    }

    /// One waits for a client while the other carries data: no page says what the line shows, and so the one that has it goes first.
    @Test func aClientWaitsUntilTheLineIsFree() throws {
        var modem = try ready()
        let (client, second) = try clientWaits(&modem)
        #expect(modem.feed(.received(client, Array("for 1\(etx)".utf8))) == "")
        // Socket 2 has no codes, and nothing of socket 1 is among its data.
        #expect(modem.feed(.received(second, Array("for 2\(etx)".utf8))) == "for 2\(etx)")
        modem.type("from 2\(etx)")
        #expect(modem.takeSent() == "from 2\(etx)")
        #expect(modem.feed(.finished(second)) == socketClosed + ok + waiting + "for 1\(dle)\(etx)")
        modem.type("from 1\(etx)")
        #expect(modem.takeRequests().contains(.send(Array("from 1".utf8), on: client)))
        #expect(modem.line("AT") == ok)
    }

    /// All of a session may have happened before its turn comes.
    @Test func aClientThatHasLeftIsToldOfAllTheSame() throws {
        var modem = try ready()
        let (client, second) = try clientWaits(&modem)
        modem.feed(.received(client, [0x61]))
        #expect(modem.feed(.finished(client)) == "")
        #expect(modem.feed(.failed(second, .reset)) == cme(37952) + waiting + "a" + etx + socketClosed + ok)
        #expect(modem.line("AT") == ok)
    }

    /// With the host that has dropped DTR its data end, and what it has begun to type; the connection over GPRS is no call.
    @Test func aHostThatLeavesEndsItsData() throws {
        var modem = try ready()
        modem.line("AT#OTCP=2")
        let (second, _) = try modem.takeConnect()
        modem.feed(.connected(second))
        modem.type("abc")
        _ = modem.takeRequests()
        #expect(modem.feed(.hostLeft(.first)) == "")
        #expect(modem.takeRequests() == [.reset(second)])
        #expect(modem.line("AT") == ok)
        modem.type("ATX")
        modem.feed(.hostLeft(.first))
        #expect(modem.line("AT#VSTATE").contains("CONNECTED"))
    }

    @Test func theNetworksLossEndsThemAll() throws {
        var modem = try ready()
        _ = try clientWaits(&modem)
        #expect(modem.feed(.bearerLost) == cme(37952) + waiting + etx + cme(37952) + noCarrier)
        #expect(modem.line("AT#OTCP=1") == cme(35867))
    }
}
