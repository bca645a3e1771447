internal import BenchFacts
public import Captures
public import Dialects
public import Events
public import Execution
internal import Octets
public import ScenarioLanguage
internal import SimulatedWorld
internal import TestBench
internal import Verdicts
public import VirtualModem
public import World

/// Runs scenarios of a dialect, each in a simulated world of its own with the virtual modem and the bench around it.
public final class VirtualBench: Sendable {
    static let addresses = BenchAddresses.documentation

    /// Who is found at an address of the simulated network: `smtp`, `peer a`.
    public static func party(at address: IPv4Address) -> String {
        switch address {
        case addresses.primaryNameServer: "name server 1"
        case addresses.secondaryNameServer: "name server 2"
        case addresses.smtp: "smtp"
        case addresses.pop3: "pop3"
        case addresses.ftp: "ftp"
        case addresses.sntp: "sntp"
        default: addresses.peers.contains(address) ? "peer" : "nobody"
        }
    }

    private let dialect: Dialect
    /// The dialect that the virtual modem speaks.
    private let spoken: Dialect
    private let reading: DialectReading
    private let parameters: ParameterTable
    /// Of the virtual modem.
    private let habits: Set<Habit>

    /// - Parameter spoken: The dialect that the virtual modem speaks, where it is not the one that it is held to.
    public init(_ dialect: Dialect, spoken: Dialect? = nil, habits: Set<Habit> = []) {
        self.dialect = dialect
        self.spoken = spoken ?? dialect
        self.habits = habits
        reading = DialectReading(dialect)
        parameters = ParameterTable(self.spoken)
    }

    /// Runs the plan to its end; every event, the result's last, goes to `onEvent`, what goes over the network to `wire`.
    public func run(
        _ plan: Plan,
        seed: UInt64,
        wire: WireLog? = nil,
        onEvent: @escaping (Event) -> Void
    ) {
        _ = run(plan, seed: seed, Attachments(wire: wire), onEvent: onEvent)
    }

    /// Runs the plan to its end. - Returns: what its execution was given; nil when the bench could not be made.
    public func record(_ plan: Plan, seed: UInt64, onEvent: @escaping (Event) -> Void) -> Tape? {
        run(plan, seed: seed, Attachments(isTaped: true), onEvent: onEvent)
    }

    /// Runs the plan to its end. - Returns: the result of a device for which something changes on its way between modem and world.
    public func result(_ plan: Plan, seed: UInt64, interposer: (any Interposer)? = nil) -> ScenarioResult? {
        var result: ScenarioResult?
        _ = run(plan, seed: seed, Attachments(interposer: interposer)) {
            if case .scenarioEnded(let ended) = $0 { result = ended }
        }
        return result
    }

    /// What a run has beside the plan.
    private struct Attachments {
        var wire: WireLog?
        var isTaped = false
        var interposer: (any Interposer)?
    }

    /// The same settings as in a run.
    public func machine(_ plan: Plan) -> ScenarioMachine {
        ScenarioMachine(plan: plan, reading: reading, settings: ExecutionSettings(for: dialect))
    }

    private func run(
        _ plan: Plan,
        seed: UInt64,
        _ attachments: Attachments,
        onEvent: @escaping (Event) -> Void
    ) -> Tape? {
        let world = SimulatedWorld(seed: seed)
        if let wire = attachments.wire { world.tap = { wire.note($0, at: $1) } }
        let lines = (0..<dialect.lines).map { _ in world.makeSerialLine() }
        Self.shape(world, lines, plan.facts)
        do {
            let bench = try Bench(addresses: Self.addresses, facts: plan.facts) { world.makeHost(addresses: $0) }
            let modem = VirtualModem(
                dialect: spoken,
                parameters,
                lines: lines.count,
                defects: Set(plan.defects.compactMap(Defect.init(rawValue:))),
                habits: habits,
                seed: seed,
                simCode: bench.pin
            )
            let driver = ModemDriver(
                modem: modem,
                host: world.makeHost(addresses: [Self.addresses.device]),
                ports: lines.map(\.device),
                radio: bench.radio,
                interposer: attachments.interposer
            )
            let control = SimulatedBenchControl(bench: bench, world: world, lines: lines, modem: driver)
            let recorder = attachments.isTaped ? TapeRecorder(control, lines: lines.count) : nil
            let settings = ExecutionSettings(for: dialect)
            let asked: any BenchControl = recorder ?? control
            let run = ScenarioRun(plan, reading, settings, on: lines.map(\.host), asked, in: world, onEvent: onEvent)
            run.hear(bench)
            driver.powerCycle()
            run.finish(in: world)
            withExtendedLifetime((driver, control)) {}
            return recorder?.tape
        } catch {
            let finding = Finding(verdict: .error, domain: .suite, summary: "\(error.endpoint): \(error.reason)", time: 0)
            onEvent(.scenarioEnded(ScenarioResult(verdict: .error, findings: [finding])))
            return nil
        }
    }

    /// Facts about the lines and the link that hold from the start.
    private static func shape(
        _ world: SimulatedWorld,
        _ lines: [(host: SimulatedSerialPort, device: SimulatedSerialPort)],
        _ facts: [BenchFact]
    ) {
        for fact in facts { _ = shape(world, lines, fact) }
    }

    /// - Returns: whether the fact is about the lines or the link.
    static func shape(
        _ world: SimulatedWorld,
        _ lines: [(host: SimulatedSerialPort, device: SimulatedSerialPort)],
        _ fact: BenchFact
    ) -> Bool {
        switch fact {
        case .line(let fact):
            for port in lines.flatMap({ [$0.host, $0.device] }) {
                port.shape.apply(fact)
                if case .baud(let rate) = fact { port.baud = rate }
            }
            return true
        case .link(let fact):
            world.link.apply(fact)
            return true
        case .dns, .smtp, .pop3, .ftp, .sntp, .gsm, .gprs, .peer:
            return false
        }
    }
}

/// The bench of a simulated world, at hand.
final class SimulatedBenchControl: BenchControl {
    private let bench: Bench
    private let world: SimulatedWorld
    private let lines: [(host: SimulatedSerialPort, device: SimulatedSerialPort)]
    private let modem: ModemDriver

    init(
        bench: Bench,
        world: SimulatedWorld,
        lines: [(host: SimulatedSerialPort, device: SimulatedSerialPort)],
        modem: ModemDriver
    ) {
        self.bench = bench
        self.world = world
        self.lines = lines
        self.modem = modem
    }

    let isSettled = true

    func make(true fact: BenchFact) throws(BenchProblem) {
        if VirtualBench.shape(world, lines, fact) { return }
        do {
            try bench.apply(fact)
        } catch {
            throw BenchProblem(reason: "\(error.endpoint): \(error.reason)")
        }
    }

    func perform(_ action: BenchAction<Exact>) {
        guard action == .device(.powerCycle) else { return bench.perform(action) }
        modem.powerCycle()
    }
    func outcome(of action: BenchAction<Exact>) -> ObservationState { bench.outcome(of: action) }
    func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState { bench.evaluate(observation) }
    func leftovers() -> [String] { bench.leftovers() }
}
