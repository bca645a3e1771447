import Octets
import Testing
import VirtualModem
import World

/// Whatever comes, in whatever order: the modem goes on, and no line is answered twice (which would stop it).
@Suite struct AnyOrderTests {
    private static let lines = [
        "AT\r", "AT#CONNECTIONSTART\r", "AT#CONNECTIONSTOP\r", "AT#OTCP\r", "AT#LTCPSTART\r", "AT#LTCPSTOP\r", "AT#GETMAIL\r",
        "AT#PUTMAIL\r", "AT#SENDMAIL1\r", "AT#FTPGET\r", "AT#FTPPUT\r", "AT#BODY1\r", "AT#VSTATE\r", "AT#NOSUCH\r",
        "AT+CGATT=0\r",
        "AT+CGATT=1\r", "AT#GPRSMODE=0\r", "AT#GPRSMODE=1\r", "AT#PPPMODE=0\r", "AT#PPPMODE=1\r", "AT#DLEMODE=0\r",
        "AT#DLEMODE=1\r",
        "AT#TCPSERV=\"host\"\r", "AT#TCPSERV=\"255.255.255.255\"\r", "ATZ\r", "\u{3}", "\u{10}", "\u{1A}", "\r\n.\r\n", "data",
    ]
    private static let replies = [
        "220 a", "230 a", "250 a", "354 a", "331 a", "227 (192,0,2,21,200,1)", "150 a", "226 a", "550 a", "+OK 1 9", "+OK",
        "-ERR", "text",
        ".",
    ]
    private static let radio: [RadioEvent] = [
        .attached, .attachRefused, .detached, .callConnected(rate: 9600), .callBusy, .callNotAnswered, .carrierLost,
        .pppUp(local: IPv4Address(10, 0, 0, 7), peer: IPv4Address(10, 0, 0, 1)), .pppRefused, .pppTimedOut, .contextRefused,
        .contextActive(
            local: IPv4Address(10, 0, 0, 7),
            gateway: IPv4Address(10, 0, 0, 1),
            nameServers: [IPv4Address(192, 0, 2, 53)]
        ),
        .contextActive(local: IPv4Address(10, 0, 0, 7), gateway: IPv4Address(10, 0, 0, 1), nameServers: []), .contextUnavailable,
        .bearerLost, .hungUp, .contextInactive, .callData([0x41]), .simRemoved, .simInserted,
    ]

    @Test(arguments: 1...UInt64(30)) func theModemGoesOn(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var modem = try TestModem()
        for parameter in ["TCPSERV", "POP3SERV", "SMTPSERV", "FTPSERV"] { modem.write("\(parameter)=\"192.0.2.101\"") }
        modem.write("TCPPORT=23", "DOMAIN=\"d\"", "SENDERADDR=\"a@d\"", "REC1=\"b@d\"", "DIALN1=\"1\"", "FTPPUTFILENAME=\"f\"")
        modem.write("FTPGETFILENAME=\"f\"")
        var sockets: [SocketKey] = []
        for step in 1...600 {
            for request in modem.takeRequests() {
                switch request {
                case .connect(let socket, _): sockets.append(socket)
                case .listen(let socket, _):
                    sockets.append(socket)
                    modem.feed(.listening(socket, at: Endpoint(.any, 23)))
                case .closeListener, .send, .finish, .reset, .sendDatagram, .closeDatagrams, .bindDatagrams, .hold, .requestEcho,
                    .answerEcho,
                    .abandonAll:
                    break
                }
            }
            switch random.next() % 8 {
            case 0, 1: modem.type(Self.lines[Int(random.next() % UInt64(Self.lines.count))])
            case 2: modem.feed(Self.radio[Int(random.next() % UInt64(Self.radio.count))])
            case 3: if let timer = modem.timers.keys.min(by: { "\($0)" < "\($1)" }) { modem.expire(timer) }
            case 4 where random.next() % 32 == 0: modem.feed(.powerOn)
            default:
                guard let socket = sockets.last else { continue }
                modem.feed(event(on: socket, step, &random))
            }
        }
        modem.feed(.powerOn)
        #expect(modem.line("ATE0") != "")
        #expect(modem.line("AT") == ok)
    }

    private func event(on socket: SocketKey, _ step: Int, _ random: inout SeededGenerator) -> NetworkEvent {
        let reply = Array((Self.replies[Int(random.next() % UInt64(Self.replies.count))] + "\r\n").utf8)
        switch random.next() % 12 {
        case 0, 1, 2: return .connected(socket)
        case 3: return .finished(socket)
        case 4: return .failed(socket, .reset)
        case 5: return .congested(socket)
        case 6: return .accepted(.accepted(step), on: socket, from: Endpoint(IPv4Address(192, 0, 2, 101), 5))
        default: return .received(socket, reply)
        }
    }
}
