import Dialects
import InternetProtocols
import World

/// The session's first socket.
extension Session {
    mutating func connect(to address: IPv4Address) {
        let socket = SocketKey.opened(by: id, .main)
        self.socket = socket
        if case .timeQuery(let query) = activity {
            return request(.sendDatagram(query.question.bytes, to: Endpoint(address, plan.port), on: socket))
        }
        switch activity {
        case .datagramSocket(let datagrams): return openDatagramSocket(datagrams, to: address)
        case .datagrams(let exchange) where exchange.listens: return listen(for: exchange, from: address)
        case .datagrams(let exchange):
            self.socket = socket
            return openDatagrams(exchange, to: Endpoint(address, plan.port))
        case .echoes(let series): return begin(series, to: address)
        default: break
        }
        if let limits = plan.limits { set(.server, after: limits.connect) }
        request(.connect(socket, to: Endpoint(address, plan.port)))
    }

    mutating func connection(_ event: NetworkEvent) {
        switch event {
        case .connected: connected()
        case .listening: if kind == .datagramSocket { open() } else { tell(.listening) }
        case .listenFailed: fail(.openFailed)
        case .accepted(let socket, _, let peer): accepted(socket, from: peer)
        case .received(_, let bytes): received(bytes)
        case .finished: finished()
        case .failed(_, let failure): failed(failure)
        case .closed: break
        case .congested: fail(.sendFailed)
        case .datagram(nameSocket, let bytes, let source): nameServerSays(bytes, source)
        case .datagram(_, let bytes, let source):
            switch kind {
            case .datagrams: datagramCame(bytes, from: source)
            case .datagramSocket: socketTook(bytes, from: source)
            default: timeServerSays(bytes)
            }
        case .echoed(_, let bytes, let time): echoCame(bytes, after: time)
        case .echoRequested: break
        }
    }

    private mutating func connected() {
        isConnected = true
        switch activity {
        case .connection: open()
        case .mailSending, .mailRetrieval, .fileTransfer: awaitServer()
        case .listener, .timeQuery, .datagrams, .datagramSocket, .echoes: break
        }
    }

    /// Bytes both ways from here on.
    mutating func open() {
        cancel(.server)
        tell(.opened)
    }

    /// The server has the word, for so long.
    mutating func awaitServer() {
        if let limits = plan.limits { set(.server, after: isWindingUp ? Self.patience : limits.serverSilence) }
    }

    /// How the session ends is known: what the server still owes is not waited for as long as an answer.
    mutating func windUp() {
        isWindingUp = true
        awaitServer()
    }

    /// So long the answer to QUIT, or the rest of a file that the server has given up, may take. No standard has a figure: RFC 5321 §4.1.1.10
    /// says only that the answer should be waited for.
    private static let patience = Interval.seconds(5)

    mutating func serverIsSilent() {
        guard isWindingUp else { return fail(silence) }
        switch activity {
        case .fileTransfer(let transfer) where transfer.phase != .verdict: advance(transfer) { $0.giveUpData() }
        case .connection, .listener, .mailSending, .mailRetrieval, .fileTransfer, .timeQuery, .datagrams, .datagramSocket,
            .echoes:
            if let socket { request(.finish(socket)) }
            end()
        }
    }

    private mutating func received(_ bytes: [UInt8]) {
        switch activity {
        case .connection: tell(.bytes(bytes))
        case .mailSending(let mail):
            if !mail.isTyped { awaitServer() }
            advance(mail) { $0.receive(bytes) }
        case .mailRetrieval(let mail):
            awaitServer()
            advance(mail) { $0.receive(bytes) }
        case .fileTransfer(let transfer):
            if !transfer.awaitsHost { awaitServer() }
            advance(transfer) { $0.receive(bytes) }
        case .listener, .timeQuery, .datagrams, .datagramSocket, .echoes: break
        }
    }

    /// The peer's FIN.
    private mutating func finished() {
        switch activity {
        case .connection where plan.endsByHalves: tell(.peerFinished)
        case .connection:
            transmitRest()
            if let socket { request(.finish(socket)) }
            tell(.peerFinished)
            end()
        case .mailSending(let mail):
            sayQuitLate()
            advance(mail) { $0.closed() }
        case .mailRetrieval(let mail):
            sayQuitLate()
            advance(mail) { $0.closed() }
        case .fileTransfer(let transfer):
            sayQuitLate()
            advance(transfer) { $0.closed() }
        case .listener, .timeQuery, .datagrams, .datagramSocket, .echoes: break
        }
    }

    private mutating func sayQuitLate() {
        guard plan.saysQuitLate, let socket else { return }
        request(.send(Array("QUIT\r\n".utf8), on: socket))
    }

    private mutating func failed(_ failure: StreamFailure) {
        guard !isWindingUp else { return finished() }
        switch failure {
        case .refused: fail(refusal)
        case .unreachable: fail(silence)
        case .reset: fail(isConnected ? cancellation : refusal)
        }
    }

    /// Nobody answers at the other end, or nobody answers any more.
    var silence: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .serverSilent }
    /// RST in answer to SYN.
    private var refusal: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .openFailed }
    /// RST on the open connection.
    private var cancellation: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .tcpContextCancelled }

    /// The session waits for a POP3 server whose silence has one code.
    private var hasPOP3Rule: Bool {
        switch activity {
        case .connection, .listener, .mailSending, .fileTransfer, .timeQuery, .datagrams, .datagramSocket, .echoes: false
        case .mailRetrieval(let mail): mail.phase == .dialogue && mail.tellsSilenceAlone
        }
    }
}
