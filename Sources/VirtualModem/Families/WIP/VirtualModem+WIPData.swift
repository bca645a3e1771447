import ATCommands
import Dialects
import World

/// AT+WIPDATA and what the sockets' sessions tell (003 §2.6.4, §2.7.4).
extension VirtualModem {
    // MARK: A line for a socket

    /// The line whose data the session's are; nil: none.
    func lineMapped(to id: SessionID) -> LineName? { lineNames.first { lines[$0.number].dataMode(of: id) != nil } }

    /// From any line of the device: it need not be the one on which the socket was made.
    mutating func map(_ name: WIPStack.SocketName, _ syntax: Dialect.SyntaxName) -> CommandOutcome {
        guard let socket = wip.sockets[name], socket.isReady, let id = socket.session, lineMapped(to: id) == nil,
            !line.finalAnswers.areOwedLater, let mode = dialect.dataMode(of: syntax)
        else { return .failed(.wrongSocketState) }
        let right = line.finalAnswers.take(from: .commandLine)
        let begins = habits.contains(.beginsDataWithOK) ? nil : dialect.message(of: syntax)
        if let begins { conclude(right, begins) } else { conclude(right, StandardResult.ok) }
        var data = DataMode(id, mode, at: now)
        if socket.isFinishedByHost { data.ignoreHost() }
        line.mode = .data(data)
        deliverWaiting(of: name)
        return .passedOn
    }

    /// By a command of another line (003 §2.6.4, mode 0).
    mutating func unmap(_ name: WIPStack.SocketName) -> CommandOutcome {
        guard let id = wip.sockets[name]?.session else { return .failed(.wrongSocketState) }
        leaveData(of: id)
        return .done
    }

    /// The line goes back to command mode, and says so, unless it is the one that has asked for it; what the host has not ended leaves.
    /// - Parameter isAnswered: It gets another answer.
    mutating func leaveData(of id: SessionID, isAnswered: Bool = false) {
        guard let mapped = lineMapped(to: id) else { return }
        carryOut(sessions.hostPaused(id))
        on(mapped) { modem in
            modem.line.mode = .command
            if !isAnswered { modem.respond(StandardResult.ok) }
            modem.tellWaiting()
        }
    }

    /// The escape sequence: the socket stays open.
    mutating func escapeFromData(_ mode: DataMode) {
        if mode.escape?.isEnd == true { return hostFinished(mode) }
        carryOut(sessions.hostPaused(mode.session))
        line.mode = .command
        respond(StandardResult.ok)
        tellWaiting()
    }

    /// DTR has gone off: a socket stays, a file ends.
    mutating func hostLeftData(_ mode: DataMode) {
        guard sessions[mode.session]?.kind == .fileTransfer else { return carryOut(sessions.hostPaused(mode.session)) }
        carryOut(mode.hostEnd.isEmpty ? sessions.abortFile(mode.session) : sessions.hostFinished(mode.session))
    }

    /// What has been held back while the line was busy with data.
    mutating func tellWaiting() {
        let waiting = line.announcements
        line.announcements = []
        for response in waiting { respond(response) }
    }

    private mutating func deliverWaiting(of name: WIPStack.SocketName) {
        guard let socket = wip.sockets[name], let id = socket.session else { return }
        wip.sockets[name]?.waiting = []
        for piece in socket.waiting { deliver(piece, of: name, id) }
        if socket.isHeld { hold(name, false) }
        if socket.isFinishedByPeer { tellShutdown() }
    }

    /// On the line that the socket is mapped to. A datagram's end is marked.
    private mutating func deliver(_ bytes: [UInt8], of name: WIPStack.SocketName, _ id: SessionID) {
        guard let mapped = lineMapped(to: id) else { return }
        on(mapped) { modem in
            guard let mode = modem.line.dataMode(of: id) else { return }
            modem.say(.data(bytes, isEscaped: mode.escapes))
            if let parting = mode.deviceParting { modem.say(.marker(parting, isEcho: false)) }
        }
    }

