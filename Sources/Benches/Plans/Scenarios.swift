public import BenchFacts
public import Dialects
public import Events
public import ScenarioLanguage
internal import Verdicts

/// What is the same for a scenario in every world.
public enum Scenarios {
    public typealias Body = (Plan, Dialect, UInt64, @escaping (Event) -> Void) -> Void

    /// Compiles one instance, for another bench than it was read for if one is given, says that it starts, and runs it unless something that it needs is missing.
    public static func run(
        _ item: WorkItem,
        _ capabilities: Capabilities,
        on profile: BenchProfile? = nil,
        seed: UInt64,
        attempt: Int = 1,
        body: Body,
        onEvent take: @escaping (Event) -> Void
    ) {
        func onEvent(_ event: Event) { take(event.bounded) }
        let plan = profile.map(item.plan(on:)) ?? item.scenario[item.index]
        var identity = item.identity
        identity.title = plan.title
        identity.requirements = plan.requirements.compactMap(item.reference)
        onEvent(.scenarioStarted(identity))
        if let reason = capabilities.missing(for: plan, dialect: item.dialect) {
            onEvent(.scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: reason)))
        } else {
            // Each attempt has its own chance, the first the same as without others.
            body(plan, item.dialect, derivedSeed(seed, attempt == 1 ? identity.name : "\(identity.name)~\(attempt)"), onEvent)
        }
    }

    /// A scenario's own seed: the same whatever else is run, and in whatever order (FNV-1a of the name, mixed with the run's seed).
    private static func derivedSeed(_ seed: UInt64, _ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
