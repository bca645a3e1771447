public import BenchFacts
public import Dialects
public import ScenarioLanguage
internal import TestBench
public import VirtualModem
public import World

/// The virtual modem at the end of its lines, with a bench of its own for people and a control channel for runners.
public final class ModemStation: ControlChannelDelegate {
    /// What stands there.
    public struct Setup: Sendable {
        public var dialect: Dialect
        public var facts: [BenchFact]
        /// A runner's come on top.
        public var defects: Set<Defect>
        public var habits: Set<Habit>
        public var seed: UInt64
        public var payloads: PayloadReader

        public init(
            dialect: Dialect,
            facts: [BenchFact] = [],
            defects: Set<Defect> = [],
            habits: Set<Habit> = [],
            seed: UInt64,
            payloads: @escaping PayloadReader
        ) {
            self.dialect = dialect
            self.facts = facts
            self.defects = defects
            self.habits = habits
            self.seed = seed
            self.payloads = payloads
        }
    }

    private let setup: Setup
    private let ports: [any SerialPort]
    private let bench: Bench
    private let benchHost: any PlacedHost
    private let makeHost: ([IPv4Address]) -> any PlacedHost
    private var driver: ModemDriver?
    /// Of the modem that is off.
    private var memory = ParameterMemory()
    private var modemHost: any PlacedHost
    private var runner: (any ControlChannel)?

    private var facts: [BenchFact]
    private var defects: Set<Defect>
    private var routes: [Endpoint: Endpoint]
    private var isOn = false

    /// - Parameters:
    ///   - ports: The modem's ends of the lines, by number.
    ///   - makeHost: Makes machines with these addresses.
    /// - Throws: ``World/BindError`` when a server's port cannot be bound.
    public init(
        _ setup: Setup,
        ports: [any SerialPort],
        makeHost: @escaping ([IPv4Address]) -> any PlacedHost
    ) throws(BindError) {
        self.setup = setup
        self.ports = ports
        self.makeHost = makeHost
        var host: (any PlacedHost)?
        bench = try Bench(addresses: .loopback, facts: setup.facts) { addresses in
            let made = makeHost(addresses)
            host = made
            return made
        }
        bench.remembers = false
        benchHost = host ?? makeHost([])
        modemHost = benchHost
        facts = setup.facts
        defects = setup.defects
        routes = benchHost.mappings
        bench.onLog = { [weak self] party, text in self?.tell(.log(party: party, text: text)) }
        powerOn()
    }

    /// Where the servers really listen.
    public var servers: [(known: Endpoint, real: Endpoint)] {
        benchHost.mappings.map { ($0.key, $0.value) }.sorted { $0.known < $1.known }
    }

    // MARK: The modem

    private func powerOff() {
        if let driver { memory = driver.memory }
        driver = nil
        isOn = false
        for port in ports { port.discardUnsent() }
        modemHost = makeHost([bench.addresses.device])
    }

    private func powerOn() {
        powerOff()
        modemHost.routes = routes
        let modem = VirtualModem(
            dialect: setup.dialect,
            lines: ports.count,
            defects: defects,
            habits: setup.habits,
            seed: setup.seed,
            simCode: bench.pin,
            memory: memory
        )
        let driver = ModemDriver(modem: modem, host: modemHost, ports: ports, radio: bench.radio)
        self.driver = driver
        isOn = true
        driver.powerCycle()
    }

    /// The last program that had the line open has closed it, and with that dropped DTR.
    func hostLeft(_ line: LineName) { driver?.hostLeft(line) }

    // MARK: The runner

    /// Takes another runner for the one before.
    public func attach(_ channel: any ControlChannel) {
        if let runner {
            runner.delegate = nil
            runner.close()
        }
        runner = channel
        channel.delegate = self
    }

    public func controlChannelClosed(_ channel: any ControlChannel, reason: String) { runner = nil }

    public func controlChannel(_ channel: any ControlChannel, received line: String) {
        guard let request = ControlRequest(line: line) else { return tell(.failed("not understood: \(line)")) }
        tell(answer(request))
    }

    private func tell(_ reply: ControlReply) { runner?.send(line: reply.line.replacing("\n", with: " ")) }

    private func answer(_ request: ControlRequest) -> ControlReply {
        switch request {
        case .reset:
            powerOff()
            facts = []
            defects = setup.defects
            routes = [:]
        case .factory:
            powerOff()
            memory = ParameterMemory()
        case .fact(let phrase):
            switch BenchPhrase.parse(phrase, addresses: bench.addresses, payloads: setup.payloads) {
            case .failure(let failure): return .failed(failure.message)
            case .success(let stated): return apply(stated)
            }
        case .defect(let name):
            guard let defect = Defect(rawValue: name) else { return .failed("no such defect: \(name)") }
            defects.insert(defect)
        case .route(let known, let real):
            routes[known] = real
            if isOn { modemHost.routes = routes }
        case .powerOn:
            do { try bench.replaceFacts(facts) } catch { return .failed("\(error.endpoint): \(error.reason)") }
            powerOn()
        case .powerCycle:
            driver?.powerCycle()
        case .whereListens(let port):
            return .endpoint(modemHost.mappings[Endpoint(bench.addresses.device, port)])
        case .observe(let phrase):
            switch BenchPhrase.parseObservation(phrase) {
            case .failure(let failure): return .failed(failure.message)
            case .success(let observation): return reply(bench.evaluate(observation))
            }
        }
        return .done
    }

    private func apply(_ stated: [BenchFact]) -> ControlReply {
        guard isOn else {
            facts += stated
            return .done
        }
        do {
            for fact in stated { try bench.apply(fact) }
            return .done
        } catch {
            return .failed("\(error)")
        }
    }

    private func reply(_ state: ObservationState) -> ControlReply {
        switch state {
        case .holds: .holds
        case .notYet(let seen): .notYet(seen)
        case .violated(let reason), .impossible(let reason), .ended(let reason), .unreached(let reason): .violated(reason)
        }
    }
}
