import Dialects
import InternetProtocols
import World

/// The sessions that run, any number of them, in the order in which they began.
struct SessionTable: Sendable {
    /// What one input made a session ask for and tell.
    struct Report: Hashable, Sendable {
        var id: SessionID
        var kind: Session.Kind
        /// Of its TCP socket; nil: it has none of those.
        var number: Int?
        /// Where it was begun.
        var line: LineName
        var outputs: [SessionOutput]
    }

    private var sessions: [Session] = []
    /// Where each of them was begun.
    private var lines: [LineName] = []
    private var lastNumber = 0

    var isEmpty: Bool { sessions.isEmpty }
    var ids: [SessionID] { sessions.map(\.id) }

    subscript(id: SessionID) -> Session? { sessions.first { $0.id == id } }

    func line(of id: SessionID) -> LineName? { sessions.firstIndex { $0.id == id }.map { lines[$0] } }
    func id(of socket: SocketKey) -> SessionID? { sessions.first { $0.owns(socket) }?.id }

    /// It begins with ``start(_:)``.
    mutating func open(_ plan: Session.Plan, on line: LineName = .first) -> SessionID {
        lastNumber += 1
        let id = SessionID(number: lastNumber)
        sessions.append(Session(plan, id: id))
        lines.append(line)
        return id
    }

    /// - Returns: Nil when the socket is no session's, or no more.
    mutating func received(_ event: NetworkEvent) -> Report? {
        guard let socket = event.socket, let index = sessions.firstIndex(where: { $0.owns(socket) }) else { return nil }
        return advance(index) { $0.received(event) }
    }

    /// - Returns: Nil when there is no such session any more; so do the others.
    mutating func start(_ id: SessionID) -> Report? { advance(id) { $0.start() } }
    mutating func expired(_ timer: SessionTimer, of id: SessionID) -> Report? { advance(id) { $0.expired(timer) } }
    mutating func send(_ bytes: [UInt8], to id: SessionID) -> Report? { advance(id) { $0.send(bytes) } }
    mutating func hostFinished(_ id: SessionID) -> Report? { advance(id) { $0.hostFinished() } }
    mutating func cancel(_ id: SessionID, _ condition: Dialect.Condition) -> Report? { advance(id) { $0.cancel(condition) } }
    /// The host does something else for a while.
    mutating func hostPaused(_ id: SessionID) -> Report? { advance(id) { $0.hostPaused() } }
    mutating func finish(_ id: SessionID) -> Report? { advance(id) { $0.finish() } }
    mutating func transferFile(
        _ direction: FileTransfer.Direction,
        name: String,
        _ settings: FTPClient.Settings,
        of id: SessionID
    ) -> Report? {
        advance(id) { $0.transferFile(direction, name: name, settings) }
    }
    mutating func abortFile(_ id: SessionID) -> Report? { advance(id) { $0.abortFile() } }
    mutating func abandon(_ id: SessionID) -> Report? { advance(id) { $0.abandon() } }

    /// The modem is switched off.
    mutating func removeAll() {
        sessions.removeAll()
        lines.removeAll()
    }

    private mutating func advance(_ id: SessionID, _ step: (inout Session) -> [SessionOutput]) -> Report? {
        sessions.firstIndex { $0.id == id }.map { advance($0, step) }
    }

    private mutating func advance(_ index: Int, _ step: (inout Session) -> [SessionOutput]) -> Report {
        let outputs = step(&sessions[index])
        let report = Report(
            id: sessions[index].id,
            kind: sessions[index].kind,
            number: sessions[index].plan.number,
            line: lines[index],
            outputs: outputs
        )
        if sessions[index].isOver {
            sessions.remove(at: index)
            lines.remove(at: index)
        }
        return report
    }
}
