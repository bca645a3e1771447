import BenchFacts
import TestBench
import Testing
import World

private let ftp = Endpoint(IPv4Address(192, 0, 2, 21), 21)

/// A client with a control connection and, at another host of the same address, data connections.
private final class Client {
    let setting: Setting
    let data: FakeDevice

    init(_ facts: [FTPFact]) throws {
        setting = try Setting(facts.map(BenchFact.ftp))
        data = FakeDevice(host: setting.world.makeHost([BenchAddresses.documentation.device]))
    }

    /// Connects and logs in.
    func enter(user: String = "u", password: String = "p") -> [String] {
        setting.device.connect(to: ftp)
        setting.world.run()
        return [String(setting.device.heard().prefix(3)), say("USER \(user)"), say("PASS \(password)")].map {
            String($0.prefix(3))
        }
    }

    /// The whole answer to a command.
    func say(_ line: String) -> String {
        setting.device.say(line + "\r\n")
        setting.world.run()
        return setting.device.heard()
    }

    /// The endpoint of a 227 answer.
    func passive() throws -> Endpoint {
        let answer = say("PASV")
        let numbers = answer.split { !$0.isNumber }.compactMap { UInt16($0) }
        try #require(numbers.count == 7 && numbers[0] == 227)
        let address = IPv4Address(UInt8(numbers[1]), UInt8(numbers[2]), UInt8(numbers[3]), UInt8(numbers[4]))
        return Endpoint(address, numbers[5] << 8 | numbers[6])
    }

    var bench: Bench { setting.bench }
}

@Suite struct FTPServiceTests {
    private static let account: [FTPFact] = [
        .user(name: "u", password: "p", account: nil), .directory(path: ".", writable: true),
        .file(path: "hello.txt", Array("hello, world".utf8)),
    ]

    @Test func refusesEverybodyWithoutAUser() throws {
        let client = try Client([.file(path: "a", [1])])
        #expect(client.enter() == ["220", "530", "503"])
        #expect(client.bench.evaluate(.ftp(.file(path: "a", [1]))) == .holds)
        #expect(client.bench.evaluate(.ftp(.file(path: "b", [1]))) == .impossible("no FTP user is declared"))
    }

    @Test func movesOnlyWhereSomebodyIs() throws {
        let client = try Client(Self.account)
        client.bench.perform(.server(.ftp, .says("421 no")))
        guard case .impossible = client.bench.outcome(of: .server(.ftp, .says("421 no"))) else {
            Issue.record("nobody has connected")
            return
        }
        _ = client.enter()
        client.bench.perform(.server(.ftp, .says("421 no")))
        #expect(client.bench.outcome(of: .server(.ftp, .says("421 no"))) == .holds)
        client.setting.world.run()
        #expect(client.setting.device.heard() == "421 no\r\n")
        client.setting.device.close()
        client.setting.world.run()
        #expect(client.bench.evaluate(.server(.ftp, .hasNoClient)) == .holds)
        client.bench.perform(.server(.ftp, .goesOn))
        guard case .ended = client.bench.outcome(of: .server(.ftp, .goesOn)) else {
            Issue.record("the session is over")
            return
        }
    }

    @Test func holdsAFileUntilItGoesOn() throws {
        let client = try Client(Self.account + [.fault(.pausesData(after: 5))])
        _ = client.enter()
        guard case .impossible = client.bench.evaluate(.server(.ftp, .isTransferring)) else {
            Issue.record("nothing is transferred")
            return
        }
        client.data.connect(to: try client.passive())
        _ = client.say("RETR hello.txt")
        #expect(client.data.heard() == "hello")
        #expect(client.bench.evaluate(.server(.ftp, .isTransferring)) == .holds)
        client.bench.perform(.server(.ftp, .goesOn))
        client.setting.world.run()
        #expect(client.data.heard() == ", world")
    }

    @Test func asksForTheAccount() throws {
        let client = try Client([.user(name: "u", password: "p", account: "a")])
        #expect(client.enter() == ["220", "331", "332"])
        #expect(client.say("ACCT a").hasPrefix("230"))
    }

