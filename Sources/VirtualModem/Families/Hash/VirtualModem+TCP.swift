import ATCommands
import Dialects
import Octets
import World

/// AT#OTCP, AT#LTCPSTART, AT#LTCPSTOP: a TCP connection as a transparent bridge to the serial line (001 ch. 5).
extension VirtualModem {
    mutating func opening(_ number: Int, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let (server, port) = try peer(of: number)
        var plan = client(.connection, server, port: port, link)
        plan.number = number
        plan.segmentDelay = segmentDelay(of: number)
        return plan
    }

    /// TCPSERV must be an address (001 App. B "Setting a TCP Port to a Listening Mode").
    func listening(_ number: Int, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let (server, port) = try peer(of: number)
        guard let address = IPv4Address(server) else { throw .badValue }
        let takesAny = address == IPv4Address(255, 255, 255, 255) || decisions.takesAnyPeer
        let listener = Listener(allowed: takesAny ? nil : address, staysOpen: decisions.listensOn)
        return Session.Plan(
            activity: .listener(listener),
            peer: .comes(to: link.local),
            port: port,
            local: link.local,
            segmentDelay: segmentDelay(of: number),
            number: number
        )
    }

    private func segmentDelay(of number: Int) -> Interval? {
        parameters.has(.socketDelay) ? .milliseconds(Int64(parameters.integer(.socketDelay, of: number))) : nil
    }

    private func peer(of number: Int) throws(Dialect.Condition) -> (server: String, port: UInt16) {
        let (server, port) = (parameters.text(.socketServer, of: number), parameters.port(.socketPort, of: number))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        return (server, port)
    }

    /// AT#LTCPSTOP. Only OK is documented, also when nothing listens.
    mutating func stopListening(on number: Int) {
        for id in listeners where sessions[id]?.plan.number == number { abandon(id) }
    }

    /// Those that were begun on the line.
    var listenersHere: [SessionID] { listeners.filter { sessions.line(of: $0) == currentLine } }

    /// An ETX ends a listen to which no peer has come (001 ch. 5 #LTCPSTART, notes); it names none, and so ends all that were begun on its line.
    mutating func endListening(_ listeners: [SessionID]) {
        line.finalAnswers.owe(.commandLine)
        for id in listeners { abandon(id) }
        confirm(line.finalAnswers.take(from: .commandLine))
        line.editor.reset()
    }

    private var listeners: [SessionID] { sessions.ids.filter { sessions[$0]?.kind == .listener } }

    mutating func connection(_ news: SessionNews) {
        let id = news.id
        switch news.event {
        case .listening:
            guard dialect.command(.listen)?.saysOKAtOnce == true, !habits.contains(.listensSilently) else { break }
            confirm(line.finalAnswers.take(from: .session(id)))
        case .opened: bridge(id, of: news.number)
        case .bytes(let bytes): deliver(bytes, of: id)
        // Its end follows at once.
        case .peerFinished: break
        case .interrupted: interrupted(id)
        case .failed(let condition): failed(id, condition)
        case .ended: succeeded(id)
        case .needsHost, .empty, .time, .echo, .fileBegins, .transferred, .client, .datagram:
            preconditionFailure("a connection waits for nobody and is never empty")
        }
    }

    private mutating func bridge(_ id: SessionID, of number: Int?) {
        // The listener has answered its command line, and its data mode ends with an answer, too.
        if !line.finalAnswers.isOwed(by: .session(id)) { line.finalAnswers.owe(.session(id)) }
        enterDataMode(of: dialect.command(.open) == nil ? .listen : .open, id, socket: number)
    }
}
