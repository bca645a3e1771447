internal import BenchFacts
internal import Captures
internal import Dialects
internal import Events
internal import Execution
internal import Rigs
internal import ScenarioLanguage
internal import TestBench
internal import Verdicts
internal import World

/// One device at the end of a line, with the bench around it; runs one scenario at a time.
final class DeviceUnderTest {
    /// How long the bench and the modem behind it may take to be ready for the next scenario.
    static let setUpLimit = Interval.seconds(10)
    /// How long a device may take to answer after it was switched on, when its rig does not say.
    static let startLimit = Interval.seconds(60)
    /// How long a line that has gone, though nobody ordered that, is waited for.
    static let absenceLimit = Interval.seconds(30)

    enum State {
        case idle
        /// The device is brought back to its command line, and asked who it is, before the scenario.
        case probing(Job, DeviceProbe, any SerialPort, timer: TimerID?)
        /// The bench is being set up for the scenario.
        case settingUp(Job, until: Instant)
        /// The device does not answer and is being switched off and on.
        case powerCycling(Job)
        case running(Job, ScenarioRun)
        /// The line has gone in the middle of the scenario, and is waited for.
        case away(Job)
    }

    final class Job {
        let plan: Plan
        let dialect: Dialect
        let onEvent: (Event) -> Void
        let onEnd: (Ending) -> Void
        /// What the scenario came to, and why it is not told yet: the line went in the middle of it.
        var departure: (result: ScenarioResult, reason: String, time: Instant)?
        /// Until when a device that is starting may stay silent.
        var patience: Instant?
        var isPowerCycled = false
        /// When the line first went while the bench itself was at work.
        var firstAbsence: Instant?
        /// The line that is probed.
        var probed = LineName.first
        /// Whether the device starts while the bench asks.
        var restarts = RestartWatch([])
        /// What the scenario before has left for it; nil: it begins by itself.
        var carried: CarriedOver?
        /// The run is being stopped: the device is brought back, and the scenario not begun.
        var isStopped = false

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
        /// What the scenario went on from did not stand any more: it is to begin by itself.
        case again
        /// The device is gone; the scenario may be tried on another.
        case lost(Loss)
    }

    /// Why no scenario can be run on the device any more, and whose fault that is.
    struct Loss {
        var reason: String
        var verdict = Verdict.error
        var domain = FaultDomain.bench

        /// For a scenario that could not be run because of it.
        var result: ScenarioResult { .single(verdict, domain, reason) }
    }

    let setup: RigSetup
    private var known: Capabilities
    var capabilities: Capabilities {
        // Behind whatever carries them, a pseudo-terminal has none.
        known.canChangeRates = setup.rig.control == nil && lines.allSatisfy(\.supportsRates)
        known.signals = lines.map { $0.supportsSignals && setup.rig.control == nil ? $0.signals : nil }
        return known
    }
    /// What scenarios are told of its bench.
    let profile: BenchProfile
    let loop: any EventLoop
    /// By number.
    let lines: [DeviceLine]
    /// The first.
    var line: DeviceLine { lines[0] }
    private let surroundings: RigBench
    var control: BenchController { surroundings.control }
    var hooks: HookRunner? { surroundings.hooks }
    let clock: any Host
    /// When a line that has gone is looked for next.
    var returnTimer: TimerID?
    private let wire: WireLog?
    private let isolating: Bool
    var state = State.idle
    /// Why no scenario can be run on it any more.
    private(set) var loss: Loss?
    /// What the device says of itself; nil until it was asked.
    var identity: [DeviceProbe.Answer]?
    /// The last scenario may have left it in another state than the next one begins in.
    var isSuspect = true
    /// It may be starting: its line was just opened, or it was switched off and on, or it broke down.
    var isStarting = true
    /// The scenario in which it fell silent, until it answers again.
    var hungIn: String?
    /// What it is known to hold; nil when every scenario begins anew.
    private var memory: DeviceMemory?
    /// The scenario that it passed last; nil after any other, and when every scenario begins anew.
    private var lastPassed: Plan?
    /// What that has left for the one that goes on from there.
    private var left: CarriedOver?
    /// Whether what was left has turned out to stand; nil: not known yet.
    private var keepsBeginnings: Bool?
    /// Asked when the body of a scenario has passed: whether another follows at once that goes on from where it began.
    var isFollowed: ((Plan) -> Bool)?
    /// What this run has used of it, where the rig has budgets.
    var used: [Rig.Budget.Resource: Int] = [:]
    /// Its line has shown that it is on.
    private var wasOn = false
    /// When it last answered as it was to.
    var lastAnswer = Instant.start
    /// Until when a line that has gone is waited for.
    var absentUntil: Instant?

