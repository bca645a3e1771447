import World

/// A party at the bench's host: a listener, a connection, a socket or a timer is its own.
protocol Party: AnyObject {
    func saw(_ event: HostEvent)
}

/// Hands each event of the bench's one host to the party that it concerns.
final class Switchboard: HostDelegate {
    let host: any Host
    var guests = Guests()
    /// What came is kept for a scenario that asks. Without it, nothing is kept of what is over, and nobody who says nothing stays for ever.
    var remembers = true
    /// Told of those that are turned away.
    var onStranger: ((_ from: Endpoint, _ to: Endpoint?) -> Void)?
    private var streams: [StreamID: any Party] = [:]
    private var listeners: [ListenerID: any Party] = [:]
    private var sockets: [DatagramSocketID: any Party] = [:]
    private var timers: [TimerID: any Party] = [:]
    private var echoes: [EchoID: any Party] = [:]
    /// Who answers echo requests to an address.
    private var answerers: [IPv4Address: any Party] = [:]

    init(host: any Host) {
        self.host = host
        host.delegate = self
    }

    func listen(at endpoint: Endpoint, for party: any Party) throws(BindError) -> ListenerID {
        let listener = try host.listen(at: endpoint)
        listeners[listener] = party
        return listener
    }

    func close(_ listener: ListenerID) {
        listeners[listener] = nil
        host.close(listener)
    }

    func connect(to destination: Endpoint, from source: IPv4Address, for party: any Party) -> StreamID {
        let stream = host.connect(to: destination, from: source)
        streams[stream] = party
        return stream
    }

    /// Gives an accepted connection to the party that will serve it.
    func adopt(_ stream: StreamID, by party: any Party) { streams[stream] = party }

    func reset(_ stream: StreamID) {
        streams[stream] = nil
        host.reset(stream)
    }

    func bind(at endpoint: Endpoint, for party: any Party) throws(BindError) -> DatagramSocketID {
        let socket = try host.bind(at: endpoint)
        sockets[socket] = party
        return socket
    }

    func close(_ socket: DatagramSocketID) {
        sockets[socket] = nil
        host.close(socket)
    }

    /// The party is told of echo requests to the address. To others the system answers.
    func answerEchoes(at address: IPv4Address, by party: any Party) { answerers[address] = party }

    func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address, for party: any Party) -> EchoID {
        let request = host.requestEcho(bytes, of: destination, from: source)
        echoes[request] = party
        return request
    }

    func setTimer(after interval: Interval, for party: any Party) -> TimerID {
        let timer = host.setTimer(after: interval)
        timers[timer] = party
        return timer
    }

    func cancelTimer(_ timer: TimerID) {
        timers[timer] = nil
        host.cancelTimer(timer)
    }

    func host(_ host: any Host, saw event: HostEvent) {
        switch event {
        case .timer(let timer): timers.removeValue(forKey: timer)?.saw(event)
        case .accepted(let stream, let listener, let client):
            guard let party = listeners[listener] else { return reset(stream) }
            guard takesIn(guests.receive(client.address), client, at: host.endpoints(of: stream)?.local) else {
                return reset(stream)
            }
            party.saw(event)
        case .connected(let stream), .received(let stream, _), .finished(let stream), .drained(let stream):
            streams[stream]?.saw(event)
        case .failed(let stream, _), .closed(let stream): streams.removeValue(forKey: stream)?.saw(event)
        case .datagram(let socket, _, let client):
            guard let party = sockets[socket] else { return }
            let reception = party is Peer ? guests.receive(client.address) : guests.receive(questionFrom: client.address)
            if takesIn(reception, client, at: host.endpoint(of: socket)) { party.saw(event) }
        case .echoRequested(let request, let bytes, let client, let address):
            guard let party = answerers[address] else { return host.answerEcho(request, with: bytes) }
            if takesIn(guests.receive(client), Endpoint(client, 0), at: Endpoint(address, 0)) { party.saw(event) }
        case .echoed(let request, _): echoes.removeValue(forKey: request)?.saw(event)
        }
    }

    private func takesIn(_ reception: Guests.Reception, _ client: Endpoint, at local: @autoclosure () -> Endpoint?) -> Bool {
        switch reception {
        case .takenIn: return true
        case .turnedAway(let isNoted):
            if isNoted { onStranger?(client, local()) }
            return false
        }
    }
}
