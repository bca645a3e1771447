import SourceText

/// What stands in a place of a phrase: how it is read, and how it is written again.
struct Slot<Value: Sendable>: Sendable {
    let place: Place
    let read: @Sendable (inout PhraseReader) throws(Problem) -> Value
    /// nil: it is left out.
    let text: @Sendable (Value) -> String?

    init(
        _ place: Place,
        read: @escaping @Sendable (inout PhraseReader) throws(Problem) -> Value,
        text: @escaping @Sendable (Value) -> String?
    ) {
        self.place = place
        self.read = read
        self.text = text
    }
}

/// A place as those see it who look which form a phrase has.
struct Place: Sendable {
    /// What is expected there.
    let what: String
    /// What complaints about the words behind it call it.
    let name: String
    /// Words that may stand there.
    let words: [String]
    let extent: Extent

    init(_ what: String, called name: String? = nil, words: [String] = [], _ extent: Extent) {
        self.what = what
        self.name = name ?? what
        self.words = words
        self.extent = extent
    }

    var isQuoted: Bool { if case .quoted = extent { true } else { false } }

    enum Extent: Sendable {
        /// A text between quotes, or what stands for one.
        case quoted
        case word
        /// A word that is, or may become, a number; or nothing.
        case optionalNumber
        /// One of these words, or nothing.
        case optional([String])
        /// One of these runs of words, or what stands for one.
        case runs([[String]])
        /// Whatever it is, no other form has it there.
        case open

        /// How many tokens it takes from there on; nil: it does not stand there.
        func length(in cursor: TokenCursor, at offset: Int) -> Int? {
            guard let token = cursor.token(after: offset) else { return mayBeMissing ? 0 : nil }
            switch self {
            case .quoted: return token.kind == .string || token.text.soleReference != nil ? 1 : nil
            case .word: return token.kind == .word ? 1 : nil
            case .optionalNumber: return token.isNumber ? 1 : 0
            case .optional(let words): return words.contains(token.word) ? 1 : 0
            case .runs(let runs):
                if token.kind == .word, token.text.soleReference != nil { return 1 }
                return runs.first { run in run.indices.allSatisfy { cursor.word(after: offset + $0) == run[$0] } }?.count
            case .open: return 0
            }
        }

        private var mayBeMissing: Bool {
            switch self {
            case .quoted, .word, .runs: false
            case .optionalNumber, .optional, .open: true
            }
        }
    }
}

extension Token {
    /// A number, or what may become one.
    var isNumber: Bool { kind == .word && (TokenCursor.number(word) != nil || text.soleReference != nil) }
}
