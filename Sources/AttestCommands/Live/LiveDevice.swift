internal import BenchFacts
internal import Captures
internal import Dialects
internal import Events
internal import Execution
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
    /// How long a device may take to answer after it was switched on.
    static let startLimit = Interval.seconds(60)

    private enum State {
        case idle
        /// The device is brought back to its command line, and asked who it is, before the scenario.
        case probing(Job, DeviceProbe, timer: TimerID?)
        /// The bench is being set up for the scenario.
        case settingUp(Job, until: Instant)
        /// The device does not answer and is being switched off and on.
        case powerCycling(Job)
        case running(Job, ScenarioRun)
    }

    private final class Job {
        let plan: Plan
        let dialect: Dialect
        let onEvent: (Event) -> Void
        let onEnd: (Ending) -> Void
        /// What the scenario came to, when the device is looked at after it.
        var result: ScenarioResult?
        /// Until when a device that was switched off and on may stay silent.
        var patience: Instant?

        init(_ plan: Plan, _ dialect: Dialect, onEvent: @escaping (Event) -> Void, onEnd: @escaping (Ending) -> Void) {
            self.plan = plan
            self.dialect = dialect
            self.onEvent = onEvent
            self.onEnd = onEnd
        }
    }

    /// How a scenario left the device.
    enum Ending {
        case finished
        /// The device is gone; the scenario may be tried on another.
        case lost(reason: String)
    }

    private let setup: RigSetup
    /// As it was when the line opened.
    private let fixed: Capabilities
    var capabilities: Capabilities {
        var capabilities = fixed
        capabilities.signals = port.signals
        return capabilities
    }
    /// What scenarios are told of its bench.
    var profile: BenchProfile { setup.profile(in: control.switchesOn ? .none : setup.network) }
    private let world: LiveWorld
    private let port: LiveSerialPort
    private let bench: Bench
    private let control: LiveBenchControl
    private let hooks: HookRunner?
    private let clock: LiveHost
    private let wire: WireLog?
    private var state = State.idle
    /// Why no scenario can be run on it any more.
    private(set) var lossReason: String?
    /// What the device says of itself; nil until it was asked.
    private(set) var identity: [DeviceProbe.Answer]?
    /// The last scenario may have left it in another state than the next one begins in.
    private var isSuspect = true
    /// Whether it has started anew in the scenario.
    private var restart: RestartWatch

    var isIdle: Bool { if case .idle = state { lossReason == nil } else { false } }
    /// Nothing is left to do: its surroundings are as they were before the run.
    var isAtRest: Bool { if case .idle = state { hooks?.isIdle != false } else { false } }

    /// Opens the line. - Throws: when it cannot be opened, or the bench's servers cannot be bound.
    init(world: LiveWorld, setup: RigSetup, capturing: Bool = false) throws {
        self.world = world
        self.setup = setup
        let wire = capturing ? WireLog() : nil
        self.wire = wire
        port = try setup.rig.open(in: world)
        let channel = try setup.openControl(in: world)
        let host: LiveHost
        if let placement = setup.placement {
            (bench, host) = try placement.makeBench([], in: world)
        } else {
            let made = world.makeHost(addresses: [IPv4Address(127, 0, 0, 1)], portPolicy: .mapped)
            host = made
            bench = try Bench(addresses: .loopback, facts: []) { _ in made }
        }
        // The virtual modem has the address that its network gives it.
        bench.device = channel != nil ? [AddressBlock(bench.addresses.device)] : setup.placement?.device ?? []
        bench.isAskedThroughOthers = setup.isAskedThroughOthers
        if let wire { host.tap = { wire.note($0, at: $1) } }
        hooks = channel == nil ? HookRunner(setup.rig, in: world) : nil
        control = LiveBenchControl(bench: bench, host: host, channel: channel, hooks: hooks)
        restart = RestartWatch(setup.rig.startTexts)
        clock = world.makeHost(addresses: [])
        fixed = Capabilities(
            network: channel != nil ? .bench : setup.network,
            canLoseConnections: false,
            isVirtualModem: channel != nil,
            // Behind whatever carries them, a pseudo-terminal has none.
            hasLineSignals: port.supportsSignals && setup.rig.control == nil,
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

    /// What went over the bench's network in the last scenario, when that is captured.
    func takeWire() -> WireTrace { wire?.take() ?? WireTrace() }

    /// Runs the plan; `step` carries it on.
    func begin(_ plan: Plan, _ dialect: Dialect, onEvent: @escaping (Event) -> Void, onEnd: @escaping (Ending) -> Void) {
        let job = Job(plan, dialect, onEvent: onEvent, onEnd: onEnd)
        do throws(BenchProblem) {
            try control.begin(facts: plan.facts, defects: plan.defects)
        } catch {
            onEvent(.scenarioEnded(Self.problem(error.reason)))
            return onEnd(.finished)
        }
        hooks?.begin(plan)
        clock.delegate = self
        port.delegate = self
        state = .settingUp(job, until: world.now + Self.setUpLimit)
        _ = clock.setTimer(after: Self.setUpLimit)
        // Without a channel nothing need happen before it can go on.
        step()
    }

    /// Looks at what has happened since the last time. Call it after every batch of the world's events.
    func step() {
        hooks?.step()
        switch state {
        case .idle, .probing: break
        case .settingUp(let job, let until):
            if hooks?.isIdle == false { return }
            if control.isClosed {
                lose(job, "the modem's control channel is gone")
            } else if let problem = control.takeProblem() ?? hooks?.takeProblem() {
                end(job, with: Self.problem(problem))
            } else if control.isSettled {
                // A modem that was just switched on needs no nursing.
                if identity == nil || isSuspect && !control.switchesOn { probe(job) } else { start(job) }
            } else if world.now >= until {
                lose(job, "the modem did not become ready within 10 s")
            }
        case .powerCycling(let job):
            guard let hooks, hooks.isIdle else { return }
            if let problem = hooks.takeProblem() { return lose(job, problem) }
            job.patience = world.now + Self.startLimit
            probe(job)
        case .running(let job, let run):
            if let result = run.result {
                isSuspect = result.verdict != .pass
                if let reason = run.lineLoss {
                    job.onEvent(.scenarioEnded(result))
                    lose(job, reason)
                } else {
                    examine(job, result)
                }
            } else if control.isClosed {
                stop(job, run, "the modem's control channel is gone", .bench, .error)
                lose(job, "the modem's control channel is gone")
            } else if let problem = hooks?.takeProblem() {
                isSuspect = true
                stop(job, run, problem, .bench, .error)
                finish(job)
            }
        }
    }

    private func stop(_ job: Job, _ run: ScenarioRun, _ reason: String, _ domain: FaultDomain, _ verdict: Verdict) {
        run.interrupt(reason: reason, domain: domain, verdict: verdict)
        if let result = run.result { job.onEvent(.scenarioEnded(result)) }
    }

    /// Nothing is held against a device that has gone or started anew meanwhile: only one that still answers can be shown to be wrong.
    private func examine(_ job: Job, _ result: ScenarioResult) {
        guard result.verdict == .fail, !control.switchesOn else { return end(job, with: result) }
        if let text = restart.seen {
            end(job, with: result.excused("the device started anew in the middle of the scenario: it sent ‘\(text)’"))
        } else {
            job.result = result
            probe(job)
        }
    }

    /// Ends what is running because the whole run is being stopped.
    func interrupt() {
        switch state {
        case .idle: break
        case .settingUp(let job, _), .powerCycling(let job): end(job, with: Self.interrupted)
        case .probing(let job, _, _):
            end(
                job,
                with: job.result?.excused("\(ScenarioResult.interruption) before the device was looked at again", .host)
                    ?? Self.interrupted
            )
        case .running(let job, let run):
            stop(job, run, ScenarioResult.interruption, .host, .inconclusive)
            finish(job)
        }
        hooks?.finish()
    }

    // MARK: Probing

    private func probe(_ job: Job) {
        clock.delegate = self
        port.delegate = self
        state = .probing(job, DeviceProbe(assignment(job), at: world.now), timer: nil)
        goOnProbing()
    }

    private func assignment(_ job: Job) -> DeviceProbe.Assignment {
        var assignment = setup.assignment(for: setup.adjusted(job.dialect))
        assignment.identifies = identity == nil
        return assignment
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard case .probing(let job, var probe, let timer) = state else { return }
        probe.receive(bytes, at: world.now)
        state = .probing(job, probe, timer: timer)
        goOnProbing()
    }

    func serialPortDrained(_ port: any SerialPort) {}

    func serialPortClosed(_ port: any SerialPort, reason: String) {
        switch state {
        case .idle, .running: lossReason = reason
        case .settingUp(let job, _), .powerCycling(let job), .probing(let job, _, _):
            let reason = "the line to the device is gone: \(reason)"
            if let result = job.result { job.onEvent(.scenarioEnded(result.excused(reason))) }
            lose(job, reason)
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
            if let result = job.result { return end(job, with: result) }
            if identity == nil {
                identity = answers
                for answer in answers {
                    let text = "\(answer.command): \(answer.lines.joined(separator: " · "))"
                    job.onEvent(.benchSaw(party: "device", text: text, time: 0))
                }
            }
            start(job)
        case .silent: unanswered(job, "the device does not answer AT: not a byte comes")
        case .garbage: unanswered(job, "the device answers with garbage: is the baud rate right?")
        case .confused(let sample): unanswered(job, "the device does not answer AT with OK, but with \(visible(sample))")
        case .refused(let command, let answer):
            lose(job, "the device does not answer \(command), which its rig sets up, with OK, but with \(answer)")
        }
    }

    private func unanswered(_ job: Job, _ reason: String) {
        if let result = job.result {
            end(job, with: result.excused("after the scenario, \(reason)"))
        } else if let patience = job.patience {
            if world.now < patience { probe(job) } else { lose(job, "\(reason), even after a power cycle") }
        } else if let hooks, hooks.canPowerCycle {
            job.onEvent(.benchSaw(party: "bench", text: "power cycle: \(reason)", time: 0))
            hooks.powerCycle()
            state = .powerCycling(job)
            step()
        } else {
            lose(job, reason)
        }
    }

    // MARK: Scenarios

    private func start(_ job: Job) {
        wire?.begin(at: world.now)
        restart = RestartWatch(setup.rig.startTexts)
        let run = ScenarioRun(
            machine: ScenarioMachine(plan: job.plan, dialect: job.dialect, settings: settings(for: job.dialect)),
            clock: clock,
            port: port,
            bench: control,
            onEvent: { [weak self] event in
                if case .deviceSent(let bytes, _) = event { self?.restart.receive(bytes) }
                // The result waits until the device has been looked at.
                if case .scenarioEnded = event { return }
                job.onEvent(event)
            }
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
        hooks?.end()
        job.onEnd(.finished)
    }

    private func lose(_ job: Job, _ reason: String) {
        state = .idle
        hooks?.end()
        lossReason = reason
        job.onEnd(.lost(reason: reason))
    }

    private static func problem(_ reason: String) -> ScenarioResult {
        ScenarioResult(verdict: .error, findings: [Finding(verdict: .error, domain: .bench, summary: reason, time: 0)])
    }

    private static var interrupted: ScenarioResult {
        ScenarioResult(
            verdict: .inconclusive,
            findings: [Finding(verdict: .inconclusive, domain: .host, summary: ScenarioResult.interruption, time: 0)]
        )
    }
}
