internal import BenchFacts
internal import Benches
internal import Dialects
internal import Events
internal import Mutants
internal import Platform
internal import ScenarioLanguage
internal import Verdicts

/// Tries the wire mutants of scenarios.
enum WireTrials {
    /// The scenario is to pass, and the built-in modem can be tried with it.
    static func areMade(of plan: Plan, _ dialect: Dialect) -> Bool {
        guard case .pass = plan.outcome else { return false }
        return Capabilities.simulated.missing(for: plan, dialect: dialect) == nil
    }

    struct Trial {
        var dialect: String
        /// Of its scenario.
        var place: String
        var level: ObservationLevel
        var row: WireMatrix.Scenario
    }

    /// Of each instance with which they can be tried what they come to.
    static func all(_ items: [WorkItem], _ loaded: LoadedSuite) -> [Trial] {
        let benches = Dictionary(loaded.dialects.map { ($0.dialect.name, VirtualBench($0.dialect)) }) { first, _ in first }
        let rows = concurrently(items.count) { index in
            benches[items[index].dialect.name].flatMap { row(items[index], on: $0) }
        }
        return zip(items, rows).compactMap { item, row in
            row.map {
                Trial(
                    dialect: item.dialect.name,
                    place: item.scenario.listing.place,
                    level: ObservationLevel(of: item.scenario[item.index]),
                    row: $0
                )
            }
        }
    }

    /// - Returns: nil when the scenario does not apply, or is not to pass.
    private static func row(_ item: WorkItem, on bench: VirtualBench) -> WireMatrix.Scenario? {
        let plan = item.scenario[item.index]
        guard areMade(of: plan, item.dialect) else { return nil }
        var scenario = WireMatrix.Scenario(name: plan.name, requirements: plan.requirements)
        var verdict: Verdict?
        let tape = bench.record(plan, seed: 1) { if case .scenarioEnded(let result) = $0 { verdict = result.verdict } }
        guard let tape, verdict == .pass else {
            scenario.problem = "it does not pass without a change"
            return scenario
        }
        guard let mutants = WireMutants(tape, bench.machine(plan)) else {
            scenario.problem = "it does not pass a second time"
            return scenario
        }
        scenario.tryAll(mutants)
        return scenario
    }
}

extension Listing {
    /// `Scenarios/mail/getmail.scenario:12`
    var place: String { "\(location.path):\(location.line)" }
}
