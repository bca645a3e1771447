public import World

/// Carries bytes and time to a ``ReplayDevice`` at the device's end of its lines.
public final class ReplayDriver: SerialPortDelegate, HostDelegate {
    public enum Ending: Hashable, Sendable {
        /// The host sent something else than was recorded; how, in words.
        case diverged(String)
        /// All has been played, and what came then was not recorded.
        case played
    }

    private var device: ReplayDevice
    private let clock: any Host
    private let ports: [any SerialPort]
    private var timer: TimerID?
    private let onEnding: (Ending) -> Void

    /// - Parameters:
    ///   - clock: A host of the world used for time alone.
    ///   - ports: The DCE's ends of the lines, by number: as many as the recording has at least.
    ///   - patience: As of ``ReplayDevice``.
    public init(
        _ recording: Recording,
        clock: any Host,
        ports: [any SerialPort],
        patience: Interval? = nil,
        onEnding: @escaping (Ending) -> Void
    ) {
        device = ReplayDevice(recording, at: clock.now, patience: patience)
        self.clock = clock
        self.ports = ports
        self.onEnding = onEnding
        clock.delegate = self
        for port in ports { port.delegate = self }
    }

    public func start() { advance() }

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard let name = LineName.first(ports.count).first(where: { ports[$0.number] === port }) else { return }
        device.receive(bytes, on: name)
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
            case .write(let bytes, let name): ports[name.number].write(bytes)
            case .diverged(let how): onEnding(.diverged(how))
            case .ended: onEnding(.played)
            }
        }
        if let timer { clock.cancelTimer(timer) }
        timer = device.wake.map { clock.setTimer(after: max($0 - clock.now, .zero)) }
    }
}
