import BenchFacts
import SourceText
import World

/// `dns`, `gsm`, `gprs`, `peer`.
extension PhraseReader {
    mutating func dns() throws(Problem) -> Phrase {
        if cursor.peek?.kind == .string {
            let name = try string("a name between quotes")
            try cursor.expect("is", after: "the name")
            return .fact(.dns(.record(name: name, try target())))
        }
        let server = NameServer(rawValue: cursor.peekWord)
        if server != nil {
            cursor.skip()
            try fillInWords()
        }
        if cursor.take("was", "asked") { return .check(.dns(.asked(server, name: try template("the name between quotes")))) }
        if cursor.take("was", "not", "asked") {
            return .check(.dns(.notAsked(server, name: try template("the name between quotes"))))
        }
        if cursor.take("answers", "after") { return .fact(.dns(.delay(server, try interval("how long after")))) }
        let behaviours: [(String, DNSFact.Behaviour)] = [
            ("silent", .silent), ("truncated", .truncated), ("garbage", .garbage),
        ]
        for (word, behaviour) in behaviours where cursor.take(word) { return .fact(.dns(.behaviour(server, behaviour))) }
        if cursor.take("answers", "NXDOMAIN") { return .fact(.dns(.behaviour(server, .nxdomain))) }
        if cursor.take("answers", "SERVFAIL") { return .fact(.dns(.behaviour(server, .servfail))) }
        if cursor.take("answers") {
            guard cursor.isAtEnd || cursor.peek?.kind == .comma else {
                throw cursor.expected(oneOf: ["NXDOMAIN", "SERVFAIL", "after"], "what the name server answers, or nothing more")
            }
            return .fact(.dns(.behaviour(server, .answers)))
        }
        throw cursor.expected(
            oneOf: ["silent", "truncated", "garbage", "answers", "was asked", "was not asked", "primary", "secondary"],
            "a name between quotes, or what the name server does"
        )
    }

    private mutating func target() throws(Problem) -> DNSFact.Target {
        if let kind = ServerKind(rawValue: cursor.peekWord) {
            cursor.skip()
            return .server(kind)
        }
        if let label = peerLabel() { return .peer(label) }
        if cursor.take("alias") {
            try cursor.expect("of", after: "`alias`")
            return .alias(of: try string("the other name between quotes"))
        }
        guard let token = cursor.peek, token.kind == .word else {
            throw cursor.expected("`smtp`, `pop3`, `ftp`, `peer`, an address or `alias of`")
        }
        return .address(try address())
    }

    /// Dotted decimal, or `{address of …}`.
    private mutating func address() throws(Problem) -> IPv4Address {
        let token = cursor.peek
        let text = try cursor.text("an IPv4 address")
        let string = try evaluator.string(text)
        if evaluator.isSyntaxCheck, token?.word == "" { return .any }
        guard let address = IPv4Address(string) else {
            throw Problem("`\(string)` is no IPv4 address", at: text.range, fix: "four numbers such as 192.0.2.9")
        }
        return address
    }

    // MARK: Cellular

    static let registrations: [(words: [String], value: Registration)] = [
        (["home"], .home), (["roaming"], .roaming), (["searching"], .searching), (["denied"], .denied),
        (["not", "registered"], .notRegistered), (["unknown"], .unknown),
    ]

    private mutating func registration() -> Registration? {
        for (words, value) in Self.registrations {
            guard words.enumerated().allSatisfy({ cursor.word(after: $0) == $1 }) else { continue }
            for _ in words { cursor.skip() }
            return value
        }
        return nil
    }

    /// `registers home after 5s`, behind `registers`.
    private mutating func registers() throws(Problem) -> (Registration, Interval) {
        guard let value = registration() else { throw cursor.expected("`home`, `roaming`, `denied`, … after `registers`") }
        try cursor.expect("after", after: "the registration")
        return (value, try interval("how long after"))
    }

