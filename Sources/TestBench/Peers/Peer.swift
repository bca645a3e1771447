import BenchFacts
import World

/// A machine somewhere on the Internet that the device talks to, or that talks to the device, over TCP, by datagrams, or by echoes.
///
/// It refuses connections unless a fact makes it listen. It answers the device's FIN with its own once it has sent what it
/// had to send, as nearly every program does; a stalled peer does not see the FIN.
/// Actions and observations concern the newest established connection; an attempt that is to be refused does not replace it.
final class Peer: Party {
    let label: PeerLabel
    private let address: IPv4Address
    private let device: IPv4Address
    private unowned let switchboard: Switchboard
    private let observer: BenchObserver
    private var listeners: [UInt16: ListenerID] = [:]
    private var connections: [PeerConnection] = []
    /// Bytes that all of them hold.
    private var held = 0
    /// The connection that actions and observations concern.
    private var current: Int?
    /// The newest connection that the peer itself asked for, and what is to become of it.
    private var attempt: (index: Int, welcome: Welcome)?
    private var datagrams = PeerDatagrams()
    private var echoes = PeerEchoes()
    /// What the action that was asked for last came to.
    private var acted = ObservationState.holds

    init(label: PeerLabel, addresses: BenchAddresses, switchboard: Switchboard, observer: BenchObserver) {
        self.label = label
        address = addresses.peers[label.index]
        device = addresses.device
        self.switchboard = switchboard
        self.observer = observer
    }

    private func log(_ text: @autoclosure () -> String) { observer.log("peer \(label.name)", text()) }

    // MARK: Facts

    func apply(_ fact: PeerFact) throws(BindError) {
        let everyPort = Endpoint(address, 0)
        switch fact {
        case .listens(let port):
            switchboard.host.reappear(at: everyPort)
            guard listeners[port] == nil else { return }
            listeners[port] = try switchboard.listen(at: Endpoint(address, port), for: self)
        case .refuses:
            stopListening()
            switchboard.host.reappear(at: everyPort)
        case .unreachable:
            stopListening()
            switchboard.host.vanish(at: everyPort)
        case .opensDatagramPort(let port):
            guard datagrams.ports[port] == nil else { return }
            datagrams.note(try switchboard.bind(at: Endpoint(address, port), for: self), at: port)
        case .echoes(let behaviour): echoes.behaviour = behaviour
        }
    }

    /// Back to the beginning, for the next scenario.
    func restart() {
        for connection in connections where connection.isAlive { switchboard.reset(connection.stream) }
        connections = []
        held = 0
        current = nil
        attempt = nil
        acted = .holds
        for socket in datagrams.ports.values { switchboard.close(socket) }
        datagrams = PeerDatagrams()
        for timer in echoes.timers { switchboard.cancelTimer(timer) }
        echoes = PeerEchoes()
        stopListening()
        switchboard.host.reappear(at: Endpoint(address, 0))
    }

    private func stopListening() {
        for listener in listeners.values { switchboard.close(listener) }
        listeners = [:]
    }

    // MARK: Actions

    func perform(_ action: PeerAction<Exact>) {
        switch action {
        case .connects(let port, let welcome): connect(to: port, welcome)
        case .sends(let bytes): send(bytes)
        case .sendsDatagram(let bytes, let source, let destination): send(datagram: bytes, from: source, to: destination)
        case .pings: ping()
        case .closes: close()
        case .resets: reset()
        case .stalls: stall(true)
        case .resumes: stall(false)
        }
    }

    func outcome(of action: PeerAction<Exact>) -> ObservationState {
        switch action {
        case .connects: attempted
        case .sends, .sendsDatagram, .pings, .closes, .resets, .stalls, .resumes: acted
        }
    }

    private func connect(to port: UInt16, _ welcome: Welcome) {
        attempt = nil
        guard makeRoom() else { return }
        let destination = Endpoint(device, port)
        let stream = switchboard.connect(to: destination, from: address, for: self)
        connections.append(PeerConnection(stream: stream, remote: destination, state: .opening))
        attempt = (connections.count - 1, welcome)
        if welcome == .accepted { current = connections.count - 1 }
        log("connects to \(destination)")
    }

