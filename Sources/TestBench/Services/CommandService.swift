import BenchFacts
import InternetProtocols
import World

/// What the command side of SMTP, POP3 and FTP servers has in common. Connections are named by the numbers of their streams.
protocol CommandServer {
    var faults: ScriptedFaults { get set }
    init()
    /// After so long without a command a client is shown out.
    static var idleSeconds: Int { get }
    /// Whether a further client is refused.
    var isFull: Bool { get }
    mutating func accept(_ connection: Int) -> [ServerAction]
    mutating func receive(_ bytes: [UInt8], on connection: Int) -> [ServerAction]
    /// All that was sent has left.
    mutating func drained(_ connection: Int) -> [ServerAction]
    mutating func resume(on connection: Int) -> [ServerAction]
    mutating func finished(on connection: Int) -> [ServerAction]
    mutating func timedOut(_ connection: Int) -> [ServerAction]
    mutating func closed(_ connection: Int)
    /// Content is on its way, neither whole nor ended.
    var isTransferring: Bool { get }
    mutating func goOn(on connection: Int) -> [ServerAction]
    mutating func say(_ line: String, on connection: Int) -> [ServerAction]
    mutating func leave(resetting: Bool, on connection: Int) -> [ServerAction]
}

extension SMTPServer: CommandServer {}
extension POP3Server: CommandServer {}

/// A server machine at its port: carries its bytes, runs its delays and remembers what it heard.
final class CommandService<Server: CommandServer>: Party {
    var server = Server()
    private var transcript = Transcript()
    private var visits = Visits()
    /// What the move that was asked for last came to.
    private(set) var acted = ObservationState.holds
    private let name: String
    private var door: Door
    private unowned let switchboard: Switchboard
    private let observer: BenchObserver
    private var streams: Set<StreamID> = []
    private var clients = Clients()
    private var idleTimer: TimerID?
    /// Connections that were one too many.
    private var refused = LeavingConnections()
    private var delays: [TimerID: StreamID] = [:]

    init(kind: ServerKind, at endpoint: Endpoint, switchboard: Switchboard, observer: BenchObserver) {
        name = kind.rawValue
        door = Door(at: endpoint)
        self.switchboard = switchboard
        self.observer = observer
    }

    func open() throws(BindError) { try door.open(on: switchboard, for: self) }

    func add(_ fault: ServerFault) throws(BindError) {
        try door.apply(fault, to: &server.faults, on: switchboard, for: self)
    }

    /// Back to the beginning, for the next scenario.
    func restart() throws(BindError) {
        for stream in streams.sorted(by: { $0.number < $1.number }) { switchboard.reset(stream) }
        streams = []
        clients.removeAll()
        refused.reset(on: switchboard)
        for timer in delays.keys { switchboard.cancelTimer(timer) }
        delays = [:]
        server = Server()
        transcript = Transcript()
        visits = Visits()
        acted = .holds
        try open()
    }

    func evaluate(_ observation: ServerObservation<Exact>) -> ObservationState {
        switch observation {
        case .heard(let beginnings): transcript.heard(beginnings)
        case .notHeard(let beginning): transcript.notHeard(beginning)
        case .linesEndRight: transcript.linesEndRight
        case .hasNoClient: .hasNoClient(open: streams.count)
        case .isTransferring: server.isTransferring ? .holds : .impossible(Visits.noTransfer)
        }
    }

    func perform(_ move: ServerMove<Exact>) {
        guard let number = visits.newest, let stream = streams.first(where: { $0.number == number }) else {
            return acted = visits.nobody
        }
        acted = .holds
        switch move {
        case .goesOn: perform(server.goOn(on: number), on: stream)
        case .says(let line): perform(server.say(line, on: number), on: stream)
        case .closes, .closesData: perform(server.leave(resetting: false, on: number), on: stream)
        case .resets, .resetsData: perform(server.leave(resetting: true, on: number), on: stream)
        }
    }

    func saw(_ event: HostEvent) {
        switch event {
        case .accepted(let stream, _, let client):
            switchboard.adopt(stream, by: self)
            observer.log(name, "connected from \(client)")
            if server.isFull, let silent = clients.crowding(client.address) {
                cut(silent, "resets who says nothing, for a further client")
            }
            if server.isFull {
                refused.add(stream, on: switchboard)
            } else {
                streams.insert(stream)
                visits.newest = stream.number
                clients.add(stream, from: client.address, at: switchboard.host.now)
                watchIdleClients()
            }
            perform(server.accept(stream.number), on: stream)
        case .received(let stream, let bytes):
            clients.saw(stream, at: switchboard.host.now)
            perform(server.receive(bytes, on: stream.number), on: stream)
        case .finished(let stream):
            observer.log(name, "sees close")
            perform(server.finished(on: stream.number), on: stream)
        case .failed(let stream, _):
            observer.log(name, "sees reset")
            forget(stream)
        case .closed(let stream): forget(stream)
        case .timer(let timer) where timer == idleTimer: showOutIdleClients()
        case .timer(let timer):
            guard let stream = delays.removeValue(forKey: timer), streams.contains(stream) else { return }
            perform(server.resume(on: stream.number), on: stream)
        case .drained(let stream):
            let actions = server.drained(stream.number)
            guard !actions.isEmpty else { return }
            perform(actions, on: stream)
        case .connected, .datagram, .echoRequested, .echoed: return
        }
        observer.changed()
    }

    private func perform(_ actions: [ServerAction], on stream: StreamID) {
        for action in actions {
            switch action {
            case .heard(let line):
                if switchboard.remembers { transcript.note(line) }
                observer.log(name, "< \(line)")
            case .bareLineEnd(let line):
                if switchboard.remembers { transcript.noteBareLineEnd(of: line) }
            case .answered(let line):
                if switchboard.remembers { transcript.note(line) }
                observer.log(name, switchboard.remembers ? "< \(line)" : "< •••")
            case .said(let line): observer.log(name, "> \(line)")
            case .send(let bytes): switchboard.host.send(bytes, on: stream)
            case .pauseInput: switchboard.host.pause(stream)
            case .resumeInput: switchboard.host.resume(stream)
            case .finish: switchboard.host.finish(stream)
            case .reset:
                observer.log(name, "resets")
                switchboard.reset(stream)
                forget(stream)
            case .delay(let milliseconds):
                delays[switchboard.setTimer(after: .milliseconds(milliseconds), for: self)] = stream
            }
        }
    }

    // MARK: Clients that say nothing

    private static var idleLimit: Interval { .seconds(Int64(Server.idleSeconds)) }

    private func watchIdleClients() {
        guard !switchboard.remembers, idleTimer == nil, let due = clients.idleEnds(after: Self.idleLimit) else { return }
        idleTimer = switchboard.setTimer(after: max(due - switchboard.host.now, .zero), for: self)
    }

    private func showOutIdleClients() {
        idleTimer = nil
        for (stream, again) in clients.takeIdle(for: Self.idleLimit, at: switchboard.host.now) {
            if again { cut(stream, "resets who does not leave") } else { perform(server.timedOut(stream.number), on: stream) }
        }
        watchIdleClients()
    }

    private func cut(_ stream: StreamID, _ text: String) {
        observer.log(name, text)
        switchboard.reset(stream)
        forget(stream)
    }

    private func forget(_ stream: StreamID) {
        streams.remove(stream)
        clients.remove(stream)
        refused.remove(stream)
        server.closed(stream.number)
    }
}

extension ObservationState {
    /// - Parameter open: How many connections with the server are open.
    static func hasNoClient(open: Int) -> ObservationState { open == 0 ? .holds : .notYet("\(open) connections are open") }
}
