/// Who is told what arrives on a serial line.
public protocol SerialPortDelegate: AnyObject {
    /// Bytes in order, never empty. The chunking is the line's.
    func serialPort(_ port: any SerialPort, received bytes: [UInt8])
    /// What was written has left the port's queue.
    func serialPortDrained(_ port: any SerialPort)
    /// The line is gone: unplugged, hung up, closed by the other end.
    func serialPortClosed(_ port: any SerialPort, reason: String)
    /// The other end has switched one of its signals, or its state is known from now on.
    func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool)
    /// The other end has sent a break.
    func serialPortSawBreak(_ port: any SerialPort)
}

extension SerialPortDelegate {
    public func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {}
    public func serialPortSawBreak(_ port: any SerialPort) {}
}

/// One end of a serial line (V.24: the host's end is the DTE, the modem's the DCE).
///
/// Each end drives its own signals and sees the other's. A line that carries bytes alone has none: setting them does nothing.
public protocol SerialPort: AnyObject {
    var delegate: (any SerialPortDelegate)? { get set }
    /// Queues bytes for the other end.
    func write(_ bytes: [UInt8])
    /// Bytes queued and not yet sent: what flow control by RTS/CTS holds back.
    var unsent: Int { get }
    /// Forgets what is queued.
    func discardUnsent()
    /// Whether the line carries signals and breaks.
    var supportsSignals: Bool { get }
    /// The other end's signals, as last seen.
    var signals: SignalStates { get }
    /// Switches one of this end's own signals.
    func set(_ signal: LineSignal, on: Bool)
    /// Holds the line in the break condition for so long, after what is queued; what is written meanwhile follows it.
    func sendBreak(for duration: Interval)
    /// Sends no bytes as long as it is held, but for the one under way. Lines whose flow the kernel controls take no notice.
    func hold(_ isHeld: Bool)
    /// Whether the line has a rate that can be changed while it is open.
    var supportsRates: Bool { get }
    /// Speaks and hears at so many bit/s from here on; what was written before goes out as it was to.
    /// - Parameter rate: nil: what the line was opened with; 0: whatever the other end speaks at.
    func setRate(_ rate: Int?)
}

extension SerialPort {
    public func discardUnsent() {}
    public var supportsSignals: Bool { false }
    public var signals: SignalStates { .untold }
    public func set(_ signal: LineSignal, on: Bool) {}
    public func sendBreak(for duration: Interval) {}
    public func hold(_ isHeld: Bool) {}
    public var supportsRates: Bool { false }
    public func setRate(_ rate: Int?) {}
}

/// A signal beside the data circuits of a serial line (ITU-T V.24; the names are those of EIA-232).
public enum LineSignal: String, Hashable, Sendable, CaseIterable {
    /// Circuit 108/2: the host is there.
    case dtr = "DTR"
    /// Circuit 133 (or 105): the host can take bytes.
    case rts = "RTS"
    /// Circuit 109: the modem has a carrier.
    case dcd = "DCD"
    /// Circuit 125: a call comes in.
    case ri = "RI"
    /// Circuit 106: the modem can take bytes.
    case cts = "CTS"
    /// Circuit 107: the modem is on.
    case dsr = "DSR"

    /// Driven by the host's end, not by the modem's.
    public var isOfHost: Bool {
        switch self {
        case .dtr, .rts: true
        case .dcd, .ri, .cts, .dsr: false
        }
    }
}
