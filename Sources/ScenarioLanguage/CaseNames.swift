public import SourceText

/// By what the cases of a suite are known from run to run: names, and the lab's own ids. Baselines, expectations and certificates know a
/// case by its name alone, so no two scenarios may share one, wherever they stand; the same goes for ids and for former names.
public struct CaseNames {
    /// A name that a scenario has, or had.
    private struct Claim {
        var name: String
        /// Of the scenario.
        var number: Int
        /// Where it is written.
        var range: SourceRange
    }

    private let scenarios: [CompiledScenario]
    private var problems: [Diagnostic] = []

    /// What is wrong with those of a suite's scenarios for one dialect.
    public static func problems(in scenarios: [CompiledScenario]) -> [Diagnostic] {
        var names = CaseNames(scenarios: scenarios)
        names.check()
        return names.problems
    }

    private init(scenarios: [CompiledScenario]) { self.scenarios = scenarios }

    private mutating func check() {
        let names = owners { scenario, index in
            [(scenario.name(at: index), scenario.template.scenario.name)]
        } problem: { claim, _ in
            (
                "another scenario is called `\(claim.name)`, too",
                "rename one of them: baselines and expectations know a case by its name alone"
            )
        }
        _ = owners { scenario, index in
            guard let id = scenario.id(at: index), let text = scenario.template.scenario.id else { return [] }
            return [(id, text)]
        } problem: { claim, other in
            ("`\(other)` has the id “\(claim.name)” already", nil)
        }
        let former = owners { scenario, index in
            scenario.written(formerNamesAt: index)
        } problem: { claim, other in
            ("`\(other)` is renamed from `\(claim.name)`, too", nil)
        }
        // In the order in which they are written, whatever the order of the table.
        var blamed: Set<Int> = []
        for claim in former.values.sorted(by: { ($0.number, $0.range.start, $0.name) < ($1.number, $1.range.start, $1.name) }) {
            guard let owner = names[claim.name], blamed.insert(claim.number).inserted else { continue }
            report(
                ("there still is a scenario called `\(claim.name)`", "drop the line, or rename that scenario"),
                claim,
                besides: owner
            )
        }
    }

    /// Gives each name to the first scenario that has it. Each that comes later is told once.
    private mutating func owners(
        _ names: (CompiledScenario, Int) -> [(name: String, text: Text)],
        problem: (_ claim: Claim, _ other: String) -> (message: String, fix: String?)
    ) -> [String: Claim] {
        var owners: [String: Claim] = [:]
        for (number, scenario) in scenarios.enumerated() {
            var isTold = false
            for index in scenario.indices {
                for (name, text) in names(scenario, index) {
                    let claim = Claim(name: name, number: number, range: text.range)
                    guard let owner = owners[name] else {
                        owners[name] = claim
                        continue
                    }
                    guard owner.number != number, !isTold else { continue }
                    isTold = true
                    report(problem(claim, scenarios[owner.number].listing.name), claim, besides: owner)
                }
            }
        }
        return owners
    }

    private mutating func report(_ text: (message: String, fix: String?), _ claim: Claim, besides owner: Claim) {
        var problem = Diagnostic(
            message: text.message,
            path: scenarios[claim.number].listing.location.path,
            range: claim.range,
            suggestion: text.fix
        )
        problem.related = Diagnostic.Related(
            message: "this is the other one",
            path: scenarios[owner.number].listing.location.path,
            range: owner.range
        )
        problems.append(problem)
    }
}
