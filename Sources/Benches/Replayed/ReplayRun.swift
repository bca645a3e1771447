public import BenchFacts
internal import Dialects
public import Events
internal import Execution
internal import Rigs
internal import ScenarioLanguage
internal import SimulatedWorld
internal import TestBench
internal import Verdicts
internal import World

/// Runs scenarios against the device of a journal: its side of the line is played back in virtual time.
///
/// A journal of a run holds scenarios: each is run against its own part, and what its bench did and saw is taken as it was then. The
/// journal of `attest record` holds a line and nothing else: any scenario that needs nothing else may be tried on it.
public struct ReplayRun {
    /// What the recorded scenarios were told of their bench.
    public let profile: BenchProfile
    private var recorded: [Key: RecordedScenario] = [:]
    /// Scenarios may have been told other things, which no journal holds.
    private let hadRig: Bool
    /// Scenarios relied on what the device was known to hold.
    private let hadMemory: Bool
    /// The dialogue of `attest record`.
    private let plain: RecordedScenario?

    private struct Key: Hashable {
        var name: String
        var dialect: String
    }

    /// How much later than recorded the scenario may send: it may leave a second before it writes a parameter (001 App. B), and the
    /// recorded host may not have.
    private static let patience = Interval.seconds(2)

    /// - Parameter events: A journal's.
    public init(_ events: [Event]) {
        let all = RecordedScenario.all(in: events)
        plain = all.count == 1 && all[0].identity.name == RecordedScenario.plainName ? all[0] : nil
        for scenario in all { recorded[Key(name: scenario.identity.name, dialect: scenario.identity.dialect)] = scenario }
        var isVirtual = false
        var hadRig = false
        var isIsolated = false
        if case .runStarted(let run)? = events.first {
            isVirtual = run.device == Rig.DeviceAddress.virtual.description
            hadRig = run.command.contains("--rig")
            isIsolated = run.command.contains("--isolate")
        }
        profile = isVirtual ? .documentation : .loopback
        self.hadRig = hadRig
        hadMemory = !isVirtual && !isIsolated && plain == nil
    }

    public func outcome(of item: WorkItem) -> Outcome {
        var outcome = Outcome(events: [])
        let own = recorded[Key(name: item.identity.name, dialect: item.dialect.name)]
        var capabilities = own == nil || own?.identity.name == RecordedScenario.plainName ? Capabilities.lineOnly : .simulated
        // A recording has bytes and nothing else of the line.
        capabilities.signals = [nil]
        // A recorded scenario may have ended before it came to its other lines.
        capabilities.lines = own != nil ? LineName.most : plain?.recording.lines ?? 1
        // Nothing in it is left to chance.
        Scenarios.run(item, capabilities, seed: 0) { plan, dialect, _, onEvent in
            if let scenario = own ?? plain {
                run(plan, dialect, scenario, onEvent: onEvent)
            } else {
                onEvent(Self.notApplicable("the recording has no scenario of this name"))
            }
        } onEvent: {
            outcome.events.append($0)
        }
        outcome.encode()
        return outcome
    }

    private static func notApplicable(_ reason: String) -> Event {
        .scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: reason))
    }

    private func run(_ plan: Plan, _ dialect: Dialect, _ recorded: RecordedScenario, onEvent: @escaping (Event) -> Void) {
        if let result = recorded.result, result.verdict == .notApplicable, recorded.recording.isEmpty {
            return onEvent(Self.notApplicable("when it was recorded: \(result.reason ?? "not applicable")"))
        }
        guard recorded.isConfirmed(for: plan) || !plan.steps.containAnywhere(\.observes) else {
            return onEvent(
                Self.notApplicable("what the bench saw is not in the recording, and the recorded scenario did not pass")
            )
        }
        // A recorded host did not open the stack, or did it in its own words.
        let opened = dialect.opening.map { recorded.recording.bytes(of: .host).starts(with: $0.utf8) } ?? false
        let plan = recorded.carried != nil ? plan.goingOn : opened ? plan : plan.withoutOpening
        let world = SimulatedWorld(seed: 0)
        // What a host said on lines of which the scenario does not speak is left out where nothing else is recorded of them.
        let isPlain = recorded.identity.name == RecordedScenario.plainName
        let recording = isPlain ? recorded.recording.first(plan.lines) : recorded.recording
        let lines = (0..<max(recording.lines, plan.lines)).map { _ in world.makeSerialLine() }
        // The recording has the line's own time in it already, and what the host heard at whatever rate.
        for port in lines.flatMap({ [$0.host, $0.device] }) {
            port.shape.latency = .zero ... .zero
            port.baud = Int.max / 2
            port.supportsRates = false
        }
        var settings = ExecutionSettings(for: dialect)
        settings.memory = hadMemory ? recorded.memory : nil
        settings.carried = recorded.carried
        let run = ScenarioRun(
            plan,
            DialectReading(dialect),
            settings,
            on: lines.map(\.host),
            RecordedBench(of: recorded),
            in: world,
            onEvent: onEvent
        )
        let driver = ReplayDriver(
            recording,
            clock: world.makeHost(addresses: []),
            ports: lines.map(\.device),
            patience: Self.patience
        ) { [hadRig] ending in
            switch ending {
            case .diverged(let how):
                let why = hadRig ? " (the run had a rig, whose addresses and values a replay does not know)" : ""
                run.interrupt(reason: "this is not what was recorded: \(how)\(why)", domain: .bench, verdict: .error)
            case .played: run.interrupt(reason: "the recording ends here", domain: .bench, verdict: .error)
            }
        }
        driver.start()
        run.finish(in: world)
        withExtendedLifetime(driver) {}
    }
}

extension RecordedScenario {
    /// It passed, so that everything that its bench looked at was as it should be.
    fileprivate func isConfirmed(for plan: Plan) -> Bool {
        switch plan.outcome {
        case .pass: result?.verdict == .pass
        case .knownFailure, .mustEnd: false
        }
    }
}

extension Step.Action {
    /// It holds only if the bench has seen something.
    fileprivate var observes: Bool {
        switch self {
        case .observe, .lineShows, .act(.peer(_, .connects)): true
        default: false
        }
    }
}

/// The bench of a recording: what it did is done, and what it saw was right.
private final class RecordedBench: BenchControl {
    private let recorded: RecordedScenario
    let isSettled = true
    init(of recorded: RecordedScenario) { self.recorded = recorded }
    func make(true fact: BenchFact) {}
    func perform(_ action: BenchAction<Exact>) {}
    func outcome(of action: BenchAction<Exact>) -> ObservationState { .holds }
    func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState { .holds }
    func leftovers() -> [String] { [] }
    func isFollowed() -> Bool { recorded.isFollowed }
}
