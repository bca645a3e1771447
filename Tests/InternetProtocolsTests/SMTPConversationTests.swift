import InternetProtocols
import Octets
import Testing

/// Client and server against each other, and the client against literal replies.
@Suite struct SMTPConversationTests {
    struct Outcome: Equatable {
        var end: SMTPClient.Action?
        var isFinishedByClient = false
        var said: [String] = []
        var messages: [MailMessage] = []
    }

    static func settings(user: String? = nil, password: String = "secret") -> SMTPClient.Settings {
        .init(
            domain: "me.example",
            user: user,
            password: password,
            sender: "a@b",
            recipients: [.init("to@x"), .init("cc@x", isCopy: true)]
        )
    }

    static let content = bytes("Subject: t\r\n\r\n.\r\n..two\r\n") + (UInt8.min...UInt8.max).map { $0 } + bytes("\r\n.end\r\n")

    static func run(_ settings: SMTPClient.Settings, _ server: SMTPServer, chunk: Int) -> Outcome {
        var server = server
        var client = SMTPClient(settings)
        var up = Pipe(size: chunk)
        var down = Pipe(size: chunk)
        var outcome = Outcome()
        var ended = false
        func serve(_ actions: [ServerAction]) -> [SMTPClient.Action] {
            var reactions: [SMTPClient.Action] = []
            for action in actions {
                switch action {
                case .send(let bytes): down.send(bytes)
                case .finish, .reset: ended = true
                case .heard, .answered, .bareLineEnd, .said, .pauseInput, .resumeInput: break
                case .delay: reactions += serve(server.resume(on: 0))
                }
            }
            return reactions
        }
        func act(_ actions: [SMTPClient.Action]) {
            var actions = actions[...]
            while let action = actions.popFirst() {
                switch action {
                case .send(let bytes): up.send(bytes)
                case .readyForContent:
                    for start in stride(from: 0, to: content.count, by: chunk) {
                        actions += client.send(content: Array(content[start..<min(start + chunk, content.count)]))
                    }
                    actions += client.endContent()
                case .leaves: break
                case .finish: outcome.isFinishedByClient = true
                case .succeeded, .failed:
                    #expect(outcome.end == nil)
                    outcome.end = action
                }
            }
        }
        _ = serve(server.accept(0))
        while !up.isEmpty || !down.isEmpty {
            if let piece = up.next() { _ = serve(server.receive(piece, on: 0)) }
            if let piece = down.next() { act(client.receive(piece)) }
        }
        if ended { act(client.closed()) }
        outcome.said = String(decoding: up.all, as: UTF8.self).split(separator: "\r\n").map(String.init)
        outcome.messages = server.messages
        return outcome
    }