    private mutating func hold(_ name: WIPStack.SocketName, _ isHeld: Bool) {
        guard let id = wip.sockets[name]?.session, let socket = sessions[id]?.socket else { return }
        wip.sockets[name]?.isHeld = isHeld
        request(.hold(socket, isHeld))
    }

    // MARK: What sessions tell

    /// Of a session that an AT+WIP command has begun.
    mutating func wipSession(_ news: SessionNews) {
        defer { if news.event.isLast { wip.forget(news.id) } }
        guard let name = wip.name(of: news.id) else { return wip.ping == news.id ? echoed(news) : () }
        switch news.event {
        case .listening, .opened: ready(name, news.id)
        case .bytes(let bytes): arrived(bytes, at: name, news.id)
        case .datagram(let bytes, let sender): arrived(datagram: bytes, from: sender, at: name, news.id)
        case .client(let connection, let sender): spawn(connection, from: sender, of: name)
        case .peerFinished: peerFinished(name, news.id)
        case .fileBegins: beginFile(.fetchFile, news.id)
        case .needsHost: beginFile(.storeFile, news.id)
        case .transferred(let condition): fileTransferred(news.id, condition)
        case .failed(let condition): socketFailed(name, news.id, condition)
        case .ended: ended(news.id)
        case .interrupted, .echo, .time, .empty: break
        }
    }

    private func fields(_ name: WIPStack.SocketName) -> [String: String] {
        ["protocol": "\(number(of: name.role))", "index": "\(name.index)"]
    }

    private mutating func ready(_ name: WIPStack.SocketName, _ id: SessionID) {
        wip.sockets[name]?.isReady = true
        guard line.finalAnswers.isOwed(by: .session(id)) else { return }
        let isFirst = habits.contains(.tellsReadinessFirst)
        if isFirst { announce("ready", fields(name)) }
        conclude(line.finalAnswers.take(from: .session(id)), StandardResult.ok)
        if !isFirst { announce("ready", fields(name)) }
    }

    private mutating func arrived(_ bytes: [UInt8], at name: WIPStack.SocketName, _ id: SessionID) {
        guard lineMapped(to: id) == nil else { return deliver(bytes, of: name, id) }
        // Nobody wants the rest of a file whose line has gone.
        guard name.role != .ftp else { return }
        let isFirst = wip.sockets[name]?.waiting.isEmpty == true
        if isFirst { wip.sockets[name]?.waiting = [bytes] } else { wip.sockets[name]?.waiting[0] += bytes }
        if isFirst { announce("arrived", fields(name).merging(["bytes": "\(bytes.count)"]) { first, _ in first }) }
        if (wip.sockets[name]?.waitingBytes ?? 0) >= Self.mostWaiting { hold(name, true) }
    }

    /// Bytes that wait for a line before the peer is stopped.
    private static let mostWaiting = 16 << 10
    /// Datagrams that wait for a line; further ones are lost.
    private static let mostDatagrams = 64

    /// Of several that wait the first is announced.
    private mutating func arrived(datagram bytes: [UInt8], from sender: Endpoint, at name: WIPStack.SocketName, _ id: SessionID) {
        guard lineMapped(to: id) == nil else { return deliver(bytes, of: name, id) }
        guard let count = wip.sockets[name]?.waiting.count, count < Self.mostDatagrams else { return }
        wip.sockets[name]?.waiting.append(bytes)
        guard count == 0 else { return }
        let more = ["bytes": "\(bytes.count)", "address": "\"\(sender.address)\"", "port": "\(sender.port)"]
        announce("datagram-arrived", fields(name).merging(more) { first, _ in first })
    }

