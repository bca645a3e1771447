internal import SourceText

/// What `attest NAME` does.
protocol Subcommand {
    static var name: String { get }
    /// One line for `attest --help`.
    static var abstract: String { get }
    /// After the name, such as `[PATH…]`.
    static var operands: String { get }
    static var options: [Option] { get }
    /// Paragraphs after the options.
    static var discussion: String { get }

    /// - Returns: the exit code. - Throws: ``UsageError``.
    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32
}

extension Subcommand {
    static var discussion: String { "" }

    /// What to say of a first operand that is none of the subcommand's own words.
    static func unknown(_ word: String?, among words: [String], otherwise example: String) -> UsageError {
        guard let word else { return UsageError("say what to do: \(words.joined(separator: " or "))", suggestion: example) }
        let near = NearestName.find(word, among: words)
        return UsageError(
            "there is no ‘attest \(name) \(word)’",
            suggestion: near.map { "did you mean ‘attest \(name) \($0)’?" } ?? example
        )
    }

    static var help: String {
        let width = options.map(\.usage.count).max() ?? 0
        let usage = ["attest", name, operands, options.isEmpty ? "" : "[OPTION…]"].filter { !$0.isEmpty }.joined(separator: " ")
        var text = "\(abstract)\n\nUsage: \(usage)\n"
        if !options.isEmpty {
            text += "\nOptions:\n"
            for option in options {
                let padding = String(repeating: " ", count: width - option.usage.count)
                text += "  \(option.usage)\(padding)  \(option.help)\n"
            }
        }
        if !discussion.isEmpty { text += "\n\(discussion)\n" }
        return text
    }
}

/// `1 file`, `2 files`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
