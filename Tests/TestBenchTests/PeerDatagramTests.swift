import BenchFacts
import TestBench
import Testing
import World

@Suite struct PeerDatagramTests {
    private static let a = PeerLabel(index: 0)
    private static let port = Endpoint(IPv4Address(192, 0, 2, 101), 5000)

    private static func ask(_ setting: Setting, _ observation: PeerObservation<Exact>) -> ObservationState {
        setting.bench.evaluate(.peer(a, observation))
    }

    @Test func keepsTheBoundariesOfDatagrams() throws {
        let setting = try Setting([.peer(Self.a, .opensDatagramPort(5000))])
        #expect(Self.ask(setting, .receivedNoDatagram) == .holds)
        #expect(Self.ask(setting, .receivedDatagram([1, 2])) == .notYet("no datagram came"))
        try setting.device.ask([1, 2], of: Self.port)
        try setting.device.ask([3], of: Self.port)
        setting.world.run()
        #expect(Self.ask(setting, .receivedNoDatagram) == .violated("it has received 2 datagrams: \"<SOH><STX>\""))
        guard case .violated = Self.ask(setting, .receivedDatagram([1, 2, 3])) else { throw Unexpected() }
        #expect(Self.ask(setting, .receivedDatagram([1, 2])) == .holds)
        #expect(setting.bench.leftovers() == ["peer a received a datagram that nothing expects: \"<ETX>\""])
        #expect(Self.ask(setting, .receivedDatagram([3])) == .holds)
        #expect(setting.bench.leftovers().isEmpty)
    }

    private struct Unexpected: Error {}

    @Test func answersWhoeverSentTheLastOne() throws {
        let setting = try Setting([.peer(Self.a, .opensDatagramPort(5000)), .peer(Self.a, .opensDatagramPort(5001))])
        let reply = BenchAction<Exact>.peer(Self.a, .sendsDatagram([7], from: nil, to: nil))
        setting.bench.perform(reply)
        guard case .impossible = setting.bench.outcome(of: reply) else { throw Unexpected() }
        try setting.device.ask([1], of: Self.port)
        setting.world.run()
        setting.bench.perform(reply)
        setting.world.run()
        #expect(setting.bench.outcome(of: reply) == .holds)
        #expect(setting.device.datagrams == [[7]])
        let elsewhere = BenchAction<Exact>.peer(Self.a, .sendsDatagram([8], from: 5002, to: 9))
        setting.bench.perform(elsewhere)
        guard case .impossible = setting.bench.outcome(of: elsewhere) else { throw Unexpected() }
    }

    @Test func forgetsBetweenScenarios() throws {
        let setting = try Setting([.peer(Self.a, .opensDatagramPort(5000)), .peer(Self.a, .echoes(.ignores))])
        try setting.device.ask([1], of: Self.port)
        setting.world.run()
        try setting.bench.replaceFacts([.peer(Self.a, .opensDatagramPort(5000))])
        #expect(setting.bench.leftovers().isEmpty)
        try setting.device.ask([2], of: Self.port)
        _ = setting.device.host.requestEcho([1], of: Self.port.address, from: nil)
        setting.world.run()
        #expect(Self.ask(setting, .receivedDatagram([2])) == .holds)
        #expect(Self.ask(setting, .pinged(times: 1)) == .holds)
        #expect(setting.device.echoes == 1)
    }

    @Test(
        arguments: [
            (.answers, 3), (.ignores, 0), (.ignoresOne(2), 2), (.answersAfter(.seconds(2)), 0),
        ] as [(EchoBehaviour, Int)]
    )
    func answersEchoRequestsAsItIsTold(behaviour: EchoBehaviour, atOnce: Int) throws {
        let setting = try Setting([.peer(Self.a, .echoes(behaviour))])
        for _ in 0..<3 { _ = setting.device.host.requestEcho([1, 2], of: Self.port.address, from: nil) }
        setting.world.run()
        #expect(setting.device.echoes == atOnce)
        setting.world.run(for: .seconds(3))
        #expect(setting.device.echoes == (behaviour == .answersAfter(.seconds(2)) ? 3 : atOnce))
        #expect(Self.ask(setting, .pinged(times: 3)) == .holds)
        #expect(Self.ask(setting, .pinged(times: 4)) == .notYet("3 echo requests came"))
        #expect(Self.ask(setting, .pinged(times: 2)) == .violated("3 echo requests came"))
    }

    @Test func serversAnswerEchoRequests() throws {
        let setting = try Setting([])
        _ = setting.device.host.requestEcho([1], of: setting.bench.addresses.smtp, from: nil)
        setting.world.run()
        #expect(setting.device.echoes == 1)
    }

    @Test func seesTheEchoOfItsOwnBytesOnly() throws {
        let setting = try Setting([])
        guard case .impossible = Self.ask(setting, .sawEcho) else { throw Unexpected() }
        setting.bench.perform(.peer(Self.a, .pings))
        setting.world.run()
        #expect(Self.ask(setting, .sawEcho) == .notYet("no echo came"))
        setting.device.echo = { $0 + [1] }
        setting.bench.perform(.peer(Self.a, .pings))
        setting.world.run()
        guard case .violated = Self.ask(setting, .sawEcho) else { throw Unexpected() }
        setting.device.echo = { $0 }
        setting.bench.perform(.peer(Self.a, .pings))
        setting.world.run()
        #expect(Self.ask(setting, .sawEcho) == .holds)
    }
}
