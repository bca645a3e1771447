public import Events
public import SourceText

extension ExpectationFile {
    /// Entries that no scenario of the whole suite can meet: misspelt, or left behind when a scenario was renamed or removed.
    ///
    /// What a device says of itself is not known here, so conditions on it are passed over.
    ///
    /// - Parameter scenarios: All that there are, whether the run takes them or not.
    /// - Returns: warnings at the entries' names.
    public func unmet(by scenarios: [ScenarioIdentity]) -> [Diagnostic] {
        let dialects = Set(scenarios.map(\.dialect))
        return entries.compactMap { entry in
            var expectation = entry.expectation
            expectation.device = nil
            expectation.firmware = nil
            // The run is not about this dialect.
            if let dialect = expectation.dialect, !dialects.contains(where: { NamePattern.matches($0, dialect) }) { return nil }
            guard !scenarios.contains(where: { expectation.covers($0, DeviceIdentity()) }) else { return nil }
            let (message, near) =
                switch expectation.subject {
                case .scenario(let name):
                    ("no scenario is called “\(name)”", NearestName.find(name, among: scenarios.map(\.name)))
                case .requirement(let name):
                    (
                        "no scenario verifies “\(name)”",
                        NearestName.find(name, among: Set(scenarios.flatMap { $0.requirements.map(\.id) }))
                    )
                }
            return Diagnostic(
                severity: .warning,
                message: message,
                path: source.path,
                range: entry.name,
                suggestion: near.map { "did you mean “\($0)”?" } ?? "remove the entry"
            )
        }
    }

    /// Entries whose scenarios all have other names now. They still hold.
    ///
    /// - Parameter scenarios: All that there are, whether the run takes them or not.
    /// - Returns: warnings at the entries' names.
    public func outdated(among scenarios: [ScenarioIdentity]) -> [Diagnostic] {
        let renamed = scenarios.filter { !$0.formerNames.isEmpty }
        return entries.compactMap { entry in
            guard case .scenario(let pattern) = entry.expectation.subject,
                !scenarios.contains(where: { NamePattern.matches($0.name, pattern) }),
                let scenario = renamed.first(where: { $0.formerNames.contains { NamePattern.matches($0, pattern) } })
            else { return nil }
            return Diagnostic(
                severity: .warning,
                message: "“\(pattern)” is called “\(scenario.name)” now",
                path: source.path,
                range: entry.name,
                suggestion: "write the new name: the entry holds until the scenario forgets the old one"
            )
        }
    }

    /// Entries for a dialect that is none of those there are.
    /// - Returns: warnings at the dialects' names.
    public func unknownDialects(among dialects: [String]) -> [Diagnostic] {
        entries.compactMap { entry in
            guard let dialect = entry.expectation.dialect, let range = entry.dialect,
                !dialects.contains(where: { NamePattern.matches($0, dialect) })
            else { return nil }
            return Diagnostic(
                severity: .warning,
                message: "there is no dialect “\(dialect)”",
                path: source.path,
                range: range,
                suggestion: NearestName.suggestion(for: dialect, among: dialects)
            )
        }
    }
}
