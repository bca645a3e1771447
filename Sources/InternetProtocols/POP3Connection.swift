internal import Octets

/// One client's session with a ``POP3Server`` (RFC 1939 §3: authorisation, transaction, update).
struct POP3Connection: Sendable {
    enum Phase: Hashable {
        /// Before USER, or after a refusal.
        case authorisation
        /// After USER.
        case password(user: String)
        case transaction(user: String)
    }

    var link = CommandLink(lineLimit: POP3Server.lineLimit)
    var phase = Phase.authorisation
    /// The mailbox as it was when the session opened it: numbers do not change while it lasts.
    var messages: [[UInt8]] = []
    /// What UIDL has said of them, as far as it was asked.
    var identifiers: [Int: String] = [:]
    /// Indexes of messages marked by DELE.
    var deleted: Set<Int> = []

    /// The multi-line answer under way.
    private var output: POP3Output?
    /// The client has sent FIN while answers were under way.
    private var isLeft = false

    /// Whose mailbox the session holds.
    var owner: String? {
        switch phase {
        case .authorisation, .password: nil
        case .transaction(let user): link.isOver ? nil : user
        }
    }

    mutating func greet(_ server: inout POP3Server) {
        if link.admits(.greeting, named: "greeting", &server.faults) { sayGreeting(server) }
    }

    mutating func refuse(_ line: String) {
        link.say(line)
        link.finish()
    }

    mutating func receive(_ bytes: [UInt8], _ server: inout POP3Server) {
        link.append(bytes)
        run(&server)
    }

    mutating func drained(_ server: inout POP3Server) {
        link.drained()
        sendPiece(server)
        run(&server)
    }

    mutating func resume(_ server: inout POP3Server) {
        switch link.resume() {
        case .greeting: sayGreeting(server)
        case .line(let line): execute(CommandLine(line), &server)
        case .body, nil: break
        }
        run(&server)
    }

    /// The client has sent FIN; answers under way are still sent, as its other direction is open.
    mutating func hangUp() {
        if link.isOpen, output != nil || link.isCongested { isLeft = true } else { link.finish() }
    }

    private mutating func sayGreeting(_ server: POP3Server) {
        link.greet(["+OK POP3 ready"], server.faults)
    }

    /// Executes what has come, as far as it is complete, no answer is under way, and the client reads them.
    private mutating func run(_ server: inout POP3Server) {
        while link.isOpen, !link.isCongested, output == nil {
            switch link.nextLine() {
            case .text(let line):
                link.heard(line)
                let command = CommandLine(line)
                if link.admits(.line(line), named: command.verb, &server.faults) { execute(command, &server) }
            case .tooLong: link.say("-ERR Line too long")
            case nil:
                if isLeft { link.finish() }
                return
            }
        }
    }

    // MARK: Multi-line answers

    /// Sends content as a multi-line answer, after its first line.
    mutating func send(_ content: [UInt8], _ server: POP3Server) {
        output = POP3Output(content: content)
        sendPiece(server)
    }

    /// Content is on its way.
    var isTransferring: Bool { output != nil && !link.isOver }

    mutating func goOn(_ server: inout POP3Server) {
        sendPiece(server)
        run(&server)
    }

    private mutating func sendPiece(_ server: POP3Server) {
        guard link.isOpen, var rest = output else { return }
        // Taken out while it is changed, so that its content is not copied.
        output = nil
        let limit = server.faults.contentLimit
        if let limit, rest.sent >= limit.length {
            switch limit.manner {
            case .cut: link.reset()
            case .end: link.finish()
            case .stall: link.stall()
            case .pause: output = rest
            }
            return
        }
        link.send(rest.next(limit: limit?.length))
        if !rest.isComplete { output = rest }
    }
}

/// The content of a multi-line answer on its way out, dot-stuffed piece by piece.
struct POP3Output: Hashable, Sendable {
    private let content: [UInt8]
    private var stuffer = DotStuffer()
    /// How many bytes of content are sent.
    private(set) var sent = 0
    /// The final dot is sent, too.
    private(set) var isComplete = false

    init(content: [UInt8]) { self.content = content }

    /// - Parameter limit: after how many bytes of content to stop.
    mutating func next(limit: Int?) -> [UInt8] {
        let end = min(sent + POP3Server.pieceLength, content.count, limit ?? Int.max)
        var piece = stuffer.stuff(Array(content[sent..<end]))
        sent = end
        // A limit holds the end back even if it lies exactly there: cut or stalled content is never complete.
        if sent == content.count, limit.map({ sent < $0 }) ?? true {
            piece += stuffer.lineTerminator
            isComplete = true
        }
        return piece
    }
}
