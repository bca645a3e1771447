import Dialects
import InternetProtocols
import World

/// What happens on the sockets.
extension VirtualModem {
    mutating func network(_ event: NetworkEvent) {
        defer { touch() }
        if let data = service?.dataSocket, event.socket == data { return dataConnection(event) }
        switch event {
        case .connected(let socket):
            if isCurrent(socket) { connected() }
        case .listening(let socket):
            if isCurrent(socket), !habits.contains(.listensSilently) { confirm() }
        case .listenFailed(let socket):
            if isCurrent(socket) { endService(.openFailed) }
        case .accepted(let socket, let listener, let peer): accepted(socket, on: listener, from: peer)
        case .received(let socket, let bytes):
            // A connection that the modem has done with.
            guard isCurrent(socket) else { return request(.reset(socket)) }
            received(bytes)
        case .finished(let socket):
            if isCurrent(socket) { finished() }
        case .failed(let socket, let failure):
            if isCurrent(socket) { failed(failure) }
        case .closed: break
        case .congested(let socket):
            if isCurrent(socket) { endService(.sendFailed) }
        case .datagram(let socket, let bytes, let source):
            guard socket == resolution?.socket, source.port == DNSResolver.port else { return }
            advanceResolution { $0.receive(bytes, from: source.address.value) }
        }
    }

    private func isCurrent(_ socket: SocketKey) -> Bool { service?.socket == socket }

    private mutating func connected() {
        guard let activity = service?.activity else { return }
        service?.isConnected = true
        switch activity {
        case .opening: startBridge()
        case .sendingMail, .retrievingMail, .transferringFile: awaitServer()
        case .listening, .bridging: break
        }
    }

    /// The server has the word, for so long.
    mutating func awaitServer() { set(.server, after: dialect.interval(.serverSilence)) }

    private mutating func received(_ bytes: [UInt8]) {
        guard let activity = service?.activity else { return }
        switch activity {
        case .bridging(let bridge): deliver(bytes, over: bridge)
        case .sendingMail(let mail):
            if !mail.isInDataMode { awaitServer() }
            advance(mail) { $0.receive(bytes) }
        case .retrievingMail(let mail):
            awaitServer()
            advance(mail) { $0.receive(bytes) }
        case .transferringFile(let transfer):
            if !transfer.awaitsHost { awaitServer() }
            advance(transfer) { $0.receive(bytes) }
        case .opening, .listening: break
        }
    }

    private mutating func finished() {
        guard let activity = service?.activity else { return }
        switch activity {
        case .bridging(let bridge): peerClosed(bridge)
        case .sendingMail(let mail):
            sayQuitLate()
            advance(mail) { $0.closed() }
        case .retrievingMail(let mail):
            sayQuitLate()
            advance(mail) { $0.closed() }
        case .transferringFile(let transfer):
            sayQuitLate()
            advance(transfer) { $0.closed() }
        case .opening, .listening: break
        }
    }

    private mutating func sayQuitLate() {
        guard habits.contains(.saysQuitLate), let socket = service?.socket else { return }
        request(.send(Array("QUIT\r\n".utf8), on: socket))
    }

    private mutating func failed(_ failure: StreamFailure) {
        guard let service else { return }
        switch failure {
        case .refused: endService(service.refusal)
        case .unreachable: endService(service.silence)
        case .reset: endService(service.isConnected ? service.cancellation : service.refusal)
        }
    }

    mutating func serverIsSilent() {
        guard let service else { return }
        endService(service.silence)
    }

    /// 001 ch. 3 #PUTMAIL: 50 seconds of inactivity on the serial port are an error.
    mutating func hostIsSilent() {
        guard service?.isInDataMode == true else { return }
        endService(.serialSilence)
    }
}
