import BenchFacts
import Rigs
import SimulatedWorld
import TestBench
import World

@testable import Benches

/// Lines, benches, channels and commands of a simulated world.
final class SimulatedFacilities: Facilities {
    let world = SimulatedWorld(seed: 1)
    var loop: any EventLoop { world }
    /// By the rig's name.
    var lines: [String: SimulatedLine] = [:]
    /// Those of devices beside their first, by their addresses.
    var furtherLines: [Rig.DeviceAddress: SimulatedLine] = [:]
    /// The runner's end, and who has the other, by the rig's name.
    var channels: [String: SimulatedControlChannel] = [:]
    /// What a command does when it ends, and why it fails.
    var carryOut: (String) -> String? = { _ in nil }
    /// Commands that have begun, without what they find in their environment.
    private(set) var commands: [String] = []

    func line(to rig: Rig) -> any LineSource {
        furtherLines[rig.device] ?? lines[rig.name] ?? SimulatedLine(in: world) { _ in }
    }

    func openControl(_ setup: RigSetup) throws(BenchUnusable) -> (any ControlChannel)? { channels[setup.rig.name] }

    func makeBench(_ setup: RigSetup, _ facts: [BenchFact]) throws(BindError) -> (bench: Bench, host: any PlacedHost) {
        let host = world.makeHost(addresses: BenchAddresses.loopback.all)
        return (try Bench(addresses: .loopback, facts: facts) { _ in host }, host)
    }

    func start(_ command: String, in folder: String, limit: Interval) throws(CommandFailure) -> any ShellCommand {
        let words = command.split(separator: "\n").last.map(String.init) ?? command
        commands.append(words)
        return SimulatedCommand(in: world) { [weak self] in self?.carryOut(words) }
    }
}

/// A command that takes a second.
private final class SimulatedCommand: ShellCommand, HostDelegate {
    private let clock: any Host
    private let end: () -> String?
    private(set) var result: Result<Void, CommandFailure>?

    init(in world: SimulatedWorld, end: @escaping () -> String?) {
        clock = world.makeClock()
        self.end = end
        clock.delegate = self
        _ = clock.setTimer(after: .seconds(1))
    }

    func host(_ host: any Host, saw event: HostEvent) { _ = finish() }

    func finish() -> Result<Void, CommandFailure> {
        let ended = result ?? end().map { .failure(CommandFailure(description: $0)) } ?? .success(())
        result = ended
        return ended
    }
}

/// A line that can be pulled out and plugged in again.
final class SimulatedLine: LineSource {
    var onLog: ((String) -> Void)?
    private let world: SimulatedWorld
    private let plug: (SimulatedSerialPort) -> Void
    private var isThere = true
    private var port: SimulatedSerialPort?
    /// How often it was opened.
    private(set) var openings = 0

    /// - Parameter plug: Takes the device's end whenever the line is opened.
    init(in world: SimulatedWorld, plug: @escaping (SimulatedSerialPort) -> Void) {
        self.world = world
        self.plug = plug
    }

    /// A line that is there from the start.
    convenience init(in world: SimulatedWorld, of port: SimulatedSerialPort) {
        self.init(in: world) { _ in }
        self.port = port
    }

    func open(proving: Bool) throws(BenchUnusable) -> any SerialPort {
        guard isThere else { throw BenchUnusable("no such device") }
        openings += 1
        if openings == 1, let port { return port }
        let (host, device) = world.makeSerialLine()
        plug(device)
        port = host
        return host
    }

    func leave() {
        isThere = false
        port?.disconnect("unplugged")
    }

    func comeBack() { isThere = true }
}

/// A device that echoes each command line and answers it.
final class FakeModem: SerialPortDelegate {
    private var port: SimulatedSerialPort?
    private var line: [UInt8] = []
    /// Without supply it neither hears nor says anything.
    var isOn = true
    /// Its answer to a command line; nil: it says nothing.
    var answer: (String) -> String? = { _ in "OK" }
    /// What it makes of a byte before that; false: it is no part of a command line.
    var onByte: (UInt8) -> Bool = { _ in true }
    /// Command lines that it has heard.
    private(set) var heard: [String] = []

    func plug(into port: SimulatedSerialPort) {
        self.port = port
        port.delegate = self
        port.set(.dsr, on: true)
    }

    func loseSupply() {
        isOn = false
        port?.set(.dsr, on: false)
    }

    func say(_ text: String) { port?.write(Array("\r\n\(text)\r\n".utf8)) }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard isOn else { return }
        for byte in bytes where onByte(byte) {
            guard byte == 0x0D else {
                line.append(byte)
                continue
            }
            let command = String(decoding: line, as: UTF8.self)
            line = []
            heard.append(command)
            guard let answer = answer(command) else { continue }
            port.write(Array("\(command)\r".utf8))
            say(answer)
        }
    }

    func serialPortDrained(_ port: any SerialPort) {}
    func serialPortClosed(_ port: any SerialPort, reason: String) {}
}

extension BenchAddresses {
    var all: [IPv4Address] { [primaryNameServer, secondaryNameServer, smtp, pop3, ftp] + peers }
}
