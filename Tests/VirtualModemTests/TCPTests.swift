import InternetProtocols
import Testing
import VirtualModem
import World

private let peer = Endpoint(IPv4Address(192, 0, 2, 101), 23)

/// OTCP: 001 ch. 5, App. B "Opening a TCP Socket".
@Suite struct OpenTCPTests {
    /// A modem in data mode, and its socket.
    private func bridged(_ defects: Set<Defect> = [], coded: Bool = true) throws -> (TestModem, SocketKey) {
        var modem = try TestModem.online(defects)
        modem.write("TCPSERV=\"192.0.2.101\"", "TCPPORT=\"23\"", "DLEMODE=\(coded ? 1 : 0)")
        #expect(modem.line("AT#OTCP") == "")
        let (socket, destination) = try modem.takeConnect()
        #expect(destination == peer)
        #expect(modem.feed(.connected(socket)) == waiting)
        return (modem, socket)
    }

    @Test func bridgesWithEscapes() throws {
        var (modem, socket) = try bridged()
        #expect(modem.feed(.received(socket, Array("a\(etx)b\(dle)".utf8))) == "a\(dle)\(etx)b\(dle)\(dle)")
        #expect(modem.type("c\(dle)\(etx)d\(dle)\(dle)", byByte: true) == "")
        #expect(modem.takeSent() == "c\(etx)d\(dle)")
        #expect(modem.type(etx) == etx + socketClosed + ok)
        #expect(modem.takeRequests().contains(.finish(socket)))
        #expect(modem.line("AT") == ok)
    }

    @Test func bridgesWithoutEscapes() throws {
        var (modem, socket) = try bridged(coded: false)
        #expect(modem.feed(.received(socket, Array("a\(etx)\(dle)".utf8))) == "a\(etx)\(dle)")
        #expect(modem.type("c\(dle)\(etx)\(etx)") == "")
        #expect(modem.takeSent() == "c\(dle)\(etx)\(etx)")
        #expect(modem.feed(.finished(socket)) == socketClosed + ok)
    }

    @Test func aLineThatFollowsTheClosingETXIsACommand() throws {
        var (modem, _) = try bridged()
        #expect(modem.type("data\(etx)AT\r") == etx + socketClosed + ok + ok)
        #expect(modem.takeSent() == "data")
    }

    @Test func reportsThePeersClose() throws {
        var (modem, socket) = try bridged()
        #expect(modem.feed(.finished(socket)) == etx + socketClosed + ok)
        #expect(modem.takeRequests().contains(.finish(socket)))
    }

    @Test(arguments: [(true, etx), (false, "")]) func reportsErrorsInDataMode(coded: Bool, marker: String) throws {
        var (modem, socket) = try bridged(coded: coded)
        #expect(modem.feed(.failed(socket, .reset)) == marker + cme(37952))
        (modem, socket) = try bridged(coded: coded)
        #expect(modem.feed(.congested(socket)) == marker + cme(38017))
        #expect(modem.takeRequests().contains(.reset(socket)))
        (modem, socket) = try bridged(coded: coded)
        #expect(modem.feed(.bearerLost) == marker + cme(37952) + noCarrier)
        #expect(modem.takeRequests().contains(.abandonAll))
    }

