import SourceText

/// Why a statement cannot be understood, before the file is known.
struct Problem: Error {
    var message: String
    var range: SourceRange
    var suggestion: String?
    var severity = Diagnostic.Severity.error
    /// No problem: a column decides how the rest is to be read, and its value is not known yet.
    var isUndecided = false

    /// No problem: the scenario is not for the dialect.
    var misfit: Misfit?

    static func misfit(_ misfit: Misfit, at range: SourceRange) -> Problem {
        var problem = Problem("", at: range)
        problem.misfit = misfit
        return problem
    }

    static func undecided(at range: SourceRange) -> Problem {
        var problem = Problem("", at: range)
        problem.isUndecided = true
        return problem
    }

    init(_ message: String, at range: SourceRange, fix suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }

    /// A problem whose repair is the nearest of `candidates`, shown with `decoration`.
    init(
        _ message: String,
        at range: SourceRange,
        meaning name: String,
        among candidates: some Sequence<String>,
        decoration: (String) -> String = { $0 }
    ) {
        self.init(message, at: range, fix: NearestName.find(name, among: candidates).map { "did you mean `\(decoration($0))`?" })
    }

    func diagnostic(in path: String) -> Diagnostic {
        Diagnostic(severity: severity, message: message, path: path, range: range, suggestion: suggestion)
    }

    /// The same, as something that stops no run.
    var asWarning: Problem {
        var warning = self
        warning.severity = .warning
        return warning
    }
}
