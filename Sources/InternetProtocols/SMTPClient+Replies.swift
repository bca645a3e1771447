internal import Octets

extension SMTPClient {
    /// Takes the reply to what was said last, and goes on.
    mutating func take(_ reply: ReplyReader.Reply) -> [Action] {
        let line = reply.line
        switch phase {
        case .greeting:
            guard reply.isCompletion else { return fail(.serviceRefused(reply: line)) }
            return say("EHLO \(settings.domain)", then: .extendedHello)
        case .extendedHello:
            // RFC 5321 §3.2: a server without extensions refuses EHLO and is greeted with HELO.
            guard reply.isCompletion else { return say("HELO \(settings.domain)", then: .hello) }
            return authenticate(offered: reply.texts)
        case .hello:
            guard reply.isCompletion else { return fail(.serviceRefused(reply: line)) }
            return startMail()
        case .loginUser:
            guard reply.code == 334 else { return fail(.userRejected(reply: line)) }
            return say(Base64.encode(Array((settings.user ?? "").utf8)), then: .loginPassword)
        case .loginPassword:
            guard reply.code == 334 else { return fail(.userRejected(reply: line)) }
            return say(Base64.encode(Array(settings.password.utf8)), then: .loginVerdict)
        case .loginVerdict, .plainVerdict:
            guard reply.isCompletion else { return fail(.passwordRejected(reply: line)) }
            return startMail()
        case .sender:
            guard reply.isCompletion else { return fail(.senderRejected(reply: line)) }
            return nextRecipient(0)
        case .recipient(let index):
            guard reply.isCompletion else {
                let isCopy = settings.recipients[index].isCopy
                return fail(isCopy ? .copyRecipientRejected(reply: line) : .recipientRejected(reply: line))
            }
            return nextRecipient(index + 1)
        case .data:
            guard reply.code == 354 else { return fail(.bodyRejected(reply: line)) }
            phase = .content
            return [.readyForContent]
        case .content:
            return fail(.bodyRejected(reply: line))
        case .contentVerdict:
            guard reply.isCompletion else { return fail(.bodyRejected(reply: line)) }
            return say("QUIT", then: .quit) + [.leaves]
        case .quit:
            phase = .over
            return [.finish, .succeeded]
        case .over:
            return []
        }
    }

    /// LOGIN is preferred, as its two steps tell a wrong user from a wrong password.
    private mutating func authenticate(offered texts: [String]) -> [Action] {
        guard let user = settings.user else { return startMail() }
        let mechanisms = texts.flatMap { text in
            // `AUTH=` is how servers announced it before RFC 2554.
            let words = text.uppercased().split { $0 == " " || $0 == "=" }
            return words.first == "AUTH" ? words.dropFirst().map(String.init) : []
        }
        if mechanisms.contains("LOGIN") { return say("AUTH LOGIN", then: .loginUser) }
        if mechanisms.contains("PLAIN") {
            let response = Base64.encode([0] + Array(user.utf8) + [0] + Array(settings.password.utf8))
            return say("AUTH PLAIN \(response)", then: .plainVerdict)
        }
        // The user is needed by some servers only; this one asks for none.
        return startMail()
    }

    private mutating func startMail() -> [Action] { say("MAIL FROM:<\(settings.sender)>", then: .sender) }

    private mutating func nextRecipient(_ index: Int) -> [Action] {
        guard index < settings.recipients.count else { return say("DATA", then: .data) }
        return say("RCPT TO:<\(settings.recipients[index].address)>", then: .recipient(index))
    }
}
