/// The language of a suite's files, scenarios, dialects, rigs and expectations, which each may name in its first line: `language 1`.
public enum LanguageVersion {
    public static let keyword = "language"
    /// The one that is read here, and that files mean which name none.
    public static let current = 1
    /// What is wrong with such a line elsewhere.
    public static let misplaced = (
        message: "the language stands in the first line of a file, once", fix: "move it above everything else, or drop it"
    )

    /// What is wrong with the words after ``keyword``, and how to repair it; nil when the language is read here.
    public static func problem(_ words: [String]) -> (message: String, fix: String)? {
        guard words.count == 1, let number = UInt(words[0]), number > 0 else {
            return ("the language is a number", "\(keyword) \(current)")
        }
        guard number != current else { return nil }
        return (
            "language \(number) is not known: this version reads language \(current)",
            "write `\(keyword) \(current)`, or use a version of Attest that reads language \(number)"
        )
    }
}
