import BenchFacts
import SourceText

/// One phrase, stated once: its words and the places among them, what it means, and how that is written again.
///
/// Its pattern is what is written, such as `registers _ after _`; the slots are its places in order. A form without places means one thing.
struct PhraseForm: Sendable {
    enum Piece: Sendable {
        case word(String)
        case place(Place)
    }

    let kind: Phrase.Kind
    let pieces: [Piece]
    /// Reads a phrase that has this form.
    let meaning: @Sendable (inout PhraseReader) throws(Problem) -> Phrase
    /// How a phrase is written; nil for one that this form does not state.
    let text: @Sendable (Phrase) -> String?

    init<each Value>(
        _ kind: Phrase.Kind,
        _ pattern: String,
        _ slot: repeat Slot<each Value>,
        means build: @escaping @Sendable (repeat each Value) -> Phrase,
        of values: @escaping @Sendable (Phrase) -> (repeat each Value)?
    ) {
        var places: [Place] = []
        repeat places.append((each slot).place)
        let words = pattern.split(separator: " ").map(String.init)
        precondition(words.count { $0 == "_" } == places.count, "`\(pattern)` has as many places as slots")
        var rest = places[...]
        let pieces = words.map { word in word == "_" ? Piece.place(rest.removeFirst()) : .word(word) }
        self.kind = kind
        self.pieces = pieces
        meaning = { reader throws(Problem) in
            var walk = PhraseWalk(pieces: pieces)
            let phrase = build(repeat try walk.value(of: each slot, &reader))
            try walk.words(&reader)
            return phrase
        }
        text = { phrase in
            guard let values = values(phrase) else { return nil }
            var texts: [String?] = []
            repeat texts.append((each slot).text(each values))
            var rest = texts[...]
            return Self.joined(words.compactMap { $0 == "_" ? rest.removeFirst() : $0 })
        }
    }

    /// The words, with blanks between them but before a comma.
    private static func joined(_ words: [String]) -> String {
        words.reduce(into: "") { text, word in text += text.isEmpty || word.hasPrefix(",") ? word : " " + word }
    }
}

/// The pieces of a form while a phrase is read.
private struct PhraseWalk {
    private var pieces: ArraySlice<PhraseForm.Piece>
    /// What was read last, as complaints call it.
    private var previous = ""

    init(pieces: [PhraseForm.Piece]) { self.pieces = pieces[...] }

    /// The words up to the next place, or to the end.
    mutating func words(_ reader: inout PhraseReader) throws(Problem) {
        while case .word(let word) = pieces.first {
            guard reader.cursor.take(word) else { throw reader.cursor.expected(words: pieces.leadingWords, after: previous) }
            pieces.removeFirst()
            previous = "`\(word)`"
        }
    }

    mutating func value<Value>(of slot: Slot<Value>, _ reader: inout PhraseReader) throws(Problem) -> Value {
        try words(&reader)
        pieces.removeFirst()
        previous = slot.place.name
        return try slot.read(&reader)
    }
}

extension ArraySlice<PhraseForm.Piece> {
    var words: [String] { compactMap { if case .word(let word) = $0 { word } else { nil } } }

    /// The words before the next place.
    var leadingWords: [String] { prefix { if case .word = $0 { true } else { false } }.words }
}

extension TokenCursor {
    fileprivate func expected(words: [String], after context: String) -> Problem {
        let near = NearestName.find(peekWord, among: words.prefix(1)).map { "did you mean `\($0)`?" }
        return expected("`\(words.joined(separator: " "))` after \(context)", fix: near)
    }
}

// What forms state: facts, acts, checks; with places, or one of them as such.
extension PhraseForm {
    static func fact<each Value>(
        _ pattern: String,
        _ slot: repeat Slot<each Value>,
        means build: @escaping @Sendable (repeat each Value) -> BenchFact,
        of values: @escaping @Sendable (BenchFact) -> (repeat each Value)?
    ) -> PhraseForm {
        PhraseForm(.fact, pattern, repeat each slot) { (value: repeat each Value) in
            .fact(build(repeat each value))
        } of: { phrase in
            if case .fact(let fact) = phrase { values(fact) } else { nil }
        }
    }

    static func act<each Value>(
        _ pattern: String,
        _ slot: repeat Slot<each Value>,
        means build: @escaping @Sendable (repeat each Value) -> BenchAction<Written>,
        of values: @escaping @Sendable (BenchAction<Written>) -> (repeat each Value)?
    ) -> PhraseForm {
        PhraseForm(.act, pattern, repeat each slot) { (value: repeat each Value) in
            .act(build(repeat each value))
        } of: { phrase in
            if case .act(let action) = phrase { values(action) } else { nil }
        }
    }

    static func check<each Value>(
        _ pattern: String,
        _ slot: repeat Slot<each Value>,
        means build: @escaping @Sendable (repeat each Value) -> BenchObservation<Written>,
        of values: @escaping @Sendable (BenchObservation<Written>) -> (repeat each Value)?
    ) -> PhraseForm {
        PhraseForm(.check, pattern, repeat each slot) { (value: repeat each Value) in
            .check(build(repeat each value))
        } of: { phrase in
            if case .check(let observation) = phrase { values(observation) } else { nil }
        }
    }

    static func fact(_ words: String, _ fact: BenchFact) -> PhraseForm { PhraseForm(.fact, words, .fact(fact)) }
    static func act(_ words: String, _ action: BenchAction<Written>) -> PhraseForm { PhraseForm(.act, words, .act(action)) }
    static func check(_ words: String, _ observation: BenchObservation<Written>) -> PhraseForm {
        PhraseForm(.check, words, .check(observation))
    }

    private init(_ kind: Phrase.Kind, _ words: String, _ phrase: Phrase) {
        self.init(kind, words) {
            phrase
        } of: {
            $0 == phrase ? () : nil
        }
    }
}
