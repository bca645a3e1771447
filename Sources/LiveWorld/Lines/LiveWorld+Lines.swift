public import World

extension LiveWorld {
    /// How long a serial server may take to be connected and set up.
    public static let openLimit = Interval.seconds(5)

    /// Opens a line: a device for this program alone, with stale input dropped. Blocks until the line can be used or the world is
    /// stopped, up to ``openLimit``, a second to prove it, and the time that the system takes to find a host by its name.
    ///
    /// - Parameter proving: Whether a line that should pass bytes as they are is asked, with bytes that reach the device, whether it does.
    public func open(_ address: LineAddress, settings: SerialSettings = SerialSettings(), proving: Bool = false) throws(LineError)
        -> LiveSerialPort
    {
        switch address {
        case .serial(let path), .pseudoTerminal(let path): return try TerminalLine(address, path: path, settings, in: self)
        case .tcp(let host, let port):
            let descriptor = try Dialling(address, limit: Self.openLimit, in: self).connect(host: host, port: port)
            return try SocketLine(address, connected: descriptor, proving: proving, in: self)
        case .rfc2217(let host, let port):
            return try RemoteSerialLine(address, host: host, port: port, settings, in: self)
        case .program(let command): return try ProgramLine(address, command: command, in: self)
        }
    }
}
