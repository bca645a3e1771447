import Dialects
import InternetProtocols

/// A mail on its way in (001 ch. 3 #GETMAIL).
struct MailRetrieval: Sendable {
    /// What of the header the host gets.
    enum Header: Hashable, Sendable {
        case whole
        case skipped(HeaderSkipper)
        case shortened(HeaderShortener)
    }
    enum Phase: Hashable, Sendable {
        /// Up to the server's consent to RETR, or to its word that there is no mail.
        case dialogue
        /// The mail is on its way to the host.
        case content
        /// The mail is deleted and the session ended.
        case farewell
    }

    var client: POP3Client
    private var header: Header
    /// The connection is reset where QUIT should be said.
    let leavesWithoutQuit: Bool
    /// A server that does not respond has one code, whatever the reason (001 App. B "Retrieving Email", process diagram).
    let tellsSilenceAlone: Bool
    var phase = Phase.dialogue

    init(user: String, password: String, header: Header, leavesWithoutQuit: Bool = false, tellsSilenceAlone: Bool = true) {
        client = POP3Client(user: user, password: password)
        self.header = header
        self.leavesWithoutQuit = leavesWithoutQuit
        self.tellsSilenceAlone = tellsSilenceAlone
    }

    /// What the host gets of a piece of the mail.
    mutating func shown(_ piece: [UInt8]) -> [UInt8] {
        switch header {
        case .whole: return piece
        case .skipped(var skipper):
            defer { header = .skipped(skipper) }
            return skipper.body(of: piece)
        case .shortened(var shortener):
            defer { header = .shortened(shortener) }
            return shortener.take(piece)
        }
    }
}

extension Session {
    mutating func advance(_ mail: MailRetrieval, _ step: (inout POP3Client) -> [POP3Client.Action]) {
        var mail = mail
        let actions = step(&mail.client)
        activity = .mailRetrieval(mail)
        for action in actions { carryOut(action) }
    }

    private mutating func carryOut(_ action: POP3Client.Action) {
        guard !isOver, let socket, case .mailRetrieval(var mail) = activity else { return }
        switch action {
        case .send(let command): say(command, on: socket, mail)
        case .noMail: tell(.empty)
        case .mailBegins:
            mail.phase = .content
            tell(.opened)
        case .content(let piece): tell(.bytes(mail.shown(piece)))
        case .mailEnds:
            mail.phase = .farewell
            tell(.peerFinished)
        case .leaves: windUp()
        case .finish: request(.finish(socket))
        case .succeeded: end()
        case .failed(let failure): fail(condition(of: failure, mail), resetting: false)
        }
        activity = .mailRetrieval(mail)
    }

    private mutating func say(_ command: [UInt8], on socket: SocketKey, _ mail: MailRetrieval) {
        guard mail.leavesWithoutQuit, command == Array("QUIT\r\n".utf8) else { return request(.send(command, on: socket)) }
        request(.reset(socket))
        end()
    }

    private func condition(of failure: POP3Client.Failure, _ mail: MailRetrieval) -> Dialect.Condition {
        switch failure {
        case .serviceRefused, .protocolError: .openFailed
        case .userRejected: .userRejected
        case .passwordRejected: .passwordRejected
        case .retrieveFailed: .mailRetrieveFailed
        case .deleteFailed, .commitFailed: .deleteFailed
        case .closedByServer: mail.phase == .dialogue && mail.tellsSilenceAlone ? .pop3Silent : .peerClosed
        }
    }
}
