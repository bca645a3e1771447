import InternetProtocols
import Octets
import Testing

@Suite struct POP3ServerTests {
    static let messages = ["A: b\r\n\r\n.one\r\ntwo\r\n.\r\nthree\r\n", "A: c\r\n\r\nno line end"].map(bytes)

    static func server(_ messages: [[UInt8]] = messages) -> POP3Server {
        var server = POP3Server()
        server.mailboxes["joe"] = .init(password: "pass word ", messages: messages)
        return server
    }

    /// Sends everything at once and pulls out all that the server has to say.
    static func talk(_ server: inout POP3Server, _ lines: String..., connection: Int = 0) -> Told {
        _ = server.accept(connection)
        var told = Told(server.receive(bytes(lines.joined(separator: "\r\n") + "\r\n"), on: connection))
        while true {
            let more = server.drained(connection)
            if more.isEmpty { break }
            told.add(more)
        }
        return told
    }

    static let login = "USER joe\r\nPASS pass word "

    @Test(arguments: [
        ("STAT", "+OK 2 50\r\n"),
        ("LIST", "+OK 2 messages\r\n1 29\r\n2 21\r\n.\r\n"),
        ("LIST 2", "+OK 2 21\r\n"),
        ("LIST 3", "-ERR No such message\r\n"),
        ("RETR 1", "+OK 29 octets\r\nA: b\r\n\r\n..one\r\ntwo\r\n..\r\nthree\r\n.\r\n"),
        ("RETR 2", "+OK 21 octets\r\nA: c\r\n\r\nno line end\r\n.\r\n"),
        ("retr 0", "-ERR No such message\r\n"),
        ("RETR", "-ERR No such message\r\n"),
        ("RETR -1", "-ERR No such message\r\n"),
        ("RETR 99999999999999999999", "-ERR No such message\r\n"),
        ("TOP 1 0", "+OK\r\nA: b\r\n\r\n.\r\n"),
        ("TOP 1 1", "+OK\r\nA: b\r\n\r\n..one\r\n.\r\n"),
        ("TOP 2 9", "+OK\r\nA: c\r\n\r\nno line end\r\n.\r\n"),
        ("TOP 1", "-ERR Syntax: TOP message lines\r\n"),
        ("NOOP", "+OK\r\n"),
        ("XYZ", "-ERR Unknown command, or not now\r\n"),
        ("USER joe", "-ERR Unknown command, or not now\r\n"),
        ("DELE 1\r\nRETR 1", "+OK Marked for deletion\r\n-ERR No such message\r\n"),
        ("DELE 1\r\nDELE 1", "+OK Marked for deletion\r\n-ERR No such message\r\n"),
        (
            "DELE 1\r\nSTAT\r\nLIST\r\nRSET\r\nSTAT",
            "+OK Marked for deletion\r\n+OK 1 21\r\n+OK 1 messages\r\n2 21\r\n.\r\n+OK 2 messages\r\n+OK 2 50\r\n"
        ),
    ]) func answers(lines: String, answer: String) {
        var server = Self.server()
        let greeting = "+OK Password, please\r\n+OK 2 messages\r\n"
        #expect(Self.talk(&server, Self.login, lines).text == greeting + answer)
        #expect(server.mailboxes["joe"]?.messages == Self.messages)
    }

    @Test(arguments: [
        ("STAT", "-ERR"), ("PASS x", "-ERR"), ("USER jim", "-ERR"), ("USER joe", "+OK "), ("USER joe\r\nPASS pass word", "-ERR"),
        ("USER joe\r\nPASS x\r\nPASS pass word ", "-ERR"), ("QUIT", "+OK "), ("USER joe\r\nSTAT", "-ERR"), ("APOP joe x", "-ERR"),
    ]) func guardsTheMailbox(lines: String, answer: String) {
        var server = Self.server()
        #expect(Self.talk(&server, lines).codes.last == answer)
    }

    @Test func identifiesMessages() {
        var server = Self.server()
        let first = Self.talk(&server, Self.login, "UIDL", "QUIT").text.split(separator: "\r\n").suffix(4)
        server.closed(0)
        let second = Self.talk(&server, Self.login, "UIDL 2", "QUIT").text.split(separator: "\r\n").suffix(2)
        let words = first.map { $0.split(separator: " ") }
        #expect(words[words.startIndex].count == 2)
        #expect(words[words.startIndex].last != words[words.startIndex + 1].last)
        #expect(second.first?.split(separator: " ").last == words[words.startIndex + 1].last)
    }

