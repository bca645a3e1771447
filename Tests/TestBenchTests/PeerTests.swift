import BenchFacts
import TestBench
import Testing
import World

@Suite struct PeerTests {
    private static let a = PeerLabel(index: 0)
    private static let b = PeerLabel(index: 1)
    private static let port = Endpoint(IPv4Address(192, 0, 2, 101), 2323)

    @Test func refusesUnlessItListens() throws {
        let setting = try Setting([])
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.device.failure == .refused)
        #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .notYet("the device has not connected"))
    }

    @Test func acceptsWhereItListens() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .holds)
        #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .holds)
        #expect(setting.log.contains("peer a: connected from 198.51.100.7:49153"))
    }

    @Test func doesNotAnswerWhenUnreachable() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323)), .peer(Self.a, .unreachable)])
        setting.device.connect(to: Self.port)
        setting.world.run(for: .seconds(74))
        #expect(setting.device.failure == nil)
        setting.world.run(for: .seconds(1))
        #expect(setting.device.failure == .unreachable)
        try setting.bench.apply(.peer(Self.a, .refuses))
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.device.failure == .refused)
    }

    @Test func consumesWhatIsExpected() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.device.say("hello world")
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("hello ".utf8)))) == .holds)
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("worlds".utf8)))) == .notYet("5 of 6 bytes came"))
        #expect(
            setting.bench.leftovers() == ["peer a received 5 bytes that nothing expects: \"world\""]
        )
        #expect(
            setting.bench.evaluate(.peer(Self.a, .received(Array("wOrld".utf8))))
                == .violated("what came differs at byte 2: \"orld\" instead of \"Orld\"")
        )
        #expect(setting.bench.evaluate(.peer(Self.a, .sawClose)) == .violated("first came \"world\""))
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("world".utf8)))) == .holds)
        #expect(setting.bench.leftovers() == [])
    }

    @Test func comparesBytesInAnyPieces() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        let payload = (0...255).map { UInt8($0) }
        for byte in payload {
            #expect(setting.bench.evaluate(.peer(Self.a, .received(payload))) != .holds)
            setting.device.say([byte])
            setting.world.run()
        }
        #expect(setting.bench.evaluate(.peer(Self.a, .received(payload))) == .holds)
    }

    @Test func answersFINWithFIN() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .sawClose)) == .notYet("the connection is open"))
        setting.device.close()
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .sawClose)) == .holds)
        #expect(setting.device.closed)
        #expect(setting.bench.evaluate(.peer(Self.a, .received([1]))) == .violated("0 of 1 bytes came, then FIN"))
    }

    @Test func seesAReset() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.device.reset()
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .sawReset)) == .holds)
        #expect(setting.bench.evaluate(.peer(Self.a, .sawClose)) == .violated("the connection was reset"))
    }

    @Test func sendsClosesAndResets() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.bench.perform(.peer(Self.a, .sends([1, 2, 3])))
        setting.bench.perform(.peer(Self.a, .closes))
        setting.world.run()
        #expect(setting.device.received == [1, 2, 3])
        #expect(setting.device.finished)
        setting.bench.perform(.peer(Self.a, .resets))
        setting.world.run()
        #expect(setting.device.failure == .reset)
        #expect(setting.bench.evaluate(.peer(Self.a, .sawReset)) == .violated("the peer has reset the connection itself"))
    }

    @Test func stallsAndResumes() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.bench.perform(.peer(Self.a, .stalls))
        setting.device.say("late")
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("late".utf8)))) == .notYet("0 of 4 bytes came"))
        setting.bench.perform(.peer(Self.a, .resumes))
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("late".utf8)))) == .holds)
    }

    private static let actions: [BenchAction<Exact>] = [
        .peer(a, .sends([1])), .peer(a, .closes), .peer(a, .resets), .peer(a, .stalls), .peer(a, .resumes),
    ]

    /// None may pass as if something had happened, and none is the device's fault.
    @Test(arguments: actions) func actsOnlyOnAConnection(action: BenchAction<Exact>) throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        func outcome(_ action: BenchAction<Exact>) -> ObservationState {
            setting.bench.perform(action)
            return setting.bench.outcome(of: action)
        }
        let nobody = "nobody is connected with the peer; `peer is connected` waits for the device"
        #expect(outcome(action) == .impossible(nobody))
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.device.close()
        setting.world.run()
        #expect(outcome(action) == .ended("the device has closed the peer's connection"))
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.device.reset()
        setting.world.run()
        #expect(outcome(action) == .ended("the device has reset the peer's connection"))
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(outcome(action) == .holds)
        #expect(outcome(.peer(Self.a, .resets)) == (action == .peer(Self.a, .resets) ? .impossible(Self.ownReset) : .holds))
        #expect(outcome(action) == .impossible(Self.ownReset))
        try setting.bench.replaceFacts([])
        #expect(outcome(action) == .impossible(nobody))
    }

    private static let ownReset = "the peer has reset the connection itself"

    @Test func saysNothingAfterItsOwnFIN() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.bench.perform(.peer(Self.a, .closes))
        for action in [BenchAction<Exact>.peer(Self.a, .sends([1])), .peer(Self.a, .closes)] {
            setting.bench.perform(action)
            #expect(setting.bench.outcome(of: action) == .impossible("the peer has closed the connection itself"))
        }
        setting.bench.perform(.peer(Self.a, .resets))
        #expect(setting.bench.outcome(of: .peer(Self.a, .resets)) == .holds)
    }

    @Test func connectsToTheDevice() throws {
        let setting = try Setting([])
        try setting.device.listen(on: 2323)
        let action = BenchAction<Exact>.peer(Self.b, .connects(port: 2323, .accepted))
        setting.bench.perform(action)
        #expect(setting.bench.outcome(of: action) == .notYet("no answer to SYN"))
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .holds)
        #expect(setting.bench.evaluate(.peer(Self.b, .connected)) == .holds)
        #expect(setting.device.remote?.address == IPv4Address(192, 0, 2, 102))
        setting.device.say("hi")
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.b, .received(Array("hi".utf8)))) == .holds)
        #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .notYet("the device has not connected"))
    }

    @Test func wantsToBeRefused() throws {
        let setting = try Setting([])
        let action = BenchAction<Exact>.peer(Self.a, .connects(port: 2323, .refused))
        setting.bench.perform(action)
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .holds)
        try setting.device.listen(on: 2323)
        setting.bench.perform(action)
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .notYet("the device accepted the connection"))
        setting.device.reset()
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .holds)
        setting.bench.perform(action)
        setting.world.run()
        setting.device.say("hello")
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .violated("the device accepted and sent \"hello\""))
    }

    /// A device may accept before it knows who it is; it must not keep the connection, nor say anything on it.
    @Test func wantsToBeTurnedAway() throws {
        let setting = try Setting([])
        let action = BenchAction<Exact>.peer(Self.a, .connects(port: 2323, .turnedAway))
        func attempt(_ then: () -> Void) -> ObservationState {
            setting.bench.perform(action)
            setting.world.run()
            then()
            setting.world.run()
            return setting.bench.outcome(of: action)
        }
        #expect(attempt {} == .holds)
        try setting.device.listen(on: 2323)
        #expect(attempt {} == .notYet("the device accepted the connection"))
        #expect(attempt { setting.device.reset() } == .holds)
        #expect(attempt { setting.device.close() } == .holds)
        let spoken = attempt {
            setting.device.say("hello")
            setting.device.close()
        }
        #expect(spoken == .violated("the device accepted and sent \"hello\""))
    }

    @Test func takesEitherWelcome() throws {
        let setting = try Setting([])
        let action = BenchAction<Exact>.peer(Self.a, .connects(port: 2323, .any))
        func attempt() -> ObservationState {
            setting.bench.perform(action)
            let atOnce = setting.bench.outcome(of: action)
            setting.world.run()
            #expect(setting.bench.outcome(of: action) == atOnce)
            return atOnce
        }
        #expect(attempt() == .holds)
        try setting.device.listen(on: 2323)
        #expect(attempt() == .holds)
        setting.device.say("hello")
        setting.world.run()
        #expect(setting.bench.leftovers() == ["peer a received 5 bytes that nothing expects: \"hello\""])
    }

    @Test func isRefusedWithoutWantingIt() throws {
        let setting = try Setting([])
        let action = BenchAction<Exact>.peer(Self.a, .connects(port: 2323, .accepted))
        setting.bench.perform(action)
        setting.world.run()
        #expect(setting.bench.outcome(of: action) == .violated("the connection was refused"))
    }

    @Test func aRefusedAttemptLeavesTheConnectionAlone() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.world.run()
        setting.bench.perform(.peer(Self.a, .connects(port: 99, .refused)))
        setting.world.run()
        setting.device.say("still here")
        setting.world.run()
        #expect(setting.bench.evaluate(.peer(Self.a, .received(Array("still here".utf8)))) == .holds)
    }

    @Test func wantsANewConnectionOnceTheOldOneHasBeenSeen() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        for _ in 0..<2 {
            setting.device.connect(to: Self.port)
            setting.world.run()
            #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .holds)
            setting.device.close()
            setting.world.run()
            #expect(setting.bench.evaluate(.peer(Self.a, .connected)) == .notYet("no new connection has come"))
        }
    }

    @Test func startsAfreshWithNewFacts() throws {
        let setting = try Setting([.peer(Self.a, .listens(port: 2323))])
        setting.device.connect(to: Self.port)
        setting.device.say("left over")
        setting.world.run()
        try setting.bench.replaceFacts([])
        setting.world.run()
        #expect(setting.device.failure == .reset)
        #expect(setting.bench.leftovers() == [])
        setting.device.connect(to: Self.port)
        setting.world.run()
        #expect(setting.device.failure == .refused)
    }

    @Test func tellsOfAPortThatIsTaken() throws {
        let world = FakeWorld()
        let other = world.makeHost([Self.port.address])
        _ = try other.listen(at: Self.port)
        let bench = try Bench(addresses: .documentation, facts: []) { world.makeHost($0) }
        #expect(throws: BindError(endpoint: Self.port, reason: "in use")) {
            try bench.apply(.peer(Self.a, .listens(port: 2323)))
        }
    }
}
