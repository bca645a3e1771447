import Dialects
import InternetProtocols
import World

/// A mail on its way out (001 ch. 3 #PUTMAIL, #SENDMAIL).
struct MailSending: Sendable {
    enum Body: Hashable, Sendable {
        /// The host gives it, and may be silent for so long.
        case typed(hostSilence: Interval)
        case stored([UInt8])
    }
    enum Phase: Hashable, Sendable {
        /// Up to the server's 354.
        case dialogue
        /// The host's bytes are the body.
        case typing
        /// The server has the word on the body.
        case verdict
    }

    var client: SMTPClient
    let header: [UInt8]
    let body: Body
    var phase = Phase.dialogue

    init(_ settings: SMTPClient.Settings, header: [UInt8], body: Body) {
        client = SMTPClient(settings)
        self.header = header
        self.body = body
    }

    var isTyped: Bool { phase == .typing }
}

extension Session {
    mutating func advance(_ mail: MailSending, _ step: (inout SMTPClient) -> [SMTPClient.Action]) {
        var mail = mail
        let actions = step(&mail.client)
        activity = .mailSending(mail)
        carryOut(actions)
    }

    private mutating func carryOut(_ actions: [SMTPClient.Action]) {
        for action in actions {
            guard let socket, !isOver else { return }
            switch action {
            case .send(let bytes): request(.send(bytes, on: socket))
            case .readyForContent: sendContent()
            case .leaves: windUp()
            case .finish: request(.finish(socket))
            case .succeeded: end()
            case .failed(let failure): fail(Dialect.Condition(failure), resetting: false)
            }
        }
    }

    private mutating func sendContent() {
        guard case .mailSending(var mail) = activity else { return }
        var actions = mail.client.send(content: mail.header)
        switch mail.body {
        case .typed(let hostSilence):
            mail.phase = .typing
            cancel(.server)
            set(.host, after: hostSilence)
            tell(.needsHost)
        case .stored(let body):
            actions += mail.client.send(content: body) + mail.client.endContent()
            mail.phase = .verdict
        }
        activity = .mailSending(mail)
        carryOut(actions)
    }

    /// Bytes of the body.
    mutating func type(_ bytes: [UInt8]) {
        guard case .mailSending(let mail) = activity, mail.isTyped, case .typed(let hostSilence) = mail.body else { return }
        set(.host, after: hostSilence)
        advance(mail) { $0.send(content: bytes) }
    }

    mutating func endTyping() {
        guard case .mailSending(var mail) = activity, mail.isTyped else { return }
        mail.phase = .verdict
        cancel(.host)
        awaitServer()
        advance(mail) { $0.endContent() }
    }
}

extension Dialect.Condition {
    fileprivate init(_ failure: SMTPClient.Failure) {
        self =
            switch failure {
            case .serviceRefused, .protocolError: .openFailed
            case .userRejected: .userRejected
            case .passwordRejected: .passwordRejected
            case .senderRejected: .senderRejected
            case .recipientRejected: .recipientRejected
            case .copyRecipientRejected: .ccRejected
            case .bodyRejected: .bodyRejected
            case .closedByServer: .peerClosed
            }
    }
}
