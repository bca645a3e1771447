import Dialects
import Octets
import World

extension VirtualModem {
    /// AT#OTCP.
    func opening() throws(Dialect.Condition) -> ServicePlan {
        let (server, port) = (parameters.text("TCPSERV"), parameters.port("TCPPORT"))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        return ServicePlan(server: server, service: Service(activity: .opening, port: port))
    }

    /// AT#LTCPSTART: TCPSERV must be an address (001 App. B "Setting a TCP Port to a Listening Mode").
    func listening() throws(Dialect.Condition) -> ServicePlan {
        let (server, port) = (parameters.text("TCPSERV"), parameters.port("TCPPORT"))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        guard IPv4Address(server) != nil else { throw .badValue }
        return ServicePlan(server: nil, service: Service(activity: .listening, port: port))
    }

    /// AT#LTCPSTOP. Only OK is documented, also when nothing listens.
    mutating func stopListening() -> CommandOutcome {
        closeListener()
        return .done
    }

    /// An ETX ends a listen to which no peer has come (001 ch. 5 #LTCPSTART, notes).
    mutating func endsListening(_ byte: UInt8) -> Bool {
        guard byte == ControlCharacter.etx, service?.isListening == true else { return false }
        closeListener()
        confirm()
        return true
    }

    private mutating func closeListener() {
        guard let service, service.isListening else { return }
        if let socket = service.socket { request(.closeListener(socket)) }
        endProcess()
    }

    /// The first allowed peer gets the connection, and the port no longer listens (001 App. B "Setting a TCP Port to a Listening Mode").
    mutating func accepted(_ socket: SocketKey, on listener: SocketKey, from peer: Endpoint) {
        guard let service, service.isListening, service.socket == listener else {
            // A broken modem leaves the peer in the belief that it is served.
            if !defects.contains(.keepsListening) { request(.reset(socket)) }
            return
        }
        guard isAllowed(peer.address) else { return request(.reset(socket)) }
        if !defects.contains(.keepsListening) { request(.closeListener(listener)) }
        self.service?.socket = socket
        self.service?.isConnected = true
        startBridge()
    }

    private func isAllowed(_ peer: IPv4Address) -> Bool {
        let filter = parameters.address("TCPSERV")
        return filter == IPv4Address(255, 255, 255, 255) || filter == peer || defects.contains(.ignoresFilter)
    }

    mutating func startBridge() {
        cancel(.server)
        let isCoded = parameters.integer("DLEMODE") == 1
        service?.activity = .bridging(Bridge(decoder: isCoded ? DLEDecoder() : nil))
        respond(.waitingForData)
    }

    /// From the network to the host.
    mutating func deliver(_ bytes: [UInt8], over bridge: Bridge) {
        transmit(bridge.decoder == nil ? bytes : escaped(bytes))
    }

    /// With DLE before ETX and DLE (001 ch. 4 and 5).
    mutating func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var coded = escapedWithDLE(bytes)
        if defects.contains(.dropsDLE), !hasDroppedEscape, let first = coded.firstIndex(of: ControlCharacter.dle) {
            hasDroppedEscape = true
            coded.remove(at: first)
        }
        return coded
    }

    /// From the host to the network, up to the ETX that ends the connection.
    mutating func sendOverBridge(_ bridge: Bridge, _ bytes: inout ArraySlice<UInt8>) {
        guard let socket = service?.socket else { return }
        guard var decoder = bridge.decoder else {
            transmit(echoedData(bytes))
            request(.send(Array(bytes), on: socket))
            return bytes.removeAll()
        }
        let output = decoder.decode(bytes)
        let taken = bytes.prefix(output.consumed)
        bytes = bytes[taken.endIndex...]
        service?.activity = .bridging(Bridge(decoder: decoder))
        let data = output.ended ? taken.dropLast() : taken
        transmit(echoedData(data))
        let payload = defects.contains(.unescapesWrong) ? Array(data) : output.payload
        if !payload.isEmpty { request(.send(payload, on: socket)) }
        guard output.ended else { return }
        request(.finish(socket))
        // The ETX is echoed (001 App. B "Opening a TCP Socket").
        endData(withETX: true, .socketClosed, isPeers: false)
    }

    /// The peer's FIN.
    mutating func peerClosed(_ bridge: Bridge) {
        if let socket = service?.socket { request(.finish(socket)) }
        endData(withETX: bridge.decoder != nil, .socketClosed)
    }
}