    private func send(_ bytes: [UInt8]) {
        guard let current = standing(unclosed: true), !bytes.isEmpty else { return }
        log("> \(excerpt(bytes))")
        switchboard.host.send(bytes, on: connections[current].stream)
    }

    private func close() {
        guard let current = standing(unclosed: true) else { return }
        log("closes")
        connections[current].closed = true
        switchboard.host.finish(connections[current].stream)
    }

    private func reset() {
        guard let current = standing() else { return }
        log("resets")
        connections[current].state = .abandoned
        switchboard.reset(connections[current].stream)
    }

    private func stall(_ stalled: Bool) {
        guard let current = standing() else { return }
        log(stalled ? "stalls" : "resumes")
        connections[current].stalled = stalled
        let stream = connections[current].stream
        if stalled { switchboard.host.pause(stream) } else if !connections[current].congested { switchboard.host.resume(stream) }
    }

    /// The connection that an action concerns; without one, ``acted`` says why the action comes to nothing.
    ///
    /// That a device is not connected, or no longer, is not its fault by itself: only its own lines, or an observation, can say so.
    /// An action before any connection is the scenario's mistake. After an end that the device made (FIN or RST, RFC 9293 §3.6, §3.5.2)
    /// it comes to nothing; after one that the network made, it leaves the scenario's purpose unreached.
    /// `unclosed`: the peer must not have sent its FIN.
    private func standing(unclosed: Bool = false) -> Int? {
        guard let current else {
            acted = .impossible("nobody is connected with the peer; `peer is connected` waits for the device")
            return nil
        }
        acted = state(of: connections[current], unclosed: unclosed)
        return acted == .holds ? current : nil
    }

    private func state(of connection: PeerConnection, unclosed: Bool) -> ObservationState {
        switch connection.state {
        case .opening: .impossible("the peer's connection is not yet established")
        case .open where unclosed && connection.closed: .impossible("the peer has closed the connection itself")
        case .open: .holds
        case .finished: .ended("the device has closed the peer's connection")
        case .failed(.reset), .failed(.refused): .ended("the device has reset the peer's connection")
        case .failed(.unreachable): .unreached("the peer's connection \(StreamFailure.unreachable.text)")
        case .abandoned: .impossible("the peer has reset the connection itself")
        }
    }

    // MARK: Events

    func saw(_ event: HostEvent) {
        switch event {
        case .accepted(let stream, _, let remote): accept(stream, from: remote)
        case .connected(let stream): change(stream, to: .open, text: "connected")
        case .received(let stream, let bytes): receive(bytes, on: stream)
        case .finished(let stream):
            change(stream, to: .finished, text: "sees close")
            switchboard.host.finish(stream)
        case .failed(let stream, let failure): change(stream, to: .failed(failure), text: "connection \(failure.text)")
        case .closed(let stream): return forget(stream)
        case .datagram(let socket, let bytes, let sender): receive(datagram: bytes, on: socket, from: sender)
        case .echoRequested(let request, let bytes, let asker, _): receive(request, bytes, from: asker)
        case .echoed(let request, let bytes): echoes.receive(answer: bytes, to: request)
        case .timer(let timer): if let echo = echoes.due(timer) { switchboard.host.answerEcho(echo.request, with: echo.bytes) }
        case .drained: return
        }
        observer.changed()
        if case .failed(let stream, _) = event { forget(stream) }
    }

    /// Without a scenario nobody asks what a connection that is over has brought.
    private func forget(_ stream: StreamID) {
        guard let index = index(of: stream) else { return }
        if switchboard.remembers { connections[index].isOver = true } else { remove(index) }
    }

    private func remove(_ index: Int) {
        held -= connections[index].pending.count
        connections.remove(at: index)
        func moved(_ other: Int) -> Int? { other == index ? nil : other > index ? other - 1 : other }
        current = current.flatMap(moved)
        attempt = attempt.flatMap { attempt in moved(attempt.index).map { ($0, attempt.welcome) } }
    }

