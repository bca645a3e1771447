internal import VirtualModem
import World

/// Lets everything pass between a modem and its world, and notes it; or does one thing to one thing that passes.
final class Interference: Interposer {
    private let slip: (passage: Passage, slip: Slip)?
    private var names: PassageNames
    private(set) var passages: [Passage] = []
    private var count = 0

    /// - Parameter parties: What is found at an address of the bench.
    init(parties: @escaping (IPv4Address) -> String) {
        slip = nil
        names = PassageNames(parties)
    }

    init(_ slip: Slip, at passage: Passage) {
        self.slip = (passage, slip)
        names = PassageNames { _ in "" }
    }

    func passed(_ input: VirtualModem.Input) -> VirtualModem.Input? {
        switch input {
        case .powerOn, .serial, .hostLeft: return input
        case .timer, .network, .radio:
            defer { count += 1 }
            if let slip { return slip.passage.index == count ? nil : input }
            names.note(input)
            if let name = names.name(of: input) { passages.append(Passage(index: count, name: name, slips: [.lost])) }
            return input
        }
    }

    func passed(_ actions: [VirtualModem.Action]) -> [VirtualModem.Action] {
        guard let slip else {
            for action in actions { note(action) }
            return actions
        }
        var passed: [VirtualModem.Action] = []
        passed.reserveCapacity(actions.count)
        for action in actions {
            if case .say = action {
                passed.append(action)
            } else {
                passed += slip.passage.index == count ? action.after(slip.slip, line: slip.passage.line) : [action]
                count += 1
            }
        }
        return passed
    }

    private func note(_ action: VirtualModem.Action) {
        if case .say = action { return }
        names.note(action)
        for (line, name, slips) in names.names(of: action) {
            passages.append(Passage(index: count, line: line, name: name, slips: slips))
        }
        count += 1
    }
}

/// Names what passes by what it is and by the phase in which it does: so that the same slip in the same phase has the same name in all scenarios.
private struct PassageNames {
    fileprivate struct Talk {
        var party: String
        /// The last command that went over it.
        var verb = ""
        /// A mail's text goes over it.
        var isText = false
        var phase: String { verb.isEmpty ? party : "\(party) \(verb)" }
    }

    private let parties: (IPv4Address) -> String
    private var talks: [SocketKey: Talk] = [:]
    /// By session, what its connection is about.
    private var phases: [SessionID: String] = [:]
    private var bearer = "start"

    init(_ parties: @escaping (IPv4Address) -> String) { self.parties = parties }

    // MARK: What has been going on

    mutating func note(_ input: VirtualModem.Input) {
        switch input {
        case .network(.accepted(let socket, _, _)): talks[socket] = Talk(party: "client")
        case .radio(let event): bearer = Self.word(event)
        case .powerOn, .serial, .hostLeft, .timer, .network: break
        }
    }

    mutating func note(_ action: VirtualModem.Action) {
        switch action {
        case .network(.connect(let socket, let endpoint)):
            let isData = if case .opened(_, .data) = socket { true } else { false }
            talks[socket] = Talk(party: parties(endpoint.address) + (isData ? " data" : ""))
        case .network(.listen(let socket, _)): talks[socket] = Talk(party: "listener")
        case .radio(let request): bearer = Self.word(request)
        case .say, .setTimer, .cancelTimer, .network, .control: return
        }
        if case .network(.connect(let socket, _)) = action { notePhase(of: socket) }
        if case .network(.listen(let socket, _)) = action { notePhase(of: socket) }
    }

    private mutating func notePhase(of socket: SocketKey) {
        guard case .opened(by: let session, .main) = socket else { return }
        phases[session] = phase(of: socket)
    }

    private func phase(of socket: SocketKey) -> String { talks[socket]?.phase ?? "other" }

    private func phase(of timer: ModemTimer) -> String {
        switch timer {
        case .bearer(let timer): "timer \(timer) behind \(bearer)"
        case .session(let id, let timer): "timer \(timer) behind \(phases[id] ?? "command")"
        case .escape: "timer of the escape sequence"
        case .heldAnswer: "timer"
        }
    }

    /// The case of an enum without its values.
    private static func word(_ value: Any) -> String { String("\(value)".prefix { $0 != "(" }) }

    // MARK: Names

    func name(of input: VirtualModem.Input) -> String? {
        switch input {
        case .timer(let timer): "\(phase(of: timer)) comes due"
        case .network(.datagram(_, _, let source)): "answer of \(parties(source.address))"
        case .network(.accepted): "a client connects"
        // Nothing waits for these.
        case .network(.listening), .network(.closed): nil
        case .network(.echoed): "an echo"
        case .network(.echoRequested): "a request for an echo"
        case .network(.connected(let socket)): "connected to \(phase(of: socket))"
        case .network(.listenFailed): "no port to listen"
        case .network(.received(let socket, _)): "bytes of \(phase(of: socket))"
        case .network(.finished(let socket)): "end of \(phase(of: socket))"
        case .network(.failed(let socket, _)): "failure of \(phase(of: socket))"
        case .network(.congested): "congestion"
        case .radio(let event): "radio: \(Self.word(event))"
        case .powerOn, .serial, .hostLeft: nil
        }
    }

