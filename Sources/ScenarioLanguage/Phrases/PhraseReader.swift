import BenchFacts
import SourceText
import World

/// A phrase, and where it stands.
struct PhraseInLine {
    var phrase: Phrase
    var kind: Phrase.Kind
    var range: SourceRange
}

/// Reads phrases about the bench; the evaluator fills in what stands in braces.
struct PhraseReader {
    var cursor: TokenCursor
    let evaluator: Evaluator

    /// The phrases of a line, up to its end; `party`: whom the line is about if it does not say so itself.
    mutating func phrases(about inherited: BenchParty?) throws(Problem) -> [PhraseInLine] {
        guard var party = inherited ?? cursor.takeParty() else { throw cursor.expected(oneOf: BenchParty.words, "a party") }
        var phrases: [PhraseInLine] = []
        while true {
            let start = cursor.here.start
            try fillInWords()
            let form = try form(in: .about(party))
            let phrase = try form.meaning(&self)
            let range = SourceRange(start: start, end: max(start, cursor.previousEnd))
            phrases.append(PhraseInLine(phrase: phrase, kind: form.kind, range: range))
            guard cursor.takeComma() else { break }
            if let next = cursor.takeParty() { party = next }
        }
        try cursor.finish()
        return phrases
    }

    // MARK: What phrases are made of

    /// Where words are expected, a column may stand for them.
    mutating func fillInWords() throws(Problem) {
        guard let token = cursor.peek, token.kind == .word, let reference = token.text.soleReference else { return }
        cursor.replaceToken(after: 0, by: try evaluator.tokens(for: reference))
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

    /// A number and its unit, in the singular or the plural.
    mutating func count(_ what: String, in range: ClosedRange<Int>, unit: String) throws(Problem) -> Int {
        let count = try number(what, in: range)
        guard cursor.take("\(unit)s") || cursor.take(unit) else { throw cursor.expected("`\(unit)s`") }
        return count
    }

    /// Dotted decimal, or `{address of …}`.
    mutating func address() throws(Problem) -> IPv4Address {
        let token = cursor.peek
        let text = try cursor.text("an IPv4 address")
        let string = try evaluator.string(text)
        if evaluator.isSyntaxCheck, token?.word == "" { return .any }
        guard let address = IPv4Address(string) else {
            throw Problem("`\(string)` is no IPv4 address", at: text.range, fix: "four numbers such as 192.0.2.9")
        }
        return address
    }

    mutating func bytes() throws(Problem) -> [UInt8] { try evaluator.bytes(try cursor.items()) }
    mutating func payload() throws(Problem) -> Payload { try evaluator.payload(try cursor.items()) }

    /// At least one; with the word between them or, without it, up to the phrase's end.
    mutating func list<Value>(
        between word: String? = nil,
        _ read: (inout PhraseReader) throws(Problem) -> Value
    ) throws(Problem) -> [Value] {
        var values = [try read(&self)]
        while word.map({ cursor.take($0) }) ?? !cursor.isAtPhraseEnd { values.append(try read(&self)) }
        return values
    }
}
