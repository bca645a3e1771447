internal import Octets

extension POP3Connection {
    /// Does what a command asks.
    mutating func execute(_ command: CommandLine, _ server: inout POP3Server) {
        switch (phase, command.verb) {
        case (_, "QUIT"): quit(&server)
        case (_, "CAPA"): list(["USER", "UIDL", "TOP", "PIPELINING"], after: "+OK Capabilities")
        case (.authorisation, "USER"), (.password, "USER"): user(command.text, server)
        case (.password(let user), "PASS"): password(command, of: user, server)
        case (.transaction, "STAT"):
            let kept = remaining
            link.say("+OK \(kept.count) \(kept.reduce(0) { $0 + Self.octets(messages[$1]) })")
        case (.transaction, "LIST"): enumerate(command) { "\(Self.octets($0.messages[$1]))" }
        case (.transaction, "UIDL"): enumerate(command) { $0.identifier(of: $1) }
        case (.transaction, "RETR"):
            guard let index = index(command.text) else { return link.say("-ERR No such message") }
            link.say("+OK \(Self.octets(messages[index])) octets")
            send(messages[index], server)
        case (.transaction, "TOP"): top(command, server)
        case (.transaction, "DELE"):
            guard let index = index(command.text) else { return link.say("-ERR No such message") }
            deleted.insert(index)
            link.say("+OK Marked for deletion")
        case (.transaction, "RSET"):
            deleted = []
            link.say("+OK \(messages.count) messages")
        case (.transaction, "NOOP"): link.say("+OK")
        default: link.say("-ERR Unknown command, or not now")
        }
    }

    private mutating func user(_ name: String, _ server: POP3Server) {
        // Refused at once, so that a client can tell which of the two was wrong (RFC 1939 §7 leaves it open).
        guard server.mailboxes[name] != nil else {
            phase = .authorisation
            return link.say("-ERR No mailbox of that name")
        }
        phase = .password(user: name)
        link.say("+OK Password, please")
    }

    private mutating func password(_ command: CommandLine, of user: String, _ server: POP3Server) {
        phase = .authorisation
        // A password may hold blanks, also at its end (RFC 1939 §7, PASS).
        guard let mailbox = server.mailboxes[user], Array(mailbox.password.utf8) == command.argument else {
            return link.say("-ERR Wrong password")
        }
        guard !server.isLocked(user) else { return link.say("-ERR [IN-USE] The mailbox is open elsewhere") }
        phase = .transaction(user: user)
        messages = mailbox.messages
        identifiers = [:]
        deleted = []
        link.say("+OK \(messages.count) messages")
    }

    /// Enters the update state: only now messages disappear.
    private mutating func quit(_ server: inout POP3Server) {
        var isWhole = true
        if case .transaction(let user) = phase {
            for index in deleted.sorted().reversed() {
                // The mailbox may have been declared anew since the session opened it.
                guard let kept = server.mailboxes[user]?.messages, index < kept.count, kept[index] == messages[index] else {
                    isWhole = false
                    continue
                }
                server.mailboxes[user]?.messages.remove(at: index)
            }
        }
        // RFC 1939 §6.
        link.say(isWhole ? "+OK Bye" : "-ERR Some deleted messages not removed")
        link.finish()
    }

    // MARK: Messages

    private var remaining: [Int] { messages.indices.filter { !deleted.contains($0) } }

    /// The index of a message that a command names by its number from 1.
    private func index(_ text: some StringProtocol) -> Int? {
        guard let number = decimal(text), (1...max(1, messages.count)).contains(number), number <= messages.count,
            !deleted.contains(number - 1)
        else { return nil }
        return number - 1
    }

    /// The answer of LIST and UIDL: for one message, or for all.
    private mutating func enumerate(_ command: CommandLine, _ property: (inout POP3Connection, Int) -> String) {
        guard command.text.isEmpty else {
            guard let index = index(command.text) else { return link.say("-ERR No such message") }
            let text = property(&self, index)
            return link.say("+OK \(index + 1) \(text)")
        }
        let kept = remaining
        var lines: [String] = []
        for index in kept { lines.append("\(index + 1) \(property(&self, index))") }
        list(lines, after: "+OK \(kept.count) messages")
    }

    /// The header, the empty line and so many lines of the body.
    private mutating func top(_ command: CommandLine, _ server: POP3Server) {
        let words = command.text.split(separator: " ")
        guard words.count == 2, let index = index(words[0]), let wanted = decimal(words[1]) else {
            return link.say("-ERR Syntax: TOP message lines")
        }
        let message = messages[index]
        let (header, body) = MailMessage.parts(of: message)
        var content = Array(message[..<header])
        if header < message.count { content += ControlCharacter.crlf }
        var end = body
        var lines = 0
        while end < message.count, lines < wanted {
            if message[end] == ControlCharacter.lf { lines += 1 }
            end += 1
        }
        content += message[body..<end]
        link.say("+OK")
        send(content, server)
    }

    private mutating func list(_ lines: [String], after first: String) {
        link.say(first)
        for line in lines { link.say(line) }
        link.say(".")
    }

    /// The length of a message as it is sent, dot-stuffing aside (RFC 1939 §11): its last line always has a line end.
    private static func octets(_ message: [UInt8]) -> Int {
        message.count + (message.isEmpty || message.suffix(2) == ControlCharacter.crlf[...] ? 0 : 2)
    }

    /// The same in every session (RFC 1939 §7, UIDL): the content's FNV-1a hash.
    private mutating func identifier(of index: Int) -> String {
        if let known = identifiers[index] { return known }
        let identifier = Self.identifier(messages[index])
        identifiers[index] = identifier
        return identifier
    }

    private static func identifier(_ message: [UInt8]) -> String {
        let hash = message.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
