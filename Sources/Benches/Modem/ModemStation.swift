public import BenchFacts
public import Dialects
public import LiveWorld
public import ScenarioLanguage
internal import TestBench
public import VirtualModem
public import World

/// The virtual modem on a pseudo-terminal, with a bench of its own for people and a control channel for runners.
public final class ModemStation: ControlServerDelegate, ControlConnectionDelegate {
    private let world: LiveWorld
    private let dialect: Dialect
    private let port: LiveSerialPort
    private let bench: Bench
    private let benchHost: LiveHost
    private let payloads: PayloadReader
    private let seed: UInt64
    private var driver: ModemDriver?
    /// Of the modem that is off.
    private var memory = ParameterMemory()
    private var modemHost: LiveHost
    private var runner: ControlConnection?
    private let server: ControlServer
    public let path: String

    private var facts: [BenchFact] = []
    /// Those it was started with; a runner's come on top.
    private let ownDefects: Set<Defect>
    private var defects: Set<Defect>
    private let habits: Set<Habit>
    private var routes: [Endpoint: Endpoint] = [:]
    private var isOn = false

    public init(
        world: LiveWorld,
        dialect: Dialect,
        facts: [BenchFact],
        defects: Set<Defect>,
        habits: Set<Habit>,
        seed: UInt64,
        payloads: @escaping PayloadReader
    ) throws {
        self.world = world
        self.dialect = dialect
        self.seed = seed
        self.payloads = payloads
        (port, path) = try world.makePseudoTerminal()
        var host: LiveHost?
        bench = try Bench(addresses: .loopback, facts: facts) { addresses in
            let made = world.makeHost(addresses: addresses, portPolicy: .mapped)
            host = made
            return made
        }
        bench.remembers = false
        benchHost = host ?? world.makeHost(addresses: [])
        modemHost = benchHost
        server = try ControlServer(world: world, terminal: path)
        self.facts = facts
        self.defects = defects
        self.habits = habits
        ownDefects = defects
        routes = benchHost.mappings
        server.delegate = self
        bench.onLog = { [weak self] party, text in self?.tell(.log(party: party, text: text)) }
        powerOn()
    }

    /// Another user's program has the name of this terminal's control channel.
    public var isElsewhere: Bool { server.isElsewhere }

    /// Where the servers really listen.
    public var servers: [(known: Endpoint, real: Endpoint)] {
        benchHost.mappings.map { ($0.key, $0.value) }.sorted { $0.known < $1.known }
    }

    // MARK: The modem

    private func powerOff() {
        if let driver { memory = driver.memory }
        driver = nil
        isOn = false
        port.discardUnsent()
        modemHost = world.makeHost(addresses: [bench.addresses.device], portPolicy: .mapped)
    }

    private func powerOn() {
        powerOff()
        modemHost.routes = routes
        let modem = VirtualModem(
            dialect: dialect,
            defects: defects,
            habits: habits,
            seed: seed,
            simCode: bench.pin,
            memory: memory
        )
        let driver = ModemDriver(modem: modem, host: modemHost, port: port, radio: bench.radio)
        self.driver = driver
        isOn = true
        driver.powerCycle()
    }

    // MARK: The runner

    public func controlServer(_ server: ControlServer, accepted connection: ControlConnection) {
        if let runner {
            runner.delegate = nil
            runner.close()
        }
        runner = connection
        connection.delegate = self
    }

    public func controlConnectionClosed(_ connection: ControlConnection, reason: String) { runner = nil }

    public func controlConnection(_ connection: ControlConnection, received line: String) {
        guard let request = ControlRequest(line: line) else { return tell(.failed("not understood: \(line)")) }
        tell(answer(request))
    }

    private func tell(_ reply: ControlReply) { runner?.send(line: reply.line.replacing("\n", with: " ")) }

    private func answer(_ request: ControlRequest) -> ControlReply {
        switch request {
        case .reset:
            powerOff()
            facts = []
            defects = ownDefects
            routes = [:]
        case .factory:
            powerOff()
            memory = ParameterMemory()
        case .fact(let phrase):
            switch BenchPhrase.parse(phrase, addresses: bench.addresses, payloads: payloads) {
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
