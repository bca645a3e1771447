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
        var log = ConversationLog(secrets: [])
        #expect(log.line("pop3", "< RETR 1", at: Instant(nanoseconds: 61_007_000_000)) == "61.007  pop3  < RETR 1\n")
    }

    @Test(arguments: [
        ("< PASS wrong", "< PASS •••"), ("< pass wrong", "< PASS •••"), ("< ACCT a", "< ACCT •••"),
        ("< AUTH PLAIN AGEAYg==", "< AUTH PLAIN •••"), ("< AUTH LOGIN", "< AUTH LOGIN"), ("< USER me", "< USER me"),
        ("> 230 secret77 is in", "> 230 ••• is in"), ("< RETR \u{1B}[2J", "< RETR \u{FFFD}[2J"),
    ])
    func hidesWhatProvesWhoAClientIs(_ text: String, _ shown: String) {
        var log = ConversationLog(secrets: ["secret77"])
        #expect(log.line("ftp", text, at: .start) == "0.000  ftp  \(shown)\n")
    }

    @Test func answersToChallengesAreHiddenAndNothingElse() {
        var log = ConversationLog(secrets: [])
        let dialogue = ["> 334 VXNlcm5hbWU6", "< dXNlcg==", "> 334 UGFzc3dvcmQ6", "< NOOP", "< cGFzcw==", "< c29tZXRoaW5n"]
        let shown = dialogue.map { log.line("smtp", $0, at: .start) }
        #expect(
            shown.map { String($0.dropFirst("0.000  smtp  ".count).dropLast()) } == [
                "> 334 VXNlcm5hbWU6", "< •••", "> 334 UGFzc3dvcmQ6", "< NOOP", "< •••", "< c29tZXRoaW5n",
            ]
        )
    }
}
