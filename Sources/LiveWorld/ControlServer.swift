import CPlatform
import Glibc

/// Who is told of new control connections.
public protocol ControlServerDelegate: AnyObject {
    /// The delegate gives the connection a delegate of its own; the server holds the connection.
    func controlServer(_ server: ControlServer, accepted connection: ControlConnection)
}

/// Where runners reach the program behind a pseudo-terminal.
public final class ControlServer {
    public weak var delegate: (any ControlServerDelegate)?

    private let listener: LocalListener
    private var connections: [ObjectIdentifier: ControlConnection] = [:]

    /// - Throws: also when another program serves this terminal.
    public init(world: LiveWorld, terminal path: String) throws(SystemError) {
        let name = ControlConnection.name(forTerminal: path)
        let descriptor = platform_local_listen(name, name.utf8.count, Acceptor.backlog)
        guard descriptor >= 0 else { throw SystemError("control channel of \(path)") }
        listener = LocalListener(world: world, descriptor: descriptor)
        listener.owner = self
    }

    func accepted(_ descriptor: Int32, in world: LiveWorld) {
        guard ControlConnection.isOwnUser(descriptor) else {
            close(descriptor)
            return
        }
        let connection = ControlConnection(world: world, descriptor: descriptor, server: self)
        connections[ObjectIdentifier(connection)] = connection
        delegate?.controlServer(self, accepted: connection)
    }

    func forget(_ connection: ControlConnection) { connections[ObjectIdentifier(connection)] = nil }
}

private final class LocalListener: Acceptor {
    weak var owner: ControlServer?

    override init(world: LiveWorld, descriptor: Int32) {
        super.init(world: world, descriptor: descriptor)
        setInterest(.readable)
    }

    override func acceptOne() -> Bool {
        guard let owner else { return false }
        let accepted = platform_local_accept(descriptor)
        guard accepted >= 0 else { return false }
        owner.accepted(accepted, in: world)
        return true
    }
}
