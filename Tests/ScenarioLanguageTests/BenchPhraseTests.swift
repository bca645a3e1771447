import BenchFacts
import ScenarioLanguage
import Testing
import World

@Suite struct BenchPhraseTests {
    private static let faults: [ServerFault] = [
        .refusesConnections, .unreachable, .answers(command: "USER", occurrence: nil, line: "550 no"),
        .answers(command: "greeting", occurrence: 2, line: "a \"b\" {c}"), .stalls(command: "PASS"), .closes(command: "QUIT"),
        .resets(command: "greeting"), .delays(command: "NOOP", .milliseconds(1500)), .greets(lines: ["220-a", "220 b"]),
        .cutsData(after: 1000), .stallsData(after: 0), .recovers, .pausesData(after: 7), .endsData(after: 1),
        .confirms(command: "QUIT", lines: ["+OK 1"]),
    ]
    private static let places: [BenchFact] = ServerKind.allCases.flatMap { (kind: ServerKind) -> [BenchFact] in
        kind.faultPlaces.map { place in
            switch kind {
            case .smtp: .smtp(.fault(.resets(command: place)))
            case .pop3: .pop3(.fault(.resets(command: place)))
            case .ftp: .ftp(.fault(.resets(command: place)))
            }
        }
    }
    private static let registrations: [Registration] = [.home, .roaming, .searching, .denied, .notRegistered, .unknown]

    private static let faulty: [BenchFact] = faults.flatMap { (fault: ServerFault) -> [BenchFact] in
        [.pop3(.fault(fault)), .ftp(.fault(fault))]
    }
    private static let registered: [BenchFact] = registrations.flatMap { (value: Registration) -> [BenchFact] in
        [
            .gsm(.registration(value)), .gprs(.registration(value)), .gsm(.registers(value, after: .seconds(5))),
            .gprs(.registers(value, after: .milliseconds(1))),
        ]
    }
    private static let behaviours: [DNSFact.Behaviour] = [
        .answers, .silent, .nxdomain, .servfail, .truncated, .garbage, .insistsOnRecursion, .otherID, .otherQuestion,
    ]
    private static let behaving: [BenchFact] = behaviours.flatMap { (behaviour: DNSFact.Behaviour) -> [BenchFact] in
        [.dns(.behaviour(nil, behaviour)), .dns(.behaviour(.primary, behaviour)), .dns(.behaviour(.secondary, behaviour))]
    }
    private static let others: [BenchFact] = [
        .dns(.record(name: "a.b", .server(.smtp))), .dns(.record(name: "a.b", .peer(PeerLabel(index: 1)))),
        .dns(.record(name: "a.b", .address(IPv4Address(192, 0, 2, 9)))), .dns(.record(name: "a.b", .alias(of: "c.d"))),
        .dns(.anyRecord(.timeServer)), .sntp(.tells(CalendarTime(secondsSince1970: 1_180_692_482))),
        .sntp(.answerDelay(.seconds(3))), .sntp(.behaviour(.silent)), .sntp(.behaviour(.answers)),
        .sntp(.behaviour(.unsynchronised)), .sntp(.behaviour(.sendsAway)), .sntp(.behaviour(.otherQuestion)),
        .sntp(.behaviour(.asksBack)), .sntp(.behaviour(.short)),
        .dns(.silentAfter(nil, answers: 1)), .dns(.silentAfter(.primary, answers: 2)), .gsm(.releaseDelay(.seconds(5))),
        .gprs(.releaseDelay(.seconds(5))), .ftp(.userWithoutPassword(name: "u")), .ftp(.home(path: "a/b")),
        .ftp(.passiveReply("227 =h1,h2,h3,h4,p1,p2")),
        .dns(.delay(nil, .seconds(3))), .dns(.delay(.secondary, .minutes(2))),
        .smtp(.login(user: "u", password: "p", mechanisms: ["PLAIN"])),
        .smtp(.login(user: "u", password: "", mechanisms: ["LOGIN", "PLAIN"])), .smtp(.withoutExtensions),
        .pop3(.mailbox(user: "u@d", password: "p")), .pop3(.message(Array(0...255))), .pop3(.message([])),
        .ftp(.user(name: "u", password: "p", account: nil)), .ftp(.user(name: "u", password: "p", account: "a")),
        .ftp(.directory(path: ".", writable: true)), .ftp(.directory(path: "x y", writable: false)),
        .ftp(.file(path: "f", [0, 255])),
        .ftp(.completionFirst(true)), .ftp(.completionFirst(false)),
        .gsm(.number("0860", [.busy, .busy, .answers(rate: 9600)])), .gsm(.number("+33", [.noAnswer, .noCarrier])),
        .gsm(.number("1", [.answers(rate: 300), .busy])),
        .gsm(.answerDelay(.seconds(4))),
        .gsm(.login(user: "u", password: "p")),
        .gsm(.pppRefuses), .gsm(.pppSilent), .gsm(.dropsCall), .gsm(.losesSIM), .gsm(.farEndSends([0x41, 0x10, 3])),
        .gsm(.calls(IncomingCall(caller: "0612", carriesData: true), rings: 3)),
        .gsm(.calls(IncomingCall(caller: "+33", carriesData: false), rings: 1)),
        .gsm(.calls(IncomingCall(caller: nil, carriesData: true), rings: 8)), .gsm(.pin("1234")), .gprs(.attached(true)),
        .gprs(.attached(false)),
        .gprs(.refusesAttach), .gprs(.accessPoint(name: "a.b", user: "u", password: "p")), .gprs(.noSession),
        .gprs(.refusesContext),
        .gprs(.nameServers([])), .gprs(.nameServers([IPv4Address(1, 2, 3, 4), IPv4Address(5, 6, 7, 8)])),
        .gprs(.activationDelay(.seconds(30))), .gprs(.losesBearer), .peer(PeerLabel(index: 0), .listens(port: 2323)),
        .peer(PeerLabel(index: 1), .opensDatagramPort(5000)), .peer(PeerLabel(index: 0), .echoes(.answers)),
        .peer(PeerLabel(index: 0), .echoes(.answersAfter(.milliseconds(300)))), .peer(PeerLabel(index: 0), .echoes(.ignores)),
        .peer(PeerLabel(index: 0), .echoes(.ignoresOne(2))),
        .peer(PeerLabel(index: 3), .refuses), .peer(PeerLabel(index: 2), .unreachable), .line(.chunks(1)), .line(.baud(9600)),
        .line(.latency(.milliseconds(1), .milliseconds(5))), .link(.chunks(7)),
        .link(.latency(.milliseconds(20), .milliseconds(400))),
    ]
    // One list after the other: a sum of literals takes the type checker long.
    private static let ofTwoRates = [CallRate("1200/75")].compactMap(\.self).map {
        BenchFact.gsm(.number("1", [.answers(rate: $0)]))
    }
    static let facts: [BenchFact] = [faulty, registered, behaving, others, ofTwoRates].flatMap(\.self)

