import BenchFacts
import Testing
import World

@Suite struct POP3Tests {
    static let plain = "From: a@example.com\r\nSubject: plain\r\n\r\nOne line.\r\n"
    static let dotted = "From: b@example.com\r\nSubject: dots\r\n\r\n.\r\n..\r\n.leading\r\ninside.\r\n\r\n"

    private func bench() throws -> LiveBench {
        try LiveBench(
            [
                .mailbox(user: "module", password: "secret"), .message(Array(Self.plain.utf8)), .message(Array(Self.dotted.utf8)),
            ].map(BenchFact.pop3)
        )
    }

    @Test(.enabled(if: Tool.curl.isInstalled, "curl is not installed"))
    func curlListsReadsAndDeletes() throws {
        let bench = try bench()
        let server = try bench.pop3
        let login = ["-sS", "--user", "module:secret"]
        let list = try bench.expect(.curl, login + ["pop3://\(server)/"])
        #expect(list == "1 \(Self.plain.utf8.count)\r\n2 \(Self.dotted.utf8.count)\r\n")
        try bench.expect(.curl, login + ["-o", "second", "pop3://\(server)/2"])
        #expect(try bench.scratch.bytes(of: "second") == Array(Self.dotted.utf8))
        bench.expect(.pop3(.unchanged))
        try bench.expect(.curl, login + ["-l", "-X", "DELE", "pop3://\(server)/1"])
        bench.expect(.pop3(.count(1)))
        // 67: login denied (curl(1), EXIT CODES).
        #expect(try bench.run(.curl, ["-sS", "--user", "module:wrong", "pop3://\(server)/"]).status == 67)
    }

    @Test(.enabled(if: Tool.python.isInstalled, "python3 is not installed"))
    func poplibHoldsAWholeSession() throws {
        let bench = try bench()
        let server = try bench.pop3
        let script = """
            import poplib
            box = poplib.POP3('\(server.address)', \(server.port), timeout=60)
            box.user('module'); box.pass_('secret')
            print(box.stat())
            print([line.split()[0] for line in box.uidl()[1]])
            for number in (1, 2): print(b'\\r\\n'.join(box.retr(number)[1]))
            print(box.top(1, 0)[1])
            box.dele(1); box.rset(); box.dele(2); box.noop()
            box.quit()
            """
        let output = try bench.expect(.python, ["-c", script])
        // poplib takes the line ends off, and the dots that were stuffed.
        let expected = """
            (2, \(Self.plain.utf8.count + Self.dotted.utf8.count))
            [b'1', b'2']
            b'From: a@example.com\\r\\nSubject: plain\\r\\n\\r\\nOne line.'
            b'From: b@example.com\\r\\nSubject: dots\\r\\n\\r\\n.\\r\\n..\\r\\n.leading\\r\\ninside.\\r\\n'
            [b'From: a@example.com', b'Subject: plain', b'']

            """
        #expect(output == expected)
        bench.expect(.pop3(.count(1)))
        bench.expect(.server(.pop3, .heard(["USER module", "PASS secret", "RETR 2", "DELE 2", "QUIT"])))
    }

    @Test(.enabled(if: Tool.python.isInstalled, "python3 is not installed"))
    func aBrokenLinkLeavesTheMailbox() throws {
        let bench = try bench()
        let server = try bench.pop3
        let script = """
            import poplib
            box = poplib.POP3('\(server.address)', \(server.port), timeout=60)
            box.user('module'); box.pass_('secret'); box.dele(1); box.close()
            """
        try bench.expect(.python, ["-c", script])
        bench.expect(.server(.pop3, .heard(["DELE 1"])))
        bench.expect(.pop3(.unchanged))
    }
}
