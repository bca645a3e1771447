import InternetProtocols
import Testing

/// Servers that run for days.
@Suite struct StandingServerTests {
    private static func send(_ count: Int, to server: inout SMTPServer, size: Int = 10) -> [String] {
        var told = Told(server.accept(0))
        for line in ["EHLO x"] { told.add(server.receive(bytes(line + "\r\n"), on: 0)) }
        var codes: [String] = []
        for _ in 0..<count {
            var told = Told()
            for line in ["MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", String(repeating: "x", count: size) + "\r\n."] {
                told.add(server.receive(bytes(line + "\r\n"), on: 0))
            }
            _ = server.drained(0)
            codes.append(told.codes.last ?? "")
        }
        return codes
    }

    @Test(arguments: [true, false]) func theOldestMailsMakeRoom(forgets: Bool) {
        var server = SMTPServer()
        server.forgetsOldest = forgets
        let codes = Self.send(SMTPServer.storeLimit + 3, to: &server)
        #expect(codes.prefix(SMTPServer.storeLimit).allSatisfy { $0 == "250 " })
        #expect(codes.suffix(3) == Array(repeating: forgets ? "250 " : "452 ", count: 3)[...])
        #expect(server.messages.count == SMTPServer.storeLimit)
    }

    @Test(arguments: [true, false]) func soDoLargeOnes(forgets: Bool) {
        var server = SMTPServer()
        server.forgetsOldest = forgets
        server.storeSizeLimit = 1_000
        let codes = Self.send(5, to: &server, size: 400)
        #expect(codes == (forgets ? Array(repeating: "250 ", count: 5) : ["250 ", "250 ", "452 ", "452 ", "452 "]))
        #expect(server.messages.count == 2)
    }

    @Test func silentClientsAreTold() {
        var smtp = SMTPServer()
        _ = smtp.accept(0)
        let told = Told(smtp.timedOut(0))
        #expect(told.codes == ["421 "])
        #expect(told.ends == ["finish"])
        // RFC 1939 §3: without a word, and without deleting anything.
        var pop3 = POP3Server()
        pop3.mailboxes["u"] = POP3Server.Mailbox(password: "p", messages: [[1]])
        _ = pop3.accept(0)
        _ = pop3.receive(bytes("USER u\r\nPASS p\r\nDELE 1\r\n"), on: 0)
        let silent = Told(pop3.timedOut(0))
        #expect(silent.text == "" && silent.ends == ["finish"])
        #expect(pop3.mailboxes["u"]?.messages.count == 1)
    }

    /// What a directory holds is counted, so that removing many costs no more than making them.
    @Test func directoriesKnowWhetherTheyAreEmpty() throws {
        var tree = FileTree()
        let outer = FileTree.Path("a")
        let inner = FileTree.Path("a/b")
        let file = FileTree.Path("a/b/f")
        try tree.makeDirectory(outer)
        try tree.makeDirectory(inner)
        try tree.write(file, [1])
        try tree.write(file, [2])
        #expect(throws: FileTree.Refusal.notEmpty) { try tree.removeDirectory(inner) }
        try tree.removeFile(file)
        #expect(throws: FileTree.Refusal.notEmpty) { try tree.removeDirectory(outer) }
        try tree.removeDirectory(inner)
        try tree.removeDirectory(outer)
        tree.setFile(file, [1])
        #expect(throws: FileTree.Refusal.notEmpty) { try tree.removeDirectory(inner) }
        try tree.removeFile(file)
        try tree.removeDirectory(inner)
    }
}
