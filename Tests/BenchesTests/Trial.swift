import BenchFacts
import Dialects
import Events
import FoundationEssentials
import Gates
import Rigs
import ScenarioLanguage
import SimulatedWorld
import SourceText
import Testing
import VirtualModem
import World

@testable import Benches

/// Scenarios on devices of a simulated world.
final class Trial {
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    private static func read(_ path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: Array(try #require(FileManager.default.contents(atPath: "\(root)/\(path)"))))
    }

    let facilities = SimulatedFacilities()
    var world: SimulatedWorld { facilities.world }
    private(set) var modems: [FakeModem] = []
    private var stations: [ModemStation] = []
    /// The built-in modems' ends of their channels.
    private(set) var channels: [SimulatedControlChannel] = []
    private(set) var rigs: [Rig] = []
    /// What each scenario came to, in the order in which they ended.
    private(set) var outcomes: [(name: String, result: ScenarioResult, events: [Event])] = []
    private(set) var wasInterrupted = false
    let dialect: Dialect

    init() throws {
        let files = try ["multitech-ip.dialect", "at-hash.family"].map { try Self.read("Fixtures/dialects/" + $0) }
        dialect = try #require(DialectLibrary(files).member(named: "multitech-ip")?.dialect)
    }

    // MARK: What stands there

    /// A device behind a line that may come back under its name.
    @discardableResult
    func addModem(_ change: (inout Rig) -> Void = { _ in }) -> FakeModem {
        let modem = FakeModem()
        var rig = Rig(name: "rig\(rigs.count)", path: "", device: .serial(path: "/dev/ttyUSB\(rigs.count)"))
        change(&rig)
        facilities.lines[rig.name] = SimulatedLine(in: world, plug: modem.plug)
        modems.append(modem)
        rigs.append(rig)
        return modem
    }

    /// Gives the device that was added last another line. - Returns: what stands at its end, and the line.
    func addLine() -> (modem: FakeModem, line: SimulatedLine) {
        let modem = FakeModem()
        let address = Rig.DeviceAddress.serial(path: "/dev/ttyUSB\(rigs.count - 1).\(rigs[rigs.count - 1].lines)")
        rigs[rigs.count - 1].furtherLines.append(Rig.FurtherLine(address: address))
        let line = SimulatedLine(in: world, plug: modem.plug)
        facilities.furtherLines[address] = line
        return (modem, line)
    }

    /// The reference device, on a line that has signals and rates; the rig gives it no network.
    func addReferenceDevice(_ defects: Set<Defect> = []) {
        let rig = Rig(name: "rig\(rigs.count)", path: "", device: .serial(path: "/dev/ttyUSB\(rigs.count)"))
        let (host, device) = world.makeSerialLine()
        let driver = ModemDriver(
            modem: VirtualModem(dialect: dialect, defects: defects),
            host: world.makeHost(addresses: []),
            ports: [device],
            radio: DeadAir()
        )
        driver.powerCycle()
        drivers.append(driver)
        facilities.lines[rig.name] = SimulatedLine(in: world, of: host)
        rigs.append(rig)
    }

    private var drivers: [ModemDriver] = []

    private final class DeadAir: Radio {
        weak var delegate: (any RadioDelegate)?
        func request(_ request: RadioRequest) {}
    }

    func line(_ index: Int = 0) -> SimulatedLine? { facilities.lines[rigs[index].name] }

    /// The built-in modem with its control channel.
    func addStation(_ change: (inout Rig) -> Void = { _ in }) throws {
        var rig = Rig(name: "rig\(rigs.count)", path: "", device: .pseudoTerminal(path: "/dev/pts/nowhere"))
        change(&rig)
        let (host, device) = world.makeSerialLine()
        let setup = ModemStation.Setup(dialect: dialect, seed: 1) { (_) throws(PayloadUnavailable) in
            throw PayloadUnavailable(reason: "none")
        }
        // Its own servers stand in the shadow of the bench's, which are made later at the same addresses.
        let station = try ModemStation(setup, ports: [device]) { [world] in world.makeHost(addresses: $0) }
        let (runner, modem) = world.makeControlChannel()
        station.attach(modem)
        facilities.channels[rig.name] = runner
        facilities.lines[rig.name] = SimulatedLine(in: world, of: host)
        channels.append(modem)
        stations.append(station)
        rigs.append(rig)
    }

    /// Does something at a moment of the world's time.
    func at(_ time: Interval, _ body: @escaping () -> Void) {
        let clock = world.makeClock()
        let deed = Deed(clock, body)
        clock.delegate = deed
        deeds.append(deed)
        _ = clock.setTimer(after: time)
    }

    private var deeds: [Deed] = []

    private final class Deed: HostDelegate {
        private let clock: any Host
        private let body: () -> Void
        init(_ clock: any Host, _ body: @escaping () -> Void) {
            self.clock = clock
            self.body = body
        }
        func host(_ host: any Host, saw event: HostEvent) { body() }
    }

    // MARK: What is run

    /// Scenarios, each `NAME: STEP; STEP`, whose steps stand alone or with what goes before them.
    static func scenario(_ name: String, needs: String = "", _ steps: String...) -> String {
        let needs = needs.isEmpty ? "" : "    needs  \(needs)\n"
        return "scenario \(name)\n    verifies  LINE-1\n\(needs)" + steps.map { "    \($0)\n" }.joined() + "\n"
    }

    func items(_ text: String) throws -> [WorkItem] {
        try items(in: SourceFile(path: "t.scenario", bytes: Array(text.utf8)))
    }

    /// Those of a file of the suite.
    func items(inFile path: String) throws -> [WorkItem] { try items(in: Self.read(path)) }

    private func items(in source: SourceFile) throws -> [WorkItem] {
        let (file, problems) = ScenarioFile.parse(source)
        #expect(problems == [])
        let (shared, _) = ScenarioFile.parse(try Self.read("Scenarios/shared.scenario"))
        let defects = Defect.allCases.map(\.rawValue)
        let compiler = Compiler(dialect: dialect, profile: .loopback, defects: defects) { (_) throws(PayloadUnavailable) in
            throw PayloadUnavailable(reason: "none")
        }
        let compilation = compiler.compile(file, shared: [shared])
        #expect(compilation.diagnostics == [])
        return compilation.scenarios.flatMap { WorkItem.all(of: $0, dialect) }
    }

    func pool(
        _ text: String,
        isolating: Bool = false,
        _ policy: Attempts.Policy = Attempts.Policy()
    ) throws -> DevicePool {
        try DevicePool(
            try items(text),
            RunSettings(seed: 1, policy),
            devices: rigs.map(RigSetup.init),
            in: facilities,
            isolating: isolating
        )
    }

    /// Nothing that is tried here takes so long.
    private static let limit = Interval.seconds(3600)

    func run(_ pool: DevicePool) {
        wasInterrupted = pool.run(running: { _, _ in }) { [weak self] outcome in
            guard case .scenarioStarted(let identity)? = outcome.events.first,
                case .scenarioEnded(let result)? = outcome.events.last
            else { return }
            self?.outcomes.append((identity.name, result, outcome.events))
        } meanwhile: {
            guard world.now > .start + Self.limit else { return }
            Issue.record("the run does not end")
            world.stop()
        }
    }

    func run(_ text: String, isolating: Bool = false, _ policy: Attempts.Policy = Attempts.Policy()) throws {
        run(try pool(text, isolating: isolating, policy))
    }

    func result(of name: String) throws -> ScenarioResult { try #require(outcomes.first { $0.name == name }).result }
    /// What is said first of why it did not pass.
    func summary(of name: String) throws -> String {
        let result = try result(of: name)
        return result.findings.first?.summary ?? result.reason ?? ""
    }
    var verdicts: [String] { outcomes.map { "\($0.name) \($0.result.verdict)" }.sorted() }
}