    /// A client that the range has no number for is turned away.
    private mutating func spawn(_ connection: SocketKey, from sender: Endpoint, of server: WIPStack.SocketName) {
        guard let index = wip.freeIndex(of: server), let link = bearer.link else { return request(.reset(connection)) }
        let name = WIPStack.SocketName(role: .tcpClient, index: index)
        var plan = Session.Plan(activity: .connection, peer: .hasCome(connection), port: sender.port, local: link.local)
        plan.endsByHalves = true
        let id = sessions.open(plan, on: currentLine)
        var socket = WIPSocket(session: id)
        socket.server = server.index
        socket.localPort = wip.sockets[server]?.localPort ?? 0
        (socket.peer, socket.peerPort) = (sender.address.description, sender.port)
        wip.add(socket, as: name)
        announce("accepted", ["server": "\(server.index)", "client": "\(index)"])
        carryOut(sessions.start(id))
    }

    /// The device can still send.
    private mutating func peerFinished(_ name: WIPStack.SocketName, _ id: SessionID) {
        guard name.role != .ftp else { return on(lineMapped(to: id) ?? currentLine) { $0.closeData(of: id) } }
        wip.sockets[name]?.isFinishedByPeer = true
        guard let mapped = lineMapped(to: id) else { return announce("closed-by-peer", fields(name)) }
        on(mapped) { $0.tellShutdown() }
    }

    private mutating func tellShutdown() { if dialect.has(.shutdown) { respond(dialect.response(.shutdown)) } }

    /// The number stays with the socket until the host closes that; one that was never made is not there. A line that carries data is led
    /// back, and whoever waits for an answer gets the error.
    private mutating func socketFailed(_ name: WIPStack.SocketName, _ id: SessionID, _ condition: Dialect.Condition) {
        let (mapped, owing) = (lineMapped(to: id), lineOwing(.session(id)))
        if wip.sockets[name]?.isReady == false { wip.remove(name) }
        if let mapped {
            on(mapped) { modem in
                if let mode = modem.line.dataMode(of: id) { modem.say(.marker(mode.errorMarker, isEcho: false)) }
                modem.line.mode = .command
                if owing == nil { modem.tell(condition) }
            }
        } else if owing == nil, name.role == .tcpClient, wip.sockets[name]?.isFinishedByPeer == false {
            announce("closed-by-peer", fields(name))
        }
        if let owing { on(owing) { $0.fail($0.line.finalAnswers.take(from: .session(id)), condition) } }
        if let mapped { on(mapped) { $0.tellWaiting() } }
    }

    /// An end in order leaves nobody without an answer.
    private mutating func ended(_ id: SessionID) {
        guard let owing = lineOwing(.session(id)) else { return }
        on(owing) { modem in
            modem.line.mode = .command
            modem.fail(modem.line.finalAnswers.take(from: .session(id)), .serviceFailed)
        }
    }

    /// The host's ETX of a connection: it has no more to send, and still hears the peer (the guide; 003 §2.6.4 has it end the session).
    mutating func halfClose(_ mode: DataMode) {
        if habits.contains(.endsSocketsByETX), let name = wip.name(of: mode.session) {
            line.mode = .command
            wip.remove(name)
            carryOut(sessions.finish(mode.session))
            respond(StandardResult.ok)
            return tellWaiting()
        }
        var mode = mode
        mode.ignoreHost()
        line.mode = .data(mode)
        if let name = wip.name(of: mode.session) { wip.sockets[name]?.isFinishedByHost = true }
        carryOut(sessions.hostFinished(mode.session))
    }
}

extension Dialect {
    /// The data mode that the line of syntax opens.
    func dataMode(of syntax: SyntaxName) -> DataMode? {
        dataModes.first { $0.openings.contains { $0.syntax == syntax.rawValue } }
    }

    /// What tells the host that it is open.
    func message(of syntax: SyntaxName) -> Response? {
        for opening in dataModes.flatMap(\.openings) where opening.syntax == syntax.rawValue {
            if case .form(let form) = opening.message { return response(form) }
        }
        return nil
    }
}
