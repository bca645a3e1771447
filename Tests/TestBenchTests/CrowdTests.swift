import BenchFacts
import InternetProtocols
import TestBench
import Testing
import World

/// More clients than a server takes, none of which leaves by itself.
@Suite struct CrowdTests {
    @Test(arguments: [
        (Endpoint(IPv4Address(192, 0, 2, 25), 25), "421"), (Endpoint(IPv4Address(192, 0, 2, 110), 110), "-ERR"),
        (Endpoint(IPv4Address(192, 0, 2, 21), 21), "421"),
    ])
    func refusedClientsDoNotPileUp(server: Endpoint, refusal: String) throws {
        let setting = try Setting([])
        func connect(_ count: Int) -> [FakeDevice] {
            (0..<count).map { _ in
                let device = FakeDevice(host: setting.world.makeHost([BenchAddresses.documentation.device]))
                device.connect(to: server)
                setting.world.run()
                return device
            }
        }
        let served = connect(SMTPServer.connectionLimit)
        #expect(served.allSatisfy { !$0.finished && $0.failure == nil })
        let refused = connect(64)
        #expect(refused.allSatisfy { $0.heard().hasPrefix(refusal) && $0.finished && $0.failure == nil })
        // One that leaves makes room for one more.
        refused[0].close()
        setting.world.run()
        #expect(refused[0].closed)
        let further = connect(3)
        #expect(further.allSatisfy { $0.finished && $0.failure == nil })
        #expect(refused[1...2].allSatisfy { $0.failure == .reset })
        #expect(refused[3...].allSatisfy { $0.failure == nil })
        #expect(served.allSatisfy { !$0.finished && $0.failure == nil })
        try setting.bench.replaceFacts([])
        setting.world.run()
        #expect((served + refused[3...] + further).allSatisfy { $0.failure == .reset })
    }
}
