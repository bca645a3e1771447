internal import BenchFacts
internal import Dialects
internal import Events
internal import Execution
internal import Glibc
internal import LiveWorld
internal import ScenarioLanguage
internal import TestBench
internal import World

/// Runs scenarios one after the other, in real time, on a device at the end of a line.
final class LiveRun {
    /// How late this host's own timers may be before a missed limit is not held against the device.
    static let tolerance = Interval.milliseconds(100)
    /// How long the bench and the modem behind it may take to be ready for the next scenario.
    static let setUpLimit = Interval.seconds(10)

    private let world: LiveWorld
    private let port: LiveSerialPort
    private let bench: Bench
    private let control: LiveBenchControl
    private let clock: LiveHost
    private let capabilities: Capabilities

    /// - Returns: whether the run was interrupted. - Throws: ``UsageError`` when the device cannot be opened.
    static func run(_ items: [WorkItem], seed: UInt64, terminal: String, _ reports: SharedReports) throws(UsageError) -> Bool {
        let run: LiveRun
        do {
            run = try LiveRun(terminal: terminal)
        } catch {
            throw UsageError("\(error)", suggestion: "is the modem on? ‘attest modem --pty’ prints its path")
        }
        for item in items {
            var outcome = Outcome(events: [])
            Scenarios.run(item, run.capabilities, seed: seed) { plan, dialect, _, onEvent in
                run.execute(plan, dialect, onEvent)
            } onEvent: {
                outcome.events.append($0)
            }
            for event in outcome.events { JournalEncoder().append(event, to: &outcome.journalled) }
            reports.record(outcome)
            if run.world.isStopped { return true }
        }
        return false
    }

    private init(terminal: String) throws {
        let world = try LiveWorld()
        self.world = world
        try world.stop(onSignals: [SIGINT, SIGTERM])
        port = try world.openSerial(path: terminal)
        let channel = try? ControlConnection(world: world, terminal: Self.realPath(terminal))
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

    private func execute(_ plan: Plan, _ dialect: Dialect, _ onEvent: @escaping (Event) -> Void) {
        do throws(BenchProblem) {
            try control.begin(facts: plan.facts, defects: plan.defects)
        } catch {
            return onEvent(.scenarioEnded(problem(error.reason)))
        }
        let ready = world.run(deadline: world.now + Self.setUpLimit) { control.isSettled || control.isClosed }
        if let reason = control.takeProblem()
            ?? (control.isClosed ? "the modem's control channel is gone" : ready ? nil : "the modem is not ready")
        {
            return onEvent(.scenarioEnded(problem(reason)))
        }
        var settings = ExecutionSettings()
        settings.tolerance = Self.tolerance
        let run = ScenarioRun(
            machine: ScenarioMachine(plan: plan, dialect: dialect, settings: settings),
            clock: clock,
            port: port,
            bench: control,
            onEvent: onEvent
        )
        bench.onChange = { [weak run] in run?.benchChanged() }
        bench.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        control.onChange = { [weak run] in run?.benchChanged() }
        control.onLog = { [weak run] party, text in run?.benchLogged(party: party, text: text) }
        run.start()
        world.run { run.result != nil || control.isClosed }
        if run.result == nil {
            run.interrupt(
                reason: world.isStopped ? "the run was interrupted" : "the modem's control channel is gone",
                domain: .bench,
                verdict: world.isStopped ? .inconclusive : .error
            )
        }
    }

    private func problem(_ reason: String) -> ScenarioResult {
        ScenarioResult(verdict: .error, findings: [Finding(verdict: .error, domain: .bench, summary: reason, time: 0)])
    }
}
