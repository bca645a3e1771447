import Testing
import VirtualModem
import World

/// PUTMAIL and SENDMAIL: 001 ch. 3, App. B "Sending an Email Containing Data from the Serial Port".
@Suite struct MailSendingTests {
    private func configured(_ defects: Set<Defect> = []) throws -> TestModem {
        var modem = try TestModem.online(defects)
        modem.write(
            "SMTPSERV=\"192.0.2.25\"",
            "DOMAIN=\"domain.com\"",
            "SENDERNAME=\"Test module\"",
            "SENDERADDR=\"module@domain.com\"",
            "REC1=\"recipient@domain.com\"",
            "CCREC1=\"cc@domain.com\"",
            "SUBJ1=\"Email Subject\""
        )
        return modem
    }

    /// The server's side, up to and with a line that answers the n-th command.
    private func dialogue(_ modem: inout TestModem, _ socket: SocketKey, _ lines: String...) -> String {
        lines.reduce("") { $0 + modem.feed(.received(socket, Array(($1 + "\r\n").utf8))) }
    }

    private func typing(_ defects: Set<Defect> = []) throws -> (TestModem, SocketKey) {
        var modem = try configured(defects)
        #expect(modem.line("AT#PUTMAIL") == "")
        let (socket, destination) = try modem.takeConnect()
        #expect(destination == Endpoint(IPv4Address(192, 0, 2, 25), 25))
        modem.feed(.connected(socket))
        #expect(dialogue(&modem, socket, "220 hi", "250 hi", "250 ok", "250 ok", "250 ok") == "")
        #expect(
            modem.takeSent()
                == "EHLO domain.com\r\nMAIL FROM:<module@domain.com>\r\nRCPT TO:<recipient@domain.com>\r\nRCPT TO:<cc@domain.com>\r\nDATA\r\n"
        )
        #expect(dialogue(&modem, socket, "354 go on") == waiting)
        #expect(
            modem.takeSent()
                == "From: Test module <module@domain.com>\r\nTo: <recipient@domain.com>\r\nCc: <cc@domain.com>\r\nSubject: Email Subject\r\n\r\n"
        )
        return (modem, socket)
    }

    @Test(arguments: [false, true]) func sendsWhatIsTyped(byByte: Bool) throws {
        var (modem, socket) = try typing()
        // Not echoed; the sequence that ends it is, though ATE0 holds.
        #expect(modem.type("Hello\r\n.dot\r\r\n.\r.\r\n.\r\n", byByte: byByte) == endOfMail)
        #expect(modem.takeSent() == "Hello\r\n..dot\r\r\n..\r.\r\n.\r\n")
        #expect(dialogue(&modem, socket, "250 taken") == "")
        #expect(modem.takeSent() == "QUIT\r\n")
        #expect(dialogue(&modem, socket, "221 bye") == ok)
        #expect(modem.interval(of: .server) == nil)
    }

    @Test func anEmptyBodyIsABodyToo() throws {
        var (modem, _) = try typing()
        #expect(modem.type(endOfMail) == endOfMail)
        #expect(modem.takeSent() == endOfMail)
    }

    @Test func reportsErrorsInDataModeWithoutAMarker() throws {
        var (modem, socket) = try typing()
        #expect(modem.interval(of: .host) == .seconds(50))
        #expect(modem.interval(of: .server) == nil)
        #expect(modem.expire(.host) == cme(38017))
        (modem, socket) = try typing()
        modem.type("Hello")
        #expect(modem.feed(.bearerLost) == cme(37952) + noCarrier)
        (modem, socket) = try typing()
        #expect(modem.feed(.finished(socket)) == cme(37966))
        (modem, socket) = try typing()
        modem.type("Hello" + endOfMail)
        #expect(modem.interval(of: .server) == .minutes(3))
        #expect(modem.expire(.server) == cme(37964))
        #expect(modem.takeRequests().last == .reset(socket))
        (modem, socket) = try typing()
        modem.type("Hello" + endOfMail)
        #expect(dialogue(&modem, socket, "554 no") == cme(38031))
    }

    @Test(
        arguments: [
            (["554 no"], 38016), (["220 hi", "502 no", "502 no"], 38016), (["220 hi", "250 hi", "550 no"], 38028),
            (["220 hi", "250 hi", "250 ok", "550 no"], 38029), (["220 hi", "250 hi", "250 ok", "250 ok", "550 no"], 38030),
            (["220 hi", "250 hi", "250 ok", "250 ok", "250 ok", "452 no"], 38031), (["what?"], 38016),
        ] as [([String], Int)]
    )
    func reportsRefusals(lines: [String], code: Int) throws {
        var modem = try configured()
        modem.line("AT#PUTMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        for line in lines.dropLast() { #expect(dialogue(&modem, socket, line) == "") }
        #expect(dialogue(&modem, socket, lines.last ?? "") == cme(code))
        #expect(modem.line("AT") == ok)
    }

    @Test(arguments: [(["334 x", "535 no"], 38080), (["334 x", "334 y", "535 no"], 38081)] as [([String], Int)])
    func reportsRefusedLogins(lines: [String], code: Int) throws {
        var modem = try configured()
        modem.write("SMTPUN=\"user\"", "SMTPPW=\"secret\"")
        modem.line("AT#PUTMAIL")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        #expect(dialogue(&modem, socket, "220 hi", "250-hi", "250 AUTH LOGIN") == "")
        #expect(lines.reduce("") { $0 + dialogue(&modem, socket, $1) } == cme(code))
    }

    @Test(
        arguments: [("REC1=\"\"", 38029), ("SENDERADDR=\"\"", 38028), ("DOMAIN=\"\"", 36929), ("SMTPSERV=\"\"", 36929)]
            as [(String, Int)]
    )
    func reportsMissingParameters(parameter: String, code: Int) throws {
        var modem = try configured()
        modem.write(parameter)
        #expect(modem.line("AT#SENDMAIL1") == cme(code))
    }

    @Test func sendsStoredCombinations() throws {
        var modem = try configured()
        modem.write("REC2=\"r2@domain.com\"", "SUBJ2=\"Two\"", "SENDERNAME=\"Mr. X\"")
        modem.type("AT#BODY2\r.stored\u{1A}")
        #expect(modem.line("AT#SENDMAIL2") == "")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        _ = dialogue(&modem, socket, "220 hi", "250 hi", "250 ok", "250 ok")
        _ = modem.takeSent()
        #expect(dialogue(&modem, socket, "354 go on") == "")
        #expect(
            modem.takeSent()
                == "From: \"Mr. X\" <module@domain.com>\r\nTo: <r2@domain.com>\r\nSubject: Two\r\n\r\n..stored\r\n.\r\n"
        )
        #expect(dialogue(&modem, socket, "250 taken", "221 bye") == ok)
    }
}