    @Test func deletesAtQuitOnly() {
        var server = Self.server()
        _ = Self.talk(&server, Self.login, "DELE 1")
        #expect(Told(server.finished(on: 0)).ends == ["finish"])
        server.closed(0)
        #expect(server.mailboxes["joe"]?.messages.count == 2)
        #expect(Self.talk(&server, Self.login, "DELE 1", "QUIT").ends == ["finish"])
        #expect(server.mailboxes["joe"]?.messages == [Self.messages[1]])
    }

    /// RFC 1939 §6, QUIT: a client is told when a message that it marked is still there, or another is in its place.
    @Test func saysWhenItCouldNotDelete() {
        var server = Self.server()
        _ = Self.talk(&server, Self.login, "DELE 1")
        server.mailboxes["joe"]?.messages = [Self.messages[1]]
        let told = Told(server.receive(bytes("QUIT\r\n"), on: 0))
        #expect(told.text == "-ERR Some deleted messages not removed\r\n" && told.ends == ["finish"])
        #expect(server.mailboxes["joe"]?.messages == [Self.messages[1]])
    }

    @Test func commitsWhatWasAskedBeforeTheClientLeft() {
        var server = Self.server([Array(repeating: 0x41, count: 200_000)])
        _ = server.accept(0)
        _ = server.receive(bytes(Self.login + "\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n"), on: 0)
        #expect(server.finished(on: 0) == [])
        var told = Told()
        for _ in 0..<5 { told.add(server.drained(0)) }
        #expect(told.ends == ["finish"])
        #expect(server.mailboxes["joe"]?.messages == [])
    }

    @Test func letsOnlyOneIn() {
        var server = Self.server()
        _ = Self.talk(&server, Self.login)
        #expect(Self.talk(&server, Self.login, connection: 1).codes.last == "-ERR")
        server.closed(0)
        #expect(Told(server.receive(bytes(Self.login + "\r\n"), on: 1)).codes.last == "+OK ")
    }

    @Test func sendsLargeMessagesInPieces() {
        let content = Array(repeating: bytes("0123456789.\r\n.x"), count: 20_000).flatMap(\.self)
        var server = Self.server([content])
        _ = server.accept(0)
        var pieces = [Told(server.receive(bytes(Self.login + "\r\nRETR 1\r\nNOOP\r\n"), on: 0))]
        var whole: [UInt8] = []
        while true {
            let more = server.drained(0)
            if more.isEmpty { break }
            pieces.append(Told(more))
        }
        #expect(pieces.count == content.count / POP3Server.pieceLength + 1)
        #expect(pieces.allSatisfy { $0.text.utf8.count < 2 * POP3Server.pieceLength })
        whole = pieces.flatMap { Array($0.text.utf8) }
        var unstuffer = DotUnstuffer()
        let start = bytes("+OK Password, please\r\n+OK 1 messages\r\n+OK \(content.count + 2) octets\r\n").count
        let output = unstuffer.decode(Array(whole[start...]))
        #expect(output.content == content)
        #expect(Array(whole[(start + output.consumed)...]) == bytes("+OK\r\n"))
    }

    /// Also after its FIN.
    @Test(arguments: [false, true]) func aClientThatDoesNotReadWaitsForItsAnswers(leaves: Bool) {
        var server = Self.server([Array(repeating: UInt8(ascii: "x"), count: 1_000)])
        _ = server.accept(0)
        _ = server.receive(bytes(Self.login + "\r\n"), on: 0)
        _ = server.drained(0)
        var batches = [Told(server.receive(bytes(String(repeating: "RETR 1\r\n", count: 1_000)), on: 0))]
        if leaves { #expect(server.finished(on: 0) == []) }
        while true {
            let more = server.drained(0)
            if more.isEmpty { break }
            batches.append(Told(more))
        }
        #expect(batches.allSatisfy { $0.text.utf8.count < (64 << 10) + 1_100 })
        #expect(batches.map(\.heard.count).reduce(0, +) == 1_000)
        let answer = "+OK 1002 octets\r\n" + String(repeating: "x", count: 1_000) + "\r\n.\r\n"
        #expect(batches.map(\.text).joined() == String(repeating: answer, count: 1_000))
        #expect(batches.flatMap(\.ends) == (leaves ? ["finish"] : []))
    }

    @Test func survivesHostileInput() {
        for (index, input) in hostileInputs(verbs: [
            "USER joe", "PASS pass word ", "RETR", "TOP 1", "LIST", "DELE", "UIDL", "STAT",
        ]).enumerated() {
            var whole = Self.server()
            var cut = Self.server()
            var told = (Told(whole.accept(0)), Told(cut.accept(0)))
            told.0.add(whole.receive(input, on: 0))
            for start in stride(from: 0, to: input.count, by: 97) {
                told.1.add(cut.receive(Array(input[start..<min(start + 97, input.count)]), on: 0))
            }
            #expect(told.0 == told.1, "input \(index)")
        }
    }
}

/// Client and server against each other, and the client against literal replies.
@Suite struct POP3ConversationTests {
    struct Outcome: Equatable {
        var end: POP3Client.Action?
        var content: [UInt8]?
        var isWhole = false
        var hasNoMail = false
        var left: Int?
    }

