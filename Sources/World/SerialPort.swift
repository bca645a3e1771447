/// Who is told what arrives on a serial line.
public protocol SerialPortDelegate: AnyObject {
    /// Bytes in order, never empty. The chunking is the line's.
    func serialPort(_ port: any SerialPort, received bytes: [UInt8])
    /// What was written has left the port's queue.
    func serialPortDrained(_ port: any SerialPort)
    /// The line is gone: unplugged, hung up, closed by the other end.
    func serialPortClosed(_ port: any SerialPort, reason: String)
}

/// One end of a serial line (V.24: the host's end is the DTE, the modem's the DCE).
public protocol SerialPort: AnyObject {
    var delegate: (any SerialPortDelegate)? { get set }
    /// Queues bytes for the other end.
    func write(_ bytes: [UInt8])
    /// Bytes queued and not yet sent: what flow control by RTS/CTS holds back.
    var unsent: Int { get }
}
