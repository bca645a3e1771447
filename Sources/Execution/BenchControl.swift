public import BenchFacts

/// What the execution asks of the bench around the device, wherever it stands.
public protocol BenchControl: AnyObject {
    /// All that was asked of the bench has taken effect. While it has not, the scenario goes no further.
    var isSettled: Bool { get }
    /// - Throws: ``BenchProblem`` when the bench cannot do it.
    func make(true fact: BenchFact) throws(BenchProblem)
    func perform(_ action: BenchAction<Exact>)
    /// Whether an action that must come to something has.
    func outcome(of action: BenchAction<Exact>) -> ObservationState
    func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState
    /// Closes what servers and peers have open, so that nothing on the bench keeps the device waiting. The scenario sees nothing of it any more.
    func endConnections()
    /// What happened on the bench that no expectation accounted for.
    func leftovers() -> [String]
    /// Whether a scenario follows at once that goes on from where this one began, so that this need not be undone. Asked once, of a scenario
    /// whose body has passed.
    func isFollowed() -> Bool
    /// Why what happened on the bench need not be the device's doing; nil when it is.
    var doubt: String? { get }
}

extension BenchControl {
    public var doubt: String? { nil }
    public func endConnections() {}
    public func isFollowed() -> Bool { false }
}

/// The bench could not do what a scenario asks.
public struct BenchProblem: Error, Hashable, Sendable {
    public var reason: String
    public init(reason: String) { self.reason = reason }
}
