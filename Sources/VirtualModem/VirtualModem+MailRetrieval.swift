import Dialects
import InternetProtocols
import Octets

/// A mail on its way in (001 ch. 3 #GETMAIL).
struct MailRetrieval: Sendable {
    enum Phase: Hashable, Sendable {
        /// Up to the server's consent to RETR, or to its word that there is no mail.
        case dialogue
        /// The mail is on its way to the host.
        case content
        /// The mail is deleted and the session ended.
        case farewell
    }

    var client: POP3Client
    /// Nil: the header is sent too (POP3HEADERMODE 1).
    var header: HeaderSkipper?
    /// What of the header is printed, where that is not all or nothing.
    var shortener: HeaderShortener?
    var phase = Phase.dialogue

    /// The host cannot know that data mode is over before the end of the mail has left the serial line: until the final answer,
    /// what it sends is passed over.
    var isInDataMode: Bool { phase != .dialogue }
    var isDelivering: Bool { phase == .content }
}

/// Leaves out a message's header and the empty line after it, in content that comes in pieces.
struct HeaderSkipper: Hashable, Sendable {
    /// How much of the last bytes is a line end, and another.
    private var matched = 2
    private var isOver = false
    private static let emptyLine = ControlCharacter.crlf + ControlCharacter.crlf

    /// What of the piece belongs to the body. A message that begins with an empty line has no header.
    mutating func body(of piece: [UInt8]) -> [UInt8] {
        guard !isOver else { return piece }
        for (index, byte) in piece.enumerated() {
            if byte == Self.emptyLine[matched] {
                matched += 1
            } else {
                matched = byte == ControlCharacter.cr ? 1 : 0
            }
            if matched == Self.emptyLine.count {
                isOver = true
                return Array(piece[(index + 1)...])
            }
        }
        return []
    }
}

/// Keeps of a message's header what 001 ch. 3 #POP3HEADERMODE names, in content that comes in pieces.
struct HeaderShortener: Hashable, Sendable {
    private static let fields = ["From:", "Cc:", "Subject:"]
    private var line: [UInt8] = []
    private var isOver = false
    /// The last field is printed, and so are the lines that go on with it.
    private var keeps = false

    mutating func take(_ piece: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        for byte in piece {
            guard !isOver else {
                shown.append(byte)
                continue
            }
            line.append(byte)
            guard byte == ControlCharacter.lf else { continue }
            if line == ControlCharacter.crlf {
                isOver = true
                keeps = true
            } else if line.first != UInt8(ascii: " "), line.first != UInt8(ascii: "\t") {
                keeps = Self.fields.contains { line.starts(with: $0.utf8) }
            }
            if keeps { shown += line }
            line = []
        }
        return shown
    }
}

extension VirtualModem {
    /// AT#GETMAIL.
    func mailRetrieval() throws(Dialect.Condition) -> ServicePlan {
        let (server, port) = (parameters.text("POP3SERV"), parameters.port("POP3PORT"))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        let client = POP3Client(user: parameters.text("POP3UN"), password: parameters.text("POP3PW"))
        let hasHeader = parameters.integer("POP3HEADERMODE") != 0
        var mail = MailRetrieval(client: client, header: hasHeader ? nil : HeaderSkipper())
        if hasHeader, habits.contains(.shortensHeaders) { mail.shortener = HeaderShortener() }
        return ServicePlan(server: server, service: Service(activity: .retrievingMail(mail), port: port))
    }

    mutating func advance(_ mail: MailRetrieval, _ step: (inout POP3Client) -> [POP3Client.Action]) {
        var mail = mail
        let actions = step(&mail.client)
        service?.activity = .retrievingMail(mail)
        for action in actions { carryOut(action) }
    }

    private mutating func carryOut(_ action: POP3Client.Action) {
        guard let socket = service?.socket, case .retrievingMail(var mail) = service?.activity else { return }
        switch action {
        case .send(let bytes): say(bytes, on: socket)
        case .noMail: respond(.noMail)
        case .mailBegins:
            mail.phase = .content
            service?.activity = .retrievingMail(mail)
            respond(.mailReady)
        case .content(let piece):
            let shown = mail.header?.body(of: piece) ?? mail.shortener?.take(piece) ?? piece
            service?.activity = .retrievingMail(mail)
            transmit(shown)
        case .mailEnds:
            mail.phase = .farewell
            service?.activity = .retrievingMail(mail)
            if !defects.contains(.noCRLFDot) { transmit(DotStuffer.terminator) }
        case .finish: request(.finish(socket))
        case .succeeded:
            endProcess()
            if !habits.contains(.saysNoOKAfterAMail) { confirm() }
        case .failed(let failure): endService(condition(of: failure, mail.phase), resetting: false)
        }
    }

    /// A command of the session, unless a defect spoils it.
    private mutating func say(_ command: [UInt8], on socket: SocketKey) {
        if defects.contains(.noQuit), command == Array("QUIT\r\n".utf8) {
            request(.reset(socket))
            endProcess()
            confirm()
        } else if defects.contains(.keepsMail), command == Array("DELE 1\r\n".utf8) {
            request(.send(Array("NOOP\r\n".utf8), on: socket))
        } else {
            request(.send(command, on: socket))
        }
    }

    private func condition(of failure: POP3Client.Failure, _ phase: MailRetrieval.Phase) -> Dialect.Condition {
        switch failure {
        case .serviceRefused, .protocolError: .openFailed
        case .userRejected: .userRejected
        case .passwordRejected: .passwordRejected
        case .retrieveFailed: .mailRetrieveFailed
        case .deleteFailed, .commitFailed: .deleteFailed
        case .closedByServer: phase == .dialogue ? .pop3Silent : .peerClosed
        }
    }
}
