internal import Octets

/// One client's session with an ``SMTPServer``.
struct SMTPConnection: Sendable {
    /// What the next bytes mean.
    enum Phase {
        case commands
        /// The answer to a 334 challenge.
        case authentication(SMTPConnection.AuthenticationStep)
        /// Between 354 and the final dot.
        case content
    }
    enum AuthenticationStep {
        case loginUser
        case loginPassword(user: String)
        case plain
    }

    var link = CommandLink(lineLimit: SMTPServer.lineLimit)
    var phase = Phase.commands
    /// HELO or EHLO was said.
    var isGreeted = false
    /// How the client has authenticated itself.
    var mechanism: String?
    var sender: String?
    var recipients: [String] = []

    private var unstuffer = DotUnstuffer()
    private var content: [UInt8] = []
    /// Bytes of content, also those beyond a limit, which are not kept.
    private var contentLength = 0
    /// There was no room for the content.
    private var isDropped = false
    /// Complete, and not yet accepted.
    private var message: MailMessage?

    mutating func greet(_ server: inout SMTPServer) {
        guard link.admits(.greeting, named: "greeting", &server.faults) else { return }
        sayGreeting(server)
    }

    mutating func refuse(_ line: String) {
        link.say(line)
        link.finish()
    }

    mutating func receive(_ bytes: [UInt8], _ server: inout SMTPServer) {
        link.append(bytes)
        run(&server)
    }

    mutating func drained(_ server: inout SMTPServer) {
        link.drained()
        run(&server)
    }

    mutating func resume(_ server: inout SMTPServer) {
        switch link.resume() {
        case .greeting: sayGreeting(server)
        case .line(let line): execute(CommandLine(line), &server)
        case .body: acceptMessage(&server)
        case nil: break
        }
        run(&server)
    }

    private mutating func sayGreeting(_ server: SMTPServer) {
        link.greet(["220 \(SMTPServer.hostName) ESMTP ready"], server.faults)
    }

    /// Consumes what has come, as far as it is complete. Commands wait for a client that does not read its replies, content does not.
    private mutating func run(_ server: inout SMTPServer) {
        while link.isOpen {
            if case .content = phase {
                guard receiveContent(&server) else { return }
                continue
            }
            guard !link.isCongested else { return }
            switch link.nextLine() {
            case .text(let line):
                if case .authentication(let step) = phase {
                    link.answered(line)
                    phase = .commands
                    authenticate(step, response: line, server)
                } else {
                    link.heard(line)
                    let command = CommandLine(line)
                    if link.admits(.line(line), named: command.verb, &server.faults) { execute(command, &server) }
                }
            case .tooLong:
                phase = .commands
                link.say("500 5.5.6 Line too long")
            case nil:
                return
            }
        }
    }

    // MARK: Content

    /// A message is being taken.
    var isTransferring: Bool {
        if case .content = phase { !link.isOver } else { false }
    }

    mutating func goOn() { link.resumeInput() }

    mutating func beginContent() {
        phase = .content
        unstuffer = DotUnstuffer()
        content = []
        contentLength = 0
        isDropped = false
    }

    /// Bytes that are held of a message that is not accepted yet.
    var incoming: Int { content.count + (message?.content.count ?? 0) }

    /// - Returns: whether there may be more to do with what has come.
    private mutating func receiveContent(_ server: inout SMTPServer) -> Bool {
        let piece = link.takeContent()
        guard !piece.isEmpty else { return false }
        let output = unstuffer.decode(piece)
        contentLength += output.content.count
        if let limit = server.faults.contentLimit, contentLength >= limit.length {
            switch limit.manner {
            case .cut: link.reset()
            case .end: link.finish()
            case .stall: link.stall()
            case .pause: link.pauseInput()
            }
            guard link.isOpen else { return false }
        }
        server.makeRoom(for: contentLength)
        if contentLength > server.room { isDropped = true }
        if contentLength <= server.messageLimit, !isDropped { content += output.content } else { content = [] }
        guard output.ended else { return false }
        link.putBack(Array(piece[output.consumed...]))
        phase = .commands
        message = MailMessage(sender: sender ?? "", recipients: recipients, content: content, mechanism: mechanism)
        // Whatever is answered: the transaction is over (RFC 5321 §4.1.1.4).
        forgetEnvelope()
        if link.admits(.body, named: "body", &server.faults) { acceptMessage(&server) }
        return true
    }

    private mutating func acceptMessage(_ server: inout SMTPServer) {
        if contentLength > server.messageLimit {
            link.say("552 5.3.4 Message too big")
        } else if isDropped || server.isStoreFull {
            link.say("452 4.3.1 No room for more messages")
        } else if let message {
            server.keep(message)
            link.say("250 2.0.0 Accepted as \(server.accepted)")
        }
        message = nil
    }

    mutating func forgetEnvelope() {
        sender = nil
        recipients = []
        content = []
    }
}