    @Test(arguments: [(.refused, 38016), (.unreachable, 37964)] as [(StreamFailure, Int)])
    func reportsFailedConnections(failure: StreamFailure, code: Int) throws {
        var modem = try TestModem.online()
        modem.write("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        modem.line("AT#OTCP")
        let (socket, _) = try modem.takeConnect()
        #expect(modem.feed(.failed(socket, failure)) == cme(code))
        modem.line("AT#OTCP")
        #expect(modem.expire(.server) == cme(37964))
    }

    @Test func needsAConnectionAndItsParameters() throws {
        var modem = try TestModem()
        #expect(modem.line("AT#OTCP") == cme(35867))
        modem = try TestModem.online()
        #expect(modem.line("AT#OTCP") == cme(36929))
        modem.write("TCPSERV=\"192.0.2.101\"")
        #expect(modem.line("AT#OTCP") == cme(36929))
    }

    @Test func resetsWhatComesAfterwards() throws {
        var (modem, socket) = try bridged()
        modem.type(etx)
        _ = modem.takeRequests()
        #expect(modem.feed(.received(socket, [1])) == "")
        #expect(modem.takeRequests() == [.reset(socket)])
    }

    @Test func stopsWithTheConnection() throws {
        var modem = try TestModem.online()
        modem.write("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        modem.line("AT#OTCP")
        #expect(modem.line("AT#CONNECTIONSTOP") == cme(37952))
        #expect(modem.feed(.contextInactive) == ok)
    }
}

/// LTCPSTART and LTCPSTOP: 001 ch. 5, App. A, App. B "Setting a TCP Port to a Listening Mode".
@Suite struct ListenTCPTests {
    private let accepted = SocketKey.accepted(1)

    private func listening(_ defects: Set<Defect> = [], filter: String = "255.255.255.255") throws -> (TestModem, SocketKey) {
        var modem = try TestModem.online(defects)
        modem.write("TCPSERV=\"\(filter)\"", "TCPPORT=\"2323\"")
        #expect(modem.line("AT#LTCPSTART") == "")
        let requests = modem.takeRequests()
        guard case .listen(let socket, let endpoint) = requests.last else {
            Issue.record("no port is opened")
            return (modem, accepted)
        }
        #expect(endpoint == Endpoint(IPv4Address(10, 0, 0, 7), 2323))
        #expect(modem.feed(.listening(socket, at: Endpoint(.any, 23))) == ok)
        return (modem, socket)
    }

    @Test func takesOnePeer() throws {
        var (modem, listener) = try listening()
        #expect(modem.feed(.accepted(accepted, on: listener, from: peer)) == waiting)
        #expect(modem.takeRequests() == [.closeListener(listener)])
        #expect(modem.feed(.received(accepted, [0x61])) == "a")
        #expect(modem.type("b") == "")
        #expect(modem.takeSent() == "b")
        #expect(modem.feed(.finished(accepted)) == etx + socketClosed + ok)
        let late = SocketKey.accepted(2)
        #expect(modem.feed(.accepted(late, on: listener, from: peer)) == "")
        #expect(modem.takeRequests().contains(.reset(late)))
    }

    @Test func refusesPeersThatTheFilterExcludes() throws {
        var (modem, listener) = try listening(filter: "192.0.2.9")
        #expect(modem.feed(.accepted(accepted, on: listener, from: peer)) == "")
        #expect(modem.takeRequests() == [.reset(accepted)])
        let allowed = SocketKey.accepted(2)
        #expect(modem.feed(.accepted(allowed, on: listener, from: Endpoint(IPv4Address(192, 0, 2, 9), 5))) == waiting)
    }

    @Test func isStoppedByCommandAndByETX() throws {
        var (modem, listener) = try listening()
        #expect(modem.line("AT#LTCPSTOP") == ok)
        #expect(modem.takeRequests().contains(.closeListener(listener)))
        #expect(modem.line("AT#LTCPSTOP") == ok)
        (modem, listener) = try listening()
        #expect(modem.type("AT\(etx)") == ok)
        #expect(modem.takeRequests().contains(.closeListener(listener)))
        #expect(modem.type(etx) == "")
        #expect(modem.line("AT") == ok)
    }

    /// 001 App. B "Configuring the TCP/IP Stack through the Serial Port"; ch. 3 to 5, "already in a process using TCP resources".
    @Test func excludesOtherServicesAndWrites() throws {
        var (modem, _) = try listening()
        for service in ["OTCP", "LTCPSTART", "GETMAIL", "PUTMAIL", "SENDMAIL1", "FTPGET", "FTPPUT"] {
            #expect(modem.line("AT#\(service)") == cme(37122))
        }
        #expect(modem.line("AT#TCPPORT=5") == cme(36929))
        #expect(modem.line("AT#BODY1") == cme(36929))
        #expect(modem.line("AT#TCPPORT?") == "#TCPPORT: 2323\r\n" + ok)
        #expect(modem.line("AT#CONNECTIONSTART") == cme(35840))
        #expect(modem.line("AT#CONNECTIONSTOP") == "")
        #expect(modem.feed(.contextInactive) == ok)
    }

    @Test func reportsAPortThatCannotBeOpened() throws {
        var modem = try TestModem.online()
        modem.write("TCPSERV=\"host.domain.com\"", "TCPPORT=2323")
        #expect(modem.line("AT#LTCPSTART") == cme(34882))
        modem.write("TCPSERV=\"255.255.255.255\"")
        modem.line("AT#LTCPSTART")
        #expect(modem.feed(.listenFailed(SocketKey.opened(by: SessionID(number: 1), .main))) == cme(38016))
    }
}

/// 001 App. B "Using the DNS Service".
@Suite struct ResolutionTests {
    private let first = IPv4Address(192, 0, 2, 53)
    private let second = IPv4Address(192, 0, 2, 54)

    private func query(_ modem: inout TestModem) -> (bytes: [UInt8], server: IPv4Address, socket: SocketKey)? {
        for request in modem.takeRequests() {
            if case .sendDatagram(let bytes, let server, let socket) = request { return (bytes, server.address, socket) }
        }
        return nil
    }

    private func answer(to query: [UInt8], _ change: (inout DNSMessage) -> Void) throws -> [UInt8] {
        var message = try DNSMessage(decoding: query)
        message.isResponse = true
        change(&message)
        return message.encoded()
    }

    private func asking(_ nameServers: [IPv4Address], _ defects: Set<Defect> = []) throws -> TestModem {
        var modem = try TestModem.online(defects, nameServers: nameServers)
        modem.write("DNSSERV1=\"192.0.2.1\"", "TCPSERV=\"host.domain.com\"", "TCPPORT=23")
        #expect(modem.line("AT#OTCP") == "")
        return modem
    }

    @Test func asksTheOperatorsServers() throws {
        var modem = try asking([first, second])
        let question = try #require(query(&modem))
        #expect(question.server == first)
        let reply = try answer(to: question.bytes) {
            let name = $0.questions[0].name
            $0.answers = [DNSMessage.Record(name: name, timeToLive: 1, content: .address(peer.address.value))]
        }
        // Not from a name server.
        #expect(modem.feed(.datagram(question.socket, reply, from: Endpoint(first, 99))) == "")
        #expect(modem.feed(.datagram(question.socket, [1, 2, 3], from: Endpoint(first, 53))) == "")
        modem.feed(.datagram(question.socket, reply, from: Endpoint(first, 53)))
        #expect(try modem.takeConnect().destination == peer)
        #expect(modem.interval(of: .nameServer) == nil)
    }

    @Test func asksDNSSERVWhenTheOperatorGivesNone() throws {
        var modem = try asking([])
        #expect(query(&modem)?.server == IPv4Address(192, 0, 2, 1))
    }

    @Test func asksTheSecondaryAfterASilentPrimary() throws {
        var modem = try asking([first, second])
        modem.expire(.nameServer)
        #expect(query(&modem)?.server == first)
        modem.expire(.nameServer)
        #expect(query(&modem)?.server == second)
        modem.expire(.nameServer)
        #expect(modem.expire(.nameServer) == cme(38027))
        #expect(modem.interval(of: .nameServer) == nil)
    }

    @Test func asksTheSecondaryAfterARefusal() throws {
        var modem = try asking([first, second])
        for server in [first, second] {
            let question = try #require(query(&modem))
            #expect(question.server == server)
            let reply = try answer(to: question.bytes) { $0.responseCode = DNSMessage.ResponseCode.nameError.rawValue }
            let answer = modem.feed(.datagram(question.socket, reply, from: Endpoint(server, 53)))
            #expect(answer == (server == first ? "" : cme(38027)))
        }
    }

    @Test func stopsAskingWithTheConnection() throws {
        var modem = try asking([first])
        #expect(modem.feed(.bearerLost) == cme(37952) + noCarrier)
        #expect(modem.interval(of: .nameServer) == nil)
    }
}