/// GETMAIL: 001 ch. 3, App. B "Retrieving Email".
@Suite struct MailRetrievalTests {
    private func started(_ defects: Set<Defect> = [], header: Bool = true) throws -> (TestModem, SocketKey) {
        var modem = try TestModem.online(defects)
        modem.write("POP3SERV=\"192.0.2.110\"", "POP3UN=\"module\"", "POP3PW=\"secret\"", "POP3HEADERMODE=\(header ? 1 : 0)")
        #expect(modem.line("AT#GETMAIL") == "")
        let (socket, destination) = try modem.takeConnect()
        #expect(destination == Endpoint(IPv4Address(192, 0, 2, 110), 110))
        modem.feed(.connected(socket))
        return (modem, socket)
    }

    private func server(_ modem: inout TestModem, _ socket: SocketKey, _ lines: String...) -> String {
        lines.reduce("") { $0 + modem.feed(.received(socket, Array(($1 + "\r\n").utf8))) }
    }

    private func receiving(_ defects: Set<Defect> = [], header: Bool = true) throws -> (TestModem, SocketKey) {
        var (modem, socket) = try started(defects, header: header)
        #expect(server(&modem, socket, "+OK", "+OK", "+OK", "+OK 1 99", "+OK") == indication("Ok_Info_Mail"))
        #expect(modem.takeSent() == "USER module\r\nPASS secret\r\nSTAT\r\nRETR 1\r\n")
        return (modem, socket)
    }