    var isIdle: Bool { if case .idle = state { loss == nil } else { false } }
    /// Nothing is left to do: its surroundings are as they were before the run.
    var isAtRest: Bool { if case .idle = state { hooks?.isIdle != false } else { false } }

    /// Opens the lines. - Throws: when one cannot be opened, or the bench's servers cannot be bound.
    /// - Parameter isolating: Every scenario has everything anew: a modem just switched on, all parameters written.
    convenience init(
        _ setup: RigSetup,
        in facilities: any Facilities,
        capturing: Bool = false,
        isolating: Bool = false
    ) throws(BenchUnusable) {
        var lines: [DeviceLine] = []
        for name in LineName.first(setup.rig.lines) { lines.append(try DeviceLine(setup.rig.alone(name), in: facilities)) }
        let bench = try RigBench(setup, lines: lines, in: facilities)
        self.init(setup, lines, bench, in: facilities.loop, capturing: capturing, isolating: isolating)
    }

    init(
        _ setup: RigSetup,
        _ lines: [DeviceLine],
        _ surroundings: RigBench,
        in loop: any EventLoop,
        capturing: Bool = false,
        isolating: Bool = false
    ) {
        self.loop = loop
        self.setup = setup
        self.lines = lines
        self.surroundings = surroundings
        self.isolating = isolating
        memory = isolating ? nil : DeviceMemory()
        let isBuiltIn = surroundings.control.switchesOn
        profile = setup.profile(in: isBuiltIn ? .none : setup.network)
        known = Capabilities(
            network: surroundings.network,
            decidesOnPackets: false,
            asksForEchoes: surroundings.host.asksForEchoes,
            canSetTheLine: false,
            isVirtualModem: isBuiltIn,
            lines: lines.count,
            rig: isBuiltIn ? nil : setup
        )
        let wire = capturing ? WireLog() : nil
        self.wire = wire
        if let wire { surroundings.host.tap = { wire.note($0, at: $1) } }
        clock = loop.makeClock()
        clock.delegate = self
        for line in lines { line.owner = self }
        tellRun()
    }

    /// What happens around the device reaches the scenario that runs.
    private func tellRun() {
        let log: (String, String) -> Void = { [weak self] in self?.run?.benchLogged(party: $0, text: $1) }
        let change: () -> Void = { [weak self] in self?.run?.benchChanged() }
        surroundings.bench.onLog = log
        surroundings.bench.onChange = change
        control.onLog = log
        control.onChange = change
        for line in lines { line.onLog = { log("line", $0) } }
        control.onPassed = { [weak self] in
            guard let self, case .running(let job, _) = state else { return false }
            return isFollowed?(job.plan) ?? false
        }
    }

    private var run: ScenarioRun? { if case .running(_, let run) = state { run } else { nil } }

    /// What went over the bench's network in the last scenario, when that is captured.
    func takeWire() -> WireTrace { wire?.take() ?? WireTrace() }

    /// The plan as it is to be run after the last one: from its beginning, or from where that has left the device.
    func planned(_ plan: Plan) -> Plan { left != nil && mayGoOn(plan) ? plan.goingOn : plan }

    private func modemStart(for plan: Plan) -> BenchController.ModemStart {
        guard let lastPassed else { return .fromTheFactory }
        if plan.mayFollow(lastPassed) { return .asItIs }
        return plan.mayFindMemory(of: lastPassed) ? .withItsMemory : .fromTheFactory
    }

    private func mayGoOn(_ plan: Plan) -> Bool { lastPassed.map(plan.mayGoOn(from:)) ?? false }

    /// Whether a plan whose body has passed may leave its beginning to another.
    var leavesBeginnings: Bool { !isolating && keepsBeginnings != false }

