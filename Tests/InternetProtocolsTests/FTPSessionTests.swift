import InternetProtocols
import Testing

/// An FTP client that stays for several files.
@Suite struct FTPSessionTests {
    private static func client(account: String = "") -> FTPClient {
        var settings = FTPClient.Settings(user: "u", password: "p", transfer: nil, isPassive: true)
        settings.account = account
        return FTPClient(settings)
    }

    private static func say(_ reply: String, to client: inout FTPClient) -> [FTPClient.Action] {
        client.receive(Array((reply + "\r\n").utf8))
    }

    private static func line(_ text: String) -> FTPClient.Action { .send(Array((text + "\r\n").utf8)) }

    private static func loggedIn() -> FTPClient {
        var client = client()
        for reply in ["220 hi", "331 password"] { _ = say(reply, to: &client) }
        #expect(say("230 in", to: &client) == [.loggedIn])
        return client
    }

    /// Up to the data connection.
    private static func granted(_ transfer: FTPClient.Transfer) -> FTPClient {
        var client = loggedIn()
        #expect(client.start(transfer, representation: .image, isPassive: true) == [line("TYPE I")])
        #expect(say("200 ok", to: &client) == [line("PASV")])
        #expect(say("227 =1,2,3,4,5,6", to: &client) == [.connectData(address: 0x0102_0304, port: 0x0506)])
        _ = client.dataOpened()
        #expect(say("150 here", to: &client).contains(.transferBegins))
        return client
    }

    @Test func givesItsAccountWhereItIsAskedFor() {
        var client = Self.client(account: "acct")
        for reply in ["220 hi", "331 password"] { _ = Self.say(reply, to: &client) }
        #expect(Self.say("332 account", to: &client) == [Self.line("ACCT acct")])
        #expect(Self.say("230 in", to: &client) == [.loggedIn])
        var refused = Self.client()
        for reply in ["220 hi", "331 password"] { _ = Self.say(reply, to: &refused) }
        #expect(Self.say("332 account", to: &refused).contains(.failed(.accountRequired(reply: "332 account"))))
    }

    @Test func transfersOneFileAfterTheOther() {
        var client = Self.granted(.retrieve(name: "a"))
        #expect(client.dataReceived([1]) == [.content([1])])
        #expect(client.dataFinished() == [.finishData, .contentEnds])
        #expect(Self.say("226 done", to: &client) == [.transferred(nil)])
        #expect(client.start(.store(name: "b"), representation: .ascii, isPassive: false) == [Self.line("TYPE A")])
        #expect(Self.say("200 ok", to: &client) == [.listenForData])
    }

    @Test func aRefusedFileLeavesTheSession() {
        var client = Self.loggedIn()
        _ = client.start(.retrieve(name: "a"), representation: .image, isPassive: true)
        _ = Self.say("200 ok", to: &client)
        _ = Self.say("227 =1,2,3,4,5,6", to: &client)
        _ = client.dataOpened()
        #expect(Self.say("550 no", to: &client) == [.abandonData, .transferred(.retrieveRejected(reply: "550 no"))])
        #expect(client.quit() == [Self.line("QUIT"), .leaves])
        #expect(Self.say("221 bye", to: &client) == [.finish, .succeeded])
    }

    /// The reply to a transfer whose data connection was lost is not that to what is asked next.
    @Test func waitsForTheWordOnALostTransfer() {
        var client = Self.granted(.retrieve(name: "a"))
        #expect(client.dataFailed() == [.abandonData])
        #expect(client.start(.retrieve(name: "b"), representation: .image, isPassive: true).isEmpty)
        #expect(Self.say("426 lost", to: &client) == [.abandonData, .transferred(.dataFailed(reply: nil))])
    }

    @Test(arguments: ["226 done", "426 given up"]) func aFileThatIsGivenUpIsNoFailure(reply: String) {
        var client = Self.granted(.retrieve(name: "a"))
        #expect(client.abort() == [.abandonData])
        #expect(Self.say(reply, to: &client) == [.transferred(nil)])
    }

    @Test func aServerThatLeavesEndsTheSession() {
        var client = Self.loggedIn()
        #expect(Self.say("421 idle", to: &client).isEmpty)
        #expect(client.closed().contains(.failed(.closedByServer)))
    }
}