    /// Whether there is room for a further connection: one that is over and holds nothing gives way or, without a scenario, the one that has
    /// been silent for longest.
    private func makeRoom() -> Bool {
        guard connections.count >= BenchLimits.peerConnections else { return true }
        let isOver = connections.indices.first {
            let connection = connections[$0]
            return (connection.isOver || !connection.isAlive) && connection.pending.isEmpty && $0 != current
                && $0 != attempt?.index
        }
        if let isOver {
            remove(isOver)
            return true
        }
        guard !switchboard.remembers,
            let silent = connections.indices.min(by: { connections[$0].lastSeen < connections[$1].lastSeen })
        else { return false }
        log("resets who says nothing, for a further connection")
        switchboard.reset(connections[silent].stream)
        remove(silent)
        return true
    }

    private func accept(_ stream: StreamID, from remote: Endpoint) {
        guard makeRoom() else { return switchboard.reset(stream) }
        switchboard.adopt(stream, by: self)
        connections.append(PeerConnection(stream: stream, remote: remote, state: .open))
        connections[connections.count - 1].lastSeen = switchboard.host.now
        current = connections.count - 1
        log("connected from \(remote)")
    }

    private func change(_ stream: StreamID, to state: PeerConnection.State, text: String) {
        guard let index = index(of: stream) else { return }
        connections[index].state = state
        log(text)
    }

    private func receive(_ bytes: [UInt8], on stream: StreamID) {
        guard let index = index(of: stream) else { return }
        log("< \(excerpt(bytes))")
        connections[index].lastSeen = switchboard.host.now
        guard switchboard.remembers else { return }
        connections[index].pending += bytes
        if connections[index].closed { connections[index].farewell += bytes.count }
        held += bytes.count
        let isMuch = connections[index].pending.count >= BenchLimits.peerBacklog || held >= BenchLimits.peerBacklogs
        if isMuch, !connections[index].congested {
            connections[index].congested = true
            switchboard.host.pause(stream)
        }
    }

    // MARK: Datagrams and echoes

    private func send(datagram bytes: [UInt8], from source: UInt16?, to destination: UInt16?) {
        switch datagrams.way(from: source, to: destination, of: device) {
        case .none(let reason): acted = .impossible(reason)
        case .found(let socket, let endpoint):
            acted = .holds
            log("datagram > \(excerpt(bytes))")
            switchboard.host.send(bytes, to: endpoint, on: socket)
        }
    }

    private func receive(datagram bytes: [UInt8], on socket: DatagramSocketID, from sender: Endpoint) {
        log("datagram < \(excerpt(bytes)) from \(sender)")
        if !datagrams.receive(bytes, on: socket, from: sender, keeping: switchboard.remembers), switchboard.remembers {
            log("has no room for the datagram")
        }
    }

    private func ping() {
        acted = .holds
        let bytes = Array("echo \(label.name)".utf8)
        log("pings \(device)")
        echoes.ask(switchboard.requestEcho(bytes, of: device, from: address, for: self), bytes)
    }

    private func receive(_ request: EchoID, _ bytes: [UInt8], from asker: IPv4Address) {
        log("pinged from \(asker)")
        guard let delay = echoes.receive() else { return }
        if delay == .zero { return switchboard.host.answerEcho(request, with: bytes) }
        guard echoes.hasRoom else { return }
        echoes.delay(request, bytes, until: switchboard.setTimer(after: delay, for: self))
    }

    private func index(of stream: StreamID) -> Int? { connections.lastIndex { $0.stream == stream } }
}

// MARK: Observations

extension Peer {
    func evaluate(_ observation: PeerObservation<Exact>) -> ObservationState {
        switch observation {
        case .connected: connected()
        case .received(let bytes): received(bytes)
        case .receivedNothing: receivedNothing
        case .receivedDatagram(let bytes): datagrams.take(bytes)
        case .receivedNoDatagram: datagrams.receivedNone
        case .pinged(let times): echoes.pinged(times: times)
        case .sawEcho: echoes.sawAnswer
        case .sawClose: sawClose
        case .sawReset: sawReset
        }
    }

    private var receivedNothing: ObservationState {
        let pending = current.map { connections[$0].pending.count } ?? 0
        return pending == 0 ? .holds : .violated("it has received \(pending) bytes")
    }

