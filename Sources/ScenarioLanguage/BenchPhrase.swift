public import BenchFacts
import SourceText

/// One line of what stands under `network`, outside of a scenario file.
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
        let source = SourceFile(path: "", bytes: Array(text.utf8))
        do throws(Problem) {
            guard source.bytes.count <= longestLine else {
                throw Problem("a phrase has at most \(longestLine) bytes", at: SourceRange(start: 0, end: 0))
            }
            var context = CompilationContext.empty
            context.profile.addresses = addresses
            context.payloads = PayloadCache(payloads)
            let line = try Lexer(bytes: source.bytes).tokens(in: SourceRange(start: 0, end: source.bytes.count))
            var reader = PhraseReader(cursor: TokenCursor(line), evaluator: Evaluator(context: context))
            var facts: [BenchFact] = []
            for (phrase, range) in try reader.phrases(about: nil) {
                guard case .fact(let fact) = phrase else {
                    throw Problem("this is something that happens, not a fact", at: range)
                }
                facts.append(fact)
            }
            return .success(facts)
        } catch {
            let column = source.position(of: error.range.start).column
            return .failure(Failure(message: error.message, column: column, suggestion: error.suggestion))
        }
    }
}
