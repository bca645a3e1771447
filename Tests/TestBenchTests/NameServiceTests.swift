import BenchFacts
import TestBench
import Testing
import World

private let primary = Endpoint(IPv4Address(192, 0, 2, 53), 53)
private let secondary = Endpoint(IPv4Address(192, 0, 2, 54), 53)

@Suite struct NameServiceTests {
    /// Asks for the address of a name with the id 0x1234 and recursion desired (RFC 1035 §4.1); nil: no answer.
    private func ask(_ setting: Setting, _ labels: String..., of server: Endpoint = primary) throws -> [UInt8]? {
        let count = setting.device.datagrams.count
        var query: [UInt8] = [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in labels { query += [UInt8(label.utf8.count)] + Array(label.utf8) }
        query += [0, 0, 1, 0, 1]
        try setting.device.ask(query, of: server)
        setting.world.run()
        return setting.device.datagrams.count > count ? setting.device.datagrams.last : nil
    }

    @Test(arguments: [
        (DNSFact.Target.server(.smtp), [UInt8](arrayLiteral: 192, 0, 2, 25)), (.server(.pop3), [192, 0, 2, 110]),
        (.server(.ftp), [192, 0, 2, 21]), (.peer(PeerLabel(index: 1)), [192, 0, 2, 102]),
        (.address(IPv4Address(203, 0, 113, 9)), [203, 0, 113, 9]),
    ])
    func answersFromTheFacts(target: DNSFact.Target, address: [UInt8]) throws {
        let setting = try Setting([.dns(.record(name: "a.example", target))])
        for server in [primary, secondary] {
            let answer = try #require(try ask(setting, "A", "Example", of: server))
            #expect(answer.prefix(2) == [0x12, 0x34])
            #expect(answer[3] & 15 == 0)
            #expect(answer[7] == 1)
            #expect(answer.suffix(4) == address[...])
        }
        #expect(setting.bench.evaluate(.dns(.asked(nil, name: "a.example"))) == .holds)
        #expect(setting.bench.evaluate(.dns(.asked(.secondary, name: "a.example"))) == .holds)
        #expect(setting.log.first == "dns primary: < A.Example")
    }

    @Test func followsAliases() throws {
        let setting = try Setting([
            .dns(.record(name: "a.example", .alias(of: "b.example"))), .dns(.record(name: "b.example", .server(.ftp))),
        ])
        let answer = try #require(try ask(setting, "a", "example"))
        #expect(answer[7] == 2)
        #expect(answer.suffix(4) == [192, 0, 2, 21])
        #expect(setting.log.last == "dns primary: > alias of b.example, 192.0.2.21")
    }

    @Test func knowsNoOtherName() throws {
        let setting = try Setting([])
        #expect(try ask(setting, "a")?[3] == 0x80 | 3)
        #expect(setting.log.last == "dns primary: > NXDOMAIN")
    }

    @Test(arguments: [
        (DNSFact.Behaviour.nxdomain, UInt8(3), "NXDOMAIN"), (.servfail, 2, "SERVFAIL"), (.truncated, 0, "truncated"),
    ])
    func misbehaves(behaviour: DNSFact.Behaviour, code: UInt8, text: String) throws {
        let setting = try Setting([.dns(.record(name: "a", .server(.ftp))), .dns(.behaviour(.primary, behaviour))])
        let answer = try #require(try ask(setting, "a"))
        #expect(answer[3] & 15 == code)
        #expect(answer[2] & 2 == (behaviour == .truncated ? 2 : 0))
        #expect(setting.log.last == "dns primary: > \(text)")
        #expect(try ask(setting, "a", of: secondary)?[7] == 1)
    }

    /// Each has the right address in it.
    @Test func answersWhatNobodyAsked() throws {
        let setting = try Setting([.dns(.record(name: "a", .server(.ftp)))])
        let right = try #require(try ask(setting, "a"))
        try setting.bench.apply(.dns(.behaviour(.primary, .otherID)))
        let otherID = try #require(try ask(setting, "a"))
        #expect(Array(otherID[2...]) == Array(right[2...]))
        #expect(otherID[1] == right[1] ^ 1)
        try setting.bench.apply(.dns(.behaviour(.primary, .otherQuestion)))
        let otherQuestion = try #require(try ask(setting, "a"))
        #expect(otherQuestion[..<2] == right[..<2])
        #expect(otherQuestion[12...].starts(with: [5] + Array("other".utf8)))
        #expect(otherQuestion.suffix(4) == right.suffix(4))
    }

    @Test func isSilentAndRemembersWhatItWasAsked() throws {
        let setting = try Setting([.dns(.behaviour(nil, .silent))])
        #expect(setting.bench.evaluate(.dns(.asked(nil, name: "a.b"))) == .notYet("asked nothing"))
        #expect(try ask(setting, "a", "b") == nil)
        #expect(setting.bench.evaluate(.dns(.asked(.primary, name: "A.B"))) == .holds)
        #expect(setting.bench.evaluate(.dns(.asked(.secondary, name: "a.b"))) == .notYet("asked nothing"))
        #expect(setting.bench.evaluate(.dns(.asked(nil, name: "c"))) == .notYet("asked \"a.b\""))
        #expect(setting.bench.evaluate(.dns(.notAsked(.primary, name: "A.B"))) == .violated("it was asked \"A.B\""))
        #expect(setting.bench.evaluate(.dns(.notAsked(nil, name: "a.b"))) == .violated("it was asked \"a.b\""))
        #expect(setting.bench.evaluate(.dns(.notAsked(.secondary, name: "a.b"))) == .holds)
        #expect(setting.bench.evaluate(.dns(.notAsked(nil, name: "c"))) == .holds)
        #expect(setting.changes > 0)
    }

    @Test func talksGarbage() throws {
        let setting = try Setting([.dns(.behaviour(nil, .garbage))])
        let answer = try #require(try ask(setting, "a"))
        #expect(answer.count < 12)
        #expect(setting.log.last == "dns primary: > garbage")
    }

    @Test func delays() throws {
        let setting = try Setting([.dns(.record(name: "a", .server(.ftp))), .dns(.delay(.primary, .seconds(3)))])
        #expect(try ask(setting, "a") == nil)
        #expect(try ask(setting, "a", of: secondary) != nil)
        setting.world.run(for: .milliseconds(2999))
        #expect(setting.device.datagrams.count == 1)
        setting.world.run(for: .milliseconds(1))
        #expect(setting.device.datagrams.count == 2)
    }

    @Test func forgetsEverythingForTheNextScenario() throws {
        let setting = try Setting([.dns(.record(name: "a", .server(.ftp))), .dns(.delay(nil, .seconds(3)))])
        _ = try ask(setting, "a")
        try setting.bench.replaceFacts([])
        setting.world.run(for: .seconds(9))
        #expect(setting.device.datagrams.isEmpty)
        #expect(setting.bench.evaluate(.dns(.asked(nil, name: "a"))) == .notYet("asked nothing"))
        #expect(try ask(setting, "a")?[3] == 0x80 | 3)
    }
}
