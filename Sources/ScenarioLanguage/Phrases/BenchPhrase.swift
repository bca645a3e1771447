public import BenchFacts
import SourceText

/// One line about the bench, outside of a scenario file.
public enum BenchPhrase {
    /// Why a line is no bench phrase.
    public struct Failure: Error, Hashable, Sendable {
        public var message: String
        /// From 1, in characters.
        public var column: Int
        public var suggestion: String?
    }

    /// Room for a payload in hexadecimal.
    private static let longestLine = ScenarioLimits.payload * 2 + ScenarioLimits.lineLength

    /// The facts that a line such as `gsm number "0860" busy 2 times, then answers at 9600` states.
    public static func parse(
        _ text: String,
        addresses: BenchAddresses,
        payloads: @escaping PayloadReader
    ) -> Result<[BenchFact], Failure> {
        var profile = BenchProfile.documentation
        profile.addresses = addresses
        let cache = PayloadCache(payloads)
        let context = CompilationContext(dialect: .empty, profile: profile, payloads: cache, defects: [], files: [])
        return read(text, context, otherwise: "this is something that happens, not a fact") { phrase in
            if case .fact(let fact) = phrase { fact } else { nil }
        }
    }

    /// The observation that a line such as `gsm dialled "0860" 3 times` asks for; it holds no captures.
    public static func parseObservation(_ text: String) -> Result<BenchObservation<Exact>, Failure> {
        read(text, .empty, otherwise: "this is nothing that the bench sees") { phrase in
            if case .check(let observation) = phrase { observation.filled(by: CaptureFiller([:])) } else { nil }
        }.flatMap { observations in
            let isOne = observations.count == 1
            return isOne ? .success(observations[0]) : .failure(Failure(message: "these are several observations", column: 1))
        }
    }

    /// The fact as a phrase that ``parse(_:addresses:payloads:)`` understands.
    public static func text(of fact: BenchFact) -> String { text(of: .fact(fact), about: fact.party) }

    /// The observation as a phrase that ``parseObservation(_:)`` understands.
    public static func text(of observation: BenchObservation<Exact>) -> String {
        text(of: .check(observation.filled(by: Quoting())), about: observation.party)
    }

    private static func text(of phrase: Phrase, about party: BenchParty) -> String {
        "\(party.text) \(PhraseTable.about(party).text(of: phrase))"
    }

    private static func read<Meaning>(
        _ text: String,
        _ context: CompilationContext,
        otherwise complaint: String,
        _ meaning: (Phrase) -> Meaning?
    ) -> Result<[Meaning], Failure> {
        let source = SourceFile(path: "", bytes: Array(text.utf8))
        do throws(Problem) {
            guard source.bytes.count <= longestLine else {
                throw Problem("a phrase has at most \(longestLine) bytes", at: SourceRange(start: 0, end: 0))
            }
            let line = try Lexer(bytes: source.bytes).tokens(in: SourceRange(start: 0, end: source.bytes.count))
            var reader = PhraseReader(cursor: TokenCursor(line), evaluator: Evaluator(context: context))
            var meanings: [Meaning] = []
            for phrase in try reader.phrases(about: nil) {
                guard let meaning = meaning(phrase.phrase) else { throw Problem(complaint, at: phrase.range) }
                meanings.append(meaning)
            }
            return .success(meanings)
        } catch {
            let column = source.position(of: error.range.start).column
            return .failure(Failure(message: error.message, column: column, suggestion: error.suggestion))
        }
    }
}

/// Puts texts and bytes in the place of what is to be filled in.
private struct Quoting: ContentFiller {
    typealias Content = Exact
    typealias Filled = Written

    func text(_ text: String) -> Template { Template(text) }
    func bytes(_ bytes: [UInt8]) -> Payload { Payload(parts: [.literal(bytes)]) }
    func port(_ port: UInt16) throws(Never) -> Template { Template("\(port)") }
}
