import Dialects
import World

/// AT#OUDP, AT#LUDPSTART, AT#LUDPSTOP: datagrams with one peer as a bridge to the serial line.
extension VirtualModem {
    /// Of a listener the parameters say where it waits, and for whom.
    mutating func datagrams(listening listens: Bool, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let (server, port) = (parameters.text(.datagramServer), parameters.port(.datagramPort))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        let delay = Interval.milliseconds(Int64(parameters.integer(.datagramDelay, otherwise: 0)))
        guard listens else {
            var plan = client(.datagrams(DatagramExchange()), server, port: port, link)
            plan.segmentDelay = delay
            return plan
        }
        let isOpen = server == Self.everybody || decisions.takesAnyPeer
        let address = IPv4Address(server)
        let exchange = DatagramExchange(allowed: isOpen ? nil : address, listens: true)
        return Session.Plan(
            activity: .datagrams(exchange),
            peer: isOpen || address != nil ? .comes(to: link.local) : peer(server, link),
            port: port,
            local: link.local,
            segmentDelay: delay
        )
    }

    /// Stands for an address that lets everybody's datagrams in.
    private static let everybody = "255.255.255.255"

    /// Only OK is known, also when nothing waits. What has found its peer is data mode, and cannot be reached by a command on its line.
    mutating func stopListeningForDatagrams() {
        for id in sessions.ids {
            if let session = sessions[id], session.kind == .datagrams, session.listens { abandon(id) }
        }
    }

    mutating func datagrams(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .listening:
            guard dialect.command(.listenForDatagrams)?.saysOKAtOnce == true else { break }
            confirm(line.finalAnswers.take(from: .session(id)))
        case .opened:
            if !line.finalAnswers.isOwed(by: .session(id)) { line.finalAnswers.owe(.session(id)) }
            enterDataMode(of: dialect.command(.openDatagrams) == nil ? .listenForDatagrams : .openDatagrams, id)
        case .bytes(let bytes): deliver(bytes, of: id)
        case .interrupted: interrupted(id)
        case .failed(let condition): failed(id, condition)
        case .ended: succeeded(id)
        case .needsHost, .peerFinished, .empty, .time, .echo, .fileBegins, .transferred, .client,
            .datagram:
            preconditionFailure("datagrams have no end, and nobody waits for the host")
        }
    }
}
