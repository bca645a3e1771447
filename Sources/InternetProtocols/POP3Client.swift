internal import Octets

/// Fetches the first message of a mailbox and deletes it there (RFC 1939).
///
/// The owner opens the connection and feeds what arrives; it ends with `.succeeded` or `.failed`, exactly once.
public struct POP3Client: Sendable {
    /// Why it went wrong, with the server's reply line.
    public enum Failure: Hashable, Sendable, Error {
        /// At the greeting.
        case serviceRefused(reply: String)
        case userRejected(reply: String)
        case passwordRejected(reply: String)
        /// At STAT or RETR.
        case retrieveFailed(reply: String)
        case deleteFailed(reply: String)
        /// At QUIT: the deletion is not committed.
        case commitFailed(reply: String)
        /// The connection ended before its time; before QUIT was answered, nothing is deleted.
        case closedByServer
        /// What came is no POP3 reply.
        case protocolError(line: String)
    }

    public enum Action: Hashable, Sendable {
        case send([UInt8])
        /// The mailbox is empty. `.succeeded` follows after QUIT.
        case noMail
        /// RETR is granted: content follows.
        case mailBegins
        /// A piece of the message, dot-stuffing undone. The CR LF before the final dot is not part of it.
        case content([UInt8])
        case mailEnds
        /// All is done, and QUIT was said: the server's answer changes nothing. `.succeeded` follows it; the owner need not wait for long.
        case leaves
        /// FIN.
        case finish
        case succeeded
        case failed(Failure)
    }

    private enum Phase: Hashable {
        case greeting, user, password, status, retrieve
        /// Between RETR's reply and the final dot.
        case content
        case delete, quit, over
    }

    private let user: String
    private let password: String
    private var phase = Phase.greeting
    /// The mailbox is not empty.
    private var hasMail = false
    private var reader = LineReader(limit: lineLimit)
    private var unstuffer = DotUnstuffer()

    /// RFC 1939 §3 asks for 512 octets; servers in the field send longer lines.
    public static let lineLimit = 4_096

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    public mutating func receive(_ bytes: [UInt8]) -> [Action] {
        reader.append(bytes)
        var actions: [Action] = []
        while phase != .over {
            if phase == .content {
                let piece = reader.takeAll()
                guard !piece.isEmpty else { break }
                let output = unstuffer.decode(piece)
                reader.append(Array(piece[output.consumed...]))
                if !output.content.isEmpty { actions.append(.content(output.content)) }
                guard output.ended else { break }
                actions.append(.mailEnds)
                actions += say("DELE 1", then: .delete)
                continue
            }
            guard let line = reader.next() else { break }
            switch line {
            case .text(let line): actions += take(String(decoding: line, as: UTF8.self))
            case .tooLong: actions += fail(.protocolError(line: ""))
            }
        }
        return actions
    }

    /// The connection has ended, by FIN or otherwise.
    public mutating func closed() -> [Action] {
        guard phase != .over else { return [] }
        // Nothing was to be deleted: the server's last word would have changed nothing.
        let isDone = phase == .quit && !hasMail
        phase = .over
        return [.finish, isDone ? .succeeded : .failed(.closedByServer)]
    }

    private mutating func take(_ line: String) -> [Action] {
        let isPositive = line.hasPrefix("+OK")
        guard isPositive || line.hasPrefix("-ERR") else { return fail(.protocolError(line: line)) }
        switch phase {
        case .greeting:
            return isPositive ? say("USER \(user)", then: .user) : fail(.serviceRefused(reply: line))
        case .user:
            return isPositive ? say("PASS \(password)", then: .password) : fail(.userRejected(reply: line))
        case .password:
            return isPositive ? say("STAT", then: .status) : fail(.passwordRejected(reply: line))
        case .status:
            guard isPositive else { return fail(.retrieveFailed(reply: line)) }
            let words = line.split(separator: " ")
            guard words.count >= 3, let count = decimal(words[1]) else { return fail(.protocolError(line: line)) }
            guard count > 0 else { return [.noMail] + leave() }
            hasMail = true
            return say("RETR 1", then: .retrieve)
        case .retrieve:
            guard isPositive else { return fail(.retrieveFailed(reply: line)) }
            phase = .content
            unstuffer = DotUnstuffer()
            return [.mailBegins]
        case .delete:
            return isPositive ? leave() : fail(.deleteFailed(reply: line))
        case .quit:
            phase = .over
            return isPositive || !hasMail ? [.finish, .succeeded] : [.finish, .failed(.commitFailed(reply: line))]
        case .content, .over:
            return []
        }
    }

    private mutating func say(_ line: String, then next: Phase) -> [Action] {
        phase = next
        return [.send(Array(line.utf8) + ControlCharacter.crlf)]
    }

    private mutating func leave() -> [Action] { say("QUIT", then: .quit) + [.leaves] }

    private mutating func fail(_ failure: Failure) -> [Action] {
        phase = .over
        return [.send(Array("QUIT\r\n".utf8)), .finish, .failed(failure)]
    }
}