    private let mail = "Subject: x\r\n\r\nHello\r\n..dot\r\n.\r\n"

    @Test(arguments: [false, true]) func deliversAndDeletes(byByte: Bool) throws {
        var (modem, socket) = try receiving()
        let pieces = byByte ? mail.utf8.map { [$0] } : [Array(mail.utf8)]
        let shown = pieces.reduce("") { $0 + modem.feed(.received(socket, $1)) }
        #expect(shown == "Subject: x\r\n\r\nHello\r\n.dot\r\n.\r\n")
        #expect(modem.takeSent() == "DELE 1\r\n")
        #expect(server(&modem, socket, "+OK") == "")
        #expect(modem.takeSent() == "QUIT\r\n")
        #expect(server(&modem, socket, "+OK") == ok)
    }

    @Test(arguments: [false, true]) func leavesTheHeaderOut(byByte: Bool) throws {
        var (modem, socket) = try receiving(header: false)
        let pieces = byByte ? mail.utf8.map { [$0] } : [Array(mail.utf8)]
        #expect(pieces.reduce("") { $0 + modem.feed(.received(socket, $1)) } == "Hello\r\n.dot\r\n.\r\n")
    }

    @Test func tellsOfAnEmptyMailbox() throws {
        var (modem, socket) = try started()
        #expect(server(&modem, socket, "+OK", "+OK", "+OK", "+OK 0 0") == indication("Ok_Info_NoMail"))
        #expect(server(&modem, socket, "+OK") == ok)
    }

    @Test func theHostCannotEndDataMode() throws {
        var (modem, socket) = try receiving()
        #expect(modem.type("AT\r\(etx)") == "")
        #expect(server(&modem, socket, "a", ".") == "a" + endOfMail)
    }

    @Test(
        arguments: [
            (["-ERR"], 38016), (["+OK", "-ERR"], 38080), (["+OK", "+OK", "-ERR"], 38081), (["+OK", "+OK", "+OK", "-ERR"], 38025),
            (["+OK", "+OK", "+OK", "+OK 1 9", "-ERR"], 38025),
        ] as [([String], Int)]
    )
    func reportsRefusals(lines: [String], code: Int) throws {
        var (modem, socket) = try started()
        #expect(lines.reduce("") { $0 + server(&modem, socket, $1) } == cme(code))
        #expect(modem.line("AT") == ok)
    }

    /// A server that does not respond is 37952 in the process diagram.
    @Test func reportsSilentServers() throws {
        var (modem, socket) = try started()
        #expect(modem.interval(of: .server) == .minutes(3))
        #expect(modem.expire(.server) == cme(37952))
        for failure in [StreamFailure.refused, .reset, .unreachable] {
            (modem, socket) = try started()
            #expect(modem.feed(.failed(socket, failure)) == cme(37952))
        }
        (modem, socket) = try started()
        #expect(modem.feed(.finished(socket)) == cme(37952))
    }

    @Test func reportsErrorsInDataModeAfterTheEndMarker() throws {
        var (modem, socket) = try receiving()
        _ = server(&modem, socket, "a")
        #expect(modem.expire(.server) == endOfMail + cme(37964))
        (modem, socket) = try receiving()
        #expect(modem.feed(.finished(socket)) == endOfMail + cme(37966))
        (modem, socket) = try receiving()
        #expect(modem.feed(.bearerLost) == endOfMail + cme(37952) + noCarrier)
        (modem, socket) = try receiving()
        #expect(server(&modem, socket, ".", "-ERR") == endOfMail + cme(38023))
    }
}
