public import LiveWorld
internal import World

/// A ``ModemStation`` on pseudo-terminals, one for each of its lines, which runners find by the path of the first.
public final class TerminalStation: ControlServerDelegate {
    public let station: ModemStation
    /// Of the terminals, by number of their lines.
    public let paths: [String]
    public var path: String { paths[0] }
    private let server: ControlServer
    /// By number of their lines.
    private let clients: [TerminalClients]

    /// Another user's program has the name of this terminal's control channel.
    public var isElsewhere: Bool { server.isElsewhere }

    public init(_ setup: ModemStation.Setup, lines: Int, in world: LiveWorld) throws {
        let terminals = try (0..<lines).map { _ in try world.makePseudoTerminal() }
        paths = terminals.map(\.path)
        let station = try ModemStation(setup, ports: terminals.map(\.port)) {
            world.makeHost(addresses: $0, portPolicy: .mapped)
        }
        self.station = station
        clients = try LineName.first(lines).map { line in
            // As at a serial port: what nobody has read is gone, and so is what comes until the port is opened again.
            let (port, path) = terminals[line.number]
            return try TerminalClients(of: path, in: world) {
                port.discardUnsent()
            } onLeave: { [weak station] in
                station?.hostLeft(line)
                port.discardUnsent()
            }
        }
        server = try ControlServer(world: world, terminal: paths[0])
        server.delegate = self
    }

    public func controlServer(_ server: ControlServer, accepted connection: ControlConnection) { station.attach(connection) }
}
