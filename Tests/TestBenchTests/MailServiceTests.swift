import BenchFacts
import TestBench
import Testing
import World

private let smtp = Endpoint(IPv4Address(192, 0, 2, 25), 25)
private let pop3 = Endpoint(IPv4Address(192, 0, 2, 110), 110)

@Suite struct SMTPServiceTests {
    /// Says each line and returns the codes of the answers, the greeting's first.
    private func talk(_ setting: Setting, _ lines: [String]) -> [String] {
        setting.device.connect(to: smtp)
        setting.world.run()
        var codes = [setting.device.heard().prefix(3)]
        for line in lines {
            setting.device.say(line + "\r\n")
            setting.world.run()
            codes.append(setting.device.heard().prefix(3))
        }
        return codes.map(String.init)
    }

    private static let delivery = [
        "HELO m", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "RCPT TO:<e@f>", "DATA",
        "Subject: A Test of it\r\n\r\nhello\r\n..dot\r\nend\r\n.", "QUIT",
    ]

    @Test func takesMailFromAnybody() throws {
        let setting = try Setting([])
        #expect(setting.bench.evaluate(.smtp(.messageCount(0))) == .holds)
        #expect(setting.bench.evaluate(.smtp(.body([]))) == .notYet("no message came"))
        #expect(talk(setting, Self.delivery) == ["220", "250", "250", "250", "250", "354", "250", "221"])
        #expect(setting.device.finished)
        let bench = setting.bench
        #expect(bench.evaluate(.smtp(.messageCount(1))) == .holds)
        #expect(bench.evaluate(.smtp(.messageCount(2))) == .notYet("1 messages came"))
        #expect(bench.evaluate(.smtp(.messageCount(0))) == .violated("1 messages came"))
        #expect(bench.evaluate(.smtp(.body(Array("hello\r\n.dot\r\nend".utf8)))) == .holds)
        #expect(
            bench.evaluate(.smtp(.body(Array("hello".utf8))))
                == .notYet("the body goes on after 5 bytes: \"<CR><LF>.dot<CR><LF>end\"")
        )
        #expect(bench.evaluate(.smtp(.header(field: "subject", holds: "Test"))) == .holds)
        #expect(bench.evaluate(.smtp(.header(field: "Subject", holds: "test"))) == .notYet("Subject is \"A Test of it\""))
        #expect(bench.evaluate(.smtp(.header(field: "Cc", holds: ""))) == .notYet("there is no Cc"))
        #expect(bench.evaluate(.smtp(.envelope(sender: "a@b", recipients: ["c@d", "e@f"]))) == .holds)
        #expect(
            bench.evaluate(.smtp(.envelope(sender: "a@b", recipients: ["c@d"])))
                == .notYet("the envelope is from \"a@b\" to \"c@d\" \"e@f\"")
        )
        let authenticated = bench.evaluate(.smtp(.authenticated(mechanism: "PLAIN")))
        #expect(authenticated == .impossible("no login is declared, so the server asks for none"))
        #expect(bench.evaluate(.server(.smtp, .heard(["MAIL FROM:<a@b>", "QUIT"]))) == .holds)
        #expect(bench.evaluate(.server(.smtp, .notHeard("AUTH"))) == .holds)
        #expect(setting.log.contains("smtp: < RCPT TO:<c@d>"))
    }

    @Test func demandsTheLogin() throws {
        let setting = try Setting([.smtp(.login(user: "u", password: "p", mechanisms: ["PLAIN"]))])
        #expect(talk(setting, ["HELO m", "MAIL FROM:<a@b>"]) == ["220", "250", "530"])
        // NUL u NUL p, in base 64.
        let lines = ["EHLO m", "AUTH LOGIN", "AUTH PLAIN AHUAcA=="] + Self.delivery.dropFirst()
        #expect(talk(setting, lines) == ["220", "250", "504", "235", "250", "250", "250", "354", "250", "221"])
        #expect(setting.bench.evaluate(.smtp(.authenticated(mechanism: "PLAIN"))) == .holds)
        #expect(setting.bench.evaluate(.smtp(.authenticated(mechanism: "LOGIN"))) == .notYet("authenticated by PLAIN"))
        #expect(setting.bench.evaluate(.server(.smtp, .notHeard("AUTH"))) == .violated("it heard \"AUTH LOGIN\""))
    }

    @Test func speaksWithoutExtensions() throws {
        let setting = try Setting([.smtp(.withoutExtensions)])
        #expect(talk(setting, ["EHLO m", "HELO m"]) == ["220", "502", "250"])
    }

    @Test func answersAsToldAtTheSecondTime() throws {
        let setting = try Setting([.smtp(.fault(.answers(command: "RCPT", occurrence: 2, line: "550 no")))])
        #expect(talk(setting, Array(Self.delivery.prefix(4))) == ["220", "250", "250", "250", "550"])
        #expect(setting.log.contains("smtp: > 550 no"))
    }

    @Test func refusesTheBody() throws {
        let setting = try Setting([.smtp(.fault(.answers(command: "body", occurrence: nil, line: "554 spam")))])
        #expect(talk(setting, Array(Self.delivery.prefix(6))).last == "554")
        #expect(setting.bench.evaluate(.smtp(.messageCount(0))) == .holds)
    }

    @Test func stallsClosesAndResets() throws {
        let setting = try Setting([
            .smtp(.fault(.stalls(command: "RSET"))), .smtp(.fault(.closes(command: "NOOP"))),
            .smtp(.fault(.resets(command: "HELP"))),
        ])
        #expect(talk(setting, ["RSET", "HELO m"]) == ["220", "", ""])
        #expect(!setting.device.finished)
        #expect(talk(setting, ["NOOP"]) == ["220", ""])
        #expect(setting.device.finished)
        #expect(talk(setting, ["HELP"]) == ["220", ""])
        #expect(setting.device.failure == .reset)
        #expect(setting.log.last == "smtp: resets")
    }

    @Test func delays() throws {
        let setting = try Setting([.smtp(.fault(.delays(command: "HELO", .milliseconds(2500))))])
        #expect(talk(setting, ["HELO m"]) == ["220", ""])
        setting.world.run(for: .milliseconds(2499))
        #expect(setting.device.heard() == "")
        setting.world.run(for: .milliseconds(1))
        #expect(setting.device.heard().hasPrefix("250"))
    }

    @Test func greetsAsTold() throws {
        let setting = try Setting([.smtp(.fault(.greets(lines: ["220-one", "220 two"])))])
        setting.device.connect(to: smtp)
        setting.world.run()
        #expect(setting.device.heard() == "220-one\r\n220 two\r\n")
    }

    @Test func cutsContent() throws {
        let setting = try Setting([.smtp(.fault(.cutsData(after: 3)))])
        _ = talk(setting, Self.delivery.dropLast())
        #expect(setting.device.failure == .reset)
        #expect(setting.bench.evaluate(.smtp(.messageCount(0))) == .holds)
    }

    @Test func refusesConnections() throws {
        let setting = try Setting([.smtp(.fault(.refusesConnections))])
        setting.device.connect(to: smtp)
        setting.world.run()
        #expect(setting.device.failure == .refused)
    }

    /// In the midst of a scenario: what is open stays as the fault left it.
    @Test(arguments: [ServerFault.refusesConnections, .unreachable, .closes(command: "NOOP"), .greets(lines: ["421 no"])])
    func recovers(fault: ServerFault) throws {
        let setting = try Setting([.smtp(.fault(fault))])
        setting.device.connect(to: smtp)
        setting.world.run(for: .seconds(75))
        try setting.bench.apply(.smtp(.fault(.recovers)))
        #expect(talk(setting, ["NOOP"]) == ["220", "250"])
    }

    @Test func linesThatLFAloneEndsAreForgivenAndRemembered() throws {
        let setting = try Setting([])
        _ = talk(setting, ["NOOP"])
        #expect(setting.bench.evaluate(.server(.smtp, .linesEndRight)) == .holds)
        setting.device.say("NOOP\nNOOP\r\n")
        setting.world.run()
        #expect(setting.bench.evaluate(.server(.smtp, .linesEndRight)) == .violated("LF alone ended \"NOOP\""))
    }

    @Test func hasClientsUntilBothSidesHaveClosed() throws {
        let setting = try Setting([])
        #expect(setting.bench.evaluate(.server(.smtp, .hasNoClient)) == .holds)
        _ = talk(setting, ["NOOP"])
        #expect(setting.bench.evaluate(.server(.smtp, .hasNoClient)) == .notYet("1 connections are open"))
        setting.device.close()
        setting.world.run()
        #expect(setting.bench.evaluate(.server(.smtp, .hasNoClient)) == .holds)
    }

    @Test func vanishesAndComesBack() throws {
        let setting = try Setting([.smtp(.fault(.unreachable))])
        setting.device.connect(to: smtp)
        setting.world.run(for: .seconds(75))
        #expect(setting.device.failure == .unreachable)
        try setting.bench.replaceFacts([])
        #expect(talk(setting, ["NOOP"]) == ["220", "250"])
    }

    @Test func forgetsEverythingForTheNextScenario() throws {
        let setting = try Setting([.smtp(.fault(.delays(command: "NOOP", .seconds(1))))])
        _ = talk(setting, Self.delivery)
        _ = talk(setting, ["NOOP"])
        try setting.bench.replaceFacts([])
        setting.world.run(for: .seconds(2))
        #expect(setting.device.failure == .reset)
        #expect(setting.bench.evaluate(.smtp(.messageCount(0))) == .holds)
        #expect(setting.bench.evaluate(.server(.smtp, .heard(["HELO"]))) == .notYet("\"HELO\" is missing after nothing"))
    }
}

