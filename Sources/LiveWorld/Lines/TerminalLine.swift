import CPlatform
import Glibc
import World

/// A serial port of this machine, or the client's side of a pseudo-terminal, for this process alone.
final class TerminalLine: LiveSerialPort {
    /// The kernel tells of changed signals only to a thread that blocks: they are looked at instead.
    private static let signalPoll = Interval.milliseconds(20)

    private let isPseudoTerminal: Bool
    private let hasSignals: Bool
    /// How the terminal was before; nil once that has been given back.
    private var original: platform_tty_modes?
    private var pollTimer: Int?
    private let settings: SerialSettings
    /// What holds of them now.
    private var present: SerialSettings

    /// In raw mode, with what had arrived before dropped. - Throws: ``LineError`` when that cannot be had.
    init(_ address: LineAddress, path: String, _ settings: SerialSettings, in world: LiveWorld) throws(LineError) {
        if let problem = settings.problem { throw LineError(address, .settings(problem)) }
        let descriptor = platform_open_tty(path)
        guard descriptor >= 0 else { throw LineError(address, number: errno) }
        do throws(LineError) {
            original = try Self.setUp(descriptor, address, settings)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.settings = settings
        present = settings
        isPseudoTerminal = platform_is_pseudo_terminal(descriptor) != 0
        let shown = isPseudoTerminal ? nil : Self.signals(of: descriptor)
        hasSignals = shown != nil
        super.init(world: world, descriptor: descriptor, kind: .terminal, unwired: settings.unwired)
        guard let shown else { return }
        set(.dtr, on: settings.dtr)
        // Under RTS/CTS flow control the driver sees to RTS.
        if settings.flowControl != .rtsCts { set(.rts, on: settings.rts) }
        show(shown)
        pollTimer = world.setTimer(after: Self.signalPoll, target: self)
    }

    deinit { close() }

    private static func setUp(_ descriptor: Int32, _ address: LineAddress, _ settings: SerialSettings) throws(LineError)
        -> platform_tty_modes
    {
        var original = platform_tty_modes()
        guard platform_tty_get(descriptor, &original) == 0, platform_claim_tty(descriptor) == 0 else {
            throw LineError(address, number: errno)
        }
        let isReal = platform_is_pseudo_terminal(descriptor) == 0
        var wanted = settings.record
        if !isReal { wanted.rate = 0 }
        guard platform_tty_apply(descriptor, &wanted) == 0 else {
            throw LineError(address, .settings("the driver refuses the line's settings: \(errorText(errno))"))
        }
        if isReal, let problem = problem(descriptor, settings) {
            var before = original
            _ = platform_tty_set(descriptor, &before)
            throw LineError(address, .settings(problem))
        }
        guard tcflush(descriptor, TCIFLUSH) == 0 else { throw LineError(address, number: errno) }
        return original
    }

    /// What the driver has not made of the settings.
    private static func problem(_ descriptor: Int32, _ settings: SerialSettings) -> String? {
        var wanted = settings.record
        var rate: UInt32 = 0
        switch UInt8(truncatingIfNeeded: platform_tty_check(descriptor, &wanted, &rate)) {
        case 0: return nil
        case UInt8(ascii: "r"): return "the port cannot do \(settings.rate) bit/s; the nearest is \(rate)"
        case UInt8(ascii: "h"): return "the port has no RTS/CTS flow control"
        default: return "the port cannot do this character format"
        }
    }

    /// - Returns: nil when the driver does not tell.
    private static func signals(of descriptor: Int32) -> SignalStates? {
        var bits: Int32 = 0
        guard platform_signals_get(descriptor, &bits) == 0 else { return nil }
        return SignalStates(on: Set(LineSignal.allCases.filter { !$0.isOfHost && bits & $0.bit != 0 }))
    }

    // MARK: What parties ask for

    override var supportsSignals: Bool { hasSignals }

    override func set(_ signal: LineSignal, on: Bool) {
        guard hasSignals, signal.isOfHost, channel.isOpen else { return }
        let isDriversOwn = signal == .rts && settings.flowControl == .rtsCts
        if isDriversOwn, !on { takeUpFlowControl(.none) }
        _ = platform_signals_set(channel.descriptor, signal.bit, on ? 1 : 0)
        if isDriversOwn, on { takeUpFlowControl(.rtsCts) }
    }

    /// A driver that sees to RTS itself would switch it on again; without it, CTS means nothing either.
    private func takeUpFlowControl(_ flowControl: SerialSettings.FlowControl) {
        present.flowControl = flowControl
        applyPresent()
    }

    private func applyPresent() {
        var wanted = present.record
        _ = platform_tty_apply(channel.descriptor, &wanted)
    }

    override var supportsRates: Bool { !isPseudoTerminal }

    /// The other end's rate is nothing that a UART could follow.
    override func setRate(_ rate: Int?) {
        guard supportsRates, channel.isOpen, rate != 0 else { return }
        present.rate = rate ?? settings.rate
        applyPresent()
        if let problem = Self.problem(channel.descriptor, present) { channel.end(later: problem) }
    }

    override func close() {
        if var original, channel.isOpen {
            platform_release_tty(channel.descriptor)
            _ = platform_tty_set(channel.descriptor, &original)
        }
        original = nil
        if let pollTimer { world.cancelTimer(pollTimer) }
        pollTimer = nil
        super.close()
    }

    // MARK: What the loop does

    override var hasSentAll: Bool { super.hasSentAll && platform_tty_unsent(channel.descriptor) == 0 }

    override func setBreak(_ isOn: Bool) { _ = platform_break_set(channel.descriptor, isOn ? 1 : 0) }

    /// A signal that changed before the bytes came is told before them.
    override func received(_ bytes: [UInt8]) {
        lookAtSignals()
        super.received(bytes)
    }

    override func timerDue(_ number: Int) {
        guard number == pollTimer else { return super.timerDue(number) }
        pollTimer = world.setTimer(after: Self.signalPoll, target: self)
        lookAtSignals()
    }

    private func lookAtSignals() {
        guard hasSignals, channel.isOpen else { return }
        show(Self.signals(of: channel.descriptor) ?? .untold)
    }

    override func closingReason(_ reason: String) -> String {
        isPseudoTerminal ? reason : "the device is gone (\(reason)): unplugged, or switched off"
    }
}

extension LineSignal {
    /// TIOCMGET's.
    fileprivate var bit: Int32 {
        switch self {
        case .dtr: PLATFORM_DTR
        case .rts: PLATFORM_RTS
        case .dcd: PLATFORM_DCD
        case .ri: PLATFORM_RI
        case .cts: PLATFORM_CTS
        case .dsr: PLATFORM_DSR
        }
    }
}

extension SerialSettings {
    var record: platform_tty_settings {
        let parityLetter: UnicodeScalar =
            switch parity {
            case .none: "N"
            case .even: "E"
            case .odd: "O"
            case .mark: "M"
            case .space: "S"
            }
        let flowLetter: UnicodeScalar =
            switch flowControl {
            case .none: "N"
            case .rtsCts: "R"
            case .xonXoff: "X"
            }
        return platform_tty_settings(
            rate: UInt32(clamping: rate),
            data_bits: Int32(clamping: dataBits),
            parity: CChar(UInt8(ascii: parityLetter)),
            stop_bits: Int32(clamping: stopBits),
            flow: CChar(UInt8(ascii: flowLetter))
        )
    }
}