    /// Of what is sent one for each line, with what may be done to it.
    mutating func names(of action: VirtualModem.Action) -> [(line: Int?, name: String, slips: [Slip])] {
        switch action {
        case .say, .control: []
        case .setTimer(let timer, _): [(nil, "set \(phase(of: timer))", [.lost, .sooner, .later])]
        case .cancelTimer(let timer): [(nil, "cancel \(phase(of: timer))", [.lost])]
        case .radio(let request):
            [(nil, "radio \(Self.word(request))", [.lost, .twice] + request.values.indices.map { .otherValue($0) })]
        case .network(let request): names(of: request)
        }
    }

    private mutating func names(of request: NetworkRequest) -> [(line: Int?, name: String, slips: [Slip])] {
        switch request {
        case .connect(let socket, _): return [(nil, "connect to \(phase(of: socket))", [.lost, .nextPort])]
        case .listen: return [(nil, "listen", [.lost, .nextPort])]
        case .closeListener: return [(nil, "close the listener", [.lost])]
        case .finish(let socket): return [(nil, "finish \(phase(of: socket))", [.lost])]
        case .reset(let socket): return [(nil, "reset \(phase(of: socket))", [.lost])]
        case .closeDatagrams: return [(nil, "close the datagram socket", [.lost])]
        case .hold: return [(nil, "hold the peer", [.lost])]
        case .bindDatagrams: return [(nil, "wait for datagrams", [.lost, .nextPort])]
        case .requestEcho(let bytes, let destination, _):
            return [(nil, "ask \(parties(destination)) for an echo", [.lost, .twice] + bytes.slips)]
        case .answerEcho(_, let bytes): return [(nil, "answer with an echo", [.lost] + bytes.slips)]
        case .abandonAll: return [(nil, "abandon all", [.lost])]
        case .sendDatagram(let bytes, let destination, _) where parties(destination.address).hasPrefix("peer"):
            return [(nil, "datagram to \(parties(destination.address))", [.lost, .twice] + bytes.slips)]
        case .sendDatagram(let bytes, let destination, _):
            let header = Array(0..<min(12, bytes.count)) + [13].filter { $0 < bytes.count - 5 }
            let slips = header.map { Slip.altered(byte: $0) } + (1...4).map { .altered(byte: -$0) }
            return [(nil, "question to \(parties(destination.address))", [.lost, .twice] + slips)]
        case .send(let bytes, let socket): return names(of: bytes, on: socket)
        }
    }

    private mutating func names(of bytes: [UInt8], on socket: SocketKey) -> [(line: Int?, name: String, slips: [Slip])] {
        guard var talk = talks[socket], Self.servers.contains(talk.party) else {
            return [(nil, "data to \(phase(of: socket))", [.lost, .twice] + bytes.slips)]
        }
        defer {
            talks[socket] = talk
            notePhase(of: socket)
        }
        return bytes.networkLines.enumerated().map { number, line in
            (number, talk.name(of: Array(bytes[line])), [.lost, .twice] + bytes[line].slips)
        }
    }

    private static let servers: Set = ["smtp", "pop3", "ftp"]
}

extension PassageNames.Talk {
    /// Commands of SMTP, POP3 and FTP (RFC 5321, 4954, 1939, 959, 2428).
    private static let verbs: Set = [
        "EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "QUIT", "AUTH", "NOOP", "USER", "PASS", "APOP", "STAT", "LIST", "UIDL",
        "TOP", "RETR",
        "DELE", "CWD", "CDUP", "PWD", "TYPE", "PASV", "EPSV", "PORT", "EPRT", "STOR", "SIZE", "ABOR", "ACCT", "MODE", "STRU",
    ]

    /// The line's, which goes over the connection.
    fileprivate mutating func name(of line: [UInt8]) -> String {
        let text = String(decoding: line, as: UTF8.self)
        let head = text.prefix { $0.isLetter || $0 == "-" }
        if isText {
            if text == ".\r\n" {
                isText = false
                verb = "text"
                return "\(party) end of the text"
            }
            return "\(party) text" + (text.dropFirst(head.count).hasPrefix(": ") ? " \(head)" : "")
        }
        let word = head.uppercased()
        guard Self.verbs.contains(word) else { return "\(party) line behind \(verb)" }
        verb = word
        isText = word == "DATA"
        return "\(party) \(word)"
    }
}

extension Collection<UInt8> {
    /// The first, the middle and the last byte that is no line end.
    fileprivate var slips: [Slip] {
        let lineEnd = reversed().prefix { $0 == 0x0D || $0 == 0x0A }.count
        let length = count - lineEnd
        guard length > 0 else { return [] }
        return Set([0, length / 2, length - 1]).sorted().map { .altered(byte: $0 - ($0 == 0 ? 0 : count)) }
    }
}

