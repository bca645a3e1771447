internal import Rigs
internal import World

/// Who decides what it means when a line to a device goes.
protocol DeviceLineOwner: AnyObject {
    func lineLeft(_ reason: String)
}

/// The line to a device, one object for as long as the device is used, though the port behind it may leave and come back.
///
/// A USB modem leaves the bus whenever it restarts, and comes back under the same path. What is written meanwhile is lost.
final class DeviceLine: SerialPortDelegate {
    weak var owner: (any DeviceLineOwner)?
    /// Takes what is said beside the line.
    var onLog: ((String) -> Void)? {
        get { source.onLog }
        set { source.onLog = newValue }
    }
    /// The line may be opened again by its address.
    let canReturn: Bool
    /// The device itself is what leaves, not a server in between.
    let isOfDevice: Bool
    /// Why the port is gone; nil while it is there.
    private(set) var absence: String?
    /// How what is written to the device is sent.
    var shape = LinkShape()

    private let source: any LineSource
    private let clock: any Host
    private var port: any SerialPort
    private var held: ArraySlice<UInt8> = []
    private var timer: TimerID?
    /// Who has the line now.
    private weak var user: LentLine?

    /// Opens the line. - Throws: ``BenchUnusable`` with what to do.
    init(_ rig: Rig, in facilities: any Facilities) throws(BenchUnusable) {
        canReturn = rig.device.canReturn
        isOfDevice = rig.device.isTheDevice
        source = facilities.line(to: rig)
        clock = facilities.loop.makeClock()
        port = try source.open(proving: true)
        port.delegate = self
        clock.delegate = self
    }

    /// Gives the line to another: what comes is for the last who was given it, and what others write is lost.
    func lend() -> any SerialPort {
        user?.line = nil
        let lent = LentLine(self)
        user = lent
        return lent
    }

    /// The line as it is by itself, with nothing under way.
    func unshape() {
        shape = LinkShape()
        held = []
        if let timer { clock.cancelTimer(timer) }
        timer = nil
    }

    /// Tries once to open the port again. - Returns: whether it is there.
    func reopen() -> Bool {
        guard absence != nil else { return true }
        // It was proven when it was first opened, and a device that starts is not asked anything.
        guard let opened = try? source.open(proving: false) else { return false }
        port = opened
        port.delegate = self
        absence = nil
        for signal in LineSignal.allCases { if let isOn = port.signals[signal] { user?.changed(signal, isOn: isOn) } }
        return true
    }

    var supportsSignals: Bool { port.supportsSignals }
    var supportsRates: Bool { port.supportsRates }
    /// Nobody tells those of a port that is gone.
    var signals: SignalStates { absence == nil ? port.signals : .untold }
    fileprivate var unsent: Int { absence == nil ? port.unsent + held.count : 0 }
    fileprivate var openPort: (any SerialPort)? { absence == nil ? port : nil }

    fileprivate func write(_ bytes: [UInt8]) {
        guard absence == nil else { return }
        guard shape != LinkShape() || !held.isEmpty else { return port.write(bytes) }
        held += bytes
        if timer == nil { timer = clock.setTimer(after: shape.drawLatency(clock.random)) }
    }

    private func writePiece() {
        timer = nil
        let piece = held.prefix(shape.segment ?? held.count)
        held = held.dropFirst(piece.count)
        if absence == nil { port.write(Array(piece)) }
        if !held.isEmpty { timer = clock.setTimer(after: LinkShape.segmentGap) }
    }

    // MARK: SerialPortDelegate

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { user?.received(bytes) }
    func serialPortDrained(_ port: any SerialPort) { user?.drained() }
    func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) { user?.changed(signal, isOn: isOn) }
    func serialPortSawBreak(_ port: any SerialPort) { user?.sawBreak() }

    func serialPortClosed(_ port: any SerialPort, reason: String) {
        guard absence == nil else { return }
        absence = reason
        held = []
        owner?.lineLeft(reason)
    }
}

extension DeviceLine: HostDelegate {
    func host(_ host: any Host, saw event: HostEvent) { writePiece() }
}

/// The line to a device in the hands of who uses it now.
private final class LentLine: SerialPort {
    weak var delegate: (any SerialPortDelegate)?
    /// nil once another has it.
    weak var line: DeviceLine?

    init(_ line: DeviceLine) { self.line = line }

    func write(_ bytes: [UInt8]) { line?.write(bytes) }
    var unsent: Int { line?.unsent ?? 0 }
    var supportsSignals: Bool { line?.supportsSignals ?? false }
    var signals: SignalStates { line?.signals ?? .untold }
    func set(_ signal: LineSignal, on: Bool) { line?.openPort?.set(signal, on: on) }
    func sendBreak(for duration: Interval) { line?.openPort?.sendBreak(for: duration) }
    var supportsRates: Bool { line?.supportsRates ?? false }
    func setRate(_ rate: Int?) { line?.openPort?.setRate(rate) }

    func received(_ bytes: [UInt8]) { delegate?.serialPort(self, received: bytes) }
    func drained() { delegate?.serialPortDrained(self) }
    func changed(_ signal: LineSignal, isOn: Bool) { delegate?.serialPort(self, changed: signal, isOn: isOn) }
    func sawBreak() { delegate?.serialPortSawBreak(self) }
}

extension Rig.DeviceAddress {
    /// What is opened by this address again is the same device: a program is another one when it is started again, and the number of a
    /// pseudo-terminal belongs to whoever asks for one next.
    fileprivate var canReturn: Bool {
        switch self {
        case .serial, .tcp, .rfc2217: true
        case .pseudoTerminal(let path): !path.hasPrefix("/dev/pts/")
        case .program, .virtual: false
        }
    }

    fileprivate var isTheDevice: Bool {
        switch self {
        case .serial, .pseudoTerminal: true
        case .tcp, .rfc2217, .program, .virtual: false
        }
    }
}
