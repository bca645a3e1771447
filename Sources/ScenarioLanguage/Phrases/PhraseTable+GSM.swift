import BenchFacts
import World

extension PhraseTable {
    static let gsm = PhraseTable(
        "what the GSM network is, does or has seen",
        registrations.map { .fact($0.words, .gsm(.registration($0.value))) } + [
            .fact("registers _ after _", .registration, .time("how long after")) {
                .gsm(.registers($0, after: $1))
            } of: {
                if case .gsm(.registers(let registration, let delay)) = $0 { (registration, delay) } else { nil }
            },
            .fact("number _ _", .quoted("the number"), .outcomes) {
                .gsm(.number($0, $1))
            } of: {
                if case .gsm(.number(let number, let outcomes)) = $0 { (number, outcomes) } else { nil }
            },
            .fact("answers after _", .time("how long after")) {
                .gsm(.answerDelay($0))
            } of: {
                if case .gsm(.answerDelay(let delay)) = $0 { delay } else { nil }
            },
            .fact("login _ password _", .quoted("the user"), .quoted("the password")) {
                .gsm(.login(user: $0, password: $1))
            } of: {
                if case .gsm(.login(let user, let password)) = $0 { (user, password) } else { nil }
            },
            .fact("ppp refuses", .gsm(.pppRefuses)),
            .fact("ppp silent", .gsm(.pppSilent)),
            .fact("pin _", .quoted("the PIN")) {
                .gsm(.pin($0))
            } of: {
                if case .gsm(.pin(let pin)) = $0 { pin } else { nil }
            },
            .fact("releases after _", .time("how long after")) {
                .gsm(.releaseDelay($0))
            } of: {
                if case .gsm(.releaseDelay(let delay)) = $0 { delay } else { nil }
            },
            .fact("far end sends _", .bytes) {
                .gsm(.farEndSends($0))
            } of: {
                if case .gsm(.farEndSends(let bytes)) = $0 { bytes } else { nil }
            },
            .fact("drops the call", .gsm(.dropsCall)),
            .fact("loses the SIM", .gsm(.losesSIM)),
            .check(
                "dialled _ _",
                .text("the number"),
                .trailing(.count("how many times", in: 0...10_000, unit: "time"))
            ) {
                .gsm(.dialled(number: $0, times: $1 ?? 1))
            } of: {
                if case .gsm(.dialled(let number, let times)) = $0 { (number, times) } else { nil }
            },
            .check("call is active", .gsm(.callActive(true))),
            .check("call is inactive", .gsm(.callActive(false))),
            .check("far end has heard _", .payload) {
                .gsm(.farEndHeard($0))
            } of: {
                if case .gsm(.farEndHeard(let bytes)) = $0 { bytes } else { nil }
            },
        ] + incomingCalls
    )
}

extension Slot<[CallOutcome]> {
    /// `busy 2 times, then answers at 9600`.
    fileprivate static var outcomes: Slot {
        Slot(Place("how the call ends", .open)) { reader throws(Problem) in
            try reader.outcomes()
        } text: { outcomes in
            outcomes.map(\.text).joined(separator: ", then ")
        }
    }
}

extension PhraseTable {
    /// How long people let a telephone ring.
    private static let usualRings = 8

    /// A call to the device, and how its phrase goes on.
    private static func call(_ words: String, carriesData: Bool) -> PhraseForm {
        .fact("\(words) _ _", .quoted("the caller's number"), .rings) {
            .gsm(.calls(IncomingCall(caller: $0, carriesData: carriesData), rings: $1 ?? usualRings))
        } of: {
            guard case .gsm(.calls(let call, let rings)) = $0, call.carriesData == carriesData else { return nil }
            return call.caller.map { ($0, rings) }
        }
    }

    fileprivate static let incomingCalls: [PhraseForm] = [
        call("calls from", carriesData: true),
        call("calls by voice from", carriesData: false),
        .fact("calls without a number _", .rings) {
            .gsm(.calls(IncomingCall(caller: nil, carriesData: true), rings: $0 ?? usualRings))
        } of: {
            guard case .gsm(.calls(let call, let rings)) = $0, call.carriesData, call.caller == nil else { return nil }
            return rings
        },
    ]
}

extension Slot<Int?> {
    /// `for 3 rings`, which may be missing.
    fileprivate static var rings: Slot { .trailing(.count("how many rings", in: 1...100, unit: "ring"), behind: "for") }
}

extension PhraseReader {
    fileprivate mutating func outcomes() throws(Problem) -> [CallOutcome] {
        var outcomes: [CallOutcome] = []
        repeat {
            let outcome = try outcome()
            let times = cursor.peek?.isNumber == true ? try count("how many times", in: 1...1000, unit: "time") : 1
            outcomes += Array(repeating: outcome, count: max(1, min(times, 1000)))
        } while takeNextOutcome()
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
            return .answers(rate: cursor.take("at") ? try rate() : CallOutcome.usualRate)
        }
        throw cursor.expected(oneOf: ["busy", "no answer", "no carrier", "answers"], "how the call ends")
    }

    /// `9600`, `1200/75`.
    private mutating func rate() throws(Problem) -> CallRate {
        let range = cursor.here
        let text = try word("the rate in bit/s")
        let possible = 75...115_200
        if let rate = CallRate(text), possible.contains(rate.receiving), possible.contains(rate.sending) { return rate }
        if evaluator.isSyntaxCheck { return CallOutcome.usualRate }
        throw Problem("the rate in bit/s lies between 75 and 115200", at: range, fix: "one such as 9600, or two as in 1200/75")
    }
}

extension CallOutcome {
    fileprivate var text: String {
        switch self {
        case .answers(let rate): "answers at \(rate)"
        case .busy: "busy"
        case .noAnswer: "no answer"
        case .noCarrier: "no carrier"
        }
    }
}
