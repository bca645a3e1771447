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

    /// One of the device's lines: the ends to the device and to its host.
    public typealias Ends = (device: any SerialPort, host: any SerialPort)

    private let loop: any EventLoop
    /// By number.
    private let lines: [Ends]
    private let began: Instant
    private let onBytes: ([UInt8], Recording.Side, LineName, Instant) -> Void
    private var kept = 0
    public private(set) var recording = Recording()
    /// Why it can go on no longer, for people.
    public private(set) var ending: String?
    private(set) var hostHasSpoken = false

    /// - Parameter lines: By number.
    public init(
        loop: any EventLoop,
        lines: [Ends],
        onBytes: @escaping ([UInt8], Recording.Side, LineName, Instant) -> Void
    ) {
        self.loop = loop
        self.lines = lines
        self.onBytes = onBytes
        began = loop.now
        for line in lines {
            line.device.delegate = self
            line.host.delegate = self
        }
    }

    var elapsed: Instant { Instant(nanoseconds: (loop.now - began).nanoseconds) }

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard let name = name(of: port) else { return }
        let (device, host) = lines[name.number]
        let isHost = port === host
        let other = isHost ? device : host
        other.write(bytes)
        hostHasSpoken = hostHasSpoken || isHost
        let (side, time) = (isHost ? Recording.Side.host : .device, elapsed)
        onBytes(bytes, side, name, time)
        kept += bytes.count
        if kept <= Self.recordingLimit { recording.append(bytes, from: side, on: name, at: time) }
        if other.unsent > Self.backlogLimit { end("the \(isHost ? "device" : "host") takes no more bytes") }
    }

    public func serialPortDrained(_ port: any SerialPort) {}

    public func serialPortClosed(_ port: any SerialPort, reason: String) {
        guard let name = name(of: port) else { return }
        let place = name.text.map { "line \($0)" } ?? "the line"
        end("\(place) to the \(port === lines[name.number].host ? "host" : "device") is gone: \(reason)")
    }

    private func name(of port: any SerialPort) -> LineName? {
        LineName.first(lines.count).first { lines[$0.number].device === port || lines[$0.number].host === port }
    }

    /// The last program on the host's side has closed the last line that it had open.
    public func hostLeft() { if hostHasSpoken { end("the host has closed the line") } }

    /// No byte comes after this.
    public func finish() { recording.extend(to: elapsed) }

    private func end(_ reason: String) { ending = ending ?? reason }
}
