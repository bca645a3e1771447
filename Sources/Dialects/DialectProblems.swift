import SourceText

/// What is wrong with a file, and with others on its account: after so many messages the rest is not worth reporting.
struct DialectProblems {
    static let most = 50

    private(set) var diagnostics: [Diagnostic]
    /// The file that is read.
    let path: String
    /// Who is on the way when something is wrong elsewhere, in a file that this one extends.
    var note: Diagnostic.Related?

    init(_ path: String, _ diagnostics: [Diagnostic] = []) {
        self.path = path
        self.diagnostics = diagnostics
    }

    var isFull: Bool { diagnostics.count >= Self.most }
    var hasErrors: Bool { diagnostics.hasErrors }

    mutating func report(_ message: String, _ place: SourcePlace, _ suggestion: String? = nil) {
        guard !isFull else { return }
        var diagnostic = Diagnostic(message: message, path: place.path, range: place.range, suggestion: suggestion)
        if place.path != path { diagnostic.related = note }
        diagnostics.append(diagnostic)
    }

    /// In the order of the file's lines, those of other files last.
    var sorted: [Diagnostic] {
        diagnostics.sorted {
            ($0.path == path ? 0 : 1, $0.range.start, $0.range.end) < ($1.path == path ? 0 : 1, $1.range.start, $1.range.end)
        }
    }
}
