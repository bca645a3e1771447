import Dialects
import InternetProtocols
import Octets

extension VirtualModem {
    /// Where a mail's body comes from.
    enum MailSource: Hashable, Sendable {
        case typed
        /// One of the three combinations of RECn, CCRECn, SUBJn and BODYn.
        case stored(Int)
    }

    /// AT#PUTMAIL, AT#SENDMAILn.
    func mailSending(_ source: MailSource) throws(Dialect.Condition) -> ServicePlan {
        let (combination, body): (Int, MailSending.Body) =
            switch source {
            case .typed: (1, .typed)
            case .stored(let number): (number, .stored(parameters.bytes("BODY\(number)")))
            }
        let recipient = parameters.text("REC\(combination)")
        let copy = parameters.text("CCREC\(combination)")
        let (server, port) = (parameters.text("SMTPSERV"), parameters.port("SMTPPORT"))
        let (sender, domain, user) = (parameters.text("SENDERADDR"), parameters.text("DOMAIN"), parameters.text("SMTPUN"))
        guard !server.isEmpty, port != 0, !domain.isEmpty else { throw .missingParameter }
        // Each empty one has its associated code (001 App. B "Sending a Pre-Defined Email Combination").
        guard !sender.isEmpty else { throw .senderRejected }
        guard !recipient.isEmpty else { throw .recipientRejected }
        let settings = SMTPClient.Settings(
            domain: domain,
            user: user.isEmpty ? nil : user,
            password: parameters.text("SMTPPW"),
            sender: sender,
            recipients: recipients(recipient, copy)
        )
        let name = parameters.text("SENDERNAME")
        let from = name.isEmpty ? "<\(sender)>" : "\(phrase(name)) <\(sender)>"
        var header = "From: \(from)\r\nTo: <\(recipient)>\r\n"
        if !copy.isEmpty { header += "Cc: <\(copy)>\r\n" }
        header += "Subject: \(parameters.text("SUBJ\(combination)"))\r\n\r\n"
        if habits.contains(.writesLongHeaders) {
            let more = "Date: Tue, 15 Apr 2003 12:00:00 +0000\r\nMessage-ID: <1@\(domain)>\r\n"
            header = more + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n" + header
        }
        let mail = MailSending(client: SMTPClient(settings), header: Array(header.utf8), body: body)
        return ServicePlan(server: server, service: Service(activity: .sendingMail(mail), port: port))
    }

    private func recipients(_ recipient: String, _ copy: String) -> [SMTPClient.Recipient] {
        let first = SMTPClient.Recipient(recipient)
        guard !copy.isEmpty else { return [first] }
        let second = SMTPClient.Recipient(copy, isCopy: true)
        return habits.contains(.namesTheCopyFirst) ? [second, first] : [first, second]
    }

    /// A display name, between quotes where it holds what an atom may not (RFC 5322 §3.2.3, §3.2.4).
    private func phrase(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "!#$%&'*+-/=?^_`{|}~ ".utf8.contains(byte)
        }
        return isPlain ? name : "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    mutating func advance(_ mail: MailSending, _ step: (inout SMTPClient) -> [SMTPClient.Action]) {
        var mail = mail
        let actions = step(&mail.client)
        service?.activity = .sendingMail(mail)
        carryOut(actions)
    }

    private mutating func carryOut(_ actions: [SMTPClient.Action]) {
        for action in actions {
            guard let socket = service?.socket else { return }
            switch action {
            case .send(let bytes): request(.send(bytes, on: socket))
            case .readyForContent: sendContent()
            case .finish: request(.finish(socket))
            case .succeeded:
                endProcess()
                confirm()
            case .failed(let failure): endService(condition(of: failure), resetting: false)
            }
        }
    }

    private mutating func sendContent() {
        guard case .sendingMail(var mail) = service?.activity else { return }
        var actions = mail.client.send(content: mail.header)
        switch mail.body {
        case .typed:
            mail.phase = .typing(MailEndFinder())
            cancel(.server)
            set(.serial, after: dialect.interval(.serialSilence))
            respond(.waitingForData)
        case .stored(let body):
            actions += mail.client.send(content: body) + mail.client.endContent()
            mail.phase = .verdict
        }
        service?.activity = .sendingMail(mail)
        carryOut(actions)
    }

    /// The host's bytes are the body, not echoed; the CR LF . CR LF after them is (001 App. B "Sending an Email …", notes).
    mutating func type(into mail: MailSending, _ bytes: inout ArraySlice<UInt8>) {
        guard case .typing(var finder) = mail.phase else { return }
        var mail = mail
        var isComplete = false
        transmit(echoedData(bytes))
        let body = finder.take(&bytes, isComplete: &isComplete)
        var actions = mail.client.send(content: body)
        if isComplete {
            actions += mail.client.endContent()
            mail.phase = .verdict
            cancel(.serial)
            awaitServer()
            if !habits.contains(.echoesNoEnd) { transmit(MailEndFinder.end) }
        } else {
            mail.phase = .typing(finder)
            set(.serial, after: dialect.interval(.serialSilence))
        }
        service?.activity = .sendingMail(mail)
        carryOut(actions)
    }

    private func condition(of failure: SMTPClient.Failure) -> Dialect.Condition {
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
