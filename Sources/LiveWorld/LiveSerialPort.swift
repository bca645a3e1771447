import CPlatform
import Glibc
public import World

/// A serial line of the real world: a terminal device, or the modem's end of a pseudo-terminal.
///
/// The writer bounds its queue by `unsent`; nothing is lost while the line or its reader holds bytes back.
public final class LiveSerialPort: SerialPort {
    public weak var delegate: (any SerialPortDelegate)?

    private let channel: ByteChannel
    private var hold: Hold

    /// What is to be undone when the port closes.
    private enum Hold {
        /// A device that was put into raw mode, and how it was before.
        case device(termios)
        /// The other side of a pseudo-terminal, kept open: the line's modes last from client to client, and a client that leaves
        /// does not hang up the modem.
        case terminal(Int32)
        case nothing
    }

    private init(world: LiveWorld, descriptor: Int32, hold: Hold) {
        channel = ByteChannel(world: world, descriptor: descriptor, kind: .terminal)
        self.hold = hold
        channel.owner = self
    }

    deinit { close() }

    public func write(_ bytes: [UInt8]) { channel.send(bytes) }
    public var unsent: Int { channel.unsent }

    /// Forgets what is queued and, on a pseudo-terminal, what its client has not read.
    public func discardUnsent() {
        channel.discardUnsent()
        if case .terminal(let client) = hold { tcflush(client, TCIFLUSH) }
    }

    /// Closes the line; no event follows. What a device has not sent yet is lost.
    public func close() {
        if case .device(var settings) = hold, channel.isOpen {
            platform_release_tty(channel.descriptor)
            tcsetattr(channel.descriptor, TCSANOW, &settings)
        }
        channel.closeDescriptor()
        if case .terminal(let client) = hold { Glibc.close(client) }
        hold = .nothing
    }

    /// Opens a terminal device for this process alone, in raw mode, and drops what had arrived before.
    static func open(_ path: String, _ settings: SerialSettings, in world: LiveWorld) throws(SystemError) -> LiveSerialPort {
        let speed = platform_speed(UInt32(clamping: settings.rate))
        guard speed != 0 else { throw SystemError("rate \(settings.rate) on \(path)", number: EINVAL) }
        let descriptor = platform_open_tty(path)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        var original = termios()
        guard tcgetattr(descriptor, &original) == 0, platform_claim_tty(descriptor) == 0 else {
            throw abandoned(descriptor, action: "open \(path)")
        }
        var raw = original
        settings.apply(to: &raw, speed: speed)
        guard tcsetattr(descriptor, TCSANOW, &raw) == 0, tcflush(descriptor, TCIFLUSH) == 0 else {
            throw abandoned(descriptor, action: "set up \(path)")
        }
        return LiveSerialPort(world: world, descriptor: descriptor, hold: .device(original))
    }

    static func makePseudoTerminal(in world: LiveWorld) throws(SystemError) -> (port: LiveSerialPort, path: String) {
        var name = [CChar](repeating: 0, count: 64)
        let master = platform_open_pseudo_terminal(&name, name.count)
        guard master >= 0 else { throw SystemError("open a pseudo-terminal") }
        let client = platform_open_tty(name)
        guard client >= 0 else { throw abandoned(master, action: "open a pseudo-terminal") }
        var raw = termios()
        guard tcgetattr(client, &raw) == 0 else { throw abandoned(master, client, action: "set up a pseudo-terminal") }
        SerialSettings(flowControl: .none).apply(to: &raw, speed: 0)
        guard tcsetattr(client, TCSANOW, &raw) == 0 else { throw abandoned(master, client, action: "set up a pseudo-terminal") }
        let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (LiveSerialPort(world: world, descriptor: master, hold: .terminal(client)), path)
    }

    /// The error of the last system call, with the descriptors closed.
    private static func abandoned(_ descriptors: Int32..., action: String) -> SystemError {
        let error = SystemError(action)
        for descriptor in descriptors { Glibc.close(descriptor) }
        return error
    }
}

extension LiveSerialPort: ByteChannelOwner {
    func channelReceived(_ bytes: [UInt8]) { delegate?.serialPort(self, received: bytes) }
    func channelDrained() { delegate?.serialPortDrained(self) }
    func channelEnded(_ reason: String) {
        close()
        delegate?.serialPortClosed(self, reason: reason)
    }
}

extension SerialSettings {
    fileprivate func apply(to modes: inout termios, speed: tcflag_t) {
        let parityLetter: CChar =
            switch parity {
            case .none: CChar(UInt8(ascii: "N"))
            case .even: CChar(UInt8(ascii: "E"))
            case .odd: CChar(UInt8(ascii: "O"))
            }
        platform_make_raw(&modes, speed, Int32(dataBits), parityLetter, Int32(stopBits), flowControl == .rtsCts ? 1 : 0)
    }
}

extension LiveWorld {
    /// Opens the line to a device, such as /dev/ttyUSB0 or the client side of a pseudo-terminal.
    public func openSerial(path: String, settings: SerialSettings = SerialSettings()) throws(SystemError) -> LiveSerialPort {
        try LiveSerialPort.open(path, settings, in: self)
    }

    /// A line whose other end any terminal program can open at `path`, again and again.
    public func makePseudoTerminal() throws(SystemError) -> (port: LiveSerialPort, path: String) {
        try LiveSerialPort.makePseudoTerminal(in: self)
    }
}