    @Test func sendsAFilePassively() throws {
        let client = try Client(Self.account)
        #expect(client.enter() == ["220", "331", "230"])
        for _ in 0..<2 {
            let endpoint = try client.passive()
            #expect(endpoint.address == ftp.address)
            client.data.connect(to: endpoint)
            client.setting.world.run()
            #expect(client.say("RETR hello.txt").hasPrefix("125"))
            #expect(client.data.heard() == "hello, world")
            #expect(client.data.finished)
            client.data.close()
            client.setting.world.run()
            #expect(client.setting.device.heard().hasPrefix("226"))
        }
        #expect(client.bench.evaluate(.server(.ftp, .heard(["RETR hello.txt", "RETR"]))) == .holds)
        #expect(client.bench.evaluate(.server(.ftp, .notHeard("STOR"))) == .holds)
    }

    @Test func storesAFileActively() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        try client.data.listen(on: 4000)
        #expect(client.say("PORT 198,51,100,7,15,160").hasPrefix("200"))
        #expect(client.bench.evaluate(.ftp(.noFile(path: "new.bin"))) == .holds)
        #expect(client.say("STOR new.bin").hasPrefix("150"))
        #expect(client.data.remote?.address == ftp.address)
        client.data.say([0, 1, 2])
        client.data.close()
        client.setting.world.run()
        #expect(client.setting.device.heard().hasPrefix("226"))
        #expect(client.bench.evaluate(.ftp(.file(path: "new.bin", [0, 1, 2]))) == .holds)
        #expect(
            client.bench.evaluate(.ftp(.file(path: "/new.bin", [0, 1])))
                == .notYet("\"/new.bin\" goes on after 2 bytes: \"<STX>\"")
        )
        #expect(client.bench.evaluate(.ftp(.noFile(path: "new.bin"))) == .notYet("\"new.bin\" holds 3 bytes"))
        #expect(client.bench.evaluate(.ftp(.file(path: "other", []))) == .notYet("there is no file \"other\""))
    }

    @Test func connectsToNobodyElse() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        #expect(client.say("PORT 192,0,2,101,15,160").hasPrefix("5"))
    }

    @Test func acceptsDataFromNobodyElse() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        let endpoint = try client.passive()
        let stranger = FakeDevice(host: client.setting.world.makeHost([IPv4Address(203, 0, 113, 1)]))
        stranger.connect(to: endpoint)
        client.setting.world.run()
        #expect(stranger.failure == .reset)
        client.data.connect(to: endpoint)
        client.setting.world.run()
        #expect(client.say("RETR hello.txt").hasPrefix("125"))
        #expect(client.data.heard() == "hello, world")
    }

    @Test func tellsOfADataConnectionThatCannotBeMade() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        _ = client.say("PORT 198,51,100,7,15,160")
        #expect(client.say("RETR hello.txt").contains("425"))
    }

    @Test func refusesToWrite() throws {
        let client = try Client([.user(name: "u", password: "p", account: nil), .directory(path: ".", writable: false)])
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(client.say("STOR x").hasPrefix("55"))
    }

    @Test(arguments: [true, false])
    func completesBeforeOrAfterClosing(first: Bool) throws {
        let client = try Client(Self.account + [.completionFirst(first)])
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(client.say("RETR hello.txt").contains("226") == first)
        #expect(client.data.finished)
        client.data.close()
        client.setting.world.run()
        #expect(client.setting.device.heard().hasPrefix("226") != first)
    }

    enum Leaving: CaseIterable { case closes, resets, stays, closesBefore, closesBeforeAndResets }

    /// Where the client closes its side, or does nothing, all has arrived; where it resets the connection, it has not.
    @Test(arguments: Leaving.allCases) func saysWhetherAllHasArrived(leaving: Leaving) throws {
        let client = try Client(Self.account)
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        let isEarly = leaving == .closesBefore || leaving == .closesBeforeAndResets
        if isEarly {
            client.data.close()
            client.setting.world.run()
        }
        #expect(client.say("RETR hello.txt").hasPrefix("125"))
        #expect(client.data.heard() == "hello, world")
        #expect(client.data.finished != isEarly)
        switch leaving {
        case .closes: client.data.close()
        case .resets, .closesBeforeAndResets: client.data.reset()
        case .stays, .closesBefore: break
        }
        client.setting.world.run(for: .milliseconds(999))
        let waits = leaving == .stays || leaving == .closesBefore
        let isCut = leaving == .resets || leaving == .closesBeforeAndResets
        #expect(client.setting.device.heard().hasPrefix(waits ? "" : isCut ? "426" : "226"))
        client.setting.world.run(for: .milliseconds(1))
        #expect(client.setting.device.heard().hasPrefix(waits ? "226" : ""))
        #expect(client.data.finished != isCut || leaving == .resets)
        // The session goes on.
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(client.say("RETR hello.txt").hasPrefix("125"))
    }

    /// A data connection is one, too.
    @Test func hasClientsUntilBothConnectionsAreClosed() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(client.bench.evaluate(.server(.ftp, .hasNoClient)) == .notYet("2 connections are open"))
        client.data.close()
        client.setting.device.close()
        client.setting.world.run()
        #expect(client.bench.evaluate(.server(.ftp, .hasNoClient)) == .holds)
    }

    @Test func cutsData() throws {
        let client = try Client(Self.account + [.fault(.cutsData(after: 5))])
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        let answer = client.say("RETR hello.txt")
        #expect(client.data.heard() == "hello")
        #expect(client.data.failure == .reset)
        #expect(answer.contains("426"))
    }

    @Test func stallsData() throws {
        let client = try Client(Self.account + [.fault(.stallsData(after: 5))])
        _ = client.enter()
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(!client.say("RETR hello.txt").contains("226"))
        client.setting.world.run(for: .minutes(9))
        #expect(client.data.heard() == "hello")
        #expect(!client.data.finished && client.data.failure == nil)
    }

    @Test func delaysAndAnswersAsTold() throws {
        let client = try Client(
            Self.account + [
                .fault(.delays(command: "NOOP", .seconds(2))), .fault(.answers(command: "CWD", occurrence: 1, line: "550 x")),
            ]
        )
        _ = client.enter()
        #expect(client.say("CWD /") == "550 x\r\n")
        #expect(client.say("CWD /").hasPrefix("250"))
        #expect(client.say("NOOP") == "")
        client.setting.world.run(for: .seconds(2))
        #expect(client.setting.device.heard().hasPrefix("200"))
    }

    @Test func sendsLargeFilesWhole() throws {
        let content = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let client = try Client(Self.account + [.file(path: "big", content)])
        _ = client.enter()
        _ = client.say("TYPE I")
        client.data.connect(to: try client.passive())
        client.setting.world.run()
        #expect(client.say("RETR big").hasPrefix("125"))
        #expect(client.data.received == content)
        #expect(client.data.finished)
        client.data.close()
        client.setting.world.run()
        #expect(client.setting.device.heard().hasPrefix("226"))
    }

    /// As many as fit into the input that a client may send ahead: the stack must not grow with them.
    @Test func takesAnyNumberOfPipelinedCommandsThatOpenListeners() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        let answers = client.say(String(repeating: "PASV\n", count: 20_000) + "NOOP").split(separator: "\r\n")
        #expect(answers.count == 20_001)
        #expect(answers.dropLast().allSatisfy { $0.hasPrefix("227") })
        #expect(answers.last == "200 OK")
    }

    @Test func forgetsADeadSession() throws {
        let client = try Client(Self.account)
        _ = client.enter()
        let endpoint = try client.passive()
        client.setting.device.reset()
        client.setting.world.run()
        client.data.connect(to: endpoint)
        client.setting.world.run()
        #expect(client.data.failure == .refused)
    }

    @Test func startsAfreshWithNewFacts() throws {
        let client = try Client(Self.account + [.fault(.unreachable)])
        try client.bench.replaceFacts(Self.account.map(BenchFact.ftp))
        #expect(client.enter() == ["220", "331", "230"])
        let endpoint = try client.passive()
        client.data.connect(to: endpoint)
        client.setting.world.run()
        try client.bench.replaceFacts([])
        client.setting.world.run()
        #expect(client.data.failure == .reset)
        #expect(client.setting.device.failure == .reset)
        #expect(client.bench.evaluate(.ftp(.noFile(path: "hello.txt"))) == .holds)
        #expect(client.enter() == ["220", "530", "503"])
    }
}
