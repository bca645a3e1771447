import BenchFacts
import InternetProtocols
import World

/// The file server at its port: carries control and data connections, runs delays and remembers what it heard.
final class FTPService: Party {
    /// What belongs to one control connection.
    struct Session {
        let control: StreamID
        var passive: ListenerID?
        var data: StreamID?
        /// The client has sent FIN on the data connection.
        var isDataLeft = false
        /// All was sent on the data connection, and whether it arrives is being awaited.
        var isEnding = false
        /// How often it was looked whether it has.
        var looks = 0
    }

    static let name = ServerKind.ftp.rawValue
    var server = FTPServer()
    var sessions: [Int: Session] = [:]
    /// Data connections that are done, until the client has closed its side.
    var leaving = LeavingConnections()
    /// Control connections that were one too many.
    private var refused = LeavingConnections()
    private var transcript = Transcript()
    private var visits = Visits()
    /// What the move that was asked for last came to.
    private(set) var acted = ObservationState.holds
    private var door: Door
    unowned let switchboard: Switchboard
    let observer: BenchObserver
    private var delays: [TimerID: Int] = [:]
    private var clients = Clients()
    private var idleTimer: TimerID?
    /// The ends of data connections that are being awaited.
    var endings: [TimerID: StreamID] = [:]
    /// What the server has asked for, of the control connection of that number, in order; empty while nothing is being performed.
    private var pending: [(action: FTPServer.Action, number: Int)] = []

    init(at endpoint: Endpoint, switchboard: Switchboard, observer: BenchObserver) {
        door = Door(at: endpoint)
        self.switchboard = switchboard
        self.observer = observer
    }

    func open() throws(BindError) { try door.open(on: switchboard, for: self) }

    // MARK: Facts

    func apply(_ fact: FTPFact) throws(BindError) {
        switch fact {
        case .user(let name, let password, let account):
            server.accounts[name] = FTPServer.Account(password: password, account: account)
        case .userWithoutPassword(let name): server.accounts[name] = FTPServer.Account(password: nil)
        case .home(let path): server.home = FileTree.Path(path)
        case .passiveReply(let line): server.passiveReply = line
        case .directory(let path, let writable): server.files.setDirectory(FileTree.Path(path), writable: writable)
        case .file(let path, let content): server.files.setFile(FileTree.Path(path), content)
        case .completionFirst(let first): server.completesFirst = first
        case .fault(let fault): try door.apply(fault, to: &server.faults, on: switchboard, for: self)
        }
    }

    /// Back to the beginning, for the next scenario.
    func restart() throws(BindError) {
        for session in sessions.values.sorted(by: { $0.control.number < $1.control.number }) {
            if let passive = session.passive { switchboard.close(passive) }
            if let data = session.data { switchboard.reset(data) }
            switchboard.reset(session.control)
        }
        leaving.reset(on: switchboard)
        refused.reset(on: switchboard)
        sessions = [:]
        clients.removeAll()
        for timer in [TimerID](delays.keys) + endings.keys { switchboard.cancelTimer(timer) }
        delays = [:]
        endings = [:]
        server = FTPServer()
        transcript = Transcript()
        visits = Visits()
        acted = .holds
        try open()
    }

    // MARK: Observations

    func evaluate(_ observation: ServerObservation<Exact>) -> ObservationState {
        switch observation {
        case .heard(let beginnings): transcript.heard(beginnings)
        case .notHeard(let beginning): transcript.notHeard(beginning)
        case .linesEndRight: transcript.linesEndRight
        case .hasNoClient: .hasNoClient(open: sessions.count + sessions.values.count { $0.data != nil } + leaving.count)
        case .isTransferring: server.isTransferring ? .holds : .impossible(Visits.noTransfer)
        }
    }

    // MARK: Actions

