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
    /// Somebody else had the terminal's name: the server has another one, which connections find as well.
    public let isElsewhere: Bool

    private let listener: LocalListener
    private var connections: [ObjectIdentifier: ControlConnection] = [:]

    public convenience init(world: LiveWorld, terminal path: String) throws(SystemError) {
        try self.init(world: world, terminal: path, isOwnUser: ControlConnection.isOwnUser)
    }

    /// - Throws: when another program of this user serves the terminal.
    init(world: LiveWorld, terminal path: String, isOwnUser: (Int32) -> Bool) throws(SystemError) {
        var name = ControlConnection.name(forTerminal: path)
        var descriptor = platform_local_listen(name, name.utf8.count, Acceptor.backlog)
        isElsewhere = descriptor < 0 && errno == EADDRINUSE
        if isElsewhere {
            let other = platform_local_connect(name, name.utf8.count)
            let isOwn = other >= 0 && isOwnUser(other)
            if other >= 0 { close(other) }
            if isOwn { throw SystemError("control channel of \(path)", number: EADDRINUSE) }
            // Abstract names belong to whoever comes first: nobody can come before a name that is drawn now.
            name += ":" + String(UInt64.random(in: .min ... .max), radix: 36)
            descriptor = platform_local_listen(name, name.utf8.count, Acceptor.backlog)
        }
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
