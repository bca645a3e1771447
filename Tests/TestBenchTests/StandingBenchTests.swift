import BenchFacts
import InternetProtocols
import TestBench
import Testing
import World

/// A bench that runs for days, and nobody asks it what happened.
@Suite struct StandingBenchTests {
    private static let a = PeerLabel(index: 0)
    private static let port = Endpoint(IPv4Address(192, 0, 2, 101), 2323)
    private static let servers = [
        (Endpoint(IPv4Address(192, 0, 2, 25), 25), SMTPServer.idleSeconds, "421"),
        (Endpoint(IPv4Address(192, 0, 2, 110), 110), POP3Server.idleSeconds, ""),
        (Endpoint(IPv4Address(192, 0, 2, 21), 21), FTPServer.idleSeconds, "421"),
    ]

    private static func setting(_ facts: [BenchFact] = [.peer(a, .listens(port: 2323))], remembers: Bool = false) throws
        -> Setting
    {
        let setting = try Setting(facts)
        setting.bench.remembers = remembers
        return setting
    }

    private static func connect(_ count: Int, to endpoint: Endpoint, in setting: Setting, from address: IPv4Address)
        -> [FakeDevice]
    {
        (0..<count).map { _ in
            let device = FakeDevice(host: setting.world.makeHost([address]))
            device.connect(to: endpoint)
            setting.world.run()
            return device
        }
    }

    private static let device = BenchAddresses.documentation.device

    /// Connections that come and go, any number of them.
    @Test(arguments: [true, false]) func aPeerTakesNewClientsForEver(remembers: Bool) throws {
        let setting = try Self.setting(remembers: remembers)
        for _ in 0..<600 {
            setting.device.connect(to: Self.port)
            setting.world.run()
            if !remembers { setting.device.say("hello") }
            setting.device.close()
            setting.world.run()
            #expect(setting.device.failure == nil && setting.device.closed)
        }
        // Without a scenario nothing is kept of them.
        #expect(setting.bench.leftovers() == [])
    }

    @Test func aPeerKeepsWhatAScenarioMayAskFor() throws {
        let setting = try Self.setting(remembers: true)
        for _ in 0..<300 {
            setting.device.connect(to: Self.port)
            setting.world.run()
            setting.device.say("hello")
            setting.device.close()
            setting.world.run()
        }
        #expect(setting.bench.leftovers().count == 256)
    }

    /// Silent ones do not lock it.
    @Test func aPeersOldestSilentClientMakesRoom() throws {
        let setting = try Self.setting()
        let crowd = Self.connect(256, to: Self.port, in: setting, from: Self.device)
        setting.world.run(for: .seconds(1))
        crowd[0].say("still here")
        setting.world.run()
        let further = Self.connect(1, to: Self.port, in: setting, from: Self.device)
        #expect(further[0].failure == nil)
        #expect(crowd[0].failure == nil && crowd[1].failure == .reset)
    }

    @Test(arguments: servers) func clientsThatSayNothingAreShownOut(server: Endpoint, seconds: Int, reply: String) throws {
        let setting = try Self.setting()
        let crowd = Self.connect(64, to: server, in: setting, from: Self.device)
        #expect(Self.connect(1, to: server, in: setting, from: Self.device)[0].finished)
        for client in crowd { _ = client.heard() }
        setting.world.run(for: .seconds(Int64(seconds - 1)))
        crowd[0].say("NOOP\r\n")
        setting.world.run(for: .seconds(1))
        _ = crowd[0].heard()
        #expect(!crowd[0].finished)
        #expect(crowd[1...].allSatisfy { $0.finished && $0.heard().hasPrefix(reply) })
        let further = Self.connect(1, to: server, in: setting, from: Self.device)
        // Those that do not leave are cut, and there is room again.
        setting.world.run(for: .seconds(Int64(seconds)))
        #expect(crowd[1...].allSatisfy { $0.failure == .reset })
        #expect(Self.connect(1, to: server, in: setting, from: Self.device)[0].finished == false)
        withExtendedLifetime(further) {}
    }

    /// A scenario's host may wait for as long as it likes.
    @Test(arguments: servers) func inAScenarioNobodyIsShownOut(server: Endpoint, seconds: Int, reply: String) throws {
        let setting = try Self.setting(remembers: true)
        let client = Self.connect(1, to: server, in: setting, from: Self.device)[0]
        setting.world.run(for: .seconds(Int64(3 * seconds)))
        #expect(!client.finished && client.failure == nil)
    }

    /// Nor does one visitor lock out another, in a scenario or without.
    @Test(arguments: servers, [true, false]) func aCrowdMakesRoomForOthers(
        server: (Endpoint, Int, String),
        remembers: Bool
    ) throws {
        let setting = try Self.setting(remembers: remembers)
        let crowd = Self.connect(64, to: server.0, in: setting, from: IPv4Address(203, 0, 113, 66))
        setting.world.run(for: .seconds(1))
        crowd[0].say("NOOP\r\n")
        setting.world.run()
        let device = Self.connect(1, to: server.0, in: setting, from: Self.device)[0]
        #expect(!device.finished && device.failure == nil)
        #expect(crowd[0].failure == nil && crowd[1].failure == .reset && crowd[2].failure == nil)
    }

    @Test func answersToChallengesAreNotLogged() throws {
        for (remembers, shown) in [(true, "smtp: < c2VjcmV0"), (false, "smtp: < •••")] {
            let login = BenchFact.smtp(.login(user: "u", password: "p", mechanisms: ["PLAIN"]))
            let setting = try Self.setting([login], remembers: remembers)
            setting.device.connect(to: Endpoint(IPv4Address(192, 0, 2, 25), 25))
            for line in ["EHLO x", "AUTH PLAIN", "c2VjcmV0"] {
                setting.device.say(line + "\r\n")
                setting.world.run()
            }
            #expect(setting.log.contains(shown))
            #expect(setting.log.contains { $0.contains("c2VjcmV0") } == remembers)
        }
    }
}
