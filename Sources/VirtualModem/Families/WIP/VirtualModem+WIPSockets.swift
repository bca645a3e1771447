import ATCommands
import Dialects
import InternetProtocols
import World

/// AT+WIPCREATE, AT+WIPCLOSE, AT+WIPOPT: sockets and sessions (003 §2.6 to §2.8).
extension VirtualModem {
    /// Whether a socket may be made, and over which link.
    private func room(for name: WIPStack.SocketName) throws(Dialect.Condition) -> Bearer.Link {
        guard let link = startedLink else { throw .wrongStackState }
        if wip.sockets[name] != nil { throw name.role == .ftp ? .sessionActive : .wrongSocketState }
        if name.role == .tcpClient, wip.isReserved(name.index) { throw .wrongSocketState }
        let most = dialect.networkProtocol(name.role)?.atOnce ?? 0
        guard wip.count(of: name.role) < most else { throw .socketsExhausted }
        return link
    }

    /// The final answer comes when the socket can be used, or cannot be made.
    private mutating func create(_ name: WIPStack.SocketName, _ socket: WIPSocket, _ plan: Session.Plan) -> CommandOutcome {
        var socket = socket
        let id = sessions.open(plan, on: currentLine)
        socket.session = id
        wip.add(socket, as: name)
        line.finalAnswers.pass(to: .session(id))
        carryOut(sessions.start(id))
        return .passedOn
    }

    mutating func createUDP(_ line: WIPLine) -> CommandOutcome {
        let name = line.socket(.udp)
        let link: Bearer.Link
        do throws(Dialect.Condition) { link = try room(for: name) } catch { return .failed(error) }
        var socket = WIPSocket()
        socket.localPort = UInt16(clamping: line.number("local-port"))
        guard !wip.hasPort(socket.localPort, of: .udp) else { return .failed(.portTaken) }
        let datagrams = DatagramSocket(localPort: line.has("local-port") ? socket.localPort : nil, limit: datagramLimit)
        var plan: Session.Plan
        if line.has("peer") {
            (socket.peer, socket.peerPort) = (line.text("peer"), UInt16(clamping: line.number("peer-port")))
            plan = client(.datagramSocket(datagrams), socket.peer, port: socket.peerPort, link)
        } else {
            plan = Session.Plan(activity: .datagramSocket(datagrams), peer: .comes(to: link.local), port: 0, local: link.local)
        }
        plan.limits = nil
        return create(name, socket, plan)
    }

    /// What the data mode of datagrams says (003 §2.7.4, footnote 1).
    private var datagramLimit: Int {
        dialect.dataModes.compactMap { $0.host?.limit }.first ?? 1_472
    }

    mutating func createClient(_ line: WIPLine) -> CommandOutcome {
        let name = line.socket(.tcpClient)
        let link: Bearer.Link
        do throws(Dialect.Condition) { link = try room(for: name) } catch { return .failed(error) }
        var socket = WIPSocket()
        (socket.peer, socket.peerPort) = (line.text("peer"), UInt16(clamping: line.number("peer-port")))
        var plan = client(.connection, socket.peer, port: socket.peerPort, link)
        plan.endsByHalves = true
        return create(name, socket, plan)
    }

    /// Clients get the numbers of the range, which nobody else has as long (003 §2.6.3.1).
    mutating func createServer(_ line: WIPLine) -> CommandOutcome {
        let name = line.socket(.tcpServer)
        let link: Bearer.Link
        do throws(Dialect.Condition) { link = try room(for: name) } catch { return .failed(error) }
        let (from, to) = (line.number("from"), line.number("to"))
        guard from <= to else { return .failed(.badValue) }
        let isFree = (from...to).allSatisfy { index in
            !wip.isReserved(index) && wip.sockets[WIPStack.SocketName(role: .tcpClient, index: index)] == nil
        }
        guard isFree else { return .failed(.wrongSocketState) }
        var socket = WIPSocket()
        socket.localPort = UInt16(clamping: line.number("local-port"))
        guard !wip.hasPort(socket.localPort, of: .tcpServer) else { return .failed(.portTaken) }
        socket.range = from...to
        let plan = Session.Plan(
            activity: .listener(Listener(spawns: true)),
            peer: .comes(to: link.local),
            port: socket.localPort,
            local: link.local
        )
        return create(name, socket, plan)
    }

