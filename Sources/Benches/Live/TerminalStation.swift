public import LiveWorld

/// A ``ModemStation`` on pseudo-terminals, one for each of its lines, which runners find by the path of the first.
public final class TerminalStation: ControlServerDelegate {
    public let station: ModemStation
    /// Of the terminals, by number of their lines.
    public let paths: [String]
    public var path: String { paths[0] }
    private let server: ControlServer

    /// Another user's program has the name of this terminal's control channel.
    public var isElsewhere: Bool { server.isElsewhere }

    public init(_ setup: ModemStation.Setup, lines: Int, in world: LiveWorld) throws {
        let terminals = try (0..<lines).map { _ in try world.makePseudoTerminal() }
        paths = terminals.map(\.path)
        station = try ModemStation(setup, ports: terminals.map(\.port)) { world.makeHost(addresses: $0, portPolicy: .mapped) }
        server = try ControlServer(world: world, terminal: paths[0])
        server.delegate = self
    }

    public func controlServer(_ server: ControlServer, accepted connection: ControlConnection) { station.attach(connection) }
}