    static func run(_ server: POP3Server, user: String = "joe", password: String = "pass word ", chunk: Int) -> Outcome {
        var server = server
        var client = POP3Client(user: user, password: password)
        var up = Pipe(size: chunk)
        var down = Pipe(size: chunk)
        var outcome = Outcome()
        var ended = false
        func serve(_ actions: [ServerAction]) {
            for action in actions {
                switch action {
                case .send(let bytes): down.send(bytes)
                case .finish, .reset: ended = true
                case .heard, .answered, .bareLineEnd, .said, .pauseInput, .resumeInput: break
                case .delay: serve(server.resume(on: 0))
                }
            }
        }
        func act(_ actions: [POP3Client.Action]) {
            for action in actions {
                switch action {
                case .send(let bytes): up.send(bytes)
                case .noMail: outcome.hasNoMail = true
                case .mailBegins: outcome.content = []
                case .content(let bytes): outcome.content?.append(contentsOf: bytes)
                case .mailEnds: outcome.isWhole = true
                case .finish, .leaves: break
                case .succeeded, .failed:
                    #expect(outcome.end == nil)
                    outcome.end = action
                }
            }
        }
        serve(server.accept(0))
        while !up.isEmpty || !down.isEmpty {
            if let piece = up.next() { serve(server.receive(piece, on: 0)) }
            if let piece = down.next() { act(client.receive(piece)) }
            if down.isEmpty { serve(server.drained(0)) }
        }
        if ended { act(client.closed()) }
        outcome.left = server.mailboxes["joe"]?.messages.count
        return outcome
    }

    static let awkward = bytes(".\r\n..\r\n.a\r\n") + (UInt8.min...UInt8.max).map { $0 } + bytes("\r\n.end")

    @Test(arguments: chunkSizes) func fetchesTheFirstMessage(chunk: Int) {
        let outcome = Self.run(POP3ServerTests.server([Self.awkward, bytes("second")]), chunk: chunk)
        #expect(outcome == Outcome(end: .succeeded, content: Self.awkward, isWhole: true, left: 1))
    }

    @Test(arguments: chunkSizes) func findsNoMail(chunk: Int) {
        #expect(Self.run(POP3ServerTests.server([]), chunk: chunk) == Outcome(end: .succeeded, hasNoMail: true, left: 0))
    }

    @Test func fetchesAnEmptyMessage() {
        #expect(Self.run(POP3ServerTests.server([[]]), chunk: 3) == Outcome(end: .succeeded, content: [], isWhole: true, left: 0))
    }

    static let refusals: [(String, POP3Client.Failure)] = [
        ("greeting", .serviceRefused(reply: "-ERR no")), ("USER", .userRejected(reply: "-ERR no")),
        ("PASS", .passwordRejected(reply: "-ERR no")),
        ("STAT", .retrieveFailed(reply: "-ERR no")), ("RETR", .retrieveFailed(reply: "-ERR no")),
        ("DELE", .deleteFailed(reply: "-ERR no")),
        ("QUIT", .commitFailed(reply: "-ERR no")),
    ]

    @Test(arguments: refusals, [1, 1_000]) func reportsRefusals(refusal: (String, POP3Client.Failure), chunk: Int) {
        var server = POP3ServerTests.server()
        server.faults.rules = [.init(command: refusal.0, occurrence: 1, measure: .respond(.answer(line: "-ERR no")))]
        let outcome = Self.run(server, chunk: chunk)
        #expect(outcome.end == .failed(refusal.1))
        #expect(outcome.left == 2)
    }

    @Test(arguments: refusals.map(\.0), [ScriptedFaults.Response.close, .reset])
    func reportsBrokenConnections(command: String, response: ScriptedFaults.Response) {
        var server = POP3ServerTests.server()
        server.faults.rules = [.init(command: command, measure: .respond(response))]
        let outcome = Self.run(server, chunk: 64)
        #expect(outcome.end == .failed(.closedByServer))
        #expect(outcome.left == 2)
    }

    @Test(arguments: refusals.map(\.0)) func survivesDelays(command: String) {
        var server = POP3ServerTests.server()
        server.faults.rules = [.init(command: command, measure: .delay(milliseconds: 1))]
        #expect(Self.run(server, chunk: 64).end == .succeeded)
    }

