import SourceText
import World

/// Reads the tokens of one line from left to right.
struct TokenCursor {
    private(set) var tokens: [Token]
    private(set) var index = 0
    /// Where the tokens' text ends.
    let end: Int

    init(_ line: TokenLine, from index: Int = 0) {
        tokens = line.tokens
        self.index = index
        end = line.tokens.last?.range.end ?? line.end
    }

    init(_ tokens: [Token], end: Int) {
        self.tokens = tokens
        self.end = end
    }

    var peek: Token? { index < tokens.count ? tokens[index] : nil }
    /// The plain word that comes next, or nothing.
    var peekWord: String { index < tokens.count ? tokens[index].word : "" }
    func token(after count: Int) -> Token? { index + count < tokens.count ? tokens[index + count] : nil }
    func word(after count: Int) -> String { index + count < tokens.count ? tokens[index + count].word : "" }
    var isAtEnd: Bool { index >= tokens.count }
    /// The next token's place, or the place after the last.
    var here: SourceRange { peek?.range ?? SourceRange(start: end, end: end) }

    /// Where the last token read ends.
    var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : end }

    mutating func next() -> Token? {
        guard index < tokens.count else { return nil }
        index += 1
        return tokens[index - 1]
    }

    mutating func skip() { if index < tokens.count { index += 1 } }
    mutating func rewind(to index: Int) { self.index = index }

    /// A phrase ends with the line, or before a comma.
    func isPhraseEnd(after count: Int) -> Bool { token(after: count).map { $0.kind == .comma } ?? true }
    var isAtPhraseEnd: Bool { isPhraseEnd(after: 0) }

    /// Puts tokens in place of one to come.
    mutating func replaceToken(after count: Int, by replacement: [Token]) {
        tokens.replaceSubrange((index + count)...(index + count), with: replacement)
    }

    /// Consumes the words if they come next, all of them.
    mutating func take(_ words: String...) -> Bool { take(words) }
    mutating func take(_ words: [String]) -> Bool {
        for (offset, word) in words.enumerated() where self.word(after: offset) != word { return false }
        index += words.count
        return true
    }

    mutating func takeComma() -> Bool {
        guard peek?.kind == .comma else { return false }
        index += 1
        return true
    }

    mutating func expect(_ word: String, after context: String) throws(Problem) {
        let isNear = NearestName.find(peekWord, among: [word]) != nil
        guard take(word) else { throw expected("`\(word)` after \(context)", fix: isNear ? "did you mean `\(word)`?" : nil) }
    }

    /// A word or a string.
    mutating func text(_ what: String) throws(Problem) -> Text {
        guard let token = peek, token.kind == .word || token.kind == .string else { throw expected(what) }
        index += 1
        return token.text
    }

    mutating func string(_ what: String) throws(Problem) -> Text {
        guard let token = peek, token.kind == .string || token.text.soleReference != nil else {
            throw expected(what, fix: peek?.kind == .word ? "put it between quotes" : nil)
        }
        index += 1
        return token.text
    }

    /// A plain word.
    mutating func name(_ what: String) throws(Problem) -> Token {
        guard let token = peek, token.kind == .word, !token.word.isEmpty else { throw expected(what) }
        index += 1
        return token
    }

    func finish() throws(Problem) {
        guard let token = peek else { return }
        let range = SourceRange(start: token.range.start, end: end)
        let isComment = token.word.hasPrefix("#")
        throw Problem(
            "nothing more is expected here",
            at: range,
            fix: isComment ? "two blanks before `# ` make it a comment" : nil
        )
    }

    func expected(_ what: String, fix: String? = nil) -> Problem { Problem("expected \(what)", at: here, fix: fix) }

    func expected(oneOf words: [String], _ what: String) -> Problem {
        Problem(
            "expected \(what)",
            at: here,
            fix: NearestName.find(peekWord, among: words).map { "did you mean `\($0)`?" }
                ?? "one of: \(words.joined(separator: " "))"
        )
    }
}

