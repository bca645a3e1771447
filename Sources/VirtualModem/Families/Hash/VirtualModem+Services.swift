import Dialects
import Octets
import World

/// The services that a command starts.
enum Service: Hashable, Sendable {
    /// On the TCP socket of that number.
    case opening(Int)
    case listening(Int)
    case mailSending(MailSource)
    case mailRetrieval
    case fileTransfer(FileTransfer.Direction)
    case timeQuery(TimeRequest)
    case datagrams(listens: Bool)
    case echoes

    /// Where a mail's body comes from.
    enum MailSource: Hashable, Sendable {
        case typed
        /// One of the three combinations of RECn, CCRECn, SUBJn and BODYn.
        case stored(Int)
    }

    /// The number of the TCP socket that it needs; nil: none.
    fileprivate var number: Int? {
        switch self {
        case .opening(let number), .listening(let number): number
        case .mailSending, .mailRetrieval, .fileTransfer, .timeQuery, .datagrams, .echoes: nil
        }
    }
}

/// What the services of the three chapters have in common.
extension VirtualModem {
    /// Only while connected, and where those that run leave room for it.
    mutating func begin(_ service: Service) -> CommandOutcome {
        guard hasRoom(for: service) else { return .failed(.busyApplication) }
        guard let link = bearer.link else { return .failed(.notConnected) }
        let plan: Session.Plan
        do throws(Dialect.Condition) { plan = try self.plan(of: service, link) } catch { return .failed(error) }
        let id = sessions.open(plan, on: currentLine)
        line.finalAnswers.pass(to: .session(id))
        carryOut(sessions.start(id))
        return .passedOn
    }

    /// One at a time (001 ch. 3 to 5, "already in a process using TCP resources"), but that each TCP socket carries one (004 §4).
    private func hasRoom(for service: Service) -> Bool {
        sessions.ids.allSatisfy { id in
            guard let number = service.number, let other = sessions[id]?.plan.number else { return false }
            return number != other
        }
    }

    private mutating func plan(of service: Service, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        switch service {
        case .opening(let number): try opening(number, link)
        case .listening(let number): try listening(number, link)
        case .mailSending(let source): try mailSending(source, link)
        case .mailRetrieval: try mailRetrieval(link)
        case .fileTransfer(let direction): try fileTransfer(direction, link)
        case .timeQuery(let request): timeQuery(request, link)
        case .datagrams(let listens): try datagrams(listening: listens, link)
        case .echoes: try echoes(link)
        }
    }

    /// The server of a service, by name or address. The network's name servers are asked, or else DNSSERV1 and DNSSERV2.
    mutating func peer(_ server: String, _ link: Bearer.Link) -> Session.Peer {
        if let address = IPv4Address(server) { return .address(address) }
        var servers = link.nameServers
        if servers.isEmpty { servers = ownNameServers }
        if decisions.asksPrimaryAlone { servers = Array(servers.prefix(1)) }
        return .name(server, servers: servers, seed: random.next())
    }

    /// Those that the host has named, for a network that names none.
    private var ownNameServers: [IPv4Address] {
        guard !dialect.bearers.isEmpty else { return [parameters.address(.nameServer), parameters.address(.otherNameServer)] }
        return [.bearerNameServer, .bearerOtherNameServer].compactMap { role in
            wip.started.flatMap { IPv4Address(option(role, of: $0)) }
        }
    }

    /// The plan of a service that a server gives.
    mutating func client(_ activity: Session.Activity, _ server: String, port: UInt16, _ link: Bearer.Link) -> Session.Plan {
        let limits = Session.Limits(
            connect: dialect.interval(.tcpConnect, otherwise: Self.usualConnect),
            serverSilence: dialect.interval(.serverSilence, otherwise: Self.usualSilence)
        )
        let saysQuitLate = habits.contains(.saysQuitLate)
        return Session.Plan(
            activity: activity,
            peer: peer(server, link),
            port: port,
            limits: limits,
            saysQuitLate: saysQuitLate,
            local: link.local
        )
    }

    /// RFC 1122 §4.2.3.5 leaves the time to the stack; 75 s are BSD's. No RFC says how long a client waits for a server, RFC 5321 §4.5.3.2 has minutes.
    private static let usualConnect = Interval.seconds(75)
    private static let usualSilence = Interval.minutes(3)

    // MARK: What sessions tell

