import BenchFacts
import InternetProtocols
import World

extension CommandService<SMTPServer> {
    func apply(_ fact: SMTPFact) throws(BindError) {
        switch fact {
        case .login(let user, let password, let mechanisms):
            server.login = SMTPServer.Login(user: user, password: password, mechanisms: mechanisms)
        case .withoutExtensions: server.hasExtensions = false
        case .fault(let fault): try add(fault)
        }
    }

    func evaluate(_ observation: SMTPObservation<Exact>) -> ObservationState {
        switch observation {
        case .messageCount(let count): messageCount(count)
        case .body(let bytes): body(bytes)
        case .header(let field, let text): header(field, holds: text)
        case .noHeader(let field): noHeader(field)
        case .wellFormedHeader: newest(\.headerFault)
        case .envelope(let sender, let recipients): envelope(sender, recipients)
        case .authenticated(let mechanism): authenticated(mechanism)
        }
    }

    private func messageCount(_ expected: Int) -> ObservationState {
        let count = server.messages.count
        if count == expected { return .holds }
        return count < expected ? .notYet("\(count) messages came") : .violated("\(count) messages came")
    }

    private func body(_ expected: [UInt8]) -> ObservationState {
        newest { difference(between: $0.body, and: expected, of: "the body") }
    }

    private func header(_ field: String, holds text: String) -> ObservationState {
        newest { message in
            guard let value = message.field(field) else { return "there is no \(field)" }
            return value.contains(text) ? nil : "\(field) is \"\(value)\""
        }
    }

    private func noHeader(_ field: String) -> ObservationState {
        newest { message in message.field(field).map { "\(field) is \"\($0)\"" } }
    }

    /// In whatever order the recipients were given: none is prescribed (RFC 5321 §3.3).
    private func envelope(_ sender: String, _ recipients: [String]) -> ObservationState {
        newest { message in
            guard message.sender != sender || message.recipients.sorted() != recipients.sorted() else { return nil }
            return "the envelope is from \"\(message.sender)\" to "
                + message.recipients.map { "\"\($0)\"" }.joined(separator: " ")
        }
    }

    private func authenticated(_ mechanism: String) -> ObservationState {
        guard server.login != nil else { return .impossible("no login is declared, so the server asks for none") }
        return newest { message in
            if message.mechanism == mechanism { return nil }
            return message.mechanism.map { "authenticated by \($0)" } ?? "not authenticated"
        }
    }

    /// A newer message may still come and differ, so that a complaint is never final.
    private func newest(_ complaint: (MailMessage) -> String?) -> ObservationState {
        guard let message = server.messages.last else { return .notYet("no message came") }
        return complaint(message).map(ObservationState.notYet) ?? .holds
    }
}
