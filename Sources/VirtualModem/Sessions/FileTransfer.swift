import Dialects
import InternetProtocols
import World

/// A file on its way in or out (001 ch. 4), or one after the other (003 §2.8).
struct FileTransfer: Sendable {
    enum Direction: Hashable, Sendable { case get, put }

    enum Phase: Hashable, Sendable {
        /// Up to the server's consent.
        case dialogue
        /// The server has let the session in, and no file is on its way.
        case idle
        /// The file is on its way to the host.
        case receiving
        /// The host's bytes are the file.
        case sending
        /// The file is through; the server has the word on it.
        case verdict
    }

    var direction: Direction
    var client: FTPClient
    /// The connection is ended where QUIT should be said.
    let leavesWithoutQuit: Bool
    var phase = Phase.dialogue

    init(_ settings: FTPClient.Settings, leavesWithoutQuit: Bool = false) {
        client = FTPClient(settings)
        direction =
            switch settings.transfer {
            case .retrieve: .get
            case .store, nil: .put
            }
        self.leavesWithoutQuit = leavesWithoutQuit
    }

    /// The host takes its time.
    var awaitsHost: Bool { phase == .sending }
}

extension Session {
    mutating func advance(_ transfer: FileTransfer, _ step: (inout FTPClient) -> [FTPClient.Action]) {
        var transfer = transfer
        let actions = step(&transfer.client)
        activity = .fileTransfer(transfer)
        for action in actions { carryOut(action) }
    }

    private mutating func carryOut(_ action: FTPClient.Action) {
        guard !isOver, let socket, case .fileTransfer(var transfer) = activity else { return }
        switch action {
        case .send(let command): say(command, on: socket, transfer)
        case .connectData(let address, let port):
            let data = SocketKey.opened(by: id, .data)
            dataSocket = data
            request(.connect(data, to: Endpoint(IPv4Address(address), port)))
        case .listenForData:
            let data = SocketKey.opened(by: id, .data)
            dataSocket = data
            awaitsDataConnection = true
            request(.listen(data, at: Endpoint(plan.local, 0)))
        case .loggedIn:
            transfer.phase = .idle
            cancel(.server)
            tell(.opened)
        case .transferred(let failure):
            let condition = failure.map { self.condition(of: $0, transfer) }
            transfer.phase = .idle
            isWindingUp = false
            cancel(.server)
            tell(.transferred(condition))
        case .transferBegins: begin(&transfer)
        case .content(let piece): tell(.bytes(piece))
        case .contentEnds:
            transfer.phase = .verdict
            tell(.peerFinished)
        case .sendData(let bytes):
            if let dataSocket { request(.send(bytes, on: dataSocket)) }
        case .finishData:
            if let dataSocket { request(.finish(dataSocket)) }
        case .abandonData: giveUpDataSocket()
        case .awaitsDataEnd, .leaves: windUp()
        case .finish: request(.finish(socket))
        case .succeeded: end()
        case .failed(let failure): fail(condition(of: failure, transfer), resetting: false)
        }
        activity = .fileTransfer(transfer)
    }

    private mutating func say(_ command: [UInt8], on socket: SocketKey, _ transfer: FileTransfer) {
        let isLeft = transfer.leavesWithoutQuit && command == Array("QUIT\r\n".utf8)
        request(isLeft ? .finish(socket) : .send(command, on: socket))
    }

    private mutating func begin(_ transfer: inout FileTransfer) {
        switch transfer.direction {
        case .get:
            transfer.phase = .receiving
            tell(transfer.client.staysOpen ? .fileBegins : .opened)
        case .put:
            transfer.phase = .sending
            cancel(.server)
            tell(.needsHost)
        }
    }

    /// One file of a session that stays open.
    mutating func transfer(_ direction: FileTransfer.Direction, name: String, _ settings: FTPClient.Settings) {
        guard case .fileTransfer(var transfer) = activity, transfer.phase == .idle else { return }
        transfer.direction = direction
        transfer.phase = .dialogue
        awaitServer()
        advance(transfer) {
            $0.start(
                direction == .get ? .retrieve(name: name) : .store(name: name),
                representation: settings.representation,
                isPassive: settings.isPassive
            )
        }
    }

    /// The host has done with the session.
    mutating func leaveServer() {
        guard case .fileTransfer(var transfer) = activity else { return }
        transfer.phase = .verdict
        windUp()
        advance(transfer) { $0.quit() }
    }

    /// Bytes of the file.
    mutating func upload(_ bytes: [UInt8]) {
        guard case .fileTransfer(let transfer) = activity, transfer.awaitsHost else { return }
        advance(transfer) { $0.send(content: bytes) }
    }

    mutating func endUpload() {
        guard case .fileTransfer(var transfer) = activity, transfer.awaitsHost else { return }
        transfer.phase = .verdict
        awaitServer()
        advance(transfer) { $0.endContent() }
    }

    /// What happens on the data connection.
    mutating func dataConnection(_ event: NetworkEvent) {
        guard case .fileTransfer(let transfer) = activity else { return }
        if !transfer.awaitsHost || event.endsConnection { awaitServer() }
        switch event {
        case .connected: advance(transfer) { $0.dataOpened() }
        // The server is told the address that the network knows.
        case .listening(_, let place):
            let address = plan.local.value
            advance(transfer) { $0.listening(address: address, port: place.port) }
        case .listenFailed:
            (dataSocket, awaitsDataConnection) = (nil, false)
            advance(transfer) { $0.dataFailed() }
        case .accepted(let connection, let port, _):
            request(.closeListener(port))
            (dataSocket, awaitsDataConnection) = (connection, false)
            advance(transfer) { $0.dataOpened() }
        case .received(_, let bytes): advance(transfer) { $0.dataReceived(bytes) }
        case .finished: advance(transfer) { $0.dataFinished() }
        case .failed: advance(transfer) { $0.dataFailed() }
        case .congested: fail(.sendFailed)
        case .closed, .datagram, .echoed, .echoRequested: break
        }
    }

    private func condition(of failure: FTPClient.Failure, _ transfer: FileTransfer) -> Dialect.Condition {
        switch failure {
        case .serviceRefused, .setupRejected, .protocolError: .openFailed
        case .userRejected, .accountRequired: .userRejected
        case .passwordRejected: .passwordRejected
        case .directoryRejected: .cwdFailed
        case .retrieveRejected: .retrieveFailed
        case .storeRejected: .sendFailed
        case .dataFailed where transfer.phase == .dialogue: .openFailed
        case .dataFailed: transfer.direction == .get ? .retrieveFailed : .sendFailed
        case .closedByServer: .peerClosed
        }
    }
}

extension NetworkEvent {
    fileprivate var endsConnection: Bool {
        switch self {
        case .finished, .failed: true
        case .connected, .listening, .listenFailed, .accepted, .received, .closed, .congested, .datagram, .echoed, .echoRequested:
            false
        }
    }
}
