public import Dialects
public import Events
public import ScenarioLanguage

/// One instance of a scenario that a run is to execute.
public struct WorkItem: Sendable {
    public var scenario: CompiledScenario
    public var index: Int
    public var dialect: Dialect
    public var identity: ScenarioIdentity

    public init(scenario: CompiledScenario, index: Int, dialect: Dialect, identity: ScenarioIdentity) {
        self.scenario = scenario
        self.index = index
        self.dialect = dialect
        self.identity = identity
    }
}
