import CPlatform
import Glibc
import World

/// The modem's end of a pseudo-terminal.
final class PseudoTerminalLine: LiveSerialPort {
    /// The other side, kept open: the line's modes last from client to client, and a client that leaves does not hang up the modem.
    private var client: Int32

    init(world: LiveWorld, descriptor: Int32, client: Int32) {
        self.client = client
        super.init(world: world, descriptor: descriptor, kind: .terminal)
    }

    deinit { close() }

    override func discardUnsent() {
        super.discardUnsent()
        if client >= 0 { tcflush(client, TCIFLUSH) }
    }

    override func close() {
        super.close()
        if client >= 0 { Glibc.close(client) }
        client = -1
    }
}

extension LiveWorld {
    /// A line whose other end any terminal program can open at `path`, again and again.
    public func makePseudoTerminal() throws(SystemError) -> (port: LiveSerialPort, path: String) {
        var name = [CChar](repeating: 0, count: 64)
        let modem = platform_open_pseudo_terminal(&name, name.count)
        guard modem >= 0 else { throw SystemError("open a pseudo-terminal") }
        let client = platform_open_tty(name)
        var raw = SerialSettings(flowControl: .none).record
        raw.rate = 0
        guard client >= 0, platform_tty_apply(client, &raw) == 0 else {
            let error = SystemError("set up a pseudo-terminal")
            for descriptor in [modem, client] where descriptor >= 0 { close(descriptor) }
            throw error
        }
        let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (PseudoTerminalLine(world: self, descriptor: modem, client: client), path)
    }
}
