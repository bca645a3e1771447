import Foundation
import LiveWorld
import Testing
import World

/// A pseudo-terminal as the device, and whatever brings its line here.
final class LineBench {
    let world: LiveWorld
    let device: Ear
    /// Where the device's line is.
    let terminal: String
    let scratch: Scratch
    private var programs: [Process] = []

    /// How long anything may take: reached only by a test that fails.
    private static let patience = Interval.seconds(60)

    init() throws {
        world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        device = Ear(port)
        terminal = path
        scratch = try Scratch()
    }

    deinit {
        for program in programs {
            // Some would first send what nobody takes any more.
            kill(program.processIdentifier, SIGKILL)
            program.waitUntilExit()
        }
    }

    /// Starts a program and answers the file that holds what it prints.
    func start(_ tool: Tool, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try #require(tool.path))
        process.arguments = arguments
        try scratch.write([], to: "output")
        let output = try FileHandle(forWritingTo: scratch.url.appending(path: "output"))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        programs.append(process)
        return scratch.path("output")
    }

    func freePort() throws -> UInt16 {
        let host = world.makeHost(addresses: [.loopback])
        let listener = try host.listen(at: Endpoint(.loopback, 0))
        return try #require(host.endpoint(of: listener)).port
    }

    /// Opens the line as soon as the server behind it listens.
    func open(
        _ address: LineAddress,
        _ settings: SerialSettings = SerialSettings(flowControl: .none),
        proving: Bool = false
    ) throws -> Ear {
        let deadline = world.now + Self.patience
        while true {
            do throws(LineError) {
                return Ear(try world.open(address, settings: settings, proving: proving))
            } catch {
                guard error.reason == .refused, world.now < deadline else { throw error }
                world.runOnce(deadline: world.now + .milliseconds(10))
            }
        }
    }

    /// Looks every few milliseconds: what is waited for need not be an event of this world.
    func expect(sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool) {
        let deadline = world.now + Self.patience
        while !condition() {
            guard world.now < deadline else {
                Issue.record("did not happen", sourceLocation: sourceLocation)
                return
            }
            world.runOnce(deadline: world.now + .milliseconds(5))
        }
    }

    /// Every byte value and every run that a line might be tempted to act on, both ways at once.
    func expectTransparency(_ host: Ear, sourceLocation: SourceLocation = #_sourceLocation) {
        let down = Self.payload
        let up = Array(Self.payload.reversed())
        device.port.write(down)
        host.port.write(up)
        expect(sourceLocation: sourceLocation) { host.bytes.count >= down.count && device.bytes.count >= up.count }
        #expect(host.bytes == down, sourceLocation: sourceLocation)
        #expect(device.bytes == up, sourceLocation: sourceLocation)
    }

    static let payload: [UInt8] =
        (0...255).map(UInt8.init)
        + [0xFF, 0x00, 0x0D, 0x03, 0x10, 0x11, 0x13].flatMap { [UInt8](repeating: $0, count: 700) }
        // IAC SE, IAC DONT BINARY, IAC SB COM-PORT, CR NUL, CR LF, +++
        + [255, 240, 255, 254, 0, 255, 250, 44, 107, 0xF0, 13, 0, 13, 10, 43, 43, 43]
        + (0...255).reversed().map(UInt8.init)
}

/// Notes what comes over a line.
final class Ear: SerialPortDelegate {
    let port: LiveSerialPort
    var bytes: [UInt8] = []
    var changes: [String] = []
    var log: [String] = []
    var closed: String?

    init(_ port: LiveSerialPort) {
        self.port = port
        port.delegate = self
        port.onLog = { [weak self] in self?.log.append($0) }
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { self.bytes += bytes }
    func serialPortDrained(_ port: any SerialPort) {}
    func serialPortClosed(_ port: any SerialPort, reason: String) { closed = reason }
    func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
        changes.append("\(signal.rawValue) \(isOn ? "on" : "off")")
    }
}

extension IPv4Address {
    static let loopback = IPv4Address(127, 0, 0, 1)
}
