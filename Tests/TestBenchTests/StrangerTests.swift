import BenchFacts
import TestBench
import Testing
import World

/// Others than the device find the bench, too.
@Suite struct StrangerTests {
    private static let a = PeerLabel(index: 0)
    private static let port = Endpoint(IPv4Address(192, 0, 2, 101), 2323)
    private static let elsewhere = IPv4Address(203, 0, 113, 66)
    private static let addresses = BenchAddresses.documentation

    private static func setting(_ facts: [BenchFact] = [.peer(a, .listens(port: 2323))], device: [AddressBlock]?) throws
        -> Setting
    {
        let setting = try Setting(facts)
        if let device { setting.bench.device = device }
        return setting
    }

    private static func stranger(of setting: Setting) -> FakeDevice { FakeDevice(host: setting.world.makeHost([elsewhere])) }

    /// `GET /` at a peer's port: neither the connection that the scenario speaks of, nor bytes that nothing expects.
    @Test(arguments: [[AddressBlock(addresses.device)], [AddressBlock("198.51.100.0/24")!]])
    func aStrangerIsTurnedAway(device: [AddressBlock]) throws {
        let setting = try Self.setting(device: device)
        let stranger = Self.stranger(of: setting)
        setting.device.connect(to: Self.port)
        setting.world.run()
        stranger.connect(to: Self.port)
        setting.world.run()
        stranger.say("GET / HTTP/1.0\r\n\r\n")
        setting.device.say("hello")
        setting.world.run()
        #expect(stranger.failure == .reset)
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("hello".utf8)))) == .holds)
        #expect(setting.bench.leftovers() == [])
        #expect(setting.bench.doubt == nil)
        #expect(
            setting.log.contains {
                $0.hasPrefix("bench: turns a stranger away: 203.0.113.66:") && $0.hasSuffix("192.0.2.101:2323")
            }
        )
    }

    @Test(arguments: [
        (Endpoint(addresses.smtp, 25), "EHLO stranger\r\n", ServerKind.smtp),
        (Endpoint(addresses.pop3, 110), "USER x\r\n", .pop3),
        (Endpoint(addresses.ftp, 21), "USER x\r\n", .ftp),
    ])
    func serversHearTheDeviceOnly(server: Endpoint, line: String, kind: ServerKind) throws {
        let setting = try Self.setting(device: [AddressBlock(Self.addresses.device)])
        // More silent connections than a server has room for.
        let crowd = (0..<70).map { _ in Self.stranger(of: setting) }
        for stranger in crowd { stranger.connect(to: server) }
        setting.world.run()
        for stranger in crowd { stranger.say(line) }
        setting.world.run()
        #expect(crowd.allSatisfy { $0.failure == .reset })
        #expect(setting.bench.evaluate(.server(kind, .notHeard(String(line.prefix(4))))) == .holds)
        setting.device.connect(to: server)
        setting.world.run()
        #expect(setting.device.failure == nil)
        #expect(setting.device.heard().hasPrefix(kind == .pop3 ? "+OK" : "220"))
        // A flood does not fill the journal.
        #expect(setting.log.count { $0.hasPrefix("bench:") } == 8)
    }

    @Test(arguments: [false, true]) func nameServersTakeQuestionsOfTheDeviceOnly(throughOthers: Bool) throws {
        let setting = try Self.setting(
            [.dns(.record(name: "a.b", .server(.smtp)))],
            device: [AddressBlock(Self.addresses.device)]
        )
        setting.bench.isAskedThroughOthers = throughOthers
        let question: [UInt8] = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 1, 98, 0, 0, 1, 0, 1]
        let stranger = Self.stranger(of: setting)
        try stranger.ask(question, of: Endpoint(Self.addresses.primaryNameServer, 53), from: Self.elsewhere)
        setting.world.run()
        #expect(stranger.datagrams.isEmpty == !throughOthers)
        #expect((setting.bench.evaluate(.dns(.asked(nil, name: "a.b"))) == .holds) == throughOthers)
        try setting.device.ask(question, of: Endpoint(Self.addresses.primaryNameServer, 53))
        setting.world.run()
        #expect(setting.device.datagrams.count == 1)
        #expect(setting.bench.doubt == nil)
    }

    /// The rig may name the wrong place: then the device itself is turned away.
    @Test func aPlaceWhereNobodyIsGivesDoubt() throws {
        let setting = try Self.setting(device: [AddressBlock("10.0.0.0/8")!])
        #expect(setting.bench.doubt == nil)
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.device.failure == .reset)
        #expect(
            setting.bench.doubt
                == "somebody came from 198.51.100.7 and was turned away, and nobody has come from where the device is said to be (10.0.0.0/8)"
        )
        // Once it was met there, strangers excuse nothing.
        setting.bench.device = [AddressBlock(Self.addresses.device)]
        setting.device.connect(to: Self.port)
        Self.stranger(of: setting).connect(to: Self.port)
        setting.world.run()
        #expect(setting.bench.doubt == nil)
        setting.bench.forgetVisitors()
        Self.stranger(of: setting).connect(to: Self.port)
        setting.world.run()
        #expect(setting.bench.doubt == nil)
    }

    /// FTP without PASV: a device behind a router can be asked to open the way, and nobody gets through it.
    @Test(arguments: ["PORT 198,51,100,7,15,160\r\nRETR a", "PORT 10,0,0,1,15,160"], [true, false])
    func aWayThatIsNotThereGivesDoubt(lines: String, reaches: Bool) throws {
        let facts: [BenchFact] = [.ftp(.user(name: "u", password: "p", account: nil)), .ftp(.file(path: "a", [1]))]
        let setting = try Self.setting(facts, device: nil)
        setting.bench.reachesDevice = reaches
        setting.device.connect(to: Endpoint(Self.addresses.ftp, 21))
        setting.world.run()
        setting.device.say("USER u\r\nPASS p\r\nTYPE I\r\n\(lines)\r\n")
        setting.world.run()
        #expect(setting.device.heard().contains(lines.hasSuffix("RETR a") ? "425" : "504"))
        #expect((setting.bench.doubt == nil) == reaches)
        setting.bench.forgetVisitors()
        #expect(setting.bench.doubt == nil)
    }

    @Test func nobodyIsToldApartWhereNothingIsKnown() throws {
        let setting = try Self.setting(device: nil)
        setting.device.connect(to: Self.port)
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.bench.doubt == nil)
        let stranger = Self.stranger(of: setting)
        stranger.connect(to: Self.port)
        setting.world.run()
        #expect(stranger.failure == nil)
        #expect(
            setting.bench.doubt == "somebody came from 198.51.100.7, 203.0.113.66, and nobody says which of them is the device"
        )
        try setting.bench.replaceFacts([])
        // The device is brought back by its own scenario.
        #expect(setting.bench.doubt != nil)
        setting.bench.forgetVisitors()
        #expect(setting.bench.doubt == nil)
    }
}
