import Dialects
import InternetProtocols
import Octets
import World

/// AT#PUTMAIL, AT#SENDMAILn, AT#GETMAIL (001 ch. 3).
extension VirtualModem {
    mutating func mailSending(_ source: Service.MailSource, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let combination =
            switch source {
            case .typed: 0
            case .stored(let number): number - 1
            }
        let recipients = parameters.texts(Dialect.RoleName.recipients[combination])
        let copy = parameters.text(Dialect.RoleName.copies[combination])
        let (server, port) = (parameters.text(.mailServer), parameters.port(.mailPort, otherwise: 25))
        let (sender, domain) = (parameters.text(.sender), parameters.text(.mailDomain))
        let (user, password) = (parameters.text(.mailUser), parameters.text(.mailPassword))
        guard !server.isEmpty, port != 0, !domain.isEmpty else { throw .missingParameter }
        // Each empty one has its associated code (001 App. B "Sending a Pre-Defined Email Combination").
        guard !sender.isEmpty else { throw .senderRejected }
        guard !recipients.isEmpty else { throw .recipientRejected }
        let settings = SMTPClient.Settings(
            domain: domain,
            // A login takes both (002 ch. 3 #SMTPUN).
            user: user.isEmpty || password.isEmpty ? nil : user,
            password: password,
            sender: sender,
            recipients: self.recipients(recipients, copy)
        )
        let subject = parameters.text(Dialect.RoleName.subjects[combination])
        let header = header(from: sender, at: domain, to: recipients, copy, subject: subject)
        // 50 seconds of inactivity on the serial port are an error (001 ch. 3 #PUTMAIL).
        let body: MailSending.Body =
            switch source {
            case .typed: .typed(hostSilence: dialect.interval(.serialSilence))
            case .stored: .stored(parameters.bytes(Dialect.RoleName.bodies[combination]))
            }
        let mail = MailSending(settings, header: Array(header.utf8), body: body)
        return client(.mailSending(mail), server, port: port, link)
    }

    private func header(from sender: String, at domain: String, to recipients: [String], _ copy: String, subject: String)
        -> String
    {
        let name = parameters.text(.senderName)
        let from = name.isEmpty ? "<\(sender)>" : "\(phrase(name)) <\(sender)>"
        var header = "From: \(from)\r\nTo: \(recipients.map { "<\($0)>" }.joined(separator: ", "))\r\n"
        if !copy.isEmpty { header += "Cc: <\(copy)>\r\n" }
        header += "Subject: \(subject)\r\n\r\n"
        guard habits.contains(.writesLongHeaders) else { return header }
        let more = "Date: Tue, 15 Apr 2003 12:00:00 +0000\r\nMessage-ID: <1@\(domain)>\r\n"
        return more + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n" + header
    }

    private func recipients(_ recipients: [String], _ copy: String) -> [SMTPClient.Recipient] {
        let first = recipients.map { SMTPClient.Recipient($0) }
        guard !copy.isEmpty else { return first }
        let second = SMTPClient.Recipient(copy, isCopy: true)
        return habits.contains(.namesTheCopyFirst) ? [second] + first : first + [second]
    }

    /// A display name, between quotes where it holds what an atom may not (RFC 5322 §3.2.3, §3.2.4).
    private func phrase(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "!#$%&'*+-/=?^_`{|}~ ".utf8.contains(byte)
        }
        return isPlain ? name : "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    mutating func mailRetrieval(_ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let (server, port) = (parameters.text(.mailbox), parameters.port(.mailboxPort, otherwise: 110))
        guard !server.isEmpty, port != 0 else { throw .missingParameter }
        let hasHeader = parameters.integer(.mailHeader, otherwise: 1) != 0
        let shownHeader: MailRetrieval.Header = habits.contains(.shortensHeaders) ? .shortened(HeaderShortener()) : .whole
        let mail = MailRetrieval(
            user: parameters.text(.mailboxUser),
            password: parameters.text(.mailboxPassword),
            header: hasHeader ? shownHeader : .skipped(HeaderSkipper()),
            leavesWithoutQuit: decisions.leavesMailWithoutQuit,
            tellsSilenceAlone: dialect.error(for: .pop3Silent) != nil
        )
        return client(.mailRetrieval(mail), server, port: port, link)
    }

    mutating func mailSending(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .needsHost: enterDataMode(of: .putMail, id)
        case .interrupted: interrupted(id)
        case .failed(let condition): failed(id, condition)
        case .ended: succeeded(id)
        case .opened, .bytes, .peerFinished, .listening, .empty, .time, .echo, .fileBegins, .transferred, .client,
            .datagram:
            preconditionFailure("a mail that is sent gives the host nothing")
        }
    }

    mutating func mailRetrieval(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .empty: respond(.noMail)
        // The host cannot know that it is over before the end of the mail has left the serial line: until the final answer, what it sends
        // is passed over.
        case .opened: enterDataMode(of: .getMail, id)
        case .bytes(let bytes): deliver(bytes, of: id)
        case .peerFinished: closeData(of: id)
        case .interrupted: interrupted(id)
        case .failed(let condition): failed(id, condition)
        case .ended:
            if line.dataMode(of: id) != nil { line.mode = .command }
            let right = line.finalAnswers.take(from: .session(id))
            let answers = line.answersAfterData.removeValue(forKey: id) ?? dialect.dataMode(of: .getMail)?.answers ?? []
            if answers.contains(dialect.text(.ok)), !habits.contains(.saysNoOKAfterAMail) { confirm(right) }
        case .needsHost, .listening, .time, .echo, .fileBegins, .transferred, .client, .datagram:
            preconditionFailure("a mail that is fetched asks the host for nothing")
        }
    }
}
