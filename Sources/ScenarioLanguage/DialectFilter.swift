public import Dialects
public import SourceText

/// Which dialects a scenario is for.
enum DialectFilter: Hashable, Sendable {
    case all(features: [String])
    case named([String])

    /// Features of the manuals at hand; a dialect may have others.
    static let commonFeatures = ["gsm", "gprs", "dns", "smtp", "pop3", "ftp", "tcp", "tcp-inbound", "serial"]

    func includes(name: String, features: [String]) -> Bool {
        switch self {
        case .all(let needed): needed.allSatisfy(features.contains)
        case .named(let names): names.contains(name)
        }
    }

    var text: String {
        switch self {
        case .all(let features): features.isEmpty ? "all" : "all with " + features.joined(separator: " ")
        case .named(let names): names.joined(separator: " ")
        }
    }
}

extension ScenarioFile {
    /// Warnings about scenarios for dialects that are not there: a misspelt one would never run, and nobody would see it.
    ///
    /// A feature that no dialect has is warned of only when it looks misspelt: there may be dialects with it elsewhere.
    public func unknownDialects(among dialects: [Dialect]) -> [Diagnostic] {
        let names = dialects.map(\.name)
        let features = dialects.flatMap(\.features) + DialectFilter.commonFeatures
        return scenarios.flatMap { scenario in
            guard let range = scenario.dialectsRange else { return [Diagnostic]() }
            let problems: [Problem] =
                switch scenario.dialects {
                case .named(let wanted):
                    wanted.filter { !names.contains($0) }.map {
                        Problem("there is no dialect `\($0)` here", at: range, meaning: $0, among: names)
                    }
                case .all(let wanted):
                    wanted.filter { !features.contains($0) }.map {
                        Problem("no dialect has a feature `\($0)`", at: range, meaning: $0, among: features)
                    }.filter { $0.suggestion != nil }
                }
            return problems.map { $0.diagnostic(in: source.path, severity: .warning) }
        }
    }
}