    /// While another session has the line, what this one tells waits.
    mutating func session(_ news: SessionNews) {
        if wip.owns(news.id) { return wipSession(news) }
        guard line.isFree(for: news.id) else { return line.waiting.append(news) }
        switch news.kind {
        case .connection, .listener: connection(news)
        case .mailSending: mailSending(news.id, news.event)
        case .mailRetrieval: mailRetrieval(news.id, news.event)
        case .fileTransfer: fileTransfer(news.id, news.event)
        case .timeQuery: timeQuery(news.id, news.event)
        case .datagrams: datagrams(news.id, news.event)
        case .datagramSocket: preconditionFailure("only AT+WIP commands make such sockets")
        case .echoes: echoes(news.id, news.event)
        }
        if news.event.isLast { leaveLine() }
    }

    /// The line is free for those that waited for it, each in its turn.
    private mutating func leaveLine() {
        let waiting = line.waiting
        line.waiting = []
        for news in waiting { session(news) }
    }

    /// From a session to the host.
    mutating func deliver(_ bytes: [UInt8], of id: SessionID) {
        guard let mode = line.dataMode(of: id) else { return }
        say(.data(bytes, isEscaped: mode.escapes))
    }

    /// The host has ended its data.
    mutating func hostFinished(_ mode: DataMode) {
        var mode = mode
        guard let session = sessions[mode.session] else { return line.mode = .command }
        switch session.kind {
        case .connection where session.plan.endsByHalves: return halfClose(mode)
        case .datagramSocket: break
        case .fileTransfer where mode.hostEnd.isEmpty:
            line.mode = .command
            return carryOut(sessions.abortFile(mode.session))
        // The end of the connection is that of data mode, too.
        case .connection, .datagrams:
            mode.isEndedByHost = true
            line.mode = .data(mode)
        // The server has the word, and the line takes commands.
        case .mailSending, .fileTransfer:
            line.mode = .command
            if mode.echoesEnd, !habits.contains(.echoesNoEnd) { say(.marker(mode.hostEnd, isEcho: true)) }
        case .listener, .mailRetrieval, .timeQuery, .echoes: preconditionFailure("no host ends the data of such a session")
        }
        carryOut(sessions.hostFinished(mode.session))
    }

    /// The peer has no more for the host, and the marker says so; the server still has the word.
    mutating func closeData(of id: SessionID) {
        guard var mode = line.dataMode(of: id) else { return }
        say(.marker(mode.endMarker, isEcho: false))
        mode.noteEnd()
        line.mode = .data(mode)
    }

    /// The marker that ends data mode; the error follows.
    mutating func interrupted(_ id: SessionID) {
        guard let mode = line.dataMode(of: id) else { return }
        say(.marker(mode.errorMarker, isEcho: false))
        line.mode = .command
    }

    /// The error that ends a session; one whose command line has had its answer tells it all the same.
    mutating func failed(_ id: SessionID, _ condition: Dialect.Condition) {
        line.answersAfterData[id] = nil
        guard line.finalAnswers.isOwed(by: .session(id)) else { return tell(condition) }
        fail(line.finalAnswers.take(from: .session(id)), condition)
    }

    /// Ends a session without a word.
    mutating func abandon(_ id: SessionID) {
        replaceAnswer(of: .session(id))
        if let name = sessions.line(of: id) {
            on(name) {
                $0.line.waiting.removeAll { $0.id == id }
                $0.line.answersAfterData[id] = nil
            }
        }
        carryOut(sessions.abandon(id))
    }

    /// Ends data mode as the dialect has it for a success: the marker, perhaps a message, OK. A session that had no data ends with OK.
    mutating func succeeded(_ id: SessionID) {
        let right = line.finalAnswers.take(from: .session(id))
        let mode = line.dataMode(of: id)
        if mode != nil { line.mode = .command }
        let isEcho = mode?.isEndedByHost == true
        if let mode, !isEcho || mode.echoesEnd && !habits.contains(.echoesNoEnd) { say(.marker(mode.endMarker, isEcho: isEcho)) }
        guard let answers = line.answersAfterData.removeValue(forKey: id) else { return confirm(right) }
        let messages = answers.filter { $0 != dialect.text(.ok) }
        if !messages.isEmpty, !(isEcho && habits.contains(.closesWithOKAlone)) {
            for message in messages { respond(dialect.response(toSuccess: message)) }
            if !isEcho, habits.contains(.saysNoOKAfterThePeer) { return }
        }
        if messages.count < answers.count { confirm(right) }
    }
}