    mutating func gsm() throws(Problem) -> Phrase {
        if let value = registration() { return .fact(.gsm(.registration(value))) }
        if cursor.take("registers") {
            let (value, after) = try registers()
            return .fact(.gsm(.registers(value, after: after)))
        }
        if cursor.take("number") {
            let number = try string("the number between quotes")
            return .fact(.gsm(.number(number, try outcomes())))
        }
        if cursor.take("answers", "after") { return .fact(.gsm(.answerDelay(try interval("how long after")))) }
        if cursor.take("login") {
            let user = try string("the user between quotes")
            try cursor.expect("password", after: "the user")
            return .fact(.gsm(.login(user: user, password: try string("the password between quotes"))))
        }
        if cursor.take("ppp", "refuses") { return .fact(.gsm(.pppRefuses)) }
        if cursor.take("ppp", "silent") { return .fact(.gsm(.pppSilent)) }
        if cursor.take("pin") { return .fact(.gsm(.pin(try string("the PIN between quotes")))) }
        if cursor.take("drops", "the", "call") { return .fact(.gsm(.dropsCall)) }
        if cursor.take("dialled") {
            let number = try template("the number between quotes")
            guard !cursor.isAtEnd, cursor.peek?.kind != .comma else { return .check(.gsm(.dialled(number: number, times: 1))) }
            let times = try self.number("how many times", in: 0...10_000)
            guard cursor.take("times") || cursor.take("time") else { throw cursor.expected("`times`") }
            return .check(.gsm(.dialled(number: number, times: times)))
        }
        throw cursor.expected(
            oneOf: [
                "home", "roaming", "searching", "denied", "not registered", "registers", "number", "answers after", "login",
                "ppp refuses",
                "ppp silent", "pin", "drops the call", "dialled",
            ],
            "what the GSM network is, does or has seen"
        )
    }

    /// `busy 2 times, then answers at 9600`.
    private mutating func outcomes() throws(Problem) -> [CallOutcome] {
        var outcomes: [CallOutcome] = []
        repeat {
            let outcome = try outcome()
            var times = 1
            if let amount = cursor.peek, amount.kind == .word,
                TokenCursor.number(amount.word) != nil || amount.text.soleReference != nil
            {
                times = try number("how many times", in: 1...1000)
                guard cursor.take("times") || cursor.take("time") else { throw cursor.expected("`times`") }
            }
            outcomes += Array(repeating: outcome, count: max(1, min(times, 1000)))
            guard takeNextOutcome() else { break }
        } while true
        return outcomes
    }

    /// A comma, `then` or both before another outcome; a comma may also end the phrase.
    private mutating func takeNextOutcome() -> Bool {
        if cursor.take("then") { return true }
        guard cursor.peek?.kind == .comma else { return false }
        let next = (cursor.word(after: 1), cursor.word(after: 2))
        let isOutcome = ["then", "busy"].contains(next.0) || next.0 == "no" || next.0 == "answers" && next.1 != "after"
        guard isOutcome else { return false }
        _ = cursor.takeComma()
        _ = cursor.take("then")
        return true
    }

    private mutating func outcome() throws(Problem) -> CallOutcome {
        try fillInWords()
        if cursor.take("busy") { return .busy }
        if cursor.take("no", "answer") { return .noAnswer }
        if cursor.take("no", "carrier") { return .noCarrier }
        if cursor.take("answers") {
            return .answers(rate: cursor.take("at") ? try number("the rate in bit/s", in: 75...115_200) : CallOutcome.usualRate)
        }
        throw cursor.expected(oneOf: ["busy", "no answer", "no carrier", "answers"], "how the call ends")
    }

