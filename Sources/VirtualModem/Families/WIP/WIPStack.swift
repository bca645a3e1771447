import Dialects
import World

/// What a host has made with AT+WIP commands (003 ch. 2).
struct WIPStack: Sendable {
    /// What names a socket or a session: numbers are its protocol's alone.
    struct SocketName: Hashable, Sendable {
        var role: Dialect.ProtocolName
        var index: Int
    }

    var isRunning = false
    /// Options of the stack by their numbers, where they are not the default.
    var options: [Int: String] = [:]
    /// By their numbers: those that are open.
    var bearers: [Int: WIPBearer] = [:]
    /// The bearer that is started, or being started.
    var started: Int?
    var sockets: [SocketName: WIPSocket] = [:]
    /// Whose socket a session is, or has been until the host ended it.
    private(set) var names: [SessionID: SocketName] = [:]
    /// The echo requests that run.
    var ping: SessionID?
    /// Survives the power.
    var stored = Stored()

    struct Stored: Sendable {
        var options: [Int: String] = [:]
        var bearers: [Int: [Int: String]] = [:]
    }

    /// What is kept when the power has been off.
    var restarted: WIPStack {
        var stack = WIPStack()
        stack.stored = stored
        stack.options = stored.options
        return stack
    }

    /// A session of AT+WIP commands, whether its socket is still there or not.
    func owns(_ id: SessionID) -> Bool { names[id] != nil || ping == id }

    /// The socket that the session is of; nil when the host has done with it.
    func name(of id: SessionID) -> SocketName? {
        guard let name = names[id], sockets[name]?.session == id else { return nil }
        return name
    }

    mutating func add(_ socket: WIPSocket, as name: SocketName) {
        sockets[name] = socket
        if let session = socket.session { names[session] = name }
    }

    /// The session is over.
    mutating func forget(_ id: SessionID) {
        if ping == id { ping = nil }
        guard let name = names.removeValue(forKey: id), sockets[name]?.session == id else { return }
        sockets[name]?.session = nil
    }

    /// Sockets of the protocol, as far as they count against how many there may be.
    func count(of role: Dialect.ProtocolName) -> Int { sockets.keys.count { $0.role == role } }

    /// A socket of the protocol has the port, which the host has given it.
    func hasPort(_ port: UInt16, of role: Dialect.ProtocolName) -> Bool {
        port != 0 && sockets.contains { $0.key.role == role && $0.value.localPort == port }
    }

    /// A server has the client's number for clients of its own, as long as it or one of them is there.
    func isReserved(_ index: Int) -> Bool {
        sockets.contains { name, socket in name.role == .tcpServer && socket.range?.contains(index) == true }
            || leftRanges.contains { $0.range.contains(index) }
    }

    /// Ranges of servers that are closed, with clients of theirs that are not.
    private(set) var leftRanges: [(range: ClosedRange<Int>, server: Int)] = []

    mutating func remove(_ name: SocketName) {
        guard let socket = sockets.removeValue(forKey: name) else { return }
        if let range = socket.range, hasClients(of: name.index) { leftRanges.append((range, name.index)) }
        leftRanges = leftRanges.filter { hasClients(of: $0.server) }
    }

    private func hasClients(of server: Int) -> Bool {
        sockets.contains { name, socket in name.role == .tcpClient && socket.server == server }
    }

    /// The first number of the server's that no client has; nil: there is none.
    func freeIndex(of server: SocketName) -> Int? {
        sockets[server]?.range?.first { sockets[SocketName(role: .tcpClient, index: $0)] == nil }
    }
}

/// A bearer that is open (003 §2.5).
struct WIPBearer: Sendable {
    /// By their numbers, where they are not the default.
    var options: [Int: String] = [:]
    /// As PPP server: who may call and how the client logs in.
    var guest: (login: String, password: String, caller: String?)?
}

/// A socket or a session that the host has made.
struct WIPSocket: Sendable {
    /// Nil: its connection is over, and the host has not closed it.
    var session: SessionID?
    /// It can be used.
    var isReady = false
    /// Its own port and its peer, as far as they are known.
    var localPort: UInt16 = 0
    var peer = ""
    var peerPort: UInt16 = 0
    /// By their numbers, where they are not the default.
    var options: [Int: String] = [:]
    /// A server's: the numbers of its clients.
    var range: ClosedRange<Int>?
    /// A client's: the server that it has come to.
    var server: Int?
    /// What has come while no line was there for it: bytes of a connection in one piece, or datagrams.
    var waiting: [[UInt8]] = []
    /// The connection is not read from.
    var isHeld = false
    /// The peer has sent FIN.
    var isFinishedByPeer = false
    /// The host has ended its data.
    var isFinishedByHost = false

    var waitingBytes: Int { waiting.reduce(0) { $0 + $1.count } }
}
