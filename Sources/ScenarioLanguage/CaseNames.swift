public import SourceText

/// By what the cases of a suite are known from run to run. Baselines, expectations and certificates know a case by its name alone, so
/// no two scenarios may share one, wherever they stand.
public enum CaseNames {
    /// What is wrong with the names of a suite's scenarios for one dialect.
    public static func problems(in scenarios: [CompiledScenario]) -> [Diagnostic] {
        var owners: [String: Int] = [:]
        var problems: [Diagnostic] = []
        for (number, scenario) in scenarios.enumerated() {
            for index in scenario.indices {
                let name = scenario.name(at: index)
                let owner = owners[name, default: number]
                owners[name] = owner
                guard owner != number else { continue }
                problems.append(shared(name, scenario, scenarios[owner]))
                break
            }
        }
        return problems
    }

    private static func shared(_ name: String, _ scenario: CompiledScenario, _ other: CompiledScenario) -> Diagnostic {
        var problem = Diagnostic(
            message: "another scenario is called `\(name)`, too",
            path: scenario.listing.location.path,
            range: scenario.template.scenario.name.range,
            suggestion: "rename one of them: baselines and expectations know a case by its name alone"
        )
        problem.related = Diagnostic.Related(
            message: "this is the other one",
            path: other.listing.location.path,
            range: other.template.scenario.name.range
        )
        return problem
    }
}