/// A whole number, or a reference to one.
struct Amount: Hashable, Sendable {
    var text: Text
    var fixed: Int?
}

/// A length of time, or text that becomes one when it is filled in.
struct Duration: Hashable, Sendable {
    var text: Text
    var fixed: Interval?
}

extension TokenCursor {
    mutating func amount(_ what: String) throws(Problem) -> Amount {
        guard let token = peek, token.kind == .word else { throw expected(what) }
        if token.text.soleReference != nil {
            index += 1
            return Amount(text: token.text, fixed: nil)
        }
        guard let number = Self.number(token.word) else { throw expected(what) }
        index += 1
        return Amount(text: token.text, fixed: number)
    }

    /// Far above every limit.
    private static let greatestNumber = 999_999_999

    /// Digits only; what is too great for any use becomes the greatest number, which every limit refuses.
    static func number(_ word: String) -> Int? {
        guard !word.isEmpty, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int(word) ?? greatestNumber, greatestNumber)
    }

    /// `A..B` with digits on both sides.
    static func numberRange(_ word: String) -> ClosedRange<Int>? {
        let text = Text(parts: [.literal(Array(word.utf8))], range: SourceRange(start: 0, end: 0))
        guard let (low, high) = text.sides, let low = number(low.literal ?? ""), let high = number(high.literal ?? ""),
            low <= high
        else { return nil }
        return low...high
    }

    static let durationRule = "such as `500ms`, `60s`, `3min`, `1h`"

    mutating func duration(_ what: String) throws(Problem) -> Duration {
        guard let token = peek, token.kind == .word else { throw expected(what, fix: Self.durationRule) }
        if token.word.isEmpty {
            index += 1
            return Duration(text: token.text, fixed: nil)
        }
        try checkLength(token.word)
        guard let interval = Self.interval(token.word) else {
            let unit = word(after: 1)
            if Self.interval(token.word + unit) != nil { throw expected(what, fix: "write `\(token.word)\(unit)`") }
            let isNumber = Self.number(token.word) != nil
            throw expected(what, fix: isNumber ? "with its unit: `\(token.word)s`, or `ms`, `min`, `h`" : Self.durationRule)
        }
        index += 1
        return Duration(text: token.text, fixed: interval)
    }

    /// `A` or `A..B`; the first no longer than the second.
    mutating func durationRange(_ what: String) throws(Problem) -> (Duration, Duration?) {
        guard let token = peek, token.kind == .word, let (low, high) = token.text.sides else { return (try duration(what), nil) }
        for side in [low, high] { try checkLength(side.literal ?? "") }
        guard token.word.isEmpty || Self.isRising(low.literal ?? "", high.literal ?? "") else {
            throw expected(what, fix: "a range is written `5s..8s`, the shorter time first")
        }
        index += 1
        return (
            Duration(text: low, fixed: low.literal.flatMap(Self.interval)),
            Duration(text: high, fixed: high.literal.flatMap(Self.interval))
        )
    }

    private static func isRising(_ low: String, _ high: String) -> Bool {
        guard let low = interval(low), let high = interval(high) else { return false }
        return low <= high
    }

    /// Says the limit where a time is beyond it.
    private func checkLength(_ word: String) throws(Problem) {
        if let length = Self.milliseconds(word), length > Self.longestInterval { throw Problem(Self.longestRule, at: here) }
    }

    static let longestRule = "a length of time is at most \(longestInterval / 3_600_000) h"

    /// A number and its unit, without a blank between them; nil for anything else and for what is too long.
    static func interval(_ word: String) -> Interval? {
        milliseconds(word).flatMap { $0 <= longestInterval ? .milliseconds($0) : nil }
    }

    private static func milliseconds(_ word: String) -> Int64? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard let number = number(String(digits)), let unit = units[word.dropFirst(digits.count)] else { return nil }
        return Int64(number) * unit
    }

    private static let units: [Substring: Int64] = ["ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000]

    /// A thousand hours, in milliseconds; keeps sums of intervals far from overflow.
    private static let longestInterval: Int64 = 1000 * 3_600_000
}
