public import BenchFacts

/// One line of what stands under `network`, outside of a scenario file.
public enum BenchPhrase {
    /// Why a line is no bench phrase.
    public struct Failure: Error, Hashable, Sendable {
        public var message: String
        /// From 1, in characters.
        public var column: Int
        public var suggestion: String?
    }

    /// The facts that a line such as `gsm number "0860" busy 2 times, then answers at 9600` states.
    public static func parse(
        _ text: String,
        addresses: BenchAddresses,
        payloads: @escaping PayloadReader
    ) -> Result<[BenchFact], Failure> {
        .failure(Failure(message: "not understood", column: 1))
    }

    /// A line that ``parse(_:addresses:payloads:)`` understands as the fact.
    public static func text(of fact: BenchFact) -> String { "" }
}
