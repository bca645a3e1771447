internal import LiveWorld
internal import Platform
internal import Rigs
internal import World

/// Who decides what it means when a line to a device goes.
protocol DeviceLineOwner: AnyObject {
    /// - Returns: whether the owner takes care of it; otherwise the line's delegate is told.
    func lineLeft(_ reason: String) -> Bool
}

/// The line to a device, one object for as long as the device is used, though the port behind it may leave and come back.
///
/// A USB modem leaves the bus whenever it restarts, and comes back under the same path. What is written meanwhile is lost.
final class DeviceLine: SerialPort, SerialPortDelegate {
    weak var delegate: (any SerialPortDelegate)?
    weak var owner: (any DeviceLineOwner)?
    /// Takes what is said beside the line.
    var onLog: ((String) -> Void)? {
        didSet { port.onLog = onLog }
    }

    private let rig: Rig
    private let world: LiveWorld
    private var port: LiveSerialPort
    /// Why the port is gone; nil while it is there.
    private(set) var absence: String?
    /// How what is written to the device is sent.
    var shape = LinkShape()
    private var held: ArraySlice<UInt8> = []
    private var timer: TimerID?
    private let clock: LiveHost
    /// The link by which a pseudo-terminal was found.
    private var link: SymbolicLink.Identity?

    /// Opens the line. - Throws: ``BenchUnusable`` with what to do.
    init(_ rig: Rig, in world: LiveWorld) throws(BenchUnusable) {
        self.rig = rig
        self.world = world
        port = try rig.open(in: world)
        clock = world.makeHost(addresses: [])
        link = Self.link(rig)
        port.delegate = self
        clock.delegate = self
    }

    private static func link(_ rig: Rig) -> SymbolicLink.Identity? {
        if case .pseudoTerminal(let path) = rig.device { SymbolicLink.Identity(path) } else { nil }
    }

    /// The line as it is by itself, with nothing under way.
    func unshape() {
        shape = LinkShape()
        held = []
        if let timer { clock.cancelTimer(timer) }
        timer = nil
    }

    /// The line may be opened again by its address: a program is another one when it is started again, and the number of a pseudo-terminal
    /// belongs to whoever asks for one next.
    var canReturn: Bool {
        switch rig.device {
        case .serial, .tcp, .rfc2217: true
        case .pseudoTerminal(let path): !path.hasPrefix("/dev/pts/")
        case .program, .virtual: false
        }
    }

    /// The device itself is what leaves, not a server in between.
    var isOfDevice: Bool {
        switch rig.device {
        case .serial, .pseudoTerminal: true
        case .tcp, .rfc2217, .program, .virtual: false
        }
    }

    /// Tries once to open the port again. - Returns: whether it is there.
    func reopen() -> Bool {
        guard absence != nil else { return true }
        // A link that still names the terminal that is gone may lead to anybody's by now.
        if case .pseudoTerminal(let path) = rig.device, link == SymbolicLink.Identity(path) { return false }
        // It was proven when it was first opened, and a device that starts is not asked anything.
        guard let opened = try? rig.open(in: world, proving: false) else { return false }
        port = opened
        link = Self.link(rig)
        port.delegate = self
        port.onLog = onLog
        absence = nil
        for signal in LineSignal.allCases {
            if let isOn = port.signals[signal] { delegate?.serialPort(self, changed: signal, isOn: isOn) }
        }
        return true
    }

    // MARK: SerialPort

    func write(_ bytes: [UInt8]) {
        guard absence == nil else { return }
        guard shape != LinkShape() || !held.isEmpty else { return port.write(bytes) }
        held += bytes
        if timer == nil { timer = clock.setTimer(after: shape.drawLatency { .random(in: 0...UInt64.max) }) }
    }

    var unsent: Int { absence == nil ? port.unsent + held.count : 0 }
    var supportsSignals: Bool { port.supportsSignals }
    /// Nobody tells those of a port that is gone.
    var signals: SignalStates { absence == nil ? port.signals : .untold }
    func set(_ signal: LineSignal, on: Bool) { if absence == nil { port.set(signal, on: on) } }
    func sendBreak(for duration: Interval) { if absence == nil { port.sendBreak(for: duration) } }

    private func writePiece() {
        timer = nil
        let piece = held.prefix(shape.segment ?? held.count)
        held = held.dropFirst(piece.count)
        if absence == nil { port.write(Array(piece)) }
        if !held.isEmpty { timer = clock.setTimer(after: LiveWorld.segmentGap) }
    }

    // MARK: SerialPortDelegate

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { delegate?.serialPort(self, received: bytes) }
    func serialPortDrained(_ port: any SerialPort) { delegate?.serialPortDrained(self) }
    func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
        delegate?.serialPort(self, changed: signal, isOn: isOn)
    }
    func serialPortSawBreak(_ port: any SerialPort) { delegate?.serialPortSawBreak(self) }

    func serialPortClosed(_ port: any SerialPort, reason: String) {
        guard absence == nil else { return }
        absence = reason
        held = []
        if owner?.lineLeft(reason) != true { delegate?.serialPortClosed(self, reason: reason) }
    }
}

extension DeviceLine: HostDelegate {
    func host(_ host: any Host, saw event: HostEvent) { writePiece() }
}
