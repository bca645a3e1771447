/// A mail server that accepts messages and keeps them (RFC 5321, with AUTH of RFC 4954). It never relays.
///
/// Connections are named by numbers that the owner chooses. Every call answers with what to do on that connection.
public struct SMTPServer: Sendable {
    /// Who may send. AUTH is offered and required.
    public struct Login: Hashable, Sendable {
        public var user: String
        public var password: String
        /// `LOGIN`, `PLAIN`.
        public var mechanisms: [String]
        public init(user: String, password: String, mechanisms: [String] = ["LOGIN", "PLAIN"]) {
            self.user = user
            self.password = password
            self.mechanisms = mechanisms
        }
    }

    public static let hostName = "smtp.bench.example"
    /// RFC 5321 §4.5.3.1.4 asks for 512 octets, RFC 4954 §4 for 12288 with AUTH.
    public static let lineLimit = 12_288
    /// Announced by SIZE (RFC 1870). Lines of text are not limited: RFC 5321 §4.5.3.1.6 leaves longer ones to the server.
    public var messageLimit = 16 << 20
    /// RFC 5321 §4.5.3.1.8 asks for at least 100.
    public static let recipientLimit = 100
    /// Messages kept, and bytes of their contents together; further ones are answered with 452, unless the oldest are forgotten for them.
    public static let storeLimit = 1_000
    public var storeSizeLimit = 256 << 20
    public static let connectionLimit = 64
    /// RFC 5321 §4.5.3.2.7: a server waits at least 5 minutes for a command.
    public static let idleSeconds = 300

    public var faults = ScriptedFaults()
    public var login: Login?
    /// Whether EHLO is understood.
    public var hasExtensions = true
    /// Older messages make room for new ones.
    public var forgetsOldest = false
    /// What was accepted and is kept, oldest first.
    public private(set) var messages: [MailMessage] = []
    /// How many were accepted in all.
    private(set) var accepted = 0
    /// Bytes of their contents.
    private var size = 0

    private var connections: [Int: SMTPConnection] = [:]

    public init() {}

    /// Whether a further client is refused.
    public var isFull: Bool { connections.count >= Self.connectionLimit }

    /// A client has connected.
    public mutating func accept(_ connection: Int) -> [ServerAction] {
        var new = SMTPConnection()
        if isFull {
            new.refuse("421 \(Self.hostName) Too many connections")
            return new.link.takeActions()
        }
        connections[connection] = new
        return on(connection) { $0.greet(&$1) }
    }

    public mutating func receive(_ bytes: [UInt8], on connection: Int) -> [ServerAction] {
        on(connection) { $0.receive(bytes, &$1) }
    }

    /// All that was sent has left.
    public mutating func drained(_ connection: Int) -> [ServerAction] {
        on(connection) { $0.drained(&$1) }
    }

    /// The delay that `.delay` asked for is over.
    public mutating func resume(on connection: Int) -> [ServerAction] {
        on(connection) { $0.resume(&$1) }
    }

    /// The client has sent FIN.
    public mutating func finished(on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.link.finish() }
    }

    /// The client has said nothing for too long (RFC 5321 §3.8, §4.5.3.2).
    public mutating func timedOut(_ connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.refuse("421 4.4.2 \(Self.hostName) Nothing came for too long") }
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
        return on(connection) { connection, _ in connection.goOn() }
    }

    public mutating func say(_ line: String, on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in connection.link.announce(line) }
    }

    /// FIN or RST.
    public mutating func leave(resetting: Bool, on connection: Int) -> [ServerAction] {
        on(connection) { connection, _ in resetting ? connection.link.reset() : connection.link.finish() }
    }

    /// How many bytes a client's message may have, beside those that are kept and what other clients are sending.
    var room: Int { storeSizeLimit - size - connections.values.reduce(0) { $0 + $1.incoming } }

    var isStoreFull: Bool { messages.count >= Self.storeLimit && !forgetsOldest }

    /// Forgets old messages, if that is allowed, until there is room for one of so many bytes.
    mutating func makeRoom(for bytes: Int) {
        while forgetsOldest, room < bytes, !messages.isEmpty { forget() }
    }

    private mutating func forget() { size -= messages.removeFirst().content.count }

    mutating func keep(_ message: MailMessage) {
        if forgetsOldest, messages.count >= Self.storeLimit { forget() }
        accepted += 1
        size += message.content.count
        messages.append(message)
    }

    private mutating func on(_ number: Int, act: (inout SMTPConnection, inout SMTPServer) -> Void) -> [ServerAction] {
        guard var connection = connections.removeValue(forKey: number) else { return [] }
        act(&connection, &self)
        let actions = connection.link.takeActions()
        connections[number] = connection
        return actions
    }
}
