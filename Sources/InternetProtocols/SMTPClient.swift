internal import Octets

/// Delivers one message (RFC 5321, AUTH of RFC 4954).
///
/// The owner opens the connection, feeds what arrives, gives header and body after `.readyForContent`, and ends with `.succeeded` or
/// `.failed`, exactly once.
public struct SMTPClient: Sendable {
    public struct Recipient: Hashable, Sendable {
        public var address: String
        /// A carbon copy: its refusal is told apart.
        public var isCopy: Bool
        public init(_ address: String, isCopy: Bool = false) {
            self.address = address
            self.isCopy = isCopy
        }
    }

    public struct Settings: Hashable, Sendable {
        /// What EHLO and HELO announce.
        public var domain: String
        /// nil: no authentication.
        public var user: String?
        public var password: String
        /// Without angle brackets.
        public var sender: String
        public var recipients: [Recipient]
        public init(domain: String, user: String? = nil, password: String = "", sender: String, recipients: [Recipient]) {
            self.domain = domain
            self.user = user
            self.password = password
            self.sender = sender
            self.recipients = recipients
        }
    }

    /// Why a message was not delivered, with the server's reply line.
    public enum Failure: Hashable, Sendable, Error {
        /// At the greeting, or at EHLO and HELO.
        case serviceRefused(reply: String)
        case userRejected(reply: String)
        case passwordRejected(reply: String)
        case senderRejected(reply: String)
        case recipientRejected(reply: String)
        case copyRecipientRejected(reply: String)
        /// At DATA, while the content was sent, or after it.
        case bodyRejected(reply: String)
        /// The connection ended before its time.
        case closedByServer
        /// What came is no SMTP reply.
        case protocolError(line: String)
    }

    public enum Action: Hashable, Sendable {
        case send([UInt8])
        /// 354 has come: ``send(content:)`` may be called, then ``endContent()``.
        case readyForContent
        /// All is done, and QUIT was said: the server's answer changes nothing. `.succeeded` follows it; the owner need not wait for long.
        case leaves
        /// FIN.
        case finish
        case succeeded
        case failed(Failure)
    }

    enum Phase: Hashable {
        /// For 220.
        case greeting
        case extendedHello
        case hello
        /// For the 334 that asks for the user, or the 235 of an initial response.
        case loginUser
        case loginPassword
        case loginVerdict
        case plainVerdict
        case sender
        /// For the reply to the RCPT of this recipient.
        case recipient(Int)
        case data
        /// Content is being sent.
        case content
        /// For the reply to the content.
        case contentVerdict
        case quit
        case over
    }

    let settings: Settings
    var phase = Phase.greeting
    private var replies = ReplyReader()
    private var stuffer = DotStuffer()

    public init(_ settings: Settings) { self.settings = settings }

    public mutating func receive(_ bytes: [UInt8]) -> [Action] {
        replies.append(bytes)
        var actions: [Action] = []
        while phase != .over, let result = replies.next() {
            switch result {
            case .reply(let reply): actions += take(reply)
            case .malformed(let line): actions += fail(.protocolError(line: line))
            }
        }
        return actions
    }

    /// The connection has ended, by FIN or otherwise.
    public mutating func closed() -> [Action] {
        switch phase {
        case .over: return []
        case .quit:
            // The message is delivered; 221 would have changed nothing.
            phase = .over
            return [.finish, .succeeded]
        case .greeting, .extendedHello, .hello, .loginUser, .loginPassword, .loginVerdict, .plainVerdict, .sender, .recipient,
            .data,
            .content, .contentVerdict:
            phase = .over
            return [.finish, .failed(.closedByServer)]
        }
    }

    /// A piece of header or body; dots are stuffed here. Only after `.readyForContent`.
    public mutating func send(content: [UInt8]) -> [Action] {
        guard phase == .content, !content.isEmpty else { return [] }
        return [.send(stuffer.stuff(content))]
    }

    /// The content is complete.
    public mutating func endContent() -> [Action] {
        guard phase == .content else { return [] }
        phase = .contentVerdict
        return [.send(DotStuffer.terminator)]
    }

    // MARK: Steps

    mutating func say(_ line: String, then next: Phase) -> [Action] {
        phase = next
        return [.send(Array(line.utf8) + ControlCharacter.crlf)]
    }

    mutating func fail(_ failure: Failure) -> [Action] {
        // In the middle of content a QUIT would be content.
        let canQuit = phase != .content
        phase = .over
        return (canQuit ? [.send(Array("QUIT\r\n".utf8))] : []) + [.finish, .failed(failure)]
    }
}
