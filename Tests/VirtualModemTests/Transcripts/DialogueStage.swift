import BenchFacts
import Octets
import SimulatedWorld
import SourceText
import TestBench
import Testing
import VirtualModem
import World

/// The reference device in a simulated world with the bench around it. The test is the host on its serial line.
final class DialogueStage: SerialPortDelegate, HostDelegate {
    private let world = SimulatedWorld(seed: 1)
    private let line: (host: SimulatedSerialPort, device: SimulatedSerialPort)
    private let bench: Bench
    private let driver: ModemDriver
    private let clock: SimulatedHost
    private var received: [UInt8] = []

    init(facts: [BenchFact]) throws {
        let world = world
        line = world.makeSerialLine()
        bench = try Bench(addresses: .documentation, facts: facts) { world.makeHost(addresses: $0) }
        driver = ModemDriver(
            modem: VirtualModem(dialect: try #require(Fixture.dialect), defects: [], seed: 1, simCode: bench.pin),
            host: world.makeHost(addresses: [BenchAddresses.documentation.device]),
            ports: [line.device],
            radio: bench.radio
        )
        clock = world.makeHost(addresses: [])
        clock.delegate = self
        line.host.delegate = self
        driver.powerCycle()
        wait(.seconds(10))
    }

    /// The device once all that precedes a row has been said to it.
    convenience init(_ staging: Staging) throws {
        try self.init(facts: staging.facts)
        for line in staging.before { say(line, thenSilenceOf: .seconds(15)) }
        if let (line, time) = staging.underWay { say(line, thenSilenceOf: time) }
    }

    /// What ends with a text of its own brings the byte that ends it.
    private func say(_ line: String, thenSilenceOf patience: Interval) {
        send(TranscribedBytes.bytes(line) + (line.hasSuffix("[SUB]") ? [] : [0x0D]))
        _ = takeSent(afterSilenceOf: patience)
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { received += bytes }
    func serialPortDrained(_ port: any SerialPort) {}
    func serialPortClosed(_ port: any SerialPort, reason: String) {}
    func host(_ host: any Host, saw event: HostEvent) {}

    /// Lets the time go by.
    private func wait(_ time: Interval) {
        let end = world.now + time
        _ = clock.setTimer(after: time)
        world.run { world.now >= end }
    }

    func send(_ bytes: [UInt8]) { line.host.write(bytes) }

    func perform(_ happening: Staging.Happening) throws {
        switch happening {
        case .action(let action): bench.perform(action)
        case .fact(let fact): try bench.apply(fact)
        }
    }

    /// What the device has sent since it was last asked, once it has been silent so long.
    func takeSent(afterSilenceOf patience: Interval) -> [UInt8] {
        var count = -1
        while received.count != count {
            count = received.count
            wait(patience)
        }
        defer { received = [] }
        return received
    }
}

/// What a ruling has the device send in place of what the manual prints in one of its tables.
struct Departure {
    var clause: String
    var printed: String
    var sent: [String]
    /// A heading of Docs/Rulings.md, or an interpretation that one names.
    var ruling: String
}

/// What must be so for a row to be played.
struct Staging {
    enum Happening {
        case action(BenchAction<Exact>)
        case fact(BenchFact)
    }

    var facts: [BenchFact] = []
    /// Command lines that precede the row, each answered before the next; `AT#BODYn` brings its text with it.
    var before: [String] = []
    /// A command that is under way when the row begins, and for how long.
    var underWay: (line: String, time: Interval)?
    /// What stands in the place of what the manual prints.
    var values: [String: String] = [:]
    /// The error that it must be; nil: any that the row shows.
    var code: String?
    /// The examples are what is shown.
    var showsExamples = false
    /// What happens when the device has answered this line or these bytes of the host, or before this row.
    var after: [String: [Happening]] = [:]
    /// How long the device may be silent before its answer counts as complete.
    var patience = Interval.seconds(15)
    /// Other ways to the same row.
    var others: [Staging] = []
}