    /// Runs the plan; `step` carries it on.
    func begin(_ plan: Plan, _ dialect: Dialect, onEvent: @escaping (Event) -> Void, onEnd: @escaping (Ending) -> Void) {
        let job = Job(plan, dialect, onEvent: onEvent, onEnd: onEnd)
        if mayGoOn(plan) { job.carried = left }
        if left != nil, job.carried == nil {
            isSuspect = true
            forget()
        }
        left = nil
        do throws(BenchProblem) {
            let start = modemStart(for: plan)
            if control.switchesOn && start == .fromTheFactory || plan.startsFromTheFactory { forget() }
            try control.begin(facts: plan.facts, defects: plan.defects, start)
        } catch {
            isSuspect = isSuspect || job.carried != nil
            onEvent(.scenarioEnded(.problem(error.reason)))
            return onEnd(.finished)
        }
        hooks?.begin(plan)
        state = .settingUp(job, until: loop.now + Self.setUpLimit)
        _ = clock.setTimer(after: Self.setUpLimit)
        // Without a channel nothing need happen before it can go on.
        step()
    }

    /// Looks at what has happened since the last time. Call it after every batch of the world's events.
    func step() {
        hooks?.step()
        switch state {
        case .idle, .probing, .away: break
        case .settingUp(let job, let until):
            if hooks?.isIdle == false || isAway { return }
            if control.isClosed {
                lose(job, "the modem's control channel is gone")
            } else if let problem = control.takeProblem() ?? hooks?.takeProblem() {
                end(job, with: .problem(problem))
            } else if control.isSettled {
                if needsProbe { probe(job) } else { start(job) }
            } else if loop.now >= until {
                lose(job, "the modem did not become ready within 10 s")
            }
        case .powerCycling(let job):
            guard let hooks, hooks.isIdle else { return }
            if let problem = hooks.takeProblem() { return lose(job, problem) }
            awaitStart(job)
            probe(job)
        case .running(let job, let run):
            if let result = run.result {
                // What a hook has done to the device it may undo.
                if job.plan.startsFromTheFactory { forget() } else { memory = run.memory }
                left = run.left
                if run.couldNotGoOn {
                    beginAgain(job)
                } else {
                    if job.carried != nil { keepsBeginnings = true }
                    conclude(job, result)
                }
            } else if control.isClosed {
                cut(job, run, "the modem's control channel is gone")
                lose(job, "the modem's control channel is gone")
            } else if let problem = hooks?.takeProblem() {
                isSuspect = true
                cut(job, run, problem)
                finish(job)
            }
        }
    }

    /// A modem that was just switched on by its control channel needs no nursing, unless the rig has to set it up.
    private var needsProbe: Bool {
        identity == nil || isStarting || hungIn != nil || isSuspect && !control.switchesOn
            || control.switchesOn && !setup.rig.setUp.isEmpty
    }

    /// Ends the scenario at once, and tells what it came to.
    func cut(_ job: Job, _ run: ScenarioRun, _ reason: String, _ domain: FaultDomain = .bench, _ verdict: Verdict = .error) {
        run.interrupt(reason: reason, domain: domain, verdict: verdict)
        if let result = run.result { job.onEvent(.scenarioEnded(result)) }
    }

    /// What the scenario went on from does not stand any more, for whatever reason: it says nothing of the device.
    private func beginAgain(_ job: Job) {
        keepsBeginnings = keepsBeginnings ?? false
        isSuspect = true
        forget()
        finish(job, .again)
    }

    /// What a device that broke down is excused by is only what is on record.
    private func conclude(_ job: Job, _ result: ScenarioResult) {
        isSuspect = result.verdict != .pass
        if isSuspect { forget() } else if !isolating { lastPassed = job.plan }
        if let kind = result.breakdown {
            isStarting = true
            if kind == .hang { hungIn = job.plan.name }
            return end(job, with: excuse(result, kind == .crash ? "started anew" : "fell silent"))
        }
        end(job, with: result)
    }

    /// Nothing is known of it any more.
    func forget() {
        memory?.forgetAll()
        lastPassed = nil
        left = nil
    }

