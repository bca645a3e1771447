import InternetProtocols
import Testing

@Suite struct POP3ServerTests {
    @Test func deletesAtQuitOnly() {
        var server = POP3Server()
        server.mailboxes["joe"] = .init(password: "pw", messages: [Array("a\r\n".utf8), Array("b\r\n".utf8)])
        _ = server.accept(1)
        _ = server.receive(Array("USER joe\r\nPASS pw\r\nDELE 1\r\n".utf8), on: 1)
        _ = server.finished(on: 1)
        server.closed(1)
        #expect(server.mailboxes["joe"]?.messages.count == 2)
        _ = server.accept(2)
        _ = server.receive(Array("USER joe\r\nPASS pw\r\nDELE 1\r\nQUIT\r\n".utf8), on: 2)
        #expect(server.mailboxes["joe"]?.messages == [Array("b\r\n".utf8)])
    }
}
