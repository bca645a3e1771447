public import Dialects
public import SourceText

/// Which dialects a scenario is for.
enum DialectFilter: Hashable, Sendable {
    case all(features: [String])
    case named([String])

    /// Features of the manuals at hand; a dialect may have others.
    static let commonFeatures = ["gsm", "gprs", "dns", "smtp", "pop3", "ftp", "tcp", "tcp-inbound", "sockets", "serial"]

    /// What is for a dialect is for those that extend it, too.
    func includes(_ dialect: DialectIndex) -> Bool {
        switch self {
        case .all(let needed): needed.allSatisfy(dialect.features.contains)
        case .named(let names): ([dialect.name] + dialect.ancestors).contains(where: names.contains)
        }
    }

    /// What is for a dialect by its name holds for those that extend it as long as they do not say it otherwise.
    func changed(_ requirement: String, in dialect: DialectIndex) -> Misfit? {
        guard case .named(let names) = self, !names.contains(dialect.name), let others = dialect.departures[requirement] else {
            return nil
        }
        let meant = dialect.ancestors.filter(names.contains)
        guard let nearest = meant.first, meant.allSatisfy(others.contains) else { return nil }
        return .changed(requirement: requirement, of: nearest)
    }

    var text: String {
        switch self {
        case .all(let features): features.isEmpty ? "all" : "all with " + features.joined(separator: " ")
        case .named(let names): names.joined(separator: " ")
        }
    }
}

extension ScenarioFile {
    /// Warnings about scenarios for dialects or with features that are not there: a misspelt one would never run, and nobody would
    /// see it. A feature is known when one of the dialects or one of the manuals at hand has it.
    public func unknownDialects(among dialects: [Dialect]) -> [Diagnostic] {
        let names = dialects.flatMap { [$0.name] + $0.ancestors }
        let features = dialects.flatMap(\.features) + DialectFilter.commonFeatures
        return scenarios.flatMap { scenario in
            var problems: [Problem] = []
            for word in scenario.dialectWords {
                switch scenario.dialects {
                case .named where !names.contains(word.word):
                    let message = "there is no dialect `\(word.word)` here"
                    problems.append(Problem(message, at: word.range, meaning: word.word, among: names))
                case .all where !features.contains(word.word):
                    problems.append(DialectFilter.unknownFeature(word.word, at: word.range, among: features))
                case .named, .all: continue
                }
            }
            for case .feature(let text) in scenario.needs {
                guard let name = text.literal, !features.contains(name) else { continue }
                problems.append(DialectFilter.unknownFeature(name, at: text.range, among: features))
            }
            return problems.map { $0.asWarning.diagnostic(in: source.path) }
        }
    }
}

extension DialectFilter {
    fileprivate static func unknownFeature(_ name: String, at range: SourceRange, among known: [String]) -> Problem {
        let message = "no dialect has a feature `\(name)`; the scenario will not apply"
        return Problem(message, at: range, meaning: name, among: known)
    }
}
