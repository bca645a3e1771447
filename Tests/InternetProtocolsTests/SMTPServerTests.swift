import InternetProtocols
import Octets
import Testing

@Suite struct SMTPServerTests {
    /// A server with a login.
    private static func guarded(_ mechanisms: [String] = ["LOGIN", "PLAIN"]) -> SMTPServer {
        var server = SMTPServer()
        server.login = .init(user: "joe", password: "secret", mechanisms: mechanisms)
        return server
    }

    /// Sends everything at once (also a test of pipelining) and returns what came back after the greeting.
    private static func talk(_ server: inout SMTPServer, _ lines: String...) -> Told {
        _ = server.accept(0)
        let told = Told(server.receive(bytes(lines.joined(separator: "\r\n") + "\r\n"), on: 0))
        server.closed(0)
        return told
    }

    private static let start = "EHLO me"
    private static let envelope = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>"

    @Test func greets() {
        var server = SMTPServer()
        #expect(Told(server.accept(0)).codes == ["220 "])
    }

    /// RFC 5321 Appendix D.1, in the words of this server.
    @Test func acceptsAMessageAtEverySplit() {
        let script = bytes(
            "EHLO bar.com\r\nMAIL FROM:<Smith@bar.com>\r\nRCPT TO:<Jones@foo.com>\r\nRCPT TO:<Brown@foo.com>\r\nDATA\r\n"
                + "Subject: a\r\n b\r\n\r\nBlah.\r\n..\r\n..dot\r\n\r\n.\r\nNOOP\r\nQUIT\r\n"
        )
        for pieces in splittings(script) {
            var server = SMTPServer()
            _ = server.accept(4)
            var told = Told()
            for piece in pieces { told.add(server.receive(piece, on: 4)) }
            #expect(told.codes == ["250-", "250-", "250-", "250 ", "250 ", "250 ", "250 ", "354 ", "250 ", "250 ", "221 "])
            #expect(told.heard.count == 7)
            #expect(told.heard.last == "QUIT")
            #expect(told.ends == ["finish"])
            let message = server.messages.first
            #expect(server.messages.count == 1)
            #expect(message?.sender == "Smith@bar.com")
            #expect(message?.recipients == ["Jones@foo.com", "Brown@foo.com"])
            #expect(message?.field("SUBJECT") == "a b")
            #expect(message?.body == bytes("Blah.\r\n.\r\n.dot\r\n"))
            #expect(message?.header == bytes("Subject: a\r\n b\r\n"))
        }
    }

    @Test(arguments: [
        ("MAIL FROM:<a@b>", "503 "), ("EHLO", "501 "), ("HELO", "501 "), ("AUTH PLAIN", "502 "), ("RCPT TO:<a@b>", "503 "),
        ("DATA", "503 "), ("RSET", "250 "), ("NOOP x", "250 "), ("VRFY joe", "252 "), ("EXPN list", "502 "), ("NONSENSE", "500 "),
        ("", "500 "), ("noop", "250 "), ("quit", "221 "), ("STARTTLS", "502 "), ("HELP", "214 "), (" NOOP", "500 "),
    ]) func answersBeforeAnyGreeting(line: String, code: String) {
        var server = SMTPServer()
        #expect(Self.talk(&server, line).codes == [code])
    }

    @Test(arguments: [
        ("MAIL FROM:<>", "250 "), ("mail from:<a@b>", "250 "), ("MAIL FROM: <a@b>", "250 "),
        ("MAIL FROM:<a@b> SIZE=10 BODY=8BITMIME", "250 "),
        ("MAIL FROM:<@x,@y:a@b>", "250 "), ("MAIL FROM:a@b", "501 "), ("MAIL FROM:<a b>", "501 "), ("MAIL TO:<a@b>", "501 "),
        ("MAIL", "501 "),
        ("MAIL FROM:<a@b", "501 "), ("MAIL FROM:<a@b>x", "501 "), ("MAIL FROM:<a@b> SIZE=99999999999", "552 "),
        ("MAIL FROM:<a@b> SIZE=x", "501 "),
        ("MAIL FROM:<a@b> XYZ=1", "555 "), ("MAIL FROM:<a@b>\r\nRCPT TO:<>", "501 "),
        ("MAIL FROM:<a@b>\r\nMAIL FROM:<a@b>", "503 "),
        ("MAIL FROM:<a@b>\r\nDATA", "503 "), ("MAIL FROM:<a@b>\r\nRCPT TO:<c> X=1", "555 "),
        ("MAIL FROM:<a@b>\r\nRSET\r\nRCPT TO:<c>", "503 "),
        ("MAIL FROM:<a@b>\r\nEHLO x\r\nRCPT TO:<c>", "503 "), ("MAIL FROM:<a@b>\r\nRCPT TO:<c>\r\nDATA x", "501 "),
    ]) func checksEnvelopes(lines: String, code: String) {
        var server = SMTPServer()
        #expect(Self.talk(&server, Self.start, lines).codes.last == code)
        #expect(server.messages.isEmpty)
    }

