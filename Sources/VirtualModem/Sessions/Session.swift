import Dialects
import InternetProtocols
import World

/// One use of the network: a connection, a port that waits for one, a mail or a file on its way.
///
/// A synchronous machine: what happens on its sockets, what the host gives and what comes due goes in; requests and events come out, in
/// order. It knows no command and no text.
struct Session: Sendable {
    enum Activity: Sendable {
        /// Bytes both ways.
        case connection
        case listener(Listener)
        case mailSending(MailSending)
        case mailRetrieval(MailRetrieval)
        case fileTransfer(FileTransfer)
        case timeQuery(TimeQuery)
        case datagrams(DatagramExchange)
        case datagramSocket(DatagramSocket)
        case echoes(EchoSeries)
    }

    enum Kind: Hashable, Sendable {
        case connection, listener, mailSending, mailRetrieval, fileTransfer, timeQuery, datagrams, datagramSocket, echoes
    }

    /// Where the peer is.
    enum Peer: Sendable {
        case address(IPv4Address)
        /// A name, for these servers, the primary first. - Parameter seed: Of the questions' identifiers.
        case name(String, servers: [IPv4Address], seed: UInt64)
        /// It comes to this address.
        case comes(to: IPv4Address)
        /// It has come, over this connection.
        case hasCome(SocketKey)
    }

    struct Plan: Sendable {
        var activity: Activity
        var peer: Peer
        /// That is connected to, or listened on.
        var port: UInt16
        /// Nil: no server is asked for anything.
        var limits: Limits?
        /// A server that has left is told QUIT.
        var saysQuitLate = false
        /// The modem's own address.
        var local: IPv4Address
        /// So long the host's data wait for a segment or a datagram to fill; nil: they do not.
        var segmentDelay: Interval?
        /// Each side ends its own direction of the connection, and the session lives until the host ends it.
        var endsByHalves = false
        /// By which the host calls the TCP socket that it uses; nil: it uses none of those.
        var number: Int?
    }

    struct Limits: Hashable, Sendable {
        /// For a TCP connection to open.
        var connect: Interval
        /// For a server to speak.
        var serverSilence: Interval
    }

    let id: SessionID
    let plan: Plan
    var activity: Activity
    var resolver: DNSResolver?
    /// The port that is listened on, or the connection.
    var socket: SocketKey?
    /// What does not fill a segment yet.
    var unsent: [UInt8] = []
    /// The second connection of a file transfer.
    var dataSocket: SocketKey?
    /// That is a port to which the server is to connect.
    var awaitsDataConnection = false
    /// The connection is established.
    var isConnected = false
    /// Nothing that comes now changes how the session ends.
    var isWindingUp = false
    private(set) var isOver = false
    private var outputs: [SessionOutput] = []

    init(_ plan: Plan, id: SessionID) {
        self.id = id
        self.plan = plan
        activity = plan.activity
    }

    var kind: Kind {
        switch activity {
        case .connection: .connection
        case .listener: .listener
        case .mailSending: .mailSending
        case .mailRetrieval: .mailRetrieval
        case .fileTransfer: .fileTransfer
        case .timeQuery: .timeQuery
        case .datagrams: .datagrams
        case .datagramSocket: .datagramSocket
        case .echoes: .echoes
        }
    }

    /// What happens on the socket happens to this session.
    func owns(_ key: SocketKey) -> Bool { key == socket || key == dataSocket || (key == nameSocket && resolver != nil) }

    // MARK: Inputs

    mutating func start() -> [SessionOutput] {
        if case .timeQuery(let query) = activity { set(.server, after: query.limit) }
        switch plan.peer {
        case .address(let address): connect(to: address)
        case .name(let name, let servers, let seed): resolve(name, servers, seed: seed)
        case .comes(let address): listen(at: address)
        case .hasCome(let connection):
            socket = connection
            isConnected = true
            open()
        }
        return take()
    }

    mutating func received(_ event: NetworkEvent) -> [SessionOutput] {
        if event.socket == dataSocket { dataConnection(event) } else { connection(event) }
        return take()
    }

    mutating func expired(_ timer: SessionTimer) -> [SessionOutput] {
        switch timer {
        case .nameServer: nameServerIsSilent()
        case .server: serverIsSilent()
        case .host: fail(.serialSilence)
        case .segment: transmitRest()
        case .echo: echoIsDue()
        }
        return take()
    }

