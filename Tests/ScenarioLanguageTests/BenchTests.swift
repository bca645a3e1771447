import BenchFacts
import ScenarioLanguage
import Testing
import World

@Suite struct BenchTests {
    @Test(arguments: [
        ("peer connects to port 2323", "act peer a connects to port 2323"),
        ("peer b connects to port 2323, and is refused", "act peer b connects to port 2323, and is refused"),
        ("peer connects to port 23, or not", "act peer a connects to port 23, or not"),
        ("peer connects to port 23, and is turned away", "act peer a connects to port 23, and is turned away"),
        ("peer > \"hello\" ETX", "act peer a > hex 68656C6C6F03"),
        ("peer < \"hello\"", "observe peer a < hex 68656C6C6F"),
        ("within 5s peer c < \"hello\"", "observe peer c < hex 68656C6C6F within 5000ms"),
        ("peer is connected", "observe peer a is connected"),
        ("peer closes", "act peer a closes"),
        ("peer d resets", "act peer d resets"),
        ("peer stalls", "act peer a stalls"),
        ("peer resumes", "act peer a resumes"),
        ("peer sees close", "observe peer a sees close"),
        ("peer sees reset", "observe peer a sees reset"),
        ("pop3 heard \"RETR 1\" then \"DELE 1\"", "observe pop3 heard \"RETR 1\" then \"DELE 1\""),
        ("smtp did not hear \"AUTH\"", "observe smtp did not hear \"AUTH\""),
        ("pop3 mailbox is empty", "observe pop3 mailbox is empty"),
        ("pop3 mailbox is unchanged", "observe pop3 mailbox is unchanged"),
        ("pop3 mailbox holds 2 messages", "observe pop3 mailbox holds 2 messages"),
        ("smtp received 1 message", "observe smtp received 1 message"),
        ("smtp body is \"a\" CRLF", "observe smtp body is hex 610D0A"),
        ("smtp header \"Subject\" holds \"Test\"", "observe smtp header \"Subject\" holds \"Test\""),
        ("smtp envelope from \"a@b\" to \"c@d\" \"e@f\"", "observe smtp envelope from \"a@b\" to \"c@d\" \"e@f\""),
        ("smtp authenticated by LOGIN", "observe smtp authenticated by LOGIN"),
        ("ftp file \"x\" is bytes 65..66", "observe ftp file \"x\" is hex 4142"),
        ("ftp has no file \"x\"", "observe ftp has no file \"x\""),
        ("dns was asked \"n\"", "observe dns was asked \"n\""),
        ("device is switched off and on", "act device is switched off and on"),
        ("dns secondary was asked \"n\"", "observe dns secondary was asked \"n\""),
        ("dns primary was not asked \"n\"", "observe dns primary was not asked \"n\""),
        ("gsm dialled \"086\" 3 times", "observe gsm dialled \"086\" 3 times"),
        ("gsm dialled \"086\"", "observe gsm dialled \"086\" 1 time"),
        ("gprs context is active", "observe gprs context is active"),
        ("gprs context is inactive", "observe gprs context is inactive"),
        ("gprs loses the bearer", "fact gprs(BenchFacts.GPRSFact.losesBearer)"),
    ])
    func bodyPhrases(line: String, expected: String) {
        let users = [
            "pop3 mailbox \"u\" password \"p\"", "smtp login \"u\" password \"p\"", "ftp user \"u\" password \"p\"",
        ]
        #expect(steps(line, head: "network\n" + users.map { indented($0) }.joined(separator: "\n")) == [expected])
    }

    @Test(arguments: [
        ("line raises DTR", ["raise DTR"]),
        ("line drops RTS", ["drop RTS"]),
        ("line drops DTR, raises DTR", ["drop DTR", "raise DTR"]),
        ("line sends break", ["break 250ms"]),
        ("line sends break 1s", ["break 1000ms"]),
        ("line shows DCD on", ["DCD on"]),
        ("line follows at 9600, returns to its rate", ["rate 9600", "rate -"]),
        ("within 5s line shows RI off", ["RI off within 5000ms"]),
        ("line shows DSR on, shows CTS on", ["DSR on", "CTS on"]),
        ("for each signal in DSR CTS\n    line shows {signal} on", ["block - -", "    DSR on", "block - -", "    CTS on"]),
    ])
    func signals(text: String, expected: [String]) { #expect(steps(text, head: "needs  line-signals") == expected) }

    @Test func phrasesJoinedByCommasAreSeparateSteps() {
        #expect(steps("peer > \"a\", closes") == ["act peer a > hex 61", "act peer a closes"])
        #expect(steps("peer closes, gprs context is active") == ["act peer a closes", "observe gprs context is active"])
    }

    @Test func linesBelowAPartyBelongToIt() {
        #expect(
            steps("peer > \"a\"\n     > \"b\"\n     closes") == [
                "act peer a > hex 61", "act peer a > hex 62", "act peer a closes",
            ]
        )
    }

    private func facts(_ network: String, head: String = "") -> [BenchFact] {
        plans("scenario s\n    verifies  R-1\n\(indented(head))\n    network\n\(indented(network, by: 8))\n    < OK\n").first?
            .facts ?? []
    }

    @Test func theNetworksOrderIsKept() {
        let network = """
            dns   "pop3.domain.com" is pop3
            pop3  mailbox "u" password "p"
                  message file "mail/plain.eml"
                  answers RETR 2 with "-ERR no"
            dns   primary silent, secondary answers after 3s
            """
        #expect(
            facts(network) == [
                .dns(.record(name: "pop3.domain.com", .server(.pop3))), .pop3(.mailbox(user: "u", password: "p")),
                .pop3(.message(Array("Subject: x\r\n\r\nhello".utf8))),
                .pop3(.fault(.answers(command: "RETR", occurrence: 2, line: "-ERR no"))), .dns(.behaviour(.primary, .silent)),
                .dns(.delay(.secondary, .seconds(3))),
            ]
        )
    }

    @Test(arguments: [
        "gsm number \"0860\" busy 2 times, then answers at 9600",
        "gsm number \"0860\" {what} 2 times, then answers at {rate}",
        "gsm {all}",
    ])
    func columnsStandForWords(line: String) {
        let head = "for each  what    rate    all\n          busy    9600    number \"0860\" busy, busy, answers at 9600"
        #expect(facts(line, head: head) == [.gsm(.number("0860", [.busy, .busy, .answers(rate: 9600)]))])
    }

    @Test func aColumnStandsForWordsInTheMiddle() {
        #expect(facts("gprs  refuses {what}", head: "for each  what\n          attach") == [.gprs(.refusesAttach)])
        #expect(
            steps("peer {does} {what}", head: "for each  does    what\n          sees    reset") == ["observe peer a sees reset"]
        )
    }

    @Test func aColumnStandsForWholePhrases() {
        let head = "for each  fault\n          dns primary silent, gsm ppp refuses, answers after 3s"
        let expected: [BenchFact] = [.dns(.behaviour(.primary, .silent)), .gsm(.pppRefuses), .gsm(.answerDelay(.seconds(3)))]
        #expect(facts("{fault}", head: head) == expected)
        #expect(steps("{fault}", head: head).count == 3)
    }

    @Test func aColumnWithoutAPartyBelongsToThePartyAbove() {
        let head = "for each  fault\n          stalls at RETR"
        #expect(
            facts("pop3  mailbox \"a\" password \"b\"\n      {fault}", head: head).last == .pop3(.fault(.stalls(command: "RETR")))
        )
    }
}
