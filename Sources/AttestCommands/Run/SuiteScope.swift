internal import Benches
internal import Dialects
internal import Events
internal import ScenarioLanguage
internal import Verdicts

/// All scenarios of the paths and dialects that a run was given, whether its filters and its shard take them or not: what is not among them and
/// should be is gone.
struct SuiteScope: Sendable {
    /// No paths were given: it is the project's whole suite.
    let isWhole: Bool
    /// Those of the project, whether the run is about them or not.
    let knownDialects: [String]
    /// With the requirements' names alone.
    let scenarios: [ScenarioIdentity]
    private let names: Set<String>
    private let dialects: Set<String>
    private let files: Set<String>

    init(_ loaded: LoadedSuite, isWhole: Bool) {
        self.isWhole = isWhole
        knownDialects = loaded.read.names
        scenarios = loaded.items(Selection(filters: [], tags: [])).map { item in
            var identity = item.identity
            identity.requirements = item.scenario.listing.requirements.map {
                RequirementReference(id: $0, clause: "", grade: .mandatory)
            }
            return identity
        }
        names = Set(scenarios.flatMap { [$0.qualifiedName] + $0.formerQualifiedNames })
        dialects = Set(loaded.dialects.map(\.dialect.name))
        files = Set(loaded.suite.sources.keys)
    }

    /// The scenario, of an earlier run, would be here if it still existed.
    @Sendable func lacks(_ scenario: ScenarioIdentity) -> Bool {
        !names.contains(scenario.qualifiedName) && dialects.contains(scenario.dialect)
            && (isWhole || files.contains(scenario.source.path))
    }
}