    @Test func withoutExtensions() {
        var server = SMTPServer()
        server.hasExtensions = false
        #expect(
            Self.talk(&server, "EHLO me", "HELO me", "MAIL FROM:<a@b> SIZE=1", "MAIL FROM:<a@b>").codes == [
                "502 ", "250 ", "555 ", "250 ",
            ]
        )
    }

    @Test func limitsRecipients() {
        var server = SMTPServer()
        let lines = (0...SMTPServer.recipientLimit).map { "RCPT TO:<r\($0)@b>" }.joined(separator: "\r\n")
        let codes = Self.talk(&server, Self.start, "MAIL FROM:<a@b>", lines).codes
        #expect(codes.filter { $0 == "452 " }.count == 1)
        #expect(codes.last == "452 ")
    }

    @Test(arguments: [
        // An empty body, no body at all, and nothing at all.
        ("Subject: x\r\n\r\n\r\n.", "Subject: x\r\n", ""), ("Subject: x\r\n.", "Subject: x", ""), (".", "", ""),
        ("\r\nbody\r\n.", "", "body"),
        ("a: b\r\n\r\n\r\n.", "a: b\r\n", ""), ("a: b\r\n\r\n\r\n\r\n.", "a: b\r\n", "\r\n"),
    ]) func splitsHeaderFromBody(content: String, header: String, body: String) {
        var server = SMTPServer()
        #expect(Self.talk(&server, Self.start, Self.envelope, "DATA", content).codes.last == "250 ")
        #expect(server.messages.first?.header == bytes(header))
        #expect(server.messages.first?.body == bytes(body))
    }

    @Test func findsFields() {
        let message = MailMessage(sender: "", recipients: [], content: bytes("To:  x \r\nX: 1\r\n\t2\r\nx: 3\r\n\r\nY: 4\r\n"))
        #expect(message.field("to") == "x")
        #expect(message.field("X") == "1\t2")
        #expect(message.field("Y") == nil)
    }

    @Test func keepsAllValuesOfABody() {
        var server = SMTPServer()
        let body = (UInt8.min...UInt8.max).map { $0 }
        _ = server.accept(0)
        _ = server.receive(bytes("EHLO me\r\n\(Self.envelope)\r\nDATA\r\nA: b\r\n\r\n") + body + bytes("\r\n.\r\n"), on: 0)
        #expect(server.messages.first?.body == body)
    }

    @Test func refusesWhatIsTooLong() {
        var server = SMTPServer()
        let long = String(repeating: "x", count: SMTPServer.lineLimit)
        #expect(Self.talk(&server, "NOOP " + long, "NOOP").codes == ["500 ", "250 "])
        server.messageLimit = 1_000
        _ = server.accept(1)
        _ = server.receive(bytes("EHLO me\r\n\(Self.envelope)\r\nDATA\r\n"), on: 1)
        #expect(server.receive(Array(repeating: UInt8(ascii: "x"), count: 1_001), on: 1) == [])
        #expect(Told(server.receive(bytes("\r\n.\r\n"), on: 1)).codes == ["552 "])
        #expect(server.messages.isEmpty)
    }

    @Test func aClientThatDoesNotReadWaitsForItsReplies() {
        var server = SMTPServer()
        _ = server.accept(0)
        _ = server.drained(0)
        var batches = [Told(server.receive(bytes(String(repeating: "NOOP\r\n", count: 10_000)), on: 0))]
        while true {
            let more = server.drained(0)
            if more.isEmpty { break }
            batches.append(Told(more))
        }
        #expect(batches.allSatisfy { $0.text.utf8.count < (64 << 10) + 100 })
        #expect(batches.flatMap(\.codes) == Array(repeating: "250 ", count: 10_000))
    }

    /// What clients are sending counts as much as what is kept.
    @Test func limitsTheSizeOfAllMessagesTogether() {
        var server = SMTPServer()
        server.storeSizeLimit = 2_500
        let start = bytes("EHLO me\r\n\(Self.envelope)\r\nDATA\r\n")
        let content = Array(repeating: UInt8(ascii: "x"), count: 1_000)
        let end = bytes("\r\n.\r\n")
        _ = server.accept(0)
        #expect(Told(server.receive(start + content + end, on: 0)).codes.last == "250 ")
        _ = server.receive(start + content, on: 0)
        _ = server.accept(1)
        #expect(Told(server.receive(start + content + end, on: 1)).codes.last == "452 ")
        #expect(Told(server.receive(end, on: 0)).codes == ["250 "])
        #expect(server.messages.count == 2)
        #expect(
            Told(server.receive(bytes("MAIL FROM:<a@b> SIZE=501\r\nMAIL FROM:<a@b> SIZE=500\r\n"), on: 1)).codes == [
                "452 ", "250 ",
            ]
        )
    }

    // MARK: Authentication (RFC 4954, RFC 4616)

    @Test(
        arguments: [
            // am9l is joe, c2VjcmV0 secret, AGpvZQBzZWNyZXQ= NUL joe NUL secret.
            (["AUTH LOGIN", "am9l", "c2VjcmV0"], ["334 ", "334 ", "235 "], "LOGIN"),
            (["AUTH LOGIN am9l", "c2VjcmV0"], ["334 ", "235 "], "LOGIN"),
            (["AUTH PLAIN", "AGpvZQBzZWNyZXQ="], ["334 ", "235 "], "PLAIN"),
            (["auth plain AGpvZQBzZWNyZXQ="], ["235 "], "PLAIN"),
            (["AUTH LOGIN", "am9", "NOOP"], ["334 ", "501 ", "250 "], nil),
            (["AUTH LOGIN", "*"], ["334 ", "501 "], nil),
            (["AUTH LOGIN", "c2VjcmV0"], ["334 ", "535 "], nil),
            (["AUTH LOGIN", "am9l", "am9l"], ["334 ", "334 ", "535 "], nil),
            (["AUTH PLAIN ="], ["501 "], nil),
            (["AUTH PLAIN AGpvZQBqb2U="], ["535 "], nil),
            (["AUTH CRAM-MD5"], ["504 "], nil),
            (["AUTH"], ["504 "], nil),
        ] as [([String], [String], String?)]
    )
    func authenticates(lines: [String], codes: [String], mechanism: String?) {
        var server = Self.guarded()
        let told = Self.talk(&server, Self.start, lines.joined(separator: "\r\n"), Self.envelope, "DATA", "x", ".")
        #expect(Array(told.codes.dropFirst(5).prefix(codes.count)) == codes)
        #expect(server.messages.first?.mechanism == mechanism)
        if mechanism == nil { #expect(told.codes.dropFirst(5 + codes.count).first == "530 ") }
    }

    @Test func promptsAsLoginDoes() {
        var server = Self.guarded(["LOGIN"])
        let told = Self.talk(&server, Self.start, "AUTH LOGIN", "am9l", "c2VjcmV0", "AUTH LOGIN")
        #expect(told.text.contains("250 AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 "))
        #expect(told.codes.last == "503 ")
        #expect(told.heard == [Self.start, "AUTH LOGIN", "am9l", "c2VjcmV0", "AUTH LOGIN"])
        #expect(Self.talk(&server, Self.start, "AUTH PLAIN AGpvZQBzZWNyZXQ=").codes.last == "504 ")
    }

    @Test func survivesHostileInput() {
        let verbs = ["EHLO", "HELO x", "AUTH LOGIN", "MAIL", "RCPT", "DATA", "RSET", ".", "*", "am9l", "VRFY", "\u{0}\u{FF}"]
        for (index, input) in hostileInputs(verbs: verbs).enumerated() {
            var whole = Self.guarded()
            var cut = Self.guarded()
            var told = (Told(whole.accept(0)), Told(cut.accept(0)))
            told.0.add(whole.receive(input, on: 0))
            for start in stride(from: 0, to: input.count, by: 97) {
                told.1.add(cut.receive(Array(input[start..<min(start + 97, input.count)]), on: 0))
            }
            #expect(told.0 == told.1, "input \(index)")
        }
    }

    @Test func limitsConnections() {
        var server = SMTPServer()
        for connection in 0..<SMTPServer.connectionLimit { #expect(Told(server.accept(connection)).codes == ["220 "]) }
        #expect(Told(server.accept(-1)).codes == ["421 "])
        #expect(server.receive(bytes("NOOP\r\n"), on: -1) == [])
        server.closed(3)
        #expect(Told(server.accept(3)).codes == ["220 "])
    }
}
