import ATCommands
import Dialects
import InternetProtocols
import Octets
import World

/// The services that a command starts.
enum ServiceKind: Hashable, Sendable {
    case opening, listening
    case mailSending(VirtualModem.MailSource)
    case mailRetrieval
    case fileTransfer(VirtualModem.FileDirection)
}

/// What a service needs before it can run.
struct ServicePlan: Sendable {
    /// A name or an address; nil for a service that listens.
    var server: String?
    var service: Service
}

extension VirtualModem {
    /// One service at a time, and only while connected.
    mutating func startService(_ kind: ServiceKind) -> CommandOutcome {
        guard service == nil else { return .failed(.busyApplication) }
        guard case .online(let link) = connection else { return .failed(.notConnected) }
        let start: ServicePlan
        do throws(Dialect.Condition) { start = try plan(of: kind) } catch { return .failed(error) }
        service = start.service
        hasDroppedEscape = false
        if let server = start.server {
            resolve(server, link)
        } else {
            let socket = newSocket()
            service?.socket = socket
            request(.listen(socket, at: Endpoint(link.local, start.service.port)))
        }
        return .answered
    }

    private func plan(of kind: ServiceKind) throws(Dialect.Condition) -> ServicePlan {
        switch kind {
        case .opening: try opening()
        case .listening: try listening()
        case .mailSending(let source): try mailSending(source)
        case .mailRetrieval: try mailRetrieval()
        case .fileTransfer(let direction): try fileTransfer(direction)
        }
    }

    /// Ends the running service with an error: the marker that ends data mode, then the code.
    mutating func endService(_ condition: Dialect.Condition, resetting: Bool = true) {
        guard let service else { return }
        if !defects.contains(.dropsETX) { transmit(service.endMarker) }
        if resetting {
            if let socket = service.socket { request(service.isListening ? .closeListener(socket) : .reset(socket)) }
            if let socket = service.dataSocket { request(.reset(socket)) }
        }
        endProcess()
        fail(condition)
    }

    /// Nothing runs any more. What is to be said has been said, or follows.
    mutating func endProcess() {
        service = nil
        endResolution()
        cancel(.server)
        cancel(.serial)
    }

    /// Ends data mode as the manual has it for a success: ETX, perhaps a message, OK.
    ///
    /// - Parameter isPeers: The other side has ended it, so that ETX is no echo.
    mutating func endData(withETX: Bool, _ message: Dialect.FormName?, isPeers: Bool = true) {
        endProcess()
        let message = isPeers || !habits.contains(.closesWithOKAlone) ? message : nil
        let marker =
            withETX && (isPeers || !habits.contains(.echoesNoEnd)) && !defects.contains(.dropsETX) ? [ControlCharacter.etx] : []
        if defects.contains(.okBeforeETX) {
            confirm()
            transmit(marker)
            if let message { respond(message) }
        } else {
            transmit(marker)
            if let message, isPeers, message == .socketClosed, habits.contains(.saysNoOKAfterThePeer) {
                respond(message)
            } else if let message {
                confirm(after: message)
            } else {
                confirm()
            }
        }
    }

    // MARK: The server's address (001 App. B "Using the DNS Service")

    private mutating func resolve(_ server: String, _ link: Connection.Link) {
        if let address = IPv4Address(server) { return connect(to: address) }
        var servers = link.nameServers
        if servers.isEmpty { servers = [parameters.address("DNSSERV1"), parameters.address("DNSSERV2")] }
        if defects.contains(.secondaryDNSUnused) { servers = Array(servers.prefix(1)) }
        let resolver = DNSResolver(server, servers: servers.map(\.value), seed: random.next())
        resolution = Resolution(resolver: resolver, socket: newSocket())
        advanceResolution { $0.start() }
    }

    mutating func nameServerIsSilent() { advanceResolution { $0.timerFired() } }

    private mutating func advanceResolution(_ step: (inout DNSResolver) -> [DNSResolver.Action]) {
        guard var resolution else { return }
        let actions = step(&resolution.resolver)
        self.resolution = resolution
        for action in actions {
            switch action {
            case .send(let datagram, let server):
                request(.sendDatagram(datagram, to: Endpoint(IPv4Address(server), DNSResolver.port), on: resolution.socket))
            case .setTimer(let milliseconds): set(.nameServer, after: .milliseconds(milliseconds))
            case .resolved(let address):
                endResolution()
                connect(to: IPv4Address(address))
            case .failed: endService(.dnsFailed)
            }
        }
    }

    mutating func endResolution() {
        guard let resolution else { return }
        cancel(.nameServer)
        request(.closeDatagrams(resolution.socket))
        self.resolution = nil
    }

    private mutating func connect(to address: IPv4Address) {
        guard let port = service?.port else { return }
        let socket = newSocket()
        service?.socket = socket
        set(.server, after: dialect.interval(.tcpConnect))
        request(.connect(socket, to: Endpoint(address, port)))
    }

    // MARK: What happens on the sockets

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

    // MARK: The host's bytes in data mode

    mutating func receiveData(_ bytes: inout ArraySlice<UInt8>) {
        guard let activity = service?.activity else { return }
        switch activity {
        case .bridging(let bridge): sendOverBridge(bridge, &bytes)
        case .sendingMail(let mail): type(into: mail, &bytes)
        // It is not possible for the host to exit this data mode (001 App. B "Command mode / data mode for email").
        case .retrievingMail: bytes.removeAll()
        case .transferringFile(let transfer): upload(transfer, &bytes)
        case .opening, .listening: break
        }
    }

    func echoedData(_ bytes: ArraySlice<UInt8>) -> [UInt8] { defects.contains(.echoesData) ? Array(bytes) : [] }
}