    private func received(_ expected: [UInt8]) -> ObservationState {
        guard let current else { return .notYet("the device has not connected") }
        let before = connections[current].pending.count
        let state = connections[current].take(expected)
        held -= before - connections[current].pending.count
        if connections[current].congested, connections[current].pending.count < BenchLimits.peerBacklog {
            connections[current].congested = false
            if !connections[current].stalled { switchboard.host.resume(connections[current].stream) }
        }
        return state
    }

    /// Whether a connection stands, or stood and was closed before anybody asked.
    private func connected() -> ObservationState {
        guard let current else { return .notYet("the device has not connected") }
        let wasSeen = connections[current].seen
        switch connections[current].state {
        case .opening: return .notYet("the connection is not yet established")
        case .finished where wasSeen, .failed where wasSeen, .abandoned where wasSeen:
            return .notYet("no new connection has come")
        case .failed(let failure): return .violated("the connection \(failure.text)")
        case .abandoned: return .violated("the peer has reset the connection")
        case .open, .finished:
            connections[current].seen = true
            return .holds
        }
    }

    private var sawClose: ObservationState {
        guard let current else { return .notYet("the device has not connected") }
        let connection = connections[current]
        if !connection.unexpected.isEmpty { return .violated("first came \(excerpt(Array(connection.unexpected)))") }
        switch connection.state {
        case .opening: return .notYet("the connection is not yet established")
        case .open: return .notYet("the connection is open")
        case .finished: return .holds
        case .failed(let failure): return .violated("the connection \(failure.text)")
        case .abandoned: return .violated("the peer has reset the connection")
        }
    }

    /// Bytes before the reset may be lost on the way, so they are not counted here.
    private var sawReset: ObservationState {
        guard let current else { return .notYet("the device has not connected") }
        switch connections[current].state {
        case .opening: return .notYet("the connection is not yet established")
        case .open: return .notYet("the connection is open")
        case .finished: return .notYet("the device has sent FIN")
        case .failed(.reset): return .holds
        case .failed(let failure): return .violated("the connection \(failure.text)")
        case .abandoned: return .violated("the peer has reset the connection itself")
        }
    }

    /// What has become of the connection that the peer asked for last.
    ///
    /// Real stacks establish a connection before a program can turn it down: RST right after it counts as a refusal.
    private var attempted: ObservationState {
        guard let attempt else { return .impossible("the peer has opened too many connections") }
        let connection = connections[attempt.index]
        switch (connection.state, attempt.welcome) {
        case (_, .any): return .holds
        case (.opening, _): return .notYet("no answer to SYN")
        case (.open, .accepted), (.finished, .accepted), (.abandoned, .accepted): return .holds
        case (.failed(.reset), .accepted), (.failed(.refused), .accepted), (.failed(.unreachable), .accepted):
            return .violated("the connection \(failedText(connection))")
        case (.failed(.refused), _): return .holds
        case (.failed(.reset), _) where connection.pending.isEmpty: return .holds
        case (.finished, .turnedAway) where connection.pending.isEmpty: return .holds
        case (.failed, _), (.abandoned, _): return .violated("the connection \(failedText(connection))")
        case (.open, _) where connection.pending.isEmpty: return .notYet("the device accepted the connection")
        case (.finished, _) where connection.pending.isEmpty: return .violated("the device accepted and closed the connection")
        case (.open, _), (.finished, _): return .violated("the device accepted and sent \(excerpt(connection.pending))")
        }
    }

    private func failedText(_ connection: PeerConnection) -> String {
        let sent = connection.pending.isEmpty ? "" : " after \(excerpt(connection.pending))"
        if case .failed(let failure) = connection.state { return failure.text + sent }
        return "was given up" + sent
    }

    /// Bytes that no expectation has taken.
    var leftovers: [String] {
        connections.map(\.unexpected).filter { !$0.isEmpty }.map { bytes in
            "peer \(label.name) received \(bytes.count) bytes that nothing expects: \(excerpt(Array(bytes)))"
        }
            + datagrams.pending.map { "peer \(label.name) received a datagram that nothing expects: \(excerpt($0))" }
    }
}
