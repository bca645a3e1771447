import Dialects
import InternetProtocols
import Octets

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
