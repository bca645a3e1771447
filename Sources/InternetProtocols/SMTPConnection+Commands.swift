internal import Octets

extension SMTPConnection {
    /// Does what a command asks (RFC 5321 §4.1).
    mutating func execute(_ command: CommandLine, _ server: inout SMTPServer) {
        switch command.verb {
        case "EHLO" where server.hasExtensions: hello(command, server, extended: true)
        case "HELO": hello(command, server, extended: false)
        case "AUTH" where server.login != nil && server.hasExtensions: startAuthentication(command, server)
        case "MAIL": startMail(command, &server)
        case "RCPT": addRecipient(command)
        case "DATA": startData(command)
        case "RSET":
            forgetEnvelope()
            link.say("250 2.0.0 Forgotten")
        case "NOOP": link.say("250 2.0.0 OK")
        case "VRFY": link.say("252 2.1.5 Not verified, but will be accepted")
        case "HELP": link.say("214 See RFC 5321")
        case "QUIT":
            link.say("221 2.0.0 \(SMTPServer.hostName) closing")
            link.finish()
        case "EHLO", "AUTH", "EXPN", "STARTTLS", "TURN", "ETRN", "BDAT": link.say("502 5.5.1 Not implemented")
        default: link.say("500 5.5.2 Unknown command")
        }
    }

    private mutating func hello(_ command: CommandLine, _ server: SMTPServer, extended: Bool) {
        guard !command.text.isEmpty else { return link.say("501 5.5.4 A domain is missing") }
        forgetEnvelope()
        isGreeted = true
        guard extended else { return link.say("250 \(SMTPServer.hostName)") }
        var lines = [SMTPServer.hostName, "PIPELINING", "8BITMIME", "SIZE \(server.messageLimit)"]
        if let login = server.login { lines.append("AUTH " + login.mechanisms.joined(separator: " ")) }
        for line in lines.dropLast() { link.say("250-" + line) }
        if let last = lines.last { link.say("250 " + last) }
    }

    // MARK: Envelope

    private mutating func startMail(_ command: CommandLine, _ server: inout SMTPServer) {
        guard isGreeted else { return link.say("503 5.5.1 HELO or EHLO first") }
        guard server.login == nil || mechanism != nil else { return link.say("530 5.7.0 Authentication required") }
        guard sender == nil else { return link.say("503 5.5.1 MAIL was given before") }
        guard let path = Self.path(after: "FROM:", in: command.text) else {
            return link.say("501 5.5.4 Syntax: MAIL FROM:<address>")
        }
        for parameter in path.parameters {
            let pair = parameter.uppercased().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch pair[0] {
            case "SIZE" where server.hasExtensions:
                guard pair.count == 2, let size = decimal(pair[1]) else { return link.say("501 5.5.4 Bad SIZE") }
                guard size <= server.messageLimit else { return link.say("552 5.3.4 Message too big") }
                server.makeRoom(for: size)
                guard size <= server.room else { return link.say("452 4.3.1 No room for more messages") }
            case "BODY" where server.hasExtensions, "AUTH" where server.hasExtensions: break
            default: return link.say("555 5.5.4 Unknown parameter")
            }
        }
        sender = path.address
        link.say("250 2.1.0 Sender accepted")
    }

    private mutating func addRecipient(_ command: CommandLine) {
        guard sender != nil else { return link.say("503 5.5.1 MAIL first") }
        guard let path = Self.path(after: "TO:", in: command.text), !path.address.isEmpty else {
            return link.say("501 5.5.4 Syntax: RCPT TO:<address>")
        }
        guard path.parameters.isEmpty else { return link.say("555 5.5.4 Unknown parameter") }
        guard recipients.count < SMTPServer.recipientLimit else { return link.say("452 4.5.3 Too many recipients") }
        recipients.append(path.address)
        link.say("250 2.1.5 Recipient accepted")
    }

