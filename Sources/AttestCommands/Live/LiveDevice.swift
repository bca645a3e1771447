internal import BenchFacts
internal import Dialects
internal import Events
internal import Execution
internal import Glibc
internal import LiveWorld
internal import ScenarioLanguage
internal import TestBench
internal import World

/// One device at the end of a line, with the bench around it; runs one scenario at a time.
final class LiveDevice {
    /// How long the bench and the modem behind it may take to be ready for the next scenario.
    static let setUpLimit = Interval.seconds(10)

    private enum State {
        case idle
        /// The bench is being set up for the scenario.
        case settingUp(Job, until: Instant)
        case running(Job, ScenarioRun)
    }

    private struct Job {
        var plan: Plan
        var dialect: Dialect
        var onEvent: (Event) -> Void
        var onEnd: (Ending) -> Void
    }

    /// How a scenario left the device.
    enum Ending {
        case finished
        /// The device is gone; the scenario may be tried on another.
        case lost(reason: String)
    }

    let address: Device
    let capabilities: Capabilities
    private let world: LiveWorld
    private let port: LiveSerialPort
    private let bench: Bench
    private let control: LiveBenchControl
    private let clock: LiveHost
    private let settings: ExecutionSettings
    private var state = State.idle
    /// Why no scenario can be run on it any more.
    private(set) var lossReason: String?

    var isIdle: Bool { if case .idle = state { lossReason == nil } else { false } }

    /// Opens the line. - Throws: when it cannot be opened.
    init(world: LiveWorld, address: Device, settings: ExecutionSettings) throws {
        self.world = world
        self.address = address
        self.settings = settings
        var channel: ControlConnection?
        switch address {
        case .virtual: preconditionFailure("the virtual modem of a simulated world has no line")
        case .pseudoTerminal(let path):
            port = try world.openSerial(path: path)
            channel = try? ControlConnection(world: world, terminal: Self.realPath(path))
        }
        var host: LiveHost?
        bench = try Bench(addresses: .loopback, facts: []) { addresses in
            let made = world.makeHost(addresses: addresses, portPolicy: .mapped)
            host = made
            return made
        }
        control = LiveBenchControl(bench: bench, host: host ?? world.makeHost(addresses: []), channel: channel)
        clock = world.makeHost(addresses: [])
        capabilities = channel == nil ? .lineOnly : .pseudoTerminal
    }

    /// The device that a link names.
    private static func realPath(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Runs the plan; `step` carries it on.
    func begin(_ plan: Plan, _ dialect: Dialect, onEvent: @escaping (Event) -> Void, onEnd: @escaping (Ending) -> Void) {
        let job = Job(plan: plan, dialect: dialect, onEvent: onEvent, onEnd: onEnd)
        do throws(BenchProblem) {
            try control.begin(facts: plan.facts, defects: plan.defects)
        } catch {
            onEvent(.scenarioEnded(Self.problem(error.reason)))
            return onEnd(.finished)
        }
        state = .settingUp(job, until: world.now + Self.setUpLimit)
        _ = clock.setTimer(after: Self.setUpLimit)
    }

    /// Looks at what has happened since the last time. Call it after every batch of the world's events.
    func step() {
        switch state {
        case .idle: break
        case .settingUp(let job, let until):
            if control.isClosed {
                lose(job, "the modem's control channel is gone")
            } else if let problem = control.takeProblem() {
                end(job, with: Self.problem(problem))
            } else if control.isSettled {
                start(job)
            } else if world.now >= until {
                lose(job, "the modem did not become ready within 10 s")
            }
        case .running(let job, let run):
            if run.result != nil {
                run.lineLoss.map { lose(job, $0) } ?? finish(job)
            } else if control.isClosed {
                run.interrupt(reason: "the modem's control channel is gone", domain: .bench, verdict: .error)
                lose(job, "the modem's control channel is gone")
            }
        }
    }

    /// Ends what is running because the whole run is being stopped.
    func interrupt() {
        switch state {
        case .idle: break
        case .settingUp(let job, _): end(job, with: Self.interrupted)
        case .running(let job, let run):
            run.interrupt(reason: "the run was interrupted", domain: .host, verdict: .inconclusive)
            finish(job)
        }
    }

    private func start(_ job: Job) {
        let run = ScenarioRun(
            machine: ScenarioMachine(plan: job.plan, dialect: job.dialect, settings: settings),
            clock: clock,
            port: port,
            bench: control,
            onEvent: job.onEvent
        )
        bench.onChange = { [weak run] in run?.benchChanged() }
        bench.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        control.onChange = { [weak run] in run?.benchChanged() }
        control.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        state = .running(job, run)
        run.start()
    }

    private func end(_ job: Job, with result: ScenarioResult) {
        job.onEvent(.scenarioEnded(result))
        finish(job)
    }

    private func finish(_ job: Job) {
        state = .idle
        job.onEnd(.finished)
    }

    private func lose(_ job: Job, _ reason: String) {
        state = .idle
        lossReason = reason
        job.onEnd(.lost(reason: reason))
    }

    private static func problem(_ reason: String) -> ScenarioResult {
        ScenarioResult(verdict: .error, findings: [Finding(verdict: .error, domain: .bench, summary: reason, time: 0)])
    }

    private static var interrupted: ScenarioResult {
        ScenarioResult(
            verdict: .inconclusive,
            findings: [Finding(verdict: .inconclusive, domain: .host, summary: "the run was interrupted", time: 0)]
        )
    }
}
