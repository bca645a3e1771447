internal import BenchFacts
internal import Rigs
internal import ScenarioLanguage
internal import World

/// Runs a rig's hooks beside the loop, one after the other, and takes back what they did.
final class HookRunner {
    /// How long one command may take.
    static let limit = Interval.seconds(60)
    private struct Order {
        /// As people are told of it.
        var name: String
        var command: String
        var undo: String?
        /// A hook that a scenario needs, rather than the bench.
        var isOfScenario = false
    }

    private let rig: Rig
    private let facilities: any Facilities
    /// What the commands find in their environment, as the shell sets it.
    private var environment = ""
    private var waiting: [Order] = []
    private var running: (order: Order, command: any ShellCommand)?
    /// What has been done and is to be taken back, the latest first.
    private var done: [Order] = []
    /// The last one of a scenario that has ended.
    private var lastHook: (name: String, ended: Instant)?
    private var problem: String?
    /// All commands that were asked for have ended.
    var onIdle: (() -> Void)?

    init(_ rig: Rig, in facilities: any Facilities) {
        self.rig = rig
        self.facilities = facilities
    }

    var isIdle: Bool { running == nil && waiting.isEmpty }
    var canPowerCycle: Bool { rig.powerCycle != nil }

    /// What went wrong since the last time.
    func takeProblem() -> String? {
        defer { problem = nil }
        return problem
    }

    /// The hook that may be why the device broke down: it has not answered since the hook ran. A power cycle is none: what follows one is
    /// expected.
    func cause(since lastAnswer: Instant) -> String? {
        if let order = running?.order, order.isOfScenario { return order.name }
        return lastHook.flatMap { $0.ended >= lastAnswer ? $0.name : nil }
    }

    func has(_ stimulus: String) -> Bool { rig.hooks.contains { $0.stimulus == stimulus } }

    // MARK: What is asked for

    /// Prepares the device's surroundings for a scenario.
    func begin(_ plan: Plan) {
        let facts = plan.facts.filter(\.party.isCellular).map(BenchPhrase.text(of:)).joined(separator: "\n")
        environment = "export ATTEST_SCENARIO=\(quoted(plan.name)) ATTEST_FACTS=\(quoted(facts))\n"
        for case .stimulus(let name) in plan.needs where Stimulus(rawValue: name)?.happensAtItsStep != true { cause(name) }
    }

    /// What a step makes true now. - Returns: whether there is a hook for it.
    func cause(_ fact: BenchFact) -> Bool {
        guard let stimulus = fact.traits.stimuli.first(where: \.happensAtItsStep) else { return false }
        return cause(stimulus.rawValue, "export ATTEST_FACT=\(quoted(BenchPhrase.text(of: fact)))\n")
    }

    /// - Parameter now: What the command finds in its environment beside the rest.
    /// - Returns: whether there is a hook for it.
    @discardableResult
    func cause(_ stimulus: String, _ now: String = "") -> Bool {
        guard let hook = rig.hooks.first(where: { $0.stimulus == stimulus }) else { return false }
        add(
            Order(
                name: stimulus,
                command: environment + now + hook.command,
                undo: hook.undo.map { environment + now + $0 },
                isOfScenario: true
            )
        )
        return true
    }

    func powerCycle() {
        if let command = rig.powerCycle { add(Order(name: "power cycle", command: command)) }
    }

    /// Takes back what the hooks of the scenario have done.
    func end() {
        waiting = []
        for order in done { if let undo = order.undo { add(Order(name: "undo of \(order.name)", command: undo)) } }
        done = []
    }

    /// Does at once, outside of the loop, what is left to do.
    func finish() {
        while let (order, command) = running {
            ended(order, command.finish())
            startNext()
        }
    }

    // MARK: The commands

    /// Looks whether a command has ended. Call it after every batch of the world's events.
    func step() {
        let wasIdle = isIdle
        while let (order, command) = running, let result = command.result {
            ended(order, result)
            startNext()
        }
        if isIdle, !wasIdle { onIdle?() }
    }

    private func add(_ order: Order) {
        waiting.append(order)
        if running == nil { startNext() }
    }

    private func startNext() {
        while running == nil, !waiting.isEmpty {
            let order = waiting.removeFirst()
            do throws(CommandFailure) {
                running = (order, try facilities.start(order.command, in: rig.folder, limit: Self.limit))
            } catch {
                note(order, error)
            }
        }
    }

    private func ended(_ order: Order, _ result: Result<Void, CommandFailure>) {
        running = nil
        if order.isOfScenario { lastHook = (order.name, facilities.loop.now) }
        done.insert(order, at: 0)
        if case .failure(let failure) = result { note(order, failure) }
    }

    private func note(_ order: Order, _ failure: CommandFailure) {
        problem = problem ?? "the hook ‘\(order.name)’ failed: \(failure)"
    }

    private func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
}
