internal import BenchFacts
internal import ScenarioLanguage
internal import SourceText

/// A file with the lines of a scenario's `network` block: what is around the device, outside of any scenario.
enum NetworkFile {
    private static let mostDiagnostics = 50
    private static let largestFile = 1 << 20

    /// Lines at the left margin name a party; deeper lines go on about it. What is wrong is left out and reported.
    static func parse(
        _ source: SourceFile,
        addresses: BenchAddresses,
        payloads: @escaping PayloadReader
    ) -> (facts: [BenchFact], diagnostics: [Diagnostic]) {
        guard source.bytes.count <= largestFile else {
            let message = "a network file has at most \(largestFile >> 10) KiB"
            return ([], [Diagnostic(message: message, path: source.path, range: SourceRange(start: 0, end: 0))])
        }
        let cut = IndentedLines(source, limit: mostDiagnostics)
        var facts: [BenchFact] = []
        var diagnostics = cut.diagnostics
        var party = ""
        for line in cut.lines where diagnostics.count < mostDiagnostics {
            let text = source.text(line.range)
            var prefix = ""
            if line.indentation == 0 {
                party = self.party(of: text)
            } else if party.isEmpty {
                diagnostics.append(
                    Diagnostic(
                        message: "this line belongs to no party",
                        path: source.path,
                        range: line.range,
                        suggestion: "begin with a party at the left margin: dns, smtp, pop3, ftp or peer"
                    )
                )
                continue
            } else {
                prefix = party + " "
            }
            switch BenchPhrase.parse(prefix + text, addresses: addresses, payloads: payloads) {
            case .success(let stated): facts += stated
            case .failure(let failure):
                // The column counts characters of the phrase; the line has the same ones after the prefix.
                let skipped = max(0, failure.column - 1 - prefix.count)
                let start = line.range.start + text.prefix(skipped).utf8.count
                diagnostics.append(
                    Diagnostic(
                        message: failure.message,
                        path: source.path,
                        range: SourceRange(start: min(start, line.range.end), end: line.range.end),
                        suggestion: failure.suggestion
                    )
                )
            }
        }
        return (facts, diagnostics)
    }

    /// `peer b` has two words, the others one.
    private static func party(of text: String) -> String {
        let words = text.split(separator: " ").map(String.init)
        let isLabelled = words.first == "peer" && words.count > 1 && words[1].count == 1
        return words.prefix(isLabelled ? 2 : 1).joined(separator: " ")
    }
}