@Suite struct POP3ServiceTests {
    private static let mailbox: [BenchFact] = [
        .pop3(.mailbox(user: "u", password: "p")), .pop3(.message(Array("A: 1\r\n\r\none\r\n".utf8))),
        .pop3(.message(Array("A: 2\r\n\r\n.two".utf8))),
    ]

    private func talk(_ setting: Setting, _ lines: [String]) -> [String] {
        setting.device.connect(to: pop3)
        setting.world.run()
        var answers = [setting.device.heard().prefix(3)]
        for line in lines {
            setting.device.say(line + "\r\n")
            setting.world.run()
            answers.append(setting.device.heard().prefix(3))
        }
        return answers.map(String.init)
    }

    @Test func refusesEverybodyWithoutAMailbox() throws {
        let setting = try Setting([])
        #expect(talk(setting, ["USER u", "PASS p"]).last == "-ER")
    }

    /// None of it is the device's doing.
    @Test func observesNoMailboxThatIsNotDeclared() throws {
        let setting = try Setting([])
        #expect(setting.bench.evaluate(.pop3(.count(0))) == .impossible("no mailbox is declared"))
        #expect(setting.bench.evaluate(.pop3(.unchanged)) == .impossible("no mailbox is declared"))
        try setting.bench.apply(.pop3(.message([0x41])))
        try setting.bench.apply(.pop3(.mailbox(user: "u", password: "p")))
        #expect(setting.bench.evaluate(.pop3(.count(0))) == .impossible("a message was declared before any mailbox"))
        #expect(setting.bench.evaluate(.pop3(.unchanged)) == .impossible("a message was declared before any mailbox"))
    }

