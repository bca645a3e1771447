internal import Reports
internal import SourceText

/// One report to be written: `junit=out.xml`.
struct ReportOutput: Hashable, Sendable {
    var format: ReportFormat
    var path: String

    /// What `--reports junit=FILE,tap=FILE` asks for. - Throws: ``UsageError``.
    static func parse(_ lists: [String]) throws(UsageError) -> [ReportOutput] {
        var outputs: [ReportOutput] = []
        for part in lists.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else {
                throw UsageError(
                    "--reports takes FORMAT=FILE, not ‘\(part)’",
                    suggestion: "--reports junit=results.xml,tap=results.tap"
                )
            }
            outputs.append(ReportOutput(format: try ReportFormat(word: sides[0]), path: sides[1]))
        }
        return outputs
    }
}

extension ReportFormat {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// A line per format for a help text.
    static var table: String {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { "  \($0.rawValue)\(String(repeating: " ", count: width - $0.rawValue.count))  \($0.meaning)" }
            .joined(separator: "\n")
    }

    /// - Throws: ``UsageError`` for a word that is no format.
    init(word: String) throws(UsageError) {
        guard let format = ReportFormat(rawValue: word) else {
            let near = NearestName.find(word, among: Self.allCases.map(\.rawValue))
            throw UsageError(
                "there is no format ‘\(word)’",
                suggestion: near.map { "did you mean \($0)?" } ?? "there is \(Self.names)"
            )
        }
        self = format
    }
}