extension [UInt8] {
    /// Where its lines stand, each with its end.
    fileprivate var networkLines: [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in enumerated() where byte == 0x0A {
            lines.append(start..<index + 1)
            start = index + 1
        }
        return start < count ? lines + [start..<count] : lines
    }

    fileprivate func altered(in range: Range<Int>, at byte: Int) -> [UInt8] {
        var bytes = self
        let place = byte < 0 ? range.upperBound + byte : range.lowerBound + byte
        if range.contains(place) { bytes[place] = bytes[place] == UInt8(ascii: "9") ? UInt8(ascii: "8") : bytes[place] ^ 1 }
        return bytes
    }
}

extension VirtualModem.Action {
    /// What the world is asked for instead.
    fileprivate func after(_ slip: Slip, line: Int?) -> [VirtualModem.Action] {
        switch (self, slip) {
        case (.setTimer(let timer, let interval), .sooner):
            [.setTimer(timer, after: Interval(nanoseconds: interval.nanoseconds / 2))]
        case (.setTimer(let timer, let interval), .later): [.setTimer(timer, after: interval + interval)]
        case (.network(.connect(let socket, let endpoint)), .nextPort):
            [.network(.connect(socket, to: Endpoint(endpoint.address, endpoint.port &+ 1)))]
        case (.network(.listen(let socket, let endpoint)), .nextPort):
            [.network(.listen(socket, at: Endpoint(endpoint.address, endpoint.port &+ 1)))]
        case (.network(.bindDatagrams(let socket, let endpoint)), .nextPort):
            [.network(.bindDatagrams(socket, at: Endpoint(endpoint.address, endpoint.port &+ 1)))]
        case (.network(.requestEcho(let bytes, let destination, let socket)), .altered(let byte)):
            [.network(.requestEcho(bytes.altered(in: 0..<bytes.count, at: byte), of: destination, on: socket))]
        case (.network(.answerEcho(let echo, let bytes)), .altered(let byte)):
            [.network(.answerEcho(echo, bytes.altered(in: 0..<bytes.count, at: byte)))]
        case (.network(.sendDatagram(let bytes, let destination, let socket)), .altered(let byte)):
            [.network(.sendDatagram(bytes.altered(in: 0..<bytes.count, at: byte), to: destination, on: socket))]
        case (.network(.send(let bytes, let socket)), _):
            bytes.after(slip, line: line).map { [.network(.send($0, on: socket))] } ?? []
        case (.radio(let request), .otherValue(let place)): [.radio(request.values[place])]
        case (_, .twice): [self, self]
        case (_, .lost): []
        case (_, .altered), (_, .nextPort), (_, .otherValue), (_, .sooner), (_, .later): [self]
        }
    }
}

extension [UInt8] {
    /// What is sent instead; nil: nothing.
    fileprivate func after(_ slip: Slip, line: Int?) -> [UInt8]? {
        let range = line.map { networkLines[$0] } ?? 0..<count
        switch slip {
        case .lost where range.count == count: return nil
        case .lost: return Array(self[..<range.lowerBound] + self[range.upperBound...])
        case .twice: return Array(self[..<range.upperBound] + self[range.lowerBound...])
        case .altered(let byte): return altered(in: range, at: byte)
        case .nextPort, .otherValue, .sooner, .later: return self
        }
    }
}

extension RadioRequest {
    /// The request with one of its values altered, for each of them.
    fileprivate var values: [RadioRequest] {
        func other(_ text: String) -> String { text.isEmpty ? "x" : text.dropLast() + (text.last == "1" ? "2" : "1") }
        return switch self {
        case .powerOn, .attach, .detach, .answer, .hangUp, .deactivateContext: []
        case .dial(let number): [.dial(number: other(number))]
        case .send(let bytes): [.send(bytes.map { $0 ^ 1 })]
        case .negotiatePPP(let user, let password, let server, let local, let peer):
            [
                .negotiatePPP(user: other(user), password: password, server: server, local: local, peer: peer),
                .negotiatePPP(user: user, password: other(password), server: server, local: local, peer: peer),
                .negotiatePPP(user: user, password: password, server: !server, local: local, peer: peer),
                .negotiatePPP(user: user, password: password, server: server, local: IPv4Address(local.value ^ 1), peer: peer),
                .negotiatePPP(user: user, password: password, server: server, local: local, peer: IPv4Address(peer.value ^ 1)),
            ]
        case .activateContext(let point, let user, let password):
            [
                .activateContext(accessPoint: other(point), user: user, password: password),
                .activateContext(accessPoint: point, user: other(user), password: password),
                .activateContext(accessPoint: point, user: user, password: other(password)),
            ]
        }
    }
}
