internal import Dialects
internal import Events
internal import Execution
internal import ScenarioLanguage
internal import SimulatedWorld
internal import TestBench
internal import Verdicts
internal import World

// A plan, a device and a bench put together: the same for every device and in every world.
extension ScenarioRun {
    /// - Parameters:
    ///   - ports: The lines to the device.
    ///   - control: What the bench around it is told by.
    convenience init(
        _ plan: Plan,
        _ reading: DialectReading,
        _ settings: ExecutionSettings,
        on ports: [any SerialPort],
        _ control: any BenchControl,
        in loop: any EventLoop,
        onEvent: @escaping (Event) -> Void
    ) {
        self.init(
            machine: ScenarioMachine(plan: plan, reading: reading, settings: settings),
            clock: loop.makeClock(),
            ports: ports,
            bench: control,
            onEvent: onEvent
        )
    }

    /// What happens on the bench is told to the scenario.
    func hear(_ bench: Bench) {
        bench.onChange = { [weak self] in self?.benchChanged() }
        bench.onLog = { [weak self] in self?.benchLogged(party: $0, text: $1) }
    }

    /// Carries it out to its end, in a world of its own.
    func finish(in world: SimulatedWorld) {
        start()
        if !world.run(until: { isOver }) {
            interrupt(reason: "the simulated world came to a standstill", domain: .suite, verdict: .error)
        }
    }
}

extension ExecutionSettings {
    /// In simulated time, which is nobody's, everything is left as much time as the dialect asks for.
    init(for dialect: Dialect) {
        self.init()
        writeGap = Interval(nanoseconds: dialect.writeSpacing)
    }
}