    mutating func gprs() throws(Problem) -> Phrase {
        if let value = registration() { return .fact(.gprs(.registration(value))) }
        if cursor.take("registers") {
            let (value, after) = try registers()
            return .fact(.gprs(.registers(value, after: after)))
        }
        if cursor.take("attached") { return .fact(.gprs(.attached(true))) }
        if cursor.take("detached") { return .fact(.gprs(.attached(false))) }
        if cursor.take("refuses", "attach") { return .fact(.gprs(.refusesAttach)) }
        if cursor.take("apn") {
            let name = try string("the access point between quotes")
            try cursor.expect("user", after: "the access point")
            let user = try string("the user between quotes")
            try cursor.expect("password", after: "the user")
            return .fact(.gprs(.accessPoint(name: name, user: user, password: try string("the password between quotes"))))
        }
        if cursor.take("no", "session") { return .fact(.gprs(.noSession)) }
        if cursor.take("refuses", "context") { return .fact(.gprs(.refusesContext)) }
        if cursor.take("activates", "after") { return .fact(.gprs(.activationDelay(try interval("how long after")))) }
        if cursor.take("gives", "no", "name", "servers") { return .fact(.gprs(.nameServers([]))) }
        if cursor.take("gives", "name", "servers") {
            var addresses = [try address()]
            while !cursor.isAtEnd, cursor.peek?.kind != .comma { addresses.append(try address()) }
            return .fact(.gprs(.nameServers(addresses)))
        }
        if cursor.take("loses", "the", "bearer") { return .fact(.gprs(.losesBearer)) }
        if cursor.take("context", "is", "active") { return .check(.gprs(.contextActive(true))) }
        if cursor.take("context", "is", "inactive") { return .check(.gprs(.contextActive(false))) }
        throw cursor.expected(
            oneOf: [
                "home", "roaming", "searching", "denied", "not registered", "registers", "attached", "detached", "refuses attach",
                "apn",
                "no session", "refuses context", "activates after", "gives name servers", "gives no name servers",
                "loses the bearer",
                "context is active", "context is inactive",
            ],
            "what the GPRS network is, does or has seen"
        )
    }

    // MARK: Peers

    /// `, and is refused`, or nothing.
    private mutating func welcome() throws(Problem) -> Welcome {
        guard cursor.peek?.kind == .comma, cursor.word(after: 1) == "and", cursor.word(after: 2) == "is" else { return .accepted }
        for _ in 0..<3 { cursor.skip() }
        if cursor.take("refused") { return .refused }
        if cursor.take("turned", "away") { return .turnedAway }
        throw cursor.expected(oneOf: ["refused", "turned away"], "`refused` or `turned away`")
    }

    mutating func peer(_ label: PeerLabel) throws(Problem) -> Phrase {
        if cursor.take("listens") {
            try cursor.expect("on", after: "`listens`")
            return .fact(.peer(label, .listens(port: UInt16(clamping: try number("the port", in: 1...65535)))))
        }
        if cursor.take("refuses") { return .fact(.peer(label, .refuses)) }
        if cursor.take("unreachable") { return .fact(.peer(label, .unreachable)) }
        if cursor.take("connects") {
            guard cursor.take("to", "port") else { throw cursor.expected("`to port N`") }
            guard let token = cursor.peek, token.kind == .word else { throw cursor.expected("the port") }
            if !token.word.isEmpty, !(1...65535).contains(TokenCursor.number(token.word) ?? 0) {
                throw cursor.expected("the port, 1 to 65535")
            }
            cursor.skip()
            let port = try evaluator.template(token.text)
            return .act(.peer(label, .connects(port: port, try welcome())))
        }
        if cursor.take(">") { return .act(.peer(label, .sends(try payload()))) }
        if cursor.take("<") { return .check(.peer(label, .received(try payload()))) }
        if cursor.take("is", "connected") { return .check(.peer(label, .connected)) }
        if cursor.take("closes") { return .act(.peer(label, .closes)) }
        if cursor.take("resets") { return .act(.peer(label, .resets)) }
        if cursor.take("stalls") { return .act(.peer(label, .stalls)) }
        if cursor.take("resumes") { return .act(.peer(label, .resumes)) }
        if cursor.take("sees", "close") { return .check(.peer(label, .sawClose)) }
        if cursor.take("sees", "reset") { return .check(.peer(label, .sawReset)) }
        throw cursor.expected(
            oneOf: [
                "connects", "listens on", "refuses", "unreachable", ">", "<", "is connected", "closes", "resets", "stalls",
                "resumes",
                "sees close", "sees reset",
            ],
            "what the peer does or sees"
        )
    }
}
