import BenchFacts
import SourceText
import World

/// What one phrase about the bench comes to.
enum Phrase {
    case fact(BenchFact)
    case act(BenchAction<Written>)
    case check(BenchObservation<Written>)
    case drive(LineSignal, on: Bool)
    case sendBreak(Interval)
    case lineShows(LineSignal, on: Bool)
}

/// Which phrases a place accepts.
enum PhraseRule {
    /// Under `network`.
    case facts
    case anything
    /// After `within`.
    case observations

    func accepts(_ phrase: Phrase) -> Bool {
        switch (self, phrase) {
        case (.anything, _), (.facts, .fact), (.observations, .check), (.observations, .lineShows): true
        case (.facts, .act), (.facts, .check), (.facts, .drive), (.facts, .sendBreak), (.facts, .lineShows): false
        case (.observations, .fact), (.observations, .act), (.observations, .drive), (.observations, .sendBreak): false
        }
    }

    var complaint: String {
        switch self {
        case .facts: "`network` holds facts only; this is something that happens"
        case .anything: ""
        case .observations: "`within` belongs to what the bench observes"
        }
    }
}

/// Reads phrases about the bench; the evaluator fills in what stands in braces.
struct PhraseReader {
    var cursor: TokenCursor
    let evaluator: Evaluator

    /// The party at the beginning of a line; nil when another word stands there.
    mutating func party() -> BenchParty? {
        if let kind = ServerKind(rawValue: cursor.peekWord) {
            cursor.skip()
            return .server(kind)
        }
        if cursor.take("dns") { return .dns }
        if cursor.take("gsm") { return .gsm }
        if cursor.take("gprs") { return .gprs }
        if cursor.take("line") { return .line }
        if cursor.take("link") { return .link }
        if cursor.take("device") { return .device }
        return peerLabel().map(BenchParty.peer)
    }

    mutating func peerLabel() -> PeerLabel? {
        guard cursor.take("peer") else { return nil }
        guard let label = PeerLabel(name: cursor.peekWord) else { return PeerLabel(index: 0) }
        cursor.skip()
        return label
    }

    /// The phrases of a line, up to its end; `party`: whom the line is about if it does not say so itself.
    mutating func phrases(about inherited: BenchParty?) throws(Problem) -> [(phrase: Phrase, range: SourceRange)] {
        guard var party = inherited ?? party() else { throw cursor.expected(oneOf: FileParser.partyWords, "a party") }
        var phrases: [(Phrase, SourceRange)] = []
        while true {
            let start = cursor.here.start
            phrases.append((try phrase(about: party), SourceRange(start: start, end: max(start, cursor.previousEnd))))
            guard cursor.takeComma() else { break }
            if let next = self.party() { party = next }
        }
        try cursor.finish()
        return phrases
    }

    private mutating func phrase(about party: BenchParty) throws(Problem) -> Phrase {
        try fillInWords()
        return switch party {
        case .dns: try dns()
        case .server(let kind): try server(kind)
        case .gsm: try gsm()
        case .gprs: try gprs()
        case .peer(let label): try peer(label)
        case .line: try line()
        case .link: .fact(.link(try link()))
        case .device: try device()
        }
    }

    // MARK: What phrases are made of

    /// Where words are expected, a column may stand for them.
    mutating func fillInWords() throws(Problem) {
        guard let token = cursor.peek, token.kind == .word, let reference = token.text.soleReference else { return }
        cursor.replaceNext(by: try evaluator.tokens(for: reference))
    }

    /// A word, which may be filled in.
    mutating func word(_ what: String) throws(Problem) -> String {
        guard let token = cursor.peek, token.kind == .word else { throw cursor.expected(what) }
        cursor.skip()
        return try evaluator.string(token.text)
    }

    mutating func string(_ what: String) throws(Problem) -> String { try evaluator.string(try cursor.string(what)) }
    mutating func template(_ what: String) throws(Problem) -> Template { try evaluator.template(try cursor.string(what)) }
    mutating func interval(_ what: String) throws(Problem) -> Interval { try evaluator.interval(try cursor.duration(what)) }

    mutating func number(_ what: String, in range: ClosedRange<Int>) throws(Problem) -> Int {
        let amount = try cursor.amount(what)
        let number = try evaluator.number(amount)
        guard range.contains(number) || evaluator.isSyntaxCheck && amount.fixed == nil else {
            throw Problem("\(what) lies between \(range.lowerBound) and \(range.upperBound)", at: amount.text.range)
        }
        return number
    }

    /// `after N bytes`.
    mutating func afterBytes() throws(Problem) -> Int {
        try cursor.expect("after", after: "`data`")
        let count = try number("the number of bytes", in: 0...ScenarioLimits.payload)
        return min(count * cursor.takeUnit(), ScenarioLimits.payload)
    }

    mutating func bytes() throws(Problem) -> [UInt8] { try evaluator.bytes(try cursor.items()) }
    mutating func payload() throws(Problem) -> Payload { try evaluator.payload(try cursor.items()) }

    mutating func chunks() throws(Problem) -> Int {
        try cursor.expect("of", after: "`chunks`")
        let size = try number("the size of the chunks", in: 1...65536)
        guard cursor.take("bytes") || cursor.take("byte") else { throw cursor.expected("`bytes`") }
        return size
    }

    mutating func latency() throws(Problem) -> (Interval, Interval) {
        let (low, high) = try cursor.durationRange("a time or a range of times after `latency`")
        let shortest = try evaluator.interval(low)
        return (shortest, try high.map { high throws(Problem) in try evaluator.interval(high) } ?? shortest)
    }

    private mutating func link() throws(Problem) -> LinkFact {
        if cursor.take("chunks") { return .chunks(try chunks()) }
        if cursor.take("latency") {
            let (low, high) = try latency()
            return .latency(low, high)
        }
        throw cursor.expected(oneOf: ["chunks", "latency"], "what the network does")
    }
}
