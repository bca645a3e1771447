public import World

/// A serial line of the real world, or the modem's end of a pseudo-terminal.
///
/// The writer bounds its queue by `unsent`; nothing is lost while the line or its reader holds bytes back. Subclasses say what stands at
/// its end.
public class LiveSerialPort: SerialPort, TimerTarget {
    public weak var delegate: (any SerialPortDelegate)?
    /// Takes what is said beside the line, one text each: a program's standard error, a serial server's name, line errors.
    public var onLog: ((String) -> Void)?

    let world: LiveWorld
    let channel: ByteChannel
    /// What waits for the end of a break, or for the other end to resume.
    private var held: [UInt8] = []
    private var breakState = BreakState.none
    public private(set) var signals = SignalStates.untold
    /// Signals that the cable does not carry.
    private let unwired: Set<LineSignal>

    private enum BreakState {
        case none
        /// Begins when the line has sent all that was written before.
        case due(Interval, timer: Int)
        case sending(timer: Int)
    }

    /// How often a terminal is asked whether it has sent everything.
    private static let outputPoll = Interval.milliseconds(5)

    init(world: LiveWorld, descriptor: Int32, kind: ByteChannel.Kind, unwired: Set<LineSignal> = []) {
        self.world = world
        self.unwired = unwired
        channel = ByteChannel(world: world, descriptor: descriptor, kind: kind)
        channel.owner = self
    }

    // MARK: What parties ask for

    public final func write(_ bytes: [UInt8]) {
        guard channel.isOpen else { return }
        if isHolding { held += bytes } else { channel.send(encoded(bytes)) }
    }

    public final var unsent: Int { channel.unsent + held.count }

    public var supportsSignals: Bool { false }

    public func set(_ signal: LineSignal, on: Bool) {}

    public var supportsRates: Bool { false }

    public func setRate(_ rate: Int?) {}

    public final func sendBreak(for duration: Interval) {
        guard supportsSignals, channel.isOpen, case .none = breakState else { return }
        breakState = .due(duration, timer: world.setTimer(after: .zero, target: self))
    }

    /// Forgets what is queued and, on a pseudo-terminal, what its client has not read.
    public func discardUnsent() {
        held = []
        channel.discardUnsent()
    }

    /// Closes the line; no event follows. What has not been sent yet is lost.
    public func close() {
        held = []
        channel.closeDescriptor()
    }

    // MARK: What subclasses say

    /// Bytes as they go over the channel.
    func encoded(_ bytes: [UInt8]) -> [UInt8] { bytes }
    /// Bytes have come over the channel.
    func received(_ bytes: [UInt8]) { delegate?.serialPort(self, received: bytes) }
    /// The other end has asked to send nothing.
    var isSuspended: Bool { false }
    /// What was handed to the channel has left this machine.
    var hasSentAll: Bool { channel.unsent == 0 }
    func setBreak(_ isOn: Bool) {}
    /// Why the channel has ended, in the words of this kind of line.
    func closingReason(_ reason: String) -> String { reason }

    // MARK: What subclasses use

    private var isHolding: Bool {
        if isSuspended { return true }
        if case .none = breakState { return false }
        return true
    }

    /// Sends what has been held back, if nothing holds it any more.
    final func release() {
        guard !isHolding, !held.isEmpty else { return }
        channel.send(encoded(held))
        held = []
    }

    /// The other end's signals are now these.
    final func show(_ shown: SignalStates) {
        let shown = SignalStates(on: shown.on, known: shown.known.subtracting(unwired))
        for signal in LineSignal.allCases where shown[signal] != signals[signal] {
            signals[signal] = shown[signal]
            if let isOn = shown[signal] { delegate?.serialPort(self, changed: signal, isOn: isOn) }
        }
    }

    func timerDue(_ number: Int) {
        guard channel.isOpen else { return }
        switch breakState {
        case .due(let duration, number):
            guard hasSentAll else {
                breakState = .due(duration, timer: world.setTimer(after: Self.outputPoll, target: self))
                return
            }
            setBreak(true)
            breakState = .sending(timer: world.setTimer(after: duration, target: self))
        case .sending(number):
            setBreak(false)
            breakState = .none
            release()
        case .none, .due, .sending:
            break
        }
    }
}

extension LiveSerialPort: ByteChannelOwner {
    final func channelReceived(_ bytes: [UInt8]) { received(bytes) }
    final func channelDrained() { if held.isEmpty { delegate?.serialPortDrained(self) } }
    final func channelEnded(_ reason: String) {
        let reason = closingReason(reason)
        close()
        delegate?.serialPortClosed(self, reason: reason)
    }
}