    func perform(_ move: ServerMove<Exact>) {
        guard let number = visits.newest, sessions[number] != nil else { return acted = visits.nobody }
        acted = .holds
        switch move {
        case .goesOn: perform(server.goOn(on: number), number)
        case .says(let line): perform(server.say(line, on: number), number)
        case .closes, .resets: perform(server.leave(resetting: move == .resets, on: number), number)
        case .closesData, .resetsData:
            guard sessions[number]?.data != nil else { return acted = .ended("the device has closed the data connection") }
            perform(server.closeData(resetting: move == .resetsData, on: number), number)
        }
    }

    func evaluate(_ observation: FTPObservation<Exact>) -> ObservationState {
        switch observation {
        case .file(let path, let bytes): file(path, is: bytes)
        case .noFile(let path): noFile(path)
        }
    }

    /// Without a user no device can log in, so that a file can only be there if a fact has put it there.
    private func file(_ path: String, is expected: [UInt8]) -> ObservationState {
        let state = content(of: path, is: expected)
        guard case .notYet = state, server.accounts.isEmpty else { return state }
        return .impossible("no FTP user is declared")
    }

    private func content(of path: String, is expected: [UInt8]) -> ObservationState {
        guard let content = server.files.file(FileTree.Path(path)) else { return .notYet("there is no file \"\(path)\"") }
        return difference(between: content, and: expected, of: "\"\(path)\"").map(ObservationState.notYet) ?? .holds
    }

    private func noFile(_ path: String) -> ObservationState {
        server.files.file(FileTree.Path(path)).map { .notYet("\"\(path)\" holds \($0.count) bytes") } ?? .holds
    }

    // MARK: Control connections

    func saw(_ event: HostEvent) {
        switch event {
        case .accepted(let stream, let listener, let client):
            if let number = sessions.first(where: { $0.value.passive == listener })?.key {
                acceptData(stream, from: client, for: number)
            } else {
                accept(stream, from: client)
            }
        case .connected(let stream), .received(let stream, _), .drained(let stream), .finished(let stream),
            .failed(let stream, _),
            .closed(let stream):
            if sessions[stream.number] != nil {
                clients.saw(stream, at: switchboard.host.now)
                sawControl(event, stream.number)
            } else if let (number, session) = sessions.first(where: { $0.value.data == stream }) {
                clients.saw(session.control, at: switchboard.host.now)
                sawData(event, number)
            } else {
                sawLeaving(event)
            }
        case .timer(let timer) where timer == idleTimer: showOutIdleClients()
        case .timer(let timer):
            if let stream = endings.removeValue(forKey: timer) {
                lookAtEnd(of: stream)
            } else if let number = delays.removeValue(forKey: timer) {
                perform(server.resume(on: number), number)
            } else {
                return
            }
        case .datagram, .echoRequested, .echoed: return
        }
        observer.changed()
    }

    private func sawLeaving(_ event: HostEvent) {
        switch event {
        case .failed(let stream, _), .closed(let stream):
            leaving.remove(stream)
            refused.remove(stream)
        case .connected, .received, .drained, .finished, .accepted, .timer, .datagram, .echoRequested, .echoed: break
        }
    }

    private func accept(_ stream: StreamID, from client: Endpoint) {
        switchboard.adopt(stream, by: self)
        observer.log(Self.name, "connected from \(client)")
        if server.isFull, let silent = clients.crowding(client.address) {
            cut(silent, "resets who says nothing, for a further client")
        }
        sessions[stream.number] = Session(control: stream)
        visits.newest = stream.number
        let isRefused = server.isFull
        if !isRefused {
            clients.add(stream, from: client.address, at: switchboard.host.now)
            watchIdleClients()
        }
        perform(server.accept(stream.number, from: client.address.value), stream.number)
        guard isRefused else { return }
        sessions[stream.number] = nil
        refused.add(stream, on: switchboard)
    }

