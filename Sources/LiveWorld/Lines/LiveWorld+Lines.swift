public import World

extension LiveWorld {
    /// How long a serial server may take to be connected and set up.
    public static let openLimit = Interval.seconds(5)
    /// What comes within so long from a serial server that has just been connected is stale.
    private static let staleTime = Interval.milliseconds(50)

    /// Opens a line: a device for this program alone, with stale input dropped. Blocks until the line can be used or the world is
    /// stopped, up to ``openLimit`` and the time that the system takes to find a host by its name.
    public func open(_ address: LineAddress, settings: SerialSettings = SerialSettings()) throws(LineError) -> LiveSerialPort {
        switch address {
        case .serial(let path), .pseudoTerminal(let path): return try TerminalLine(address, path: path, settings, in: self)
        case .tcp(let host, let port):
            let descriptor = try Dialling(address, limit: Self.openLimit, in: self).connect(host: host, port: port)
            Dialling(address, limit: Self.staleTime, in: self).drain(descriptor)
            return SocketLine(world: self, connected: descriptor)
        case .rfc2217(let host, let port):
            return try RemoteSerialLine(address, host: host, port: port, settings, in: self)
        case .program(let command): return try ProgramLine(address, command: command, in: self)
        }
    }
}
