internal import BenchFacts
internal import Captures
internal import Dialects
internal import Events
internal import Execution
internal import Glibc
internal import LiveWorld
internal import Octets
internal import Rigs
internal import ScenarioLanguage
internal import TestBench
internal import World

/// One device at the end of a line, with the bench around it; runs one scenario at a time.
final class LiveDevice: SerialPortDelegate, HostDelegate {
    /// How long the bench and the modem behind it may take to be ready for the next scenario.
    static let setUpLimit = Interval.seconds(10)

    private enum State {
        case idle
        /// The device is brought back to its command line, and asked who it is, before the scenario.
        case probing(Job, DeviceProbe, timer: TimerID?)
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

    private let setup: RigSetup
    let capabilities: Capabilities
    private let world: LiveWorld
    private let port: LiveSerialPort
    private let bench: Bench
    private let control: LiveBenchControl
    private let clock: LiveHost
    private let wire: WireLog?
    private var state = State.idle
    /// Why no scenario can be run on it any more.
    private(set) var lossReason: String?
    /// What the device says of itself; nil until it was asked.
    private(set) var identity: [DeviceProbe.Answer]?
    /// The last scenario may have left it in another state than the next one begins in.
    private var isSuspect = true

    var isIdle: Bool { if case .idle = state { lossReason == nil } else { false } }

    /// Opens the line. - Throws: when it cannot be opened, or the bench's servers cannot be bound.
    init(world: LiveWorld, setup: RigSetup, capturing: Bool = false) throws {
        self.world = world
        self.setup = setup
        let wire = capturing ? WireLog() : nil
        self.wire = wire
        port = try setup.rig.open(in: world)
        var channel: ControlConnection?
        if case .pseudoTerminal(let path) = setup.rig.device, setup.placement == nil {
            channel = try? ControlConnection(world: world, terminal: Self.realPath(path))
        }
        let host: LiveHost
        if let placement = setup.placement {
            (bench, host) = try placement.makeBench([], in: world)
        } else {
            let made = world.makeHost(addresses: [IPv4Address(127, 0, 0, 1)], portPolicy: .mapped)
            host = made
            bench = try Bench(addresses: .loopback, facts: []) { _ in made }
        }
        if let wire { host.tap = { wire.note($0, at: $1) } }
        control = LiveBenchControl(bench: bench, host: host, channel: channel)
        clock = world.makeHost(addresses: [])
        capabilities = Capabilities(
            hasNetwork: channel != nil || setup.placement != nil,
            canLoseConnections: false,
            isVirtualModem: channel != nil,
            hasLineSignals: port.supportsSignals,
            rig: channel == nil ? setup : nil
        )
    }

    private func settings(for dialect: Dialect) -> ExecutionSettings {
        var settings = ExecutionSettings()
        settings.tolerance = .milliseconds(100)
        setup.apply(to: &settings, dialect)
        // The built-in modem needs no breath between writes.
        if control.switchesOn, setup.rig.pacing.writeGap == nil { settings.writeGap = .zero }
        return settings
    }

    /// The device that a link names.
    private static func realPath(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// What went over the bench's network in the last scenario, when that is captured.
    func takeWire() -> WireTrace { wire?.take() ?? WireTrace() }

    /// Runs the plan; `step` carries it on.
    func begin(_ plan: Plan, _ dialect: Dialect, onEvent: @escaping (Event) -> Void, onEnd: @escaping (Ending) -> Void) {
        let job = Job(plan: plan, dialect: dialect, onEvent: onEvent, onEnd: onEnd)
        do throws(BenchProblem) {
            try control.begin(facts: plan.facts, defects: plan.defects)
        } catch {
            onEvent(.scenarioEnded(Self.problem(error.reason)))
            return onEnd(.finished)
        }
        clock.delegate = self
        port.delegate = self
        state = .settingUp(job, until: world.now + Self.setUpLimit)
        _ = clock.setTimer(after: Self.setUpLimit)
    }

    /// Looks at what has happened since the last time. Call it after every batch of the world's events.
    func step() {
        switch state {
        case .idle, .probing: break
        case .settingUp(let job, let until):
            if control.isClosed {
                lose(job, "the modem's control channel is gone")
            } else if let problem = control.takeProblem() {
                end(job, with: Self.problem(problem))
            } else if control.isSettled {
                // A modem that was just switched on needs no nursing.
                if identity == nil || isSuspect && !control.switchesOn { probe(job) } else { start(job) }
            } else if world.now >= until {
                lose(job, "the modem did not become ready within 10 s")
            }
        case .running(let job, let run):
            if run.result != nil {
                isSuspect = run.result?.verdict != .pass
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
        case .settingUp(let job, _), .probing(let job, _, _): end(job, with: Self.interrupted)
        case .running(let job, let run):
            run.interrupt(reason: "the run was interrupted", domain: .host, verdict: .inconclusive)
            finish(job)
        }
    }

    // MARK: Probing

    private func probe(_ job: Job) {
        state = .probing(job, DeviceProbe(identifies: identity == nil, at: world.now), timer: nil)
        goOnProbing()
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard case .probing(let job, var probe, let timer) = state else { return }
        probe.receive(bytes)
        state = .probing(job, probe, timer: timer)
        goOnProbing()
    }

    func serialPortDrained(_ port: any SerialPort) {}

    func serialPortClosed(_ port: any SerialPort, reason: String) {
        switch state {
        case .idle, .running: lossReason = reason
        case .settingUp(let job, _), .probing(let job, _, _): lose(job, "the line to the device is gone: \(reason)")
        }
    }

    func host(_ host: any Host, saw event: HostEvent) { goOnProbing() }

    private func goOnProbing() {
        guard case .probing(let job, var probe, let timer) = state else { return }
        let outputs = probe.advance(at: world.now)
        if let timer { clock.cancelTimer(timer) }
        state = .probing(job, probe, timer: clock.setTimer(after: max(probe.wake - world.now, .zero)))
        for output in outputs {
            switch output {
            case .write(let bytes): port.write(bytes)
            case .finished(let outcome): probed(job, outcome)
            }
        }
    }

    private func probed(_ job: Job, _ outcome: DeviceProbe.Outcome) {
        switch outcome {
        case .ready(let answers):
            if identity == nil {
                identity = answers
                for answer in answers {
                    let text = "\(answer.command): \(answer.lines.joined(separator: " · "))"
                    job.onEvent(.benchSaw(party: "device", text: text, time: 0))
                }
            }
            start(job)
        case .silent: lose(job, "the device does not answer AT: not a byte comes")
        case .garbage: lose(job, "the device answers with garbage: is the baud rate right?")
        case .confused(let sample): lose(job, "the device does not answer AT with OK, but with \(visible(sample))")
        }
    }

    // MARK: Scenarios

    private func start(_ job: Job) {
        wire?.begin(at: world.now)
        let run = ScenarioRun(
            machine: ScenarioMachine(plan: job.plan, dialect: job.dialect, settings: settings(for: job.dialect)),
            clock: clock,
            port: port,
            bench: control,
            onEvent: job.onEvent
        )
        bench.onChange = { [weak run] in run?.benchChanged() }
        bench.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        control.onChange = { [weak run] in run?.benchChanged() }
        control.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        port.onLog = { [weak run] text in run?.benchLogged(party: "line", text: text) }
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
