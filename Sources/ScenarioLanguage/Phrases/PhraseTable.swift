import BenchFacts
import SourceText

/// The phrases about one party.
struct PhraseTable: Sendable {
    let forms: [PhraseForm]
    /// What is expected where a phrase begins.
    let subject: String
    /// What is expected behind certain words, where that says more than the words that may follow.
    let wordings: [String: String]
    /// The forms that can begin with a word.
    private let formsByWord: [String: [PhraseForm]]

    init(_ subject: String, _ forms: [PhraseForm], wordings: [String: String] = [:]) {
        self.forms = forms
        self.subject = subject
        self.wordings = wordings
        formsByWord = forms.reduce(into: [:]) { byWord, form in
            for word in form.firstWords { byWord[word, default: []].append(form) }
        }
    }

    /// The forms that what begins with the word may have; all, where no form begins with it.
    fileprivate func forms(beginningWith word: String) -> [PhraseForm] { formsByWord[word] ?? forms }

    /// The tables of all parties.
    private static let tables: [BenchParty: PhraseTable] = {
        var tables: [BenchParty: PhraseTable] = [
            .dns: dns, .sntp: sntp, .gsm: gsm, .gprs: gprs, .line: line, .link: link, .device: device,
        ]
        for kind in ServerKind.allCases { tables[.server(kind)] = server(kind) }
        for label in PeerLabel.all { tables[.peer(label)] = peer(label) }
        return tables
    }()

    static func about(_ party: BenchParty) -> PhraseTable {
        guard let table = tables[party] else { preconditionFailure("every party has its phrases") }
        return table
    }

    /// How the phrase is written, without its party.
    func text(of phrase: Phrase) -> String {
        for form in forms { if let text = form.text(phrase) { return text } }
        preconditionFailure("every phrase has a form")
    }
}

// MARK: Which form a phrase has

/// How far a form fits what is written.
private struct Fit {
    /// Tokens that fit.
    var offset = 0
    /// Words among them.
    var words = 0
    /// How many pieces there are up to the last that took a token.
    var pieces = 0
    /// The piece that does not fit; nil: all do.
    var piece: Int?
}

extension PhraseForm {
    /// The first word, and those of a place before it that may be left out.
    fileprivate var firstWords: [String] {
        var words: [String] = []
        for piece in pieces {
            switch piece {
            case .word(let word): return words + [word]
            case .place(let place) where place.words.isEmpty: return words
            case .place(let place): words += place.words
            }
        }
        return words
    }

    /// Takes nothing, and fills nothing in.
    fileprivate func fit(in cursor: TokenCursor) -> Fit {
        var fit = Fit()
        for (index, piece) in pieces.enumerated() {
            fit.piece = index
            switch piece {
            case .word(let word):
                guard cursor.word(after: fit.offset) == word else { return fit }
                fit.offset += 1
                fit.words += 1
                fit.pieces = index + 1
            case .place(let place):
                guard let length = place.extent.length(in: cursor, at: fit.offset) else { return fit }
                fit.offset += length
                if length > 0 { fit.pieces = index + 1 }
                if case .open = place.extent {
                    fit.piece = nil
                    return fit
                }
            }
        }
        fit.piece = cursor.isPhraseEnd(after: fit.offset) ? nil : pieces.count
        return fit
    }

    /// What may stand where it ceases to fit: places that may be left out, and then what must come.
    fileprivate func expectations(behind fit: Fit) -> [Expectation] {
        guard let stop = fit.piece else { return [] }
        var expectations: [Expectation] = []
        for case .place(let place) in pieces[fit.pieces..<stop] { expectations.append(.place(place)) }
        guard stop < pieces.count else { return expectations + [.end] }
        if case .place(let place) = pieces[stop] { return expectations + [.place(place)] }
        return expectations + [.words(pieces[stop...].leadingWords, kind)]
    }