    @Test func deliversStuffed() throws {
        let setting = try Setting(Self.mailbox)
        _ = talk(setting, ["USER u", "PASS p"])
        setting.device.say("RETR 2\r\n")
        setting.world.run()
        let answer = setting.device.heard()
        #expect(answer.hasPrefix("+OK"))
        #expect(answer.hasSuffix("\r\nA: 2\r\n\r\n..two\r\n.\r\n"))
    }

    @Test func deletesAtQUITOnly() throws {
        let setting = try Setting(Self.mailbox)
        #expect(talk(setting, ["USER u", "PASS p", "DELE 1"]) == ["+OK", "+OK", "+OK", "+OK"])
        #expect(setting.bench.evaluate(.pop3(.unchanged)) == .holds)
        #expect(setting.bench.evaluate(.pop3(.count(1))) == .notYet("the mailbox holds 2"))
        setting.device.reset()
        setting.world.run()
        #expect(setting.bench.evaluate(.pop3(.unchanged)) == .holds)
        #expect(talk(setting, ["USER u", "PASS p", "DELE 1", "QUIT"]).last == "+OK")
        #expect(setting.bench.evaluate(.pop3(.count(1))) == .holds)
        #expect(setting.bench.evaluate(.pop3(.unchanged)) == .violated("the mailbox of \"u\" holds 1 of 2 messages"))
        #expect(setting.bench.evaluate(.server(.pop3, .heard(["DELE 1", "DELE 1", "QUIT"]))) == .holds)
    }

    @Test func breaksTheLinkInTheMessage() throws {
        let setting = try Setting(Self.mailbox + [.pop3(.fault(.cutsData(after: 4)))])
        _ = talk(setting, ["USER u", "PASS p", "RETR 1"])
        #expect(setting.device.failure == .reset)
    }

    @Test func answersAsTold() throws {
        let setting = try Setting(Self.mailbox + [.pop3(.fault(.answers(command: "PASS", occurrence: nil, line: "-ERR wrong")))])
        #expect(talk(setting, ["USER u", "PASS p"]) == ["+OK", "+OK", "-ER"])
    }

    @Test func sendsLargeMessagesWhole() throws {
        let body = [UInt8](repeating: 0x41, count: 300_000)
        let setting = try Setting([.pop3(.mailbox(user: "u", password: "p")), .pop3(.message(body))])
        _ = talk(setting, ["USER u", "PASS p"])
        setting.device.say("RETR 1\r\n")
        setting.world.run()
        #expect(setting.device.received.suffix(300_005) == body[...] + Array("\r\n.\r\n".utf8))
    }
}
