import Octets

/// Text as CommonMark, where nothing that a device or a scenario says acts as markup.
enum MarkdownText {
    private static let special = "\\`*_[]<>|~&@"

    /// For table cells and the inside of lines.
    static func plain(_ text: String) -> String {
        // Entities rather than backslashes for what acts before inline parsing: HTML, table columns, mentions.
        shown(text).escaping(special) { "<>|&@".unicodeScalars.contains($0) ? "&#\($0.value);" : "\\\($0)" }
    }

    /// For a line of its own: what would begin a heading, a list or a rule does not.
    static func line(_ text: String) -> String {
        let plain = plain(text)
        return "#-+=".utf8.contains(plain.utf8.first ?? 0) ? "\\" + plain : plain
    }

    /// A code span, closed by more backticks than it holds. In a table `|` would end the cell whatever surrounds it.
    static func code(_ text: String) -> String {
        let safe = shown(text).escaping("|") { _ in "¦" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: safe) + 1)
        return "\(ticks)\(ticks.count > 1 || safe.hasPrefix("`") ? " \(safe) " : safe.isEmpty ? " " : safe)\(ticks)"
    }

    /// A fenced block, its fence longer than any in the text.
    static func block(_ lines: [String], language: String) -> [String] {
        let fence = String(repeating: "`", count: max(3, (lines.map { longestRun(of: "`", in: $0) }.max() ?? 0) + 1))
        return [fence + language] + lines + [fence]
    }

    private static func longestRun(of mark: Character, in text: String) -> Int {
        var longest = 0
        var run = 0
        for character in text {
            run = character == mark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