    private func sawControl(_ event: HostEvent, _ number: Int) {
        switch event {
        case .received(_, let bytes): perform(server.receive(bytes, on: number), number)
        case .drained: perform(server.drained(number), number)
        case .finished:
            observer.log(Self.name, "sees close")
            perform(server.finished(on: number), number)
        case .failed:
            observer.log(Self.name, "sees reset")
            forget(number)
        case .closed: forget(number)
        case .connected, .accepted, .timer, .datagram, .echoRequested, .echoed: break
        }
    }

    /// Performs the actions, and those to which they lead, in the order in which the server asked for them: however many commands a client
    /// has sent at once, the stack does not grow.
    func perform(_ actions: [FTPServer.Action], _ number: Int) {
        let isPerforming = !pending.isEmpty
        pending += actions.map { ($0, number) }
        guard !isPerforming else { return }
        var next = 0
        while next < pending.count {
            let (action, number) = pending[next]
            next += 1
            perform(action, number)
        }
        pending = []
    }

    private func perform(_ action: FTPServer.Action, _ number: Int) {
        switch action {
        case .control(let action): perform(action, number)
        case .openPassiveListener: openPassiveListener(number)
        case .closePassiveListener: closePassiveListener(number)
        case .connectData(let address, let port): connectData(to: Endpoint(IPv4Address(address), port), number)
        case .sendData(let bytes): withData(number) { switchboard.host.send(bytes, on: $0) }
        case .endData: endData(number)
        case .finishData: finishData(number)
        case .resetData: resetData(number)
        case .pauseData: withData(number) { switchboard.host.pause($0) }
        case .resumeData: withData(number) { switchboard.host.resume($0) }
        }
    }

    private func perform(_ action: ServerAction, _ number: Int) {
        guard let control = sessions[number]?.control else { return }
        switch action {
        case .heard(let line):
            if switchboard.remembers { transcript.note(line) }
            observer.log(Self.name, "< \(line)")
        case .bareLineEnd(let line):
            if switchboard.remembers { transcript.noteBareLineEnd(of: line) }
        case .answered(let line): observer.log(Self.name, switchboard.remembers ? "< \(line)" : "< •••")
        case .said(let line):
            observer.log(Self.name, "> \(line)")
            // Behind a router a device names an address that nobody else has.
            if line == FTPServer.foreignData {
                switchboard.guests.miss("the device wants data at an address that it does not come from")
            }
        case .send(let bytes): switchboard.host.send(bytes, on: control)
        case .pauseInput: switchboard.host.pause(control)
        case .resumeInput: switchboard.host.resume(control)
        case .finish: switchboard.host.finish(control)
        case .reset:
            observer.log(Self.name, "resets")
            switchboard.reset(control)
            forget(number)
        case .delay(let milliseconds): delays[switchboard.setTimer(after: .milliseconds(milliseconds), for: self)] = number
        }
    }

    // MARK: Clients that say nothing

    private static let idleLimit = Interval.seconds(Int64(FTPServer.idleSeconds))

    private func watchIdleClients() {
        guard !switchboard.remembers, idleTimer == nil, let due = clients.idleEnds(after: Self.idleLimit) else { return }
        idleTimer = switchboard.setTimer(after: max(due - switchboard.host.now, .zero), for: self)
    }

    private func showOutIdleClients() {
        idleTimer = nil
        for (stream, again) in clients.takeIdle(for: Self.idleLimit, at: switchboard.host.now) {
            if again {
                cut(stream, "resets who does not leave")
            } else {
                perform(server.timedOut(stream.number), stream.number)
            }
        }
        watchIdleClients()
    }

    private func cut(_ control: StreamID, _ text: String) {
        observer.log(Self.name, text)
        switchboard.reset(control)
        forget(control.number)
    }

    /// The control connection is gone, and with it what belongs to it.
    private func forget(_ number: Int) {
        if let control = sessions[number]?.control { clients.remove(control) }
        perform(server.closed(number), number)
        guard let session = sessions.removeValue(forKey: number) else { return }
        if let passive = session.passive { switchboard.close(passive) }
        if let data = session.data { switchboard.reset(data) }
    }
}