    private func parse(_ text: String) -> Result<[BenchFact], BenchPhrase.Failure> {
        BenchPhrase.parse(text, addresses: .documentation, payloads: Tiny.payloads)
    }

    @Test(arguments: facts)
    func textAndParsingAreInverse(fact: BenchFact) { #expect(parse(BenchPhrase.text(of: fact)) == .success([fact])) }

    @Test func textReadsLikeTheDocument() {
        let fact = BenchFact.gsm(.number("0860", [.busy, .busy, .answers(rate: 9600)]))
        #expect(BenchPhrase.text(of: fact) == "gsm number \"0860\" busy, then busy, then answers at 9600")
    }

    @Test(arguments: [
        (
            "gsm number \"0860\" busy 2 times, then answers at 9600",
            [BenchFact.gsm(.number("0860", [.busy, .busy, .answers(rate: 9600)]))]
        ),
        ("gsm number \"1\" busy 1 times, no answer, then no carrier", [.gsm(.number("1", [.busy, .noAnswer, .noCarrier]))]),
        ("gsm number \"1\" busy, answers after 4s", [.gsm(.number("1", [.busy])), .gsm(.answerDelay(.seconds(4)))]),
        ("gsm number \"1\" answers, home", [.gsm(.number("1", [.answers(rate: 9600)])), .gsm(.registration(.home))]),
        ("gprs detached, refuses attach", [.gprs(.attached(false)), .gprs(.refusesAttach)]),
        (
            "dns primary silent, dns secondary answers",
            [.dns(.behaviour(.primary, .silent)), .dns(.behaviour(.secondary, .answers))]
        ),
        (
            "smtp answers rcpt with \"{address of ftp}\"",
            [.smtp(.fault(.answers(command: "RCPT", occurrence: nil, line: "192.0.2.21")))]
        ),
        ("pop3 message file \"mail/plain.eml\"", [.pop3(.message(Array("Subject: x\r\n\r\nhello".utf8)))]),
        ("ftp file \"x\" holds dle (\"a\" ETX) dots \".\" CR", [.ftp(.file(path: "x", [0x61, 0x10, 3, 0x2E, 0x2E, 13]))]),
        ("ftp cuts data after 2 KiB", [.ftp(.fault(.cutsData(after: 2048)))]),
        ("link latency 5ms", [.link(.latency(.milliseconds(5), .milliseconds(5)))]),
        ("peer listens on 1    # a comment", [.peer(PeerLabel(index: 0), .listens(port: 1))]),
    ])
    func parses(text: String, expected: [BenchFact]) { #expect(parse(text) == .success(expected)) }

    @Test(arguments: [
        ("", 1, "expected a party"), ("gsm", 4, "expected what the GSM network is, does or has seen"),
        ("gsm home now", 10, "nothing more is expected here"), ("peer closes", 6, "this is something that happens, not a fact"),
        ("pop3 message file \"x\"", 20, "the file `x` cannot be had: no such file"),
        ("gsm number {n} busy", 12, "nothing is called `n` here"),
        ("dns \"ä\" ist x", 9, "expected `is` after the name"), ("gsm {state}", 5, "nothing is called `state` here"),
        ("line chunks of 0 bytes", 16, "the size of the chunks lies between 1 and 65536"),
        ("gsm pin \"1", 9, "this text has no closing quote"),
        ("gsm answers after 99999999h", 19, "a length of time is at most 1000 h"),
    ])
    func pointsAtMistakes(text: String, column: Int, message: String) {
        switch parse(text) {
        case .success(let facts): Issue.record("\(facts)")
        case .failure(let failure):
            #expect(failure.column == column)
            #expect(failure.message == message)
        }
    }
}
