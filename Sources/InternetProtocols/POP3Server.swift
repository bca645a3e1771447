/// A mailbox server (RFC 1939). What DELE marks is removed at QUIT only.
///
/// Connections are named by numbers that the owner chooses. Every call answers with what to do on that connection.
public struct POP3Server: Sendable {
    public struct Mailbox: Hashable, Sendable {
        public var password: String
        public var messages: [[UInt8]]
        public init(password: String, messages: [[UInt8]] = []) {
            self.password = password
            self.messages = messages
        }
    }

    /// RFC 2449 §4: a command line has at most 255 octets.
    public static let lineLimit = 255
    /// Content is handed out in pieces of so many bytes, one per `drained`.
    public static let pieceLength = 64 << 10
    public static let connectionLimit = 64
    /// RFC 1939 §3: an autologout timer lasts at least 10 minutes.
    public static let idleSeconds = 600

    public var faults = ScriptedFaults()
    /// By user.
    public var mailboxes: [String: Mailbox] = [:]

    private var connections: [Int: POP3Connection] = [:]

    public init() {}

    /// Whether a further client is refused.
    public var isFull: Bool { connections.count >= Self.connectionLimit }

    /// A client has connected.
    public mutating func accept(_ connection: Int) -> [ServerAction] {
        var new = POP3Connection()
        if isFull {
            new.refuse("-ERR [SYS/TEMP] Too many connections")
            return new.link.takeActions()
        }
        connections[connection] = new
        return on(connection) { $0.greet(&$1) }
    }

    public mutating func receive(_ bytes: [UInt8], on connection: Int) -> [ServerAction] {
        on(connection) { $0.receive(bytes, &$1) }
    }

    /// All that was sent has left: the next piece, or the next answer, may follow.
    public mutating func drained(_ connection: Int) -> [ServerAction] {
        on(connection) { $0.drained(&$1) }
    }

    /// The delay that `.delay` asked for is over.
    public mutating func resume(on connection: Int) -> [ServerAction] {
        on(connection) { $0.resume(&$1) }
    }

    /// The client has sent FIN. Without QUIT nothing is deleted.
    public mutating func finished(on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.hangUp() }
    }

    /// The client has said nothing for too long: nothing is said, nothing is deleted (RFC 1939 §3).
    public mutating func timedOut(_ connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.link.finish() }
    }

    /// The connection is gone.
    public mutating func closed(_ connection: Int) {
        connections[connection] = nil
    }

    // MARK: In the middle of a session

    /// Content is on its way on some connection, neither whole nor ended.
    public var isTransferring: Bool { connections.values.contains { $0.isTransferring } }

    /// Content that a pause holds goes on.
    public mutating func goOn(on connection: Int) -> [ServerAction] {
        faults.endPauses()
        return on(connection) { $0.goOn(&$1) }
    }

    public mutating func say(_ line: String, on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.link.announce(line) }
    }

    /// FIN or RST.
    public mutating func leave(resetting: Bool, on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in resetting ? connection.link.reset() : connection.link.finish() }
    }

    /// Whether another session has the mailbox open (RFC 1939 §4: one at a time).
    func isLocked(_ user: String) -> Bool { connections.values.contains { $0.owner == user } }

    private mutating func on(_ number: Int, act: (inout POP3Connection, inout POP3Server) -> Void) -> [ServerAction] {
        guard var connection = connections.removeValue(forKey: number) else { return [] }
        act(&connection, &self)
        let actions = connection.link.takeActions()
        connections[number] = connection
        return actions
    }
}
