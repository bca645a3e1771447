import BenchFacts
import ScenarioLanguage
import SourceText
import Testing
import World

@testable import AttestCommands

@Suite struct NetworkFileTests {
    private func parse(_ text: String) -> (facts: [BenchFact], diagnostics: [Diagnostic]) {
        NetworkFile.parse(SourceFile(path: "a", bytes: Array(text.utf8)), addresses: .loopback) {
            (name) throws(PayloadUnavailable) in
            guard name == "a.eml" else { throw PayloadUnavailable(reason: "no such file") }
            return [0x41]
        }
    }

    @Test func readsANetworkBlock() {
        let (facts, diagnostics) = parse(
            """
            # Names
            dns   "pop3.test" is pop3
            pop3  mailbox "me" password "secret"
                  message file "a.eml"
                  message "b"
            peer b listens on 2323
                   refuses

            """
        )
        #expect(diagnostics == [])
        #expect(
            facts == [
                .dns(.record(name: "pop3.test", .server(.pop3))), .pop3(.mailbox(user: "me", password: "secret")),
                .pop3(.message([0x41])), .pop3(.message([0x62])), .peer(PeerLabel(index: 1), .listens(port: 2323)),
                .peer(PeerLabel(index: 1), .refuses),
            ]
        )
    }

    @Test(
        arguments: [
            ("pop3 malbox \"me\" password \"p\"\n", "malbox"),
            ("pop3 mailbox \"m\" password \"p\"\n    mesage \"x\"\n", "mesage"),
            ("  message \"x\"\n", "message \"x\""), ("\tdns silent\n", "\tdns silent"), ("peer connects to port 1\n", nil),
            ("pop3 message file \"../a.eml\"\n", nil), ("nonsense\n", "nonsense"),
        ] as [(String, String?)]
    )
    func pointsAtWhatIsWrong(_ text: String, _ place: String?) throws {
        let (_, diagnostics) = parse(text)
        let diagnostic = try #require(diagnostics.first)
        let bytes = Array(text.utf8)
        let marked = String(decoding: bytes[diagnostic.range.start..<diagnostic.range.end], as: UTF8.self)
        if let place { #expect(marked.hasPrefix(place), "\(marked)") }
        #expect(diagnostics.count == 1)
    }

    @Test func limitsItsMessages() {
        #expect(parse(String(repeating: "nonsense\n", count: 5_000)).diagnostics.count == 50)
        #expect(parse(String(repeating: "a", count: 2 << 20)).diagnostics.count == 1)
    }
}

@Suite struct ConversationLogTests {
    @Test func aLineHasTimePartyAndText() {
        let log = ConversationLog(secrets: [])
        #expect(log.line("pop3", "< RETR 1", at: Instant(nanoseconds: 61_007_000_000)) == "61.007  pop3  < RETR 1\n")
    }

    @Test(arguments: [
        ("ftp", "< PASS wrong", "< PASS •••"), ("pop3", "< pass wrong", "< PASS •••"), ("ftp", "< ACCT a", "< ACCT •••"),
        ("pop3", "< APOP me c4c9334bac560ecc979e58001b3e22fb", "< APOP •••"),
        ("pop3", "< PASS\twrong", "< PASS •••"), ("ftp", "<   PaSs   wrong", "< PASS •••"),
        ("ftp", "< \u{0}PASS wrong", "< PASS •••"),
        ("ftp", "< PA\u{1}SS wrong", "< PASS •••"), ("pop3", "< PASS\u{A0}wrong", "< PASS •••"),
        ("pop3", "< PASS:wrong", "< •••"),
        ("pop3", "< hunter2", "< •••"), ("ftp", "< PASSWORD hunter2", "< •••"), ("smtp", "< c2VjcmV0", "< •••"),
        ("smtp", "< AUTH PLAIN AGEAYg==", "< AUTH PLAIN •••"), ("smtp", "< auth\tplain\tAGEAYg==", "< AUTH PLAIN •••"),
        ("smtp", "< AUTH LOGIN", "< AUTH LOGIN"), ("smtp", "< AUTH AGEAYg==", "< AUTH •••"), ("smtp", "< AUTH", "< AUTH"),
        ("ftp", "< USER me", "< USER me"), ("smtp", "< MAIL FROM:<a@b>", "< MAIL FROM:<a@b>"), ("smtp", "< quit", "< quit"),
        ("ftp", "> 230 secret77 is in", "> 230 ••• is in"), ("pop3", "< RETR \u{1B}[2J", "< RETR \u{FFFD}[2J"),
        ("peer a", "< \"anything\"", "< \"anything\""),
    ])
    func hidesWhatProvesWhoAClientIs(_ party: String, _ text: String, _ shown: String) {
        let log = ConversationLog(secrets: ["secret77"])
        #expect(log.line(party, text, at: .start) == "0.000  \(party)  \(shown)\n")
    }
}