    @Test(arguments: chunkSizes, [nil, "LOGIN", "PLAIN"]) func delivers(chunk: Int, mechanism: String?) {
        var server = SMTPServer()
        if let mechanism { server.login = .init(user: "joe", password: "secret", mechanisms: [mechanism]) }
        let outcome = Self.run(Self.settings(user: mechanism == nil ? nil : "joe"), server, chunk: chunk)
        #expect(outcome.end == .succeeded)
        #expect(outcome.isFinishedByClient)
        #expect(
            outcome.messages == [
                MailMessage(sender: "a@b", recipients: ["to@x", "cc@x"], content: Self.content, mechanism: mechanism)
            ]
        )
        #expect(outcome.said.last == "QUIT")
    }

    @Test func prefersLoginAndFallsBackToHELO() {
        var server = SMTPServer()
        server.login = .init(user: "joe", password: "secret", mechanisms: ["PLAIN", "LOGIN"])
        #expect(Self.run(Self.settings(user: "joe"), server, chunk: 9).messages.first?.mechanism == "LOGIN")
        var old = SMTPServer()
        old.hasExtensions = false
        let outcome = Self.run(Self.settings(user: "joe"), old, chunk: 9)
        #expect(outcome.end == .succeeded)
        #expect(Array(outcome.said.prefix(3)) == ["EHLO me.example", "HELO me.example", "MAIL FROM:<a@b>"])
    }

    static let refusals: [(String, Int?, SMTPClient.Failure)] = [
        ("greeting", nil, .serviceRefused(reply: "550 no")), ("MAIL", nil, .senderRejected(reply: "550 no")),
        ("RCPT", 1, .recipientRejected(reply: "550 no")), ("RCPT", 2, .copyRecipientRejected(reply: "550 no")),
        ("DATA", nil, .bodyRejected(reply: "550 no")), ("body", nil, .bodyRejected(reply: "550 no")),
        ("AUTH", nil, .userRejected(reply: "550 no")),
    ]

    @Test(arguments: refusals, [1, 5, 1_000]) func reportsRefusals(refusal: (String, Int?, SMTPClient.Failure), chunk: Int) {
        var server = SMTPServer()
        server.login = .init(user: "joe", password: "secret")
        server.faults.rules = [.init(command: refusal.0, occurrence: refusal.1, measure: .respond(.answer(line: "550 no")))]
        let outcome = Self.run(Self.settings(user: "joe"), server, chunk: chunk)
        #expect(outcome.end == .failed(refusal.2))
        #expect(outcome.messages == [])
        #expect(outcome.said.last == "QUIT")
        #expect(outcome.isFinishedByClient)
    }

    @Test func tellsUserFromPassword() {
        var server = SMTPServer()
        server.login = .init(user: "joe", password: "other", mechanisms: ["LOGIN"])
        let line = "535 5.7.8 User or password refused"
        #expect(Self.run(Self.settings(user: "joe"), server, chunk: 3).end == .failed(.passwordRejected(reply: line)))
        #expect(Self.run(Self.settings(user: "jim"), server, chunk: 3).end == .failed(.userRejected(reply: line)))
        server.login?.mechanisms = ["PLAIN"]
        #expect(Self.run(Self.settings(user: "joe"), server, chunk: 3).end == .failed(.passwordRejected(reply: line)))
    }

    @Test(arguments: ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "body"], [ScriptedFaults.Response.close, .reset])
    func reportsBrokenConnections(command: String, response: ScriptedFaults.Response) {
        var server = SMTPServer()
        server.faults.rules = [.init(command: command, measure: .respond(response))]
        let outcome = Self.run(Self.settings(), server, chunk: 64)
        #expect(outcome.end == .failed(.closedByServer))
        #expect(outcome.messages == [])
    }

    @Test(arguments: ["greeting", "EHLO", "RCPT", "body", "QUIT"]) func waitsForAStalledServer(command: String) {
        var server = SMTPServer()
        server.faults.rules = [.init(command: command, measure: .respond(.stall))]
        let outcome = Self.run(Self.settings(), server, chunk: 64)
        #expect(outcome.end == nil)
        #expect(outcome.messages.count == (command == "QUIT" ? 1 : 0))
    }

    @Test func succeedsWithoutTheLastReply() {
        var server = SMTPServer()
        server.faults.rules = [.init(command: "QUIT", measure: .respond(.close))]
        #expect(Self.run(Self.settings(), server, chunk: 64).end == .succeeded)
    }

    @Test(arguments: ["greeting", "EHLO", "RCPT", "DATA", "body", "QUIT"], [1, 1_000]) func survivesDelays(
        command: String,
        chunk: Int
    ) {
        var server = SMTPServer()
        server.faults.rules = [.init(command: command, measure: .delay(milliseconds: 5))]
        let outcome = Self.run(Self.settings(), server, chunk: chunk)
        #expect(outcome.end == .succeeded)
        #expect(outcome.messages.map(\.content) == [Self.content])
    }

    @Test func cutsAndStallsContent() {
        var server = SMTPServer()
        server.faults.contentLimits = [.init(.cut, after: 100)]
        #expect(Self.run(Self.settings(), server, chunk: 10).end == .failed(.closedByServer))
        server.faults.contentLimits = [.init(.stall, after: 100)]
        #expect(Self.run(Self.settings(), server, chunk: 10).end == nil)
    }

    // MARK: The client alone

    /// What the client says to literal replies, one line of the table after the other.
    @Test func speaksAsTheRFCAsks() {
        var client = SMTPClient(Self.settings(user: "joe"))
        let dialogue: [(String, String)] = [
            ("220-welcome\r\n220 ready\r\n", "EHLO me.example\r\n"),
            ("250-x\r\n250-SIZE 5\r\n250 AUTH=PLAIN\r\n", "AUTH PLAIN AGpvZQBzZWNyZXQ=\r\n"),
            ("235 ok\r\n", "MAIL FROM:<a@b>\r\n"),
            ("250\r\n", "RCPT TO:<to@x>\r\n"),
            ("251 will forward\r\n", "RCPT TO:<cc@x>\r\n"),
            ("250 ok\r\n", "DATA\r\n"),
        ]
        for (reply, next) in dialogue { #expect(client.receive(bytes(reply)) == [.send(bytes(next))]) }
        #expect(client.receive(bytes("354 go\r\n")) == [.readyForContent])
        #expect(client.send(content: bytes(".a\r")) == [.send(bytes("..a\r"))])
        #expect(client.send(content: bytes("\n.")) == [.send(bytes("\n.."))])
        #expect(client.endContent() == [.send(bytes("\r\n.\r\n"))])
        #expect(client.endContent() == [])
        #expect(client.receive(bytes("250 ok\r\n")) == [.send(bytes("QUIT\r\n")), .leaves])
        #expect(client.receive(bytes("221 bye\r\n")) == [.finish, .succeeded])
        #expect(client.closed() == [])
        #expect(client.receive(bytes("500 x\r\n")) == [])
    }

    @Test func endsAtARefusalDuringContent() {
        var client = SMTPClient(.init(domain: "d", sender: "a", recipients: [.init("b")]))
        _ = client.receive(bytes("220 \r\n250 \r\n250 \r\n250 \r\n354 \r\n"))
        #expect(client.send(content: bytes("x")) == [.send(bytes("x"))])
        #expect(client.receive(bytes("552 full\r\n")) == [.finish, .failed(.bodyRejected(reply: "552 full"))])
        #expect(client.send(content: bytes("x")) == [])
        #expect(client.endContent() == [])
    }

    @Test(arguments: [
        "hello\r\n", "22\r\n", "999 x\r\n", "220x\r\n", "\r\n", "220-a\r\n" + String(repeating: "220-a\r\n", count: 600),
    ])
    func refusesWhatIsNoReply(text: String) {
        var client = SMTPClient(Self.settings())
        let actions = client.receive(bytes(text))
        guard case .failed(.protocolError)? = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(client.closed() == [])
    }

    @Test func survivesHostileReplies() {
        for input in hostileInputs(verbs: ["220", "250", "250-", "334", "354", "235", "221", "550", "+OK"]) {
            var client = SMTPClient(Self.settings(user: "joe"))
            var ends = 0
            for action in client.receive(input) + client.send(content: [46]) + client.endContent() + client.closed() {
                switch action {
                case .succeeded, .failed: ends += 1
                case .send, .readyForContent, .leaves, .finish: break
                }
            }
            #expect(ends == 1)
        }
    }
}
