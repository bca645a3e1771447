public import Dialects
public import SourceText
import World

extension ScenarioFile {
    /// Warnings about lines of the device that no dialect and no rig at hand has: what names one does not apply.
    ///
    /// - Parameter rig: How many lines the rig reaches; nil: there is none.
    public func undeclaredLines(among dialects: [Dialect], rig: Int?) -> [Diagnostic] {
        let known = max(rig ?? 1, dialects.map(\.lines).max() ?? 1)
        let bodies = scenarios.map { ($0.body, $0 as Scenario?) } + procedures.map { ($0.body, nil) }
        return bodies.compactMap { body, scenario in
            guard let statement = body.firstBeyond(known), let name = statement.on.text else { return nil }
            // What is for none of them is for others, which may have more lines.
            if let scenario, !dialects.contains(where: { scenario.dialects.includes(DialectIndex($0)) }) { return nil }
            if let scenario, scenario.needs.contains(where: { $0.asks(forLine: statement.on.number) }) { return nil }
            let limit = Dialect.LimitName.lines.rawValue
            let problem = Problem(
                "no dialect has a device with a line `\(name)`: without a rig that has one the scenario will not apply",
                at: statement.range,
                fix: "a dialect whose devices have more lines says so under ‘limits’: \(limit)   \(statement.on.number + 1);"
                    + " a scenario that is for others ‘needs’ so many: two lines"
            )
            return problem.asWarning.diagnostic(in: source.path)
        }
    }
}

extension WrittenNeed {
    fileprivate func asks(forLine number: Int) -> Bool {
        if case .lines(let count) = self { count > number } else { false }
    }
}

extension [Statement] {
    /// The first statement, also inside others, on a line behind the first so many.
    fileprivate func firstBeyond(_ known: Int) -> Statement? {
        for statement in self {
            if statement.on.number >= known { return statement }
            for block in statement.blocks { if let found = block.firstBeyond(known) { return found } }
        }
        return nil
    }
}

extension Statement {
    /// The statements in it.
    fileprivate var blocks: [[Statement]] {
        switch kind {
        case .either(let branches): branches
        case .when(_, let then, let otherwise): [then, otherwise]
        case .anyOrder(let body), .repeated(_, let body), .loop(_, _, let body), .forEach(_, let body): [body]
        case .sendLine, .ensure, .shows, .sendBytes, .expectLine, .expectBytes, .silence, .stillness, .wait, .check, .unsolicited,
            .call,
            .kept,
            .assume,
            .allowNoEcho, .cite, .note, .end, .bench:
            []
        }
    }
}