    /// The host's bytes, without what coded them.
    mutating func send(_ bytes: [UInt8]) -> [SessionOutput] {
        switch activity {
        case .connection, .datagrams: transmit(bytes)
        case .datagramSocket: collect(bytes)
        case .mailSending: type(bytes)
        case .fileTransfer: upload(bytes)
        case .listener, .mailRetrieval, .timeQuery, .echoes: break
        }
        return take()
    }

    /// The host has given all that it has.
    mutating func hostFinished() -> [SessionOutput] {
        switch activity {
        case .connection:
            transmitRest()
            if let socket { request(.finish(socket)) }
            if !plan.endsByHalves { end() }
        case .datagramSocket: sendCollected()
        case .datagrams:
            transmitRest()
            giveUpSockets()
            end()
        case .mailSending: endTyping()
        case .fileTransfer: endUpload()
        case .listener, .mailRetrieval, .timeQuery, .echoes: break
        }
        return take()
    }

    /// The host does something else for a while: what it has given leaves.
    mutating func hostPaused() -> [SessionOutput] {
        sendCollected()
        return take()
    }

    /// The host has had enough of the file that comes.
    mutating func abortFile() -> [SessionOutput] {
        if case .fileTransfer(let transfer) = activity { advance(transfer) { $0.abort() } }
        return take()
    }

    /// Ends in order and without a word: the host has done with it.
    mutating func finish() -> [SessionOutput] {
        switch activity {
        case .connection:
            transmitRest()
            if let socket { request(.finish(socket)) }
            close()
        case .fileTransfer(let transfer) where transfer.phase == .idle: leaveServer()
        case .datagramSocket:
            sendCollected()
            giveUpSockets()
            close()
        case .listener, .mailSending, .mailRetrieval, .fileTransfer, .timeQuery, .datagrams, .echoes:
            giveUpSockets()
            close()
        }
        return take()
    }

    /// Fetches or stores a file in a session of several.
    mutating func transferFile(
        _ direction: FileTransfer.Direction,
        name: String,
        _ settings: FTPClient.Settings
    ) -> [SessionOutput] {
        transfer(direction, name: name, settings)
        return take()
    }

    /// Ends with an error that came from outside of it.
    mutating func cancel(_ condition: Dialect.Condition) -> [SessionOutput] {
        fail(condition)
        return take()
    }

    /// Ends without a word; what it asked of the network is taken back.
    mutating func abandon() -> [SessionOutput] {
        giveUpSockets()
        close()
        return take()
    }

    // MARK: Outputs

    mutating func request(_ request: NetworkRequest) { outputs.append(.network(request)) }
    mutating func set(_ timer: SessionTimer, after interval: Interval) { outputs.append(.setTimer(timer, after: interval)) }
    mutating func cancel(_ timer: SessionTimer) { outputs.append(.cancelTimer(timer)) }
    mutating func tell(_ event: SessionEvent) { outputs.append(.event(event)) }

    private mutating func take() -> [SessionOutput] {
        defer { outputs.removeAll(keepingCapacity: true) }
        return outputs
    }

    /// - Parameter resetting: The connection is not ended in order.
    mutating func fail(_ condition: Dialect.Condition, resetting: Bool = true) {
        tell(.interrupted)
        if resetting { giveUpSockets() }
        close()
        tell(.failed(condition))
    }

    mutating func end() {
        close()
        tell(.ended)
    }

    private mutating func giveUpSockets() {
        if let socket {
            switch kind {
            case .listener: request(.closeListener(socket))
            case .timeQuery, .datagrams, .datagramSocket: request(.closeDatagrams(socket))
            case .echoes: break
            case .connection, .mailSending, .mailRetrieval, .fileTransfer: request(.reset(socket))
            }
        }
        giveUpDataSocket()
    }

    mutating func giveUpDataSocket() {
        guard let dataSocket else { return }
        request(awaitsDataConnection ? .closeListener(dataSocket) : .reset(dataSocket))
        self.dataSocket = nil
        awaitsDataConnection = false
    }

    private mutating func close() {
        precondition(!isOver, "a session ends once")
        isOver = true
        endResolution()
        cancel(.server)
        cancel(.host)
        if plan.segmentDelay != nil { cancel(.segment) }
        if kind == .echoes { cancel(.echo) }
    }
}
