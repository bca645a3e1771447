/// A file server (RFC 959, RFC 1123 §4.1, RFC 2428, SIZE and REST of RFC 3659) on a tree in memory.
///
/// Control connections are named by numbers that the owner chooses; each has at most one data connection or listener,
/// named by the same number. Every call answers with what to do on that control connection and its data connection.
public struct FTPServer: Sendable {
    public struct Account: Hashable, Sendable {
        /// What ACCT must say; nil: it is not asked for.
        public var account: String?
        /// Nil: USER is enough.
        public var password: String?
        public init(password: String?, account: String? = nil) {
            self.password = password
            self.account = account
        }
    }

    public enum Action: Hashable, Sendable {
        case control(ServerAction)
        /// Listen on any port of the control connection's local address, then call ``listening(on:address:port:)`` or
        /// ``dataFailed(on:)``. One connection is accepted; report it by ``dataOpened(on:)``.
        case openPassiveListener
        /// Stop listening.
        case closePassiveListener
        /// Connect from the server's address to an IPv4 address in host byte order, then call ``dataOpened(on:)`` or ``dataFailed(on:)``.
        case connectData(address: UInt32, port: UInt16)
        /// Report by ``dataDrained(on:)`` when it has left.
        case sendData([UInt8])
        /// FIN on the data connection, after what was sent. Then ``dataEnded(on:)`` when the client has closed its side, or has had time to
        /// say otherwise; ``dataFailed(on:)`` when it resets the connection before.
        case endData
        /// FIN on the data connection, after what was sent, if that is not done yet. Report nothing more of it.
        case finishData
        /// RST on the data connection, or stop connecting. Report nothing more of it.
        case resetData
        /// Read no more from the data connection, so that the peer's window closes.
        case pauseData
        /// Read on.
        case resumeData
    }

    /// Room for the longest path and its command. No RFC gives a figure.
    public static let lineLimit = 4_096
    /// Data is handed out in pieces of so many bytes, one per `dataDrained`.
    public static let pieceLength = 64 << 10
    public static let connectionLimit = 64
    /// Says that PORT or EPRT named another address than the client's (RFC 2577 §3), or a well-known port.
    public static let foreignData = "504 Data goes to the client's own address only"
    /// RFC 1123 §4.1.3.2: at least 5 minutes.
    public static let idleSeconds = 300
    /// RFC 2577 §3: an active data connection to a well-known port is no data connection.
    public static let lowestDataPort: UInt16 = 1_024

    public var faults = ScriptedFaults()
    /// By user. Without any, every login is refused.
    public var accounts: [String: Account] = [:]
    public var files = FileTree()
    /// 226 is sent before the data connection is closed, not after.
    public var completesFirst = false
    /// Where those who log in are.
    public var home = FileTree.Path.root
    /// What PASV is answered with, in which ``addressPattern`` stands for the listener's; nil: the reply that is usual.
    public var passiveReply: String?
    /// RFC 959 §4.1.2.
    static let addressPattern = "h1,h2,h3,h4,p1,p2"

    private var connections: [Int: FTPConnection] = [:]

    public init() {}

    /// Whether a further client is refused.
    public var isFull: Bool { connections.count >= Self.connectionLimit }

    /// A client has connected from this IPv4 address, in host byte order: the only one to which active data connections go.
    public mutating func accept(_ connection: Int, from peer: UInt32) -> [Action] {
        var new = FTPConnection(peer: peer)
        if isFull {
            new.refuse("421 Too many connections")
            return new.takeActions()
        }
        connections[connection] = new
        return on(connection) { $0.greet(&$1) }
    }

    public mutating func receive(_ bytes: [UInt8], on connection: Int) -> [Action] {
        on(connection) { $0.receive(bytes, &$1) }
    }

    /// All that was sent on the control connection has left.
    public mutating func drained(_ connection: Int) -> [Action] {
        on(connection) { $0.controlDrained(&$1) }
    }

    /// The delay that `.delay` asked for is over.
    public mutating func resume(on connection: Int) -> [Action] {
        on(connection) { $0.resume(&$1) }
    }

    /// The client has sent FIN on the control connection.
    public mutating func finished(on connection: Int) -> [Action] {
        on(connection) { connection, _ in connection.hangUp() }
    }

    /// The client has said nothing, and moved no data, for too long (RFC 959 §5.4, 421).
    public mutating func timedOut(_ connection: Int) -> [Action] {
        on(connection) { connection, _ in connection.refuse("421 Nothing came for too long") }
    }

    /// The control connection is gone. What belongs to its data connection is to be closed.
    public mutating func closed(_ connection: Int) -> [Action] {
        let actions = on(connection) { connection, _ in connection.hangUp() }
        connections[connection] = nil
        return actions.filter {
            switch $0 {
            case .control: false
            case .openPassiveListener, .closePassiveListener, .connectData, .sendData, .endData, .finishData, .resetData,
                .pauseData, .resumeData:
                true
            }
        }
    }

    // MARK: In the middle of a session

    /// Content is on its way on some connection, neither whole nor ended.
    public var isTransferring: Bool { connections.values.contains { $0.isTransferring } }

    /// Content that a pause holds goes on.
    public mutating func goOn(on connection: Int) -> [Action] {
        faults.endPauses()
        return on(connection) { $0.goOn(&$1) }
    }

    public mutating func say(_ line: String, on connection: Int) -> [Action] {
        on(connection) { $0.announce(line, &$1) }
    }

    /// FIN or RST on the control connection, and nothing on the data connection.
    public mutating func leave(resetting: Bool, on connection: Int) -> [Action] {
        on(connection) { connection, _ in connection.leave(resetting: resetting) }
    }

    public mutating func closeData(resetting: Bool, on connection: Int) -> [Action] {
        on(connection) { $0.closeData(resetting: resetting, &$1) }
    }

    // MARK: The data connection

    /// The passive listener listens at this address, in host byte order, and port.
    public mutating func listening(on connection: Int, address: UInt32, port: UInt16) -> [Action] {
        on(connection) { $0.listening(address: address, port: port, &$1) }
    }

    public mutating func dataOpened(on connection: Int) -> [Action] {
        on(connection) { $0.dataOpened(&$1) }
    }

    public mutating func dataReceived(_ bytes: [UInt8], on connection: Int) -> [Action] {
        on(connection) { $0.dataReceived(bytes, &$1) }
    }

    public mutating func dataDrained(on connection: Int) -> [Action] {
        on(connection) { $0.dataDrained(&$1) }
    }

    /// The client has sent FIN on the data connection.
    public mutating func dataFinished(on connection: Int) -> [Action] {
        on(connection) { $0.dataFinished(&$1) }
    }

    /// What was sent has arrived, as far as anybody can tell, and the data connection is no concern of the session any more.
    public mutating func dataEnded(on connection: Int) -> [Action] {
        on(connection) { $0.dataEnded(&$1) }
    }

    /// The data connection could not be opened, or was reset.
    public mutating func dataFailed(on connection: Int) -> [Action] {
        on(connection) { $0.dataFailed(&$1) }
    }

    /// How many bytes a client may store in the file, beside all other files and what other clients are storing.
    func room(for path: FileTree.Path) -> Int {
        files.room(for: path) - connections.values.reduce(0) { $0 + $1.incoming }
    }

    private mutating func on(_ number: Int, act: (inout FTPConnection, inout FTPServer) -> Void) -> [Action] {
        guard var connection = connections.removeValue(forKey: number) else { return [] }
        act(&connection, &self)
        let actions = connection.takeActions()
        connections[number] = connection
        return actions
    }
}