    mutating func createFTP(_ line: WIPLine) -> CommandOutcome {
        let name = line.socket(.ftp)
        let link: Bearer.Link
        do throws(Dialect.Condition) { link = try room(for: name) } catch { return .failed(error) }
        var socket = WIPSocket()
        socket.peer = line.text("server")
        socket.peerPort = line.has("peer-port") ? UInt16(clamping: line.number("peer-port")) : 21
        var settings = FTPClient.Settings(
            user: line.text("user"),
            password: line.text("password"),
            transfer: nil,
            isPassive: true
        )
        settings.account = line.text("account")
        let transfer = FileTransfer(settings)
        return create(name, socket, client(.fileTransfer(transfer), socket.peer, port: socket.peerPort, link))
    }

    mutating func showSockets() -> CommandOutcome {
        for name in wip.sockets.keys.sorted(by: WIPStack.inOrder) {
            guard let socket = wip.sockets[name] else { continue }
            let fields = [
                "\(number(of: name.role))", "\(name.index)", "\(socket.localPort)", "\"\(socket.peer)\"", "\(socket.peerPort)",
            ]
            respond(.information("+WIPCREATE: \(fields.joined(separator: ","))"))
        }
        return .done
    }

    func number(of role: Dialect.ProtocolName) -> Int { dialect.networkProtocol(role)?.number ?? 0 }

    // MARK: Closing

    /// FIN, or for a session QUIT. The number is free from here on.
    mutating func close(_ name: WIPStack.SocketName) -> CommandOutcome {
        guard let socket = wip.sockets[name] else { return .failed(.wrongSocketState) }
        wip.remove(name)
        guard let id = socket.session else { return .done }
        leaveData(of: id, isAnswered: lineOwing(.session(id)) != nil)
        replaceAnswer(of: .session(id))
        carryOut(sessions.finish(id))
        // It has ended without a word, unless a server still has one.
        if sessions[id] == nil { wip.forget(id) }
        return .done
    }

    // MARK: Options

    private func socketName(_ line: WIPLine) -> WIPStack.SocketName? {
        dialect.networkProtocol(number: line.number("protocol"))?.role.map {
            WIPStack.SocketName(role: $0, index: line.number("index"))
        }
    }

    private func socketOption(_ line: WIPLine) throws(Dialect.Condition) -> (WIPStack.SocketName, WIPSocket, Dialect.Option) {
        guard let name = socketName(line) else { throw .badProtocol }
        guard dialect.networkProtocol(name.role)?.indices.contains(name.index) == true else { throw .badIndex }
        guard let socket = wip.sockets[name] else { throw .wrongSocketState }
        let owner = dialect.networkProtocol(name.role)?.name
        guard let option = dialect.option(line.number("socket-option"), of: .socket, owner: owner) else {
            throw .unsupportedOption
        }
        return (name, socket, option)
    }

    mutating func readSocketOption(_ line: WIPLine) -> CommandOutcome {
        do throws(Dialect.Condition) {
            let (name, socket, option) = try socketOption(line)
            guard option.isReadable else { return .failed(.unsupportedOption) }
            let value = shown(present(option, of: socket) ?? option.value(among: socket.options), of: option)
            let index = habits.contains(.showsOptionsBare) ? [] : ["\(name.index)"]
            let shown = ["\(number(of: name.role))"] + index + ["\(option.number)", value]
            respond(.information("\(line.syntax.command): \(shown.joined(separator: ","))"))
            return .done
        } catch { return .failed(error) }
    }

    private func present(_ option: Dialect.Option, of socket: WIPSocket) -> String? {
        switch option.role {
        case .localPort: "\(socket.localPort)"
        case .peerPort: "\(socket.peerPort)"
        case .peerAddress: socket.peer
        case .bound: socket.peer.isEmpty ? "0" : "1"
        case .waitingBytes: "\(socket.waitingBytes)"
        case .transferType: socket.options[option.number] ?? "I"
        case .transferMode: socket.options[option.number] ?? "1"
        default: nil
        }
    }

    mutating func writeSocketOption(_ line: WIPLine) -> CommandOutcome {
        do throws(Dialect.Condition) {
            let (name, _, option) = try socketOption(line)
            guard option.isWritable else { return .failed(.unsupportedOption) }
            guard option.value.allows(line.text("value")) else { return .failed(.badValue) }
            wip.sockets[name]?.options[option.number] = line.text("value")
            return .done
        } catch { return .failed(error) }
    }
}
