internal import Events
public import Execution
internal import Verdicts
public import World

/// Sits between a host and a device: passes every byte on, unchanged, and keeps what passes.
public final class LineRecorder: SerialPortDelegate {
    /// Bytes on their way to one side that does not take them: it has gone for good.
    private static let backlogLimit = 16 << 20
    /// Bytes that are kept for the scenario, which has room for far fewer. The journal has them all.
    private static let recordingLimit = 1 << 20

    private let loop: any EventLoop
    private let device: any SerialPort
    private let host: any SerialPort
    private let began: Instant
    private let onBytes: ([UInt8], Recording.Side, Instant) -> Void
    private var kept = 0
    public private(set) var recording = Recording()
    /// Why it can go on no longer, for people.
    public private(set) var ending: String?
    private(set) var hostHasSpoken = false

    public init(
        loop: any EventLoop,
        device: any SerialPort,
        host: any SerialPort,
        onBytes: @escaping ([UInt8], Recording.Side, Instant) -> Void
    ) {
        self.loop = loop
        self.device = device
        self.host = host
        self.onBytes = onBytes
        began = loop.now
        device.delegate = self
        host.delegate = self
    }

    var elapsed: Instant { Instant(nanoseconds: (loop.now - began).nanoseconds) }

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        let isHost = port === host
        let other = isHost ? device : host
        other.write(bytes)
        hostHasSpoken = hostHasSpoken || isHost
        let (side, time) = (isHost ? Recording.Side.host : .device, elapsed)
        onBytes(bytes, side, time)
        kept += bytes.count
        if kept <= Self.recordingLimit { recording.append(bytes, from: side, at: time) }
        if other.unsent > Self.backlogLimit { end("the \(isHost ? "device" : "host") takes no more bytes") }
    }

    public func serialPortDrained(_ port: any SerialPort) {}

    public func serialPortClosed(_ port: any SerialPort, reason: String) {
        end("the line to the \(port === host ? "host" : "device") is gone: \(reason)")
    }

    /// The last program on the host's side has closed the line.
    public func hostLeft() { if hostHasSpoken { end("the host has closed the line") } }

    /// No byte comes after this.
    public func finish() { recording.extend(to: elapsed) }

    private func end(_ reason: String) { ending = ending ?? reason }
}
