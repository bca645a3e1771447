internal import Execution
internal import ScenarioLanguage

/// Which mutants the scenarios notice, and which scenarios, steps and requirements notice none.
public struct WireMatrix: Sendable {
    public struct Count: Hashable, Sendable {
        public var noticed = 0
        public var tolerated = 0
        public var survived = 0

        public init() {}

        mutating func add(_ fate: WireFate) {
            switch fate {
            case .noticed: noticed += 1
            case .tolerated: tolerated += 1
            case .survived: survived += 1
            }
        }

        static func + (left: Count, right: Count) -> Count {
            var sum = left
            sum.noticed += right.noticed
            sum.tolerated += right.tolerated
            sum.survived += right.survived
            return sum
        }

        public var all: Int { noticed + tolerated + survived }
    }

    /// A step as it stands in its file.
    public struct Step: Hashable, Sendable {
        public var path: String
        public var line: Int
        public var text: String
    }

    public struct Survivor: Hashable, Sendable {
        public var step: Step
        public var mutation: WireMutation
        /// The beginning of what the device had said.
        public var bytes: [UInt8]
    }

    /// The mutants of one instance of a scenario.
    public struct Scenario: Sendable {
        public var name: String
        public var requirements: [String]
        public fileprivate(set) var counts: [WireMutation.Kind: Count] = [:]
        public fileprivate(set) var steps: [Step: Count] = [:]
        public fileprivate(set) var survivors: [Survivor] = []
        /// Why there are none.
        public var problem: String?

        public init(name: String, requirements: [String], problem: String? = nil) {
            self.name = name
            self.requirements = requirements
            self.problem = problem
        }

        var count: Count { counts.values.reduce(Count(), +) }
    }

    /// Bytes that a survivor is shown with.
    static let excerpt = 48

    public private(set) var scenarios: [Scenario] = []
    public private(set) var counts: [WireMutation.Kind: Count] = [:]
    private var steps: [Step: Count] = [:]
    private var requirements: [String: Bool] = [:]

    public init() {}

    public mutating func add(_ scenario: Scenario) {
        scenarios.append(scenario)
        counts.merge(scenario.counts, uniquingKeysWith: +)
        steps.merge(scenario.steps, uniquingKeysWith: +)
        let isNoticed = scenario.count.noticed > 0
        for requirement in scenario.requirements { requirements[requirement] = isNoticed || requirements[requirement] ?? false }
    }

    public var total: Count { counts.values.reduce(Count(), +) }
    public var hasProblems: Bool { scenarios.contains { $0.problem != nil } }

    /// All is well: each mutant is noticed or left open by a scenario, and everything notices something.
    public var isClean: Bool {
        !hasProblems && total.survived == 0 && toothlessScenarios.isEmpty && toothlessSteps.isEmpty
            && toothlessRequirements.isEmpty
    }

    public var toothlessScenarios: [String] { scenarios.filter { $0.problem == nil && $0.count.noticed == 0 }.map(\.name) }

    public var toothlessSteps: [Step] {
        steps.filter { $0.value.noticed == 0 }.keys.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    public var toothlessRequirements: [String] { requirements.filter { !$0.value }.keys.sorted() }
}

extension WireMatrix.Scenario {
    /// Tries all mutants.
    public mutating func tryAll(_ mutants: WireMutants) {
        for index in mutants.units.indices {
            let unit = mutants.units[index]
            let location = unit.taken.location
            let step = WireMatrix.Step(path: location.path, line: location.line, text: location.text)
            for mutation in mutants.mutations(of: index) {
                let fate = mutants.fate(of: index, mutation)
                counts[mutation.kind, default: .init()].add(fate)
                steps[step, default: .init()].add(fate)
                guard fate == .survived else { continue }
                survivors.append(.init(step: step, mutation: mutation, bytes: Array(unit.bytes.prefix(WireMatrix.excerpt))))
            }
        }
    }
}
