public import BenchFacts
public import Dialects
public import Events
public import ScenarioLanguage

/// One instance of a scenario that a run is to execute. There are as many as a run has instances: what they share stands in one place.
public struct WorkItem: Sendable {
    private let shared: SharedWork
    public let index: Int
    /// Its place in the whole selection, from 1; 0 when it has none.
    public var position = 0

    public var scenario: CompiledScenario { shared.scenario }
    public var dialect: Dialect { shared.dialect }

    /// All instances of a scenario, in order.
    public static func all(of scenario: CompiledScenario, _ dialect: Dialect) -> [WorkItem] {
        let shared = SharedWork(scenario, dialect)
        return scenario.indices.map { WorkItem(shared: shared, index: $0) }
    }

    public var name: String { scenario.name(at: index) }

    /// Without the requirements.
    public var identity: ScenarioIdentity {
        let listing = scenario.listing
        let location = listing.location
        return ScenarioIdentity(
            name: name,
            title: listing.title,
            dialect: dialect.name,
            service: shared.service,
            source: SourceLine(path: location.path, line: location.line, text: location.text),
            requirements: [],
            tags: listing.tags,
            position: position,
            id: scenario.id(at: index),
            revision: listing.revision,
            formerNames: scenario.formerNames(at: index)
        )
    }

    /// What evidence says of a requirement that it verifies; nil where the dialect does not have it.
    func reference(to requirement: String) -> RequirementReference? { shared.references[requirement] }

    /// What the bench makes of it.
    public func plan(on profile: BenchProfile) -> Plan { scenario.on(profile)[index] }

    /// The folder below `Scenarios`, or the folder that the file is in.
    static func service(of path: String) -> String {
        let folders = path.split(separator: "/").dropLast()
        if let top = folders.lastIndex(of: "Scenarios"), top + 1 < folders.endIndex { return String(folders[top + 1]) }
        return folders.last.map(String.init) ?? "."
    }

    private final class SharedWork: Sendable {
        let scenario: CompiledScenario
        let dialect: Dialect
        let service: String
        /// Requirements that its instances verify, by id.
        let references: [String: RequirementReference]

        init(_ scenario: CompiledScenario, _ dialect: Dialect) {
            self.scenario = scenario
            self.dialect = dialect
            service = WorkItem.service(of: scenario.listing.location.path)
            let verified = scenario.listing.requirements.compactMap(dialect.requirement)
            let references = verified.map { ($0.id, RequirementReference(id: $0.id, clause: $0.clause, grade: $0.grade)) }
            self.references = Dictionary(references) { first, _ in first }
        }
    }
}
