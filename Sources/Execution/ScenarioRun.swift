public import Events
public import Verdicts
public import World

/// One scenario in a world: carries bytes, time and bench changes to a ``ScenarioMachine``, and its outputs to the line and the journal.
public final class ScenarioRun: SerialPortDelegate, HostDelegate {
    private var machine: ScenarioMachine
    private let clock: any Host
    /// By number of their lines.
    private let ports: [any SerialPort]
    private let bench: any BenchControl
    private let onEvent: (Event) -> Void
    private var timer: (id: TimerID, due: Instant)?
    private var changed = false
    private var benchLines = BenchLineBudget()
    /// The host's signals that the scenario has dropped, by line, to be raised again behind its body.
    private var dropped: [LineName: Set<LineSignal>] = [:]
    /// Lines whose rate the scenario has changed, to have the bench's own again at its end.
    private var rated: Set<LineName> = []
    /// The world's time at which the scenario began; the machine counts from there.
    private let began: Instant
    public private(set) var result: ScenarioResult?
    /// There is a ``result``.
    public private(set) var isOver = false

    /// - Parameters:
    ///   - clock: A host of the world used for time alone.
    ///   - ports: The DTE's ends of the lines to the device, by number: at least those that the plan needs.
    ///   - onEvent: Takes each event in order.
    /// Writes down what the scenario is given; it is the bench, too.
    private let tape: TapeRecorder?

    public init(
        machine: ScenarioMachine,
        clock: any Host,
        ports: [any SerialPort],
        bench: any BenchControl,
        onEvent: @escaping (Event) -> Void
    ) {
        self.machine = machine
        self.clock = clock
        self.ports = ports
        self.bench = bench
        tape = bench as? TapeRecorder
        self.onEvent = onEvent
        began = clock.now
        clock.delegate = self
        for port in ports { port.delegate = self }
    }

    public func start() {
        for name in machine.lineNames { takeSignals(of: ports[name.number], on: name) }
        tape?.note(.moment, at: now)
        advance()
    }

    /// Something that the scenario may be waiting for has happened on the bench. May be called from anywhere: acts as an event of its own.
    public func benchChanged() {
        guard !changed, !isOver else { return }
        changed = true
        _ = clock.setTimer(after: .zero)
    }

    /// A line for the journal from one of the bench's parties.
    public func benchLogged(party: String, text: String) {
        guard !isOver, let text = benchLines.keep(text) else { return }
        onEvent(.benchSaw(party: party, text: text, time: now.nanoseconds))
    }

    /// Gives up what is left of the body, brings the device back and runs the postambles.
    public func stop(reason: String, domain: FaultDomain, verdict: Verdict) {
        machine.stop(at: now, reason: reason, domain: domain, verdict: verdict)
        advance()
    }

    /// What the device is known to hold.
    public var memory: DeviceMemory? { machine.memory }

    /// What the scenario leaves to the next one; nil unless it has passed and undid nothing of that.
    public var left: CarriedOver? { result?.verdict == .pass ? machine.left : nil }

    /// What the scenario was to go on from did not stand any more.
    public var couldNotGoOn: Bool { machine.couldNotGoOn }

    /// The scenario has ordered a restart of the device, whose line may go and come back meanwhile.
    public var mayRestart: Bool { machine.mayRestart(at: now) }

    /// Ends the scenario at once, for a reason outside it.
    public func interrupt(reason: String, domain: FaultDomain, verdict: Verdict) {
        carryOut(machine.interrupt(at: now, reason: reason, domain: domain, verdict: verdict, bench: bench))
    }

    // MARK: The world's calls

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard let name = name(of: port) else { return }
        machine.receive(bytes, on: name, at: now)
        tape?.note(.bytes(bytes, on: name), at: now)
        advance()
    }

    public func serialPortDrained(_ port: any SerialPort) {}

    public func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
        guard let name = name(of: port) else { return }
        takeSignals(of: port, on: name)
        if machine.watchesSignals { advance() }
    }

    private func takeSignals(of port: any SerialPort, on name: LineName) {
        machine.receive(signals: port.signals, on: name, at: now)
        if machine.watchesSignals { tape?.note(.signals(port.signals, on: name), at: now) }
    }

    /// nil for a line of which the scenario does not speak.
    private func name(of port: any SerialPort) -> LineName? { machine.lineNames.first { ports[$0.number] === port } }

    public func serialPortClosed(_ port: any SerialPort, reason: String) {
        interrupt(reason: "the line to the device is gone: \(reason)", domain: .bench, verdict: .error)
    }

    public func host(_ host: any Host, saw event: HostEvent) {
        guard case .timer(let id) = event else { return }
        if let timer, timer.id == id {
            machine.hostWoke(at: now, due: timer.due)
            self.timer = nil
        }
        changed = false
        tape?.note(.moment, at: now)
        advance()
    }

    // MARK: The machine

    private var now: Instant { Instant(nanoseconds: (clock.now - began).nanoseconds) }

    private func advance() {
        guard !isOver else { return }
        carryOut(machine.advance(at: now, bench: bench))
        setTimer()
    }

    private func carryOut(_ outputs: [ScenarioMachine.Output]) {
        for output in outputs {
            switch output {
            case .write(let bytes, let name):
                ports[name.number].write(bytes)
                tape?.wrote(bytes, on: name)
            case .event(let event): onEvent(event)
            case .drive(let signal, let isOn, let name): drive(signal, on: isOn, name)
            case .raiseSignals: raiseSignals()
            case .sendBreak(let duration, let name): ports[name.number].sendBreak(for: duration)
            case .setRate(let rate, let name):
                ports[name.number].setRate(rate)
                rated.insert(name)
            case .finished(let result):
                raiseSignals()
                for name in rated { ports[name.number].setRate(nil) }
                self.result = result
                isOver = true
            }
        }
    }

    private func drive(_ signal: LineSignal, on isOn: Bool, _ name: LineName) {
        ports[name.number].set(signal, on: isOn)
        if isOn { dropped[name]?.remove(signal) } else { dropped[name, default: []].insert(signal) }
    }

    private func raiseSignals() {
        for (name, signals) in dropped { for signal in signals { ports[name.number].set(signal, on: true) } }
        dropped = [:]
    }

    private func setTimer() {
        guard !isOver, let wake = machine.wake else { return }
        if let timer {
            // One that comes too early costs less than arming a new one with every line.
            guard wake < timer.due else { return }
            clock.cancelTimer(timer.id)
        }
        timer = (clock.setTimer(after: wake - now), wake)
    }
}