    private mutating func startData(_ command: CommandLine) {
        guard sender != nil else { return link.say("503 5.5.1 MAIL first") }
        guard !recipients.isEmpty else { return link.say("503 5.5.1 RCPT first") }
        guard command.text.isEmpty else { return link.say("501 5.5.4 DATA has no argument") }
        link.say("354 End with <CRLF>.<CRLF>")
        beginContent()
    }

    /// RFC 5321 §4.5.3.1.3.
    private static let pathLimit = 256

    /// The address between angle brackets, a source route removed, and the parameters after it. A blank after the colon
    /// is no valid syntax, but common, and harms nobody.
    private static func path(after keyword: String, in text: String) -> (address: String, parameters: [Substring])? {
        guard text.prefix(keyword.count).uppercased() == keyword else { return nil }
        let path = text.dropFirst(keyword.count).drop { $0 == " " }
        guard path.first == "<", let end = path.firstIndex(of: ">") else { return nil }
        var address = path[..<end].dropFirst()
        if address.first == "@" {
            guard let colon = address.firstIndex(of: ":") else { return nil }
            address = address[colon...].dropFirst()
        }
        guard address.utf8.count <= pathLimit, address.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") })
        else { return nil }
        let rest = path[end...].dropFirst()
        guard rest.isEmpty || rest.first == " " else { return nil }
        return (String(address), rest.split(separator: " "))
    }

    // MARK: Authentication

    private mutating func startAuthentication(_ command: CommandLine, _ server: SMTPServer) {
        guard isGreeted else { return link.say("503 5.5.1 EHLO first") }
        guard mechanism == nil, sender == nil else { return link.say("503 5.5.1 Not now") }
        let words = command.text.split(separator: " ")
        let name = words.first?.uppercased() ?? ""
        guard let login = server.login, login.mechanisms.contains(name), words.count <= 2 else {
            return link.say("504 5.5.4 Unknown mechanism")
        }
        // RFC 4954 §4: a single equals sign is an initial response of no bytes.
        let initial = words.dropFirst().first.map { $0 == "=" ? [] : Array($0.utf8) }
        switch name {
        case "LOGIN": challenge(.loginUser, "Username:", answered: initial, server)
        case "PLAIN": challenge(.plain, "", answered: initial, server)
        default: link.say("504 5.5.4 Unknown mechanism")
        }
    }

    private mutating func challenge(
        _ step: AuthenticationStep,
        _ prompt: String,
        answered response: [UInt8]?,
        _ server: SMTPServer
    ) {
        if let response { return authenticate(step, response: response, server) }
        phase = .authentication(step)
        link.say("334 " + Base64.encode(Array(prompt.utf8)))
    }

    /// Takes the client's answer to a challenge.
    mutating func authenticate(_ step: AuthenticationStep, response: [UInt8], _ server: SMTPServer) {
        guard let login = server.login else { return link.say("502 5.5.1 Not implemented") }
        guard response != [UInt8(ascii: "*")] else { return link.say("501 5.7.0 Authentication cancelled") }
        guard let bytes = Base64.decode(response) else { return link.say("501 5.5.2 Not base 64") }
        switch step {
        case .loginUser:
            let user = String(decoding: bytes, as: UTF8.self)
            // Refused at once, so that a client can tell which of the two was wrong.
            guard user == login.user else { return refuseLogin() }
            challenge(.loginPassword(user: user), "Password:", answered: nil, server)
        case .loginPassword(let user):
            conclude(user: user, password: String(decoding: bytes, as: UTF8.self), login, by: "LOGIN")
        case .plain:
            // RFC 4616 §2: authorisation identity NUL user NUL password.
            let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return link.say("501 5.5.2 Not a PLAIN response") }
            conclude(
                user: String(decoding: parts[1], as: UTF8.self),
                password: String(decoding: parts[2], as: UTF8.self),
                login,
                by: "PLAIN"
            )
        }
    }

    private mutating func conclude(user: String, password: String, _ login: SMTPServer.Login, by name: String) {
        guard user == login.user, password == login.password else { return refuseLogin() }
        mechanism = name
        link.say("235 2.7.0 Authenticated")
    }

    private mutating func refuseLogin() { link.say("535 5.7.8 User or password refused") }
}