    @Test func tellsUserFromPassword() {
        #expect(
            Self.run(POP3ServerTests.server(), user: "jim", chunk: 5).end
                == .failed(.userRejected(reply: "-ERR No mailbox of that name"))
        )
        #expect(
            Self.run(POP3ServerTests.server(), password: "x", chunk: 5).end
                == .failed(.passwordRejected(reply: "-ERR Wrong password"))
        )
    }

    @Test(arguments: [0, 1, 100, 299, 300]) func cutsContentAfterExactlySoManyBytes(count: Int) {
        let content = Array(repeating: bytes("0123456789"), count: 30).flatMap(\.self)
        var server = POP3ServerTests.server([content])
        server.faults.contentLimits = [.init(.cut, after: count)]
        #expect(
            Self.run(server, chunk: 7) == Outcome(end: .failed(.closedByServer), content: Array(content.prefix(count)), left: 1)
        )
        server.faults.contentLimits = [.init(.stall, after: count)]
        #expect(Self.run(server, chunk: 7) == Outcome(end: nil, content: Array(content.prefix(count)), left: 1))
    }

    /// All is done when there was nothing to be fetched.
    @Test(arguments: [ScriptedFaults.Response.close, .reset, .answer(line: "-ERR no")])
    func anEmptyMailboxNeedsNoFarewell(response: ScriptedFaults.Response) {
        var server = POP3ServerTests.server([])
        server.faults.rules = [.init(command: "QUIT", measure: .respond(response))]
        #expect(Self.run(server, chunk: 64).end == .succeeded)
    }

    @Test(arguments: [0, 1, 100, 300]) func pausesContent(count: Int) {
        let content = Array(repeating: bytes("0123456789"), count: 30).flatMap(\.self)
        var server = POP3ServerTests.server([content])
        server.faults.contentLimits = [.init(.pause, after: count)]
        _ = server.accept(0)
        let before = Told(server.receive(bytes("USER joe\r\nPASS pass word \r\nRETR 1\r\n"), on: 0)).text
        #expect(before.hasSuffix("octets\r\n" + String(decoding: content.prefix(count), as: UTF8.self)))
        #expect(server.isTransferring)
        let rest = Told(server.goOn(on: 0)).text
        #expect(rest == String(decoding: content.dropFirst(count), as: UTF8.self) + "\r\n.\r\n")
        #expect(!server.isTransferring)
    }

    // MARK: The client alone

    @Test func speaksAsTheRFCAsks() {
        var client = POP3Client(user: "joe", password: "pw")
        let dialogue = [
            ("+OK POP3 <1896@x>\r\n", "USER joe\r\n"), ("+OK\r\n", "PASS pw\r\n"), ("+OK\r\n", "STAT\r\n"),
            ("+OK 2 320\r\n", "RETR 1\r\n"),
        ]
        for (reply, next) in dialogue { #expect(client.receive(bytes(reply)) == [.send(bytes(next))]) }
        #expect(client.receive(bytes("+OK 120 octets\r\na\r\n..\r")) == [.mailBegins, .content(bytes("a\r\n."))])
        #expect(client.receive(bytes("\n.\r")) == [])
        #expect(client.receive(bytes("\n")) == [.mailEnds, .send(bytes("DELE 1\r\n"))])
        #expect(client.receive(bytes("+OK\r\n")) == [.send(bytes("QUIT\r\n")), .leaves])
        #expect(client.receive(bytes("+OK\r\n")) == [.finish, .succeeded])
        #expect(client.closed() == [])
    }

    @Test(arguments: ["* OK\r\n", "220 x\r\n", "\r\n", "+OK\r\n+OK\r\n+OK\r\n+OK x\r\n", "+OK\r\n+OK\r\n+OK\r\n+OK\r\n"])
    func refusesWhatIsNoReply(text: String) {
        var client = POP3Client(user: "joe", password: "pw")
        guard case .failed(.protocolError)? = client.receive(bytes(text)).last else {
            Issue.record("accepted")
            return
        }
    }

    @Test func survivesHostileReplies() {
        for input in hostileInputs(verbs: ["+OK", "+OK 1 1", "-ERR", "+OK\r\n+OK\r\n+OK\r\n+OK 3 3\r\n+OK", "."]) {
            var client = POP3Client(user: "joe", password: "pw")
            var ends = 0
            for action in client.receive(input) + client.closed() {
                switch action {
                case .succeeded, .failed: ends += 1
                case .send, .noMail, .mailBegins, .content, .mailEnds, .leaves, .finish: break
                }
            }
            #expect(ends == 1)
        }
    }
}
