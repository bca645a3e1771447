public import World

/// Carries bytes and time to a ``ReplayDevice`` at the device's end of a line.
public final class ReplayDriver: SerialPortDelegate, HostDelegate {
    public enum Ending: Hashable, Sendable {
        /// The host sent something else than was recorded; how, in words.
        case diverged(String)
        /// All has been played, and what came then was not recorded.
        case played
    }

    private var device: ReplayDevice
    private let clock: any Host
    private let port: any SerialPort
    private var timer: TimerID?
    private let onEnding: (Ending) -> Void

    /// - Parameters:
    ///   - clock: A host of the world used for time alone.
    ///   - port: The DCE's end of the line.
    ///   - patience: As of ``ReplayDevice``.
    public init(
        _ recording: Recording,
        clock: any Host,
        port: any SerialPort,
        patience: Interval? = nil,
        onEnding: @escaping (Ending) -> Void
    ) {
        device = ReplayDevice(recording, at: clock.now, patience: patience)
        self.clock = clock
        self.port = port
        self.onEnding = onEnding
        clock.delegate = self
        port.delegate = self
    }

    public func start() { advance() }

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        device.receive(bytes)
        advance()
    }

    public func serialPortDrained(_ port: any SerialPort) {}

    public func serialPortClosed(_ port: any SerialPort, reason: String) { onEnding(.diverged("the line is gone: \(reason)")) }

    public func host(_ host: any Host, saw event: HostEvent) {
        timer = nil
        advance()
    }

    private func advance() {
        for output in device.advance(at: clock.now) {
            switch output {
            case .write(let bytes): port.write(bytes)
            case .diverged(let how): onEnding(.diverged(how))
            case .ended: onEnding(.played)
            }
        }
        if let timer { clock.cancelTimer(timer) }
        timer = device.wake.map { clock.setTimer(after: max($0 - clock.now, .zero)) }
    }
}
