import BenchFacts
import ScenarioLanguage
import Testing
import World

@Suite struct BenchTests {
    @Test(arguments: [
        ("peer connects to port 2323", "act a connects 2323"),
        ("peer b connects to port 2323, and is refused", "act b connects 2323 refused"),
        ("peer connects to port 23, and is turned away", "act a connects 23 turnedAway"),
        ("peer > \"hello\" ETX", "act a > hello<03>"),
        ("peer < \"hello\"", "observe a < hello"),
        ("within 5s peer c < \"hello\"", "observe c < hello within 5000ms"),
        ("peer is connected", "observe a connected"),
        ("peer closes", "act a closes"),
        ("peer d resets", "act d resets"),
        ("peer stalls", "act a stalls"),
        ("peer resumes", "act a resumes"),
        ("peer sees close", "observe a saw close"),
        ("peer sees reset", "observe a saw reset"),
        ("pop3 heard \"RETR 1\" then \"DELE 1\"", "observe pop3 heard RETR 1|DELE 1"),
        ("smtp did not hear \"AUTH\"", "observe smtp not heard AUTH"),
        ("pop3 mailbox is empty", "observe mailbox 0"),
        ("pop3 mailbox is unchanged", "observe mailbox unchanged"),
        ("pop3 mailbox holds 2 messages", "observe mailbox 2"),
        ("smtp received 1 message", "observe messages 1"),
        ("smtp body is \"a\" CRLF", "observe body a<0d><0a>"),
        ("smtp header \"Subject\" holds \"Test\"", "observe header Subject Test"),
        ("smtp envelope from \"a@b\" to \"c@d\" \"e@f\"", "observe envelope a@b c@d|e@f"),
        ("smtp authenticated by LOGIN", "observe authenticated LOGIN"),
        ("ftp file \"x\" is bytes 65..66", "observe file x AB"),
        ("ftp has no file \"x\"", "observe no file x"),
        ("dns was asked \"n\"", "observe any asked n"),
        ("device is switched off and on", "act power cycle"),
        ("dns secondary was asked \"n\"", "observe secondary asked n"),
        ("dns primary was not asked \"n\"", "observe primary not asked n"),
        ("gsm dialled \"086\" 3 times", "observe dialled 086 3"),
        ("gsm dialled \"086\"", "observe dialled 086 1"),
        ("gprs context is active", "observe context true"),
        ("gprs context is inactive", "observe context false"),
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
        ("within 5s line shows RI off", ["RI off within 5000ms"]),
        ("line shows DSR on, shows CTS on", ["DSR on", "CTS on"]),
        ("for each signal in DSR CTS\n    line shows {signal} on", ["block - -", "    DSR on", "block - -", "    CTS on"]),
    ])
    func signals(text: String, expected: [String]) { #expect(steps(text, head: "needs  line-signals") == expected) }

    @Test func phrasesJoinedByCommasAreSeparateSteps() {
        #expect(steps("peer > \"a\", closes") == ["act a > a", "act a closes"])
        #expect(steps("peer closes, gprs context is active") == ["act a closes", "observe context true"])
    }

    @Test func linesBelowAPartyBelongToIt() {
        #expect(steps("peer > \"a\"\n     > \"b\"\n     closes") == ["act a > a", "act a > b", "act a closes"])
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