    fileprivate enum Expectation {
        case place(Place)
        case words([String], Phrase.Kind)
        case end

        func text(naming isNamed: Bool) -> String {
            switch self {
            case .place(let place): place.what
            case .words(let words, let kind): "`\(words.joined(separator: " "))`" + (isNamed ? " (\(kind.name))" : "")
            case .end: "nothing more"
            }
        }

        /// Places first, the end last.
        var order: Int {
            switch self {
            case .place: 0
            case .words: 1
            case .end: 2
            }
        }
    }
}

extension Phrase.Kind {
    fileprivate var name: String {
        switch self {
        case .fact: "a fact"
        case .act: "an act"
        case .check: "a check"
        }
    }
}

extension PhraseReader {
    /// The form that the words to come have. Where none fits, the only one that fits as far as any: it says itself what is missing.
    mutating func form(in table: PhraseTable) throws(Problem) -> PhraseForm {
        let forms = table.forms(beginningWith: cursor.peekWord)
        var filledIn = 0
        while true {
            var best: (form: PhraseForm, words: Int)?
            var furthest = 0
            for form in forms {
                let fit = form.fit(in: cursor)
                if fit.piece != nil {
                    furthest = max(furthest, fit.offset)
                } else if fit.words > best?.words ?? -1 {
                    best = (form, fit.words)
                }
            }
            if let best { return best.form }
            let rivals = forms.compactMap { form in
                let fit = form.fit(in: cursor)
                return fit.offset == furthest ? (form: form, expected: form.expectations(behind: fit)) : nil
            }
            let expected = rivals.flatMap(\.expected)
            // Where only words can stand, a column may stand for them.
            let isColumn = furthest > filledIn && expected.allSatisfy { if case .words = $0 { true } else { false } }
            if isColumn, let reference = cursor.token(after: furthest)?.text.soleReference {
                cursor.replaceToken(after: furthest, by: try evaluator.tokens(for: reference))
                filledIn = furthest
                continue
            }
            if furthest > 0, Set(expected.map { $0.text(naming: false) }).count == 1 { return rivals[0].form }
            throw complaint(table, expected, behind: furthest, rivals[0].form)
        }
    }

    /// `form`: one of those that fit so far.
    private func complaint(
        _ table: PhraseTable,
        _ expected: [PhraseForm.Expectation],
        behind count: Int,
        _ form: PhraseForm
    ) -> Problem {
        var ahead = cursor
        for _ in 0..<count { ahead.skip() }
        let words = Self.distinct(
            expected.flatMap { expectation -> [String] in
                switch expectation {
                case .words(let words, _): [words.joined(separator: " ")]
                case .place(let place): place.words
                case .end: []
                }
            }
        )
        let leads = words.filter { lead in !words.contains { lead.hasPrefix("\($0) ") } }
        let near = NearestName.find(ahead.peekWord, among: words.compactMap { $0.split(separator: " ").first.map(String.init) })
        let fix = near.map { "did you mean `\($0)`?" }
        let passed = form.pieces[..<(form.fit(in: cursor).piece ?? 0)].words.joined(separator: " ")
        let wording = passed.isEmpty ? table.subject : table.wordings[passed]
        if let wording { return ahead.expected(wording, fix: fix ?? "one of: \(leads.joined(separator: " "))") }
        let mayBeText =
            ahead.peek?.kind == .word && expected.contains { if case .place(let place) = $0 { place.isQuoted } else { false } }
        return ahead.expected(Self.list(expected), fix: fix ?? (mayBeText ? "put it between quotes" : nil))
    }

    /// `a, b or c`, each once. Where words alone can follow and they say what a phrase is for, so does the list.
    private static func list(_ expected: [PhraseForm.Expectation]) -> String {
        var kinds: Set<Phrase.Kind> = []
        for case .words(_, let kind) in expected { kinds.insert(kind) }
        let isNamed = kinds.count > 1 && expected.allSatisfy { $0.order == 1 }
        let inOrder = (0...2).flatMap { order in expected.filter { $0.order == order } }
        let texts = distinct(inOrder.map { $0.text(naming: isNamed) })
        return texts.count < 2 ? texts.joined() : texts.dropLast().joined(separator: ", ") + " or " + texts[texts.count - 1]
    }

    private static func distinct(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