    /// The result of a device that broke down, which is not held against it when a hook ran since it last answered, or when its line says
    /// that it is off (V.24, circuit 107).
    func excuse(_ result: ScenarioResult, _ what: String) -> ScenarioResult {
        if result.breakdown == .hang, wasOn, line.signals[.dsr] == false {
            return result.excused("DSR went off: the device has no supply, or its cable is out")
        }
        return hooks?.cause(since: lastAnswer).map { result.excused("the hook ‘\($0)’ ran, and the device \(what)") } ?? result
    }

    // MARK: The end of a run

    /// Brings the device back because the whole run is being stopped: postambles are run.
    func stop() {
        switch state {
        case .idle: break
        case .probing(let job, _, _, _): job.isStopped = true
        case .settingUp(let job, _) where job.carried != nil:
            job.isStopped = true
            probe(job)
        case .settingUp(let job, _), .powerCycling(let job), .away(let job): end(job, with: unfinished(job))
        case .running(_, let run): run.stop(reason: ScenarioResult.interruption, domain: .host, verdict: .inconclusive)
        }
    }

    /// Ends what is running at once.
    func interrupt() {
        if case .running(let job, let run) = state {
            cut(job, run, ScenarioResult.interruption, .host, .inconclusive)
            finish(job)
        } else if case .probing(let job, _, _, _) = state {
            end(job, with: unfinished(job))
        } else {
            stop()
        }
        hooks?.finish()
    }

    func unfinished(_ job: Job) -> ScenarioResult {
        job.departure?.result.excused("\(ScenarioResult.interruption) before the device was back", .host) ?? .interrupted
    }

    // MARK: Scenarios

    func start(_ job: Job) {
        if line.signals[.dsr] == true { wasOn = true }
        wire?.begin(at: loop.now)
        let run = ScenarioRun(
            job.carried == nil ? job.plan : job.plan.goingOn,
            DialectReading(job.dialect),
            settings(for: job),
            on: lines.map { $0.lend() },
            control,
            in: loop,
            onEvent: { [weak self] event in
                if case .matched = event, let self { lastAnswer = loop.now }
                if case .hostSent(let bytes, _, _, _) = event { self?.count(bytes, of: job.plan) }
                // The result waits until it is known whose fault it is.
                if case .scenarioEnded = event { return }
                job.onEvent(event)
            }
        )
        state = .running(job, run)
        run.start()
    }

    private func settings(for job: Job) -> ExecutionSettings {
        let dialect = job.dialect
        var settings = ExecutionSettings()
        settings.tolerance = .milliseconds(100)
        settings.pieceGap = Self.pieceGap
        settings.plainSettleTime = Self.plainSettleTime
        settings.isKnownToAnswer = identity != nil
        settings.recovery = setup.assignment(for: dialect)
        settings.memory = memory
        settings.carried = job.carried
        settings.startTexts = setup.rig.startTexts
        settings.unsolicited = setup.rig.unsolicited
        settings.startLimit = setup.rig.bootTime ?? Self.startLimit
        setup.apply(to: &settings)
        settings.writeGap = writeGap(for: dialect)
        return settings
    }

    func writeGap(for dialect: Dialect) -> Interval { setup.writeGap(for: dialect, ofVirtualModem: control.switchesOn) }

    /// What is sent in pieces arrives in pieces: longer than a UART's receiver waits before it hands on what it has.
    private static let pieceGap = Interval.milliseconds(20)

    /// Longer than a serial adapter keeps what it has received to itself, and than a busy host may be late.
    private static let plainSettleTime = Interval.milliseconds(100)

    func end(_ job: Job, with result: ScenarioResult) {
        job.onEvent(.scenarioEnded(result))
        finish(job)
    }

    private func finish(_ job: Job, _ ending: Ending = .finished) {
        state = .idle
        hooks?.end()
        job.onEnd(ending)
    }

    func lose(_ job: Job, _ reason: String) { lose(job, Loss(reason: reason)) }

    func lose(_ job: Job, _ loss: Loss) {
        state = .idle
        hooks?.end()
        self.loss = loss
        job.onEnd(.lost(loss))
    }

    /// It is idle, and will not be used again.
    func set(aside reason: String) { loss = Loss(reason: reason) }
}
