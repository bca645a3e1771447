public import LiveWorld

/// A ``ModemStation`` on a pseudo-terminal, which runners find by the terminal's path.
public final class TerminalStation: ControlServerDelegate {
    public let station: ModemStation
    public let path: String
    private let server: ControlServer

    /// Another user's program has the name of this terminal's control channel.
    public var isElsewhere: Bool { server.isElsewhere }

    public init(_ setup: ModemStation.Setup, in world: LiveWorld) throws {
        let port: LiveSerialPort
        (port, path) = try world.makePseudoTerminal()
        station = try ModemStation(setup, port: port) { world.makeHost(addresses: $0, portPolicy: .mapped) }
        server = try ControlServer(world: world, terminal: path)
        server.delegate = self
    }

    public func controlServer(_ server: ControlServer, accepted connection: ControlConnection) { station.attach(connection) }
}
