import LiveWorld
import Testing
import World

@Suite struct StreamTests {
    /// A listener on one host, and a connection to it from another.
    struct Pair {
        let world: LiveWorld
        let server: Recorder
        let client: Recorder
        let listener: ListenerID
        let endpoint: Endpoint
        /// The two ends of the connection.
        let near: StreamID
        let far: StreamID

        init() throws {
            world = try LiveWorld()
            server = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 1, 1)]))
            client = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
            let (server, client) = (server, client)
            listener = try server.host.listen(at: Endpoint(IPv4Address(127, 0, 1, 1), 0))
            endpoint = try #require(server.host.endpoint(of: listener))
            near = client.host.connect(to: endpoint, from: nil)
            #expect(client.events.isEmpty)
            world.expect { server.accepted() != nil && !client.events.isEmpty }
            far = try #require(server.accepted())
            #expect(client.events == [.connected(near)])
        }
    }

    @Test func bothEndsAgreeOnTheirNames() throws {
        let pair = try Pair()
        let near = try #require(pair.client.host.endpoints(of: pair.near))
        let far = try #require(pair.server.host.endpoints(of: pair.far))
        #expect(near.local == far.remote && near.remote == far.local)
        #expect(near.local.address == IPv4Address(127, 0, 2, 7))
        #expect(pair.server.events == [.accepted(pair.far, on: pair.listener, from: near.local)])
    }

    @Test func eightMegabytesGoBothWaysWhole() throws {
        let pair = try Pair()
        let bytes = pattern(8 << 20)
        let (host, near) = (pair.client.host, pair.near)
        pair.server.reaction = { event in
            if case .received(let stream, let bytes) = event { pair.server.host.send(bytes, on: stream) }
        }
        var sent = 0
        func sendMore() {
            while sent < bytes.count && host.unsent(on: near) < 1 << 20 {
                let end = min(bytes.count, sent + Int.random(in: 1...100_000))
                host.send(Array(bytes[sent..<end]), on: near)
                sent = end
            }
        }
        var echoed = 0
        pair.client.reaction = { event in
            if case .drained = event { sendMore() }
            if case .received(_, let bytes) = event { echoed += bytes.count }
        }
        sendMore()
        pair.world.expect { echoed >= bytes.count }
        #expect(pair.client.bytes(on: near) == bytes)
        #expect(host.unsent(on: near) == 0)
    }

    @Test func aHalfClosedConnectionStillCarriesTheOtherDirection() throws {
        let pair = try Pair()
        pair.client.host.send([1, 2, 3], on: pair.near)
        pair.client.host.finish(pair.near)
        pair.world.expect { pair.server.events.contains(.finished(pair.far)) }
        #expect(pair.server.bytes(on: pair.far) == [1, 2, 3])
        pair.client.host.send([9], on: pair.near)
        pair.server.host.send([4, 5], on: pair.far)
        pair.server.host.finish(pair.far)
        pair.world.expect {
            pair.client.events.contains(.closed(pair.near)) && pair.server.events.contains(.closed(pair.far))
        }
        #expect(
            pair.client.events == [
                .connected(pair.near), .drained(pair.near), .received(pair.near, [4, 5]), .finished(pair.near),
                .closed(pair.near),
            ]
        )
        #expect(pair.client.host.endpoints(of: pair.near) == nil)
        #expect(pair.server.bytes(on: pair.far) == [1, 2, 3])
    }

    @Test func whatIsSentBeforeTheConnectionStandsFollowsIt() throws {
        let pair = try Pair()
        let early = pair.client.host.connect(to: pair.endpoint, from: IPv4Address(127, 0, 2, 8))
        pair.client.host.send([7, 7], on: early)
        pair.client.host.finish(early)
        #expect(pair.client.host.unsent(on: early) == 2)
        pair.world.expect { pair.server.events.contains { if case .finished = $0 { true } else { false } } }
        let second = try #require(pair.server.accepted(1))
        #expect(pair.server.bytes(on: second) == [7, 7])
        #expect(pair.server.host.endpoints(of: second)?.remote.address == IPv4Address(127, 0, 2, 8))
    }

    @Test func resetReachesThePeerAndSaysNothingHere() throws {
        let pair = try Pair()
        pair.server.host.send([1], on: pair.far)
        pair.world.expect { pair.client.bytes(on: pair.near) == [1] }
        pair.client.host.reset(pair.near)
        pair.world.expect { pair.server.events.contains(.failed(pair.far, .reset)) }
        #expect(pair.client.events.last == .received(pair.near, [1]))
        #expect(pair.server.host.unsent(on: pair.far) == 0)
    }

    @Test func bytesBeforeAResetAreDeliveredThoughSendingFailsFirst() throws {
        let pair = try Pair()
        let bytes = pattern(20_000)
        pair.server.reaction = { event in
            guard case .drained = event else { return }
            pair.server.host.reset(pair.far)
            pair.client.host.send([1], on: pair.near)
        }
        pair.server.host.send(bytes, on: pair.far)
        pair.world.expect { pair.client.events.last == .failed(pair.near, .reset) }
        #expect(pair.client.bytes(on: pair.near) == bytes)
        #expect(pair.client.host.endpoints(of: pair.near) == nil)
    }

    @Test func nobodyListening() throws {
        let pair = try Pair()
        pair.server.host.close(pair.listener)
        #expect(pair.server.host.endpoint(of: pair.listener) == nil)
        let stream = pair.client.host.connect(to: pair.endpoint, from: nil)
        #expect(pair.client.events.count == 1)
        pair.world.expect { pair.client.events.last == .failed(stream, .refused) }
        // The accepted connection lives on.
        pair.client.host.send([5], on: pair.near)
        pair.world.expect { pair.server.bytes(on: pair.far) == [5] }
    }

    @Test func aPausedReaderHoldsTheSenderBack() throws {
        let pair = try Pair()
        let bytes = pattern(32 << 20)
        pair.server.host.pause(pair.far)
        pair.client.host.send(bytes, on: pair.near)
        pair.client.host.finish(pair.near)
        // All that the kernel's two buffers hold leaves; then nothing moves any more.
        var before = -1
        while before != pair.client.host.unsent(on: pair.near) {
            before = pair.client.host.unsent(on: pair.near)
            pair.world.run(deadline: pair.world.now + .milliseconds(30)) { false }
        }
        #expect(before > 0)
        #expect(pair.server.bytes(on: pair.far).isEmpty)
        #expect(!pair.client.events.contains(.drained(pair.near)))
        pair.server.host.resume(pair.far)
        pair.world.expect { pair.server.events.contains(.finished(pair.far)) }
        #expect(pair.server.bytes(on: pair.far) == bytes)
        #expect(pair.client.events.filter { $0 == .drained(pair.near) }.count == 1)
    }

    @Test func aPausedConnectionThatIsShutOnBothSidesWaitsQuietly() throws {
        let pair = try Pair()
        pair.server.host.pause(pair.far)
        pair.server.host.finish(pair.far)
        pair.client.host.send([1, 2], on: pair.near)
        pair.client.host.finish(pair.near)
        pair.world.expect { pair.client.events.contains(.closed(pair.near)) }
        var rounds = 0
        pair.world.run(deadline: pair.world.now + .milliseconds(20)) {
            rounds += 1
            return false
        }
        #expect(rounds < 20)
        pair.server.host.resume(pair.far)
        pair.world.expect { pair.server.events.last == .closed(pair.far) }
        #expect(pair.server.bytes(on: pair.far) == [1, 2])
    }

    @Test func aResetIsToldToAPausedReader() throws {
        let pair = try Pair()
        pair.server.host.pause(pair.far)
        pair.client.host.reset(pair.near)
        pair.world.expect { pair.server.events.last == .failed(pair.far, .reset) }
    }

    @Test func operationsOnDeadIdentifiersDoNothing() throws {
        let pair = try Pair()
        let host = pair.client.host
        host.reset(pair.near)
        host.send([1], on: pair.near)
        host.finish(pair.near)
        host.pause(pair.near)
        host.resume(pair.near)
        host.reset(pair.near)
        host.close(ListenerID(number: 1_000))
        host.close(DatagramSocketID(number: 1_000))
        host.send([1], to: pair.endpoint, on: DatagramSocketID(number: 1_000))
        host.cancelTimer(TimerID(number: 1_000))
        #expect(host.unsent(on: pair.near) == 0 && host.endpoints(of: pair.near) == nil)
        pair.world.expect { pair.server.events.contains(.failed(pair.far, .reset)) }
        #expect(pair.client.events.count == 1)
    }

    @Test func aTakenPortCannotBeBound() throws {
        let pair = try Pair()
        #expect(throws: BindError.self) { try pair.client.host.listen(at: pair.endpoint) }
    }

    @Test func manyConnectionsAtOnce() throws {
        let pair = try Pair()
        pair.server.reaction = { event in
            switch event {
            case .received(let stream, let bytes): pair.server.host.send(bytes, on: stream)
            case .finished(let stream): pair.server.host.finish(stream)
            default: break
            }
        }
        let streams = (0..<500).map { _ in pair.client.host.connect(to: pair.endpoint, from: nil) }
        for (index, stream) in streams.enumerated() {
            pair.client.host.send([UInt8(index & 255), UInt8(index >> 8)], on: stream)
            pair.client.host.finish(stream)
        }
        var closed: Set<StreamID> = []
        var echoes: [StreamID: [UInt8]] = [:]
        pair.client.reaction = { event in
            if case .closed(let stream) = event { closed.insert(stream) }
            if case .received(let stream, let bytes) = event { echoes[stream, default: []] += bytes }
        }
        pair.world.expect { closed.count == streams.count }
        for (index, stream) in streams.enumerated() {
            #expect(echoes[stream] == [UInt8(index & 255), UInt8(index >> 8)])
        }
    }

    @Test func aReleasedHostClosesItsConnections() throws {
        let world = try LiveWorld()
        let server = Recorder(world.makeHost(addresses: [.loopback]))
        let endpoint = try #require(server.host.endpoint(of: server.host.listen(at: Endpoint(.loopback, 0))))
        var client: Recorder? = Recorder(world.makeHost(addresses: [.loopback]))
        _ = client?.host.connect(to: endpoint, from: nil)
        _ = client?.host.setTimer(after: .zero)
        world.expect { server.accepted() != nil }
        client = nil
        world.expect { server.events.contains { if case .finished = $0 { true } else { false } } }
    }
}
