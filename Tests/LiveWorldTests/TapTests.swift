import LiveWorld
import Testing
import World

struct TapTests {
    final class Tap {
        var events: [WireEvent] = []
        func note(_ event: WireEvent, _: Instant) { events.append(event) }
        var segments: [String] {
            events.map { event in
                if case .segment(_, let side, let segment) = event { "\(side) \(segment)" } else { "other" }
            }
        }
    }

    @Test func bothEndsOfAConnectionTellTheSame() throws {
        let world = try LiveWorld()
        let port = Endpoint(IPv4Address(127, 0, 1, 1), 110)
        let server = Recorder(world.makeHost(addresses: [port.address], portPolicy: .mapped))
        let client = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
        let (near, far) = (Tap(), Tap())
        client.host.tap = near.note
        server.host.tap = far.note
        server.reaction = { event in
            if case .finished(let stream) = event { server.host.finish(stream) }
        }
        _ = try server.host.listen(at: port)
        client.host.routes = server.host.mappings
        let stream = client.host.connect(to: port, from: nil)
        client.host.send([1, 2], on: stream)
        client.host.finish(stream)
        world.expect {
            client.events.contains(.closed(stream)) && server.events.contains { if case .closed = $0 { true } else { false } }
        }
        let opening: [(Endpoint, Endpoint)] = [near, far].compactMap { tap in
            if case .opening(_, let from, let to)? = tap.events.first { (from, to) } else { nil }
        }
        #expect(opening.count == 2 && opening.allSatisfy { $0.1 == port } && opening[0].0 == opening[1].0)
        let segments = [
            "other", "acceptor acceptance", "opener acknowledgement(1)", "opener data([1, 2])", "acceptor acknowledgement(2)",
            "opener finish", "acceptor acknowledgement(1)", "acceptor finish", "opener acknowledgement(1)",
        ]
        #expect(near.segments == segments)
        #expect(far.segments == segments)
    }

    @Test func aRefusalAndAResetAreSeen() throws {
        let world = try LiveWorld()
        let server = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 1, 1)]))
        let client = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
        let tap = Tap()
        client.host.tap = tap.note
        let listener = try server.host.listen(at: Endpoint(IPv4Address(127, 0, 1, 1), 0))
        let endpoint = try #require(server.host.endpoint(of: listener))
        server.reaction = { event in
            if case .accepted(let stream, _, _) = event { server.host.reset(stream) }
        }
        let first = client.host.connect(to: endpoint, from: nil)
        world.expect { client.events.contains(.failed(first, .reset)) }
        #expect(tap.segments.last == "acceptor reset")
        server.host.close(listener)
        tap.events = []
        let second = client.host.connect(to: endpoint, from: nil)
        world.expect { client.events.contains(.failed(second, .refused)) }
        #expect(tap.segments == ["other", "acceptor reset"])
    }

    @Test func datagramsAreSeenBothWaysUnderTheirPartiesPorts() throws {
        let world = try LiveWorld()
        let port = Endpoint(IPv4Address(127, 0, 1, 53), 53)
        let server = Recorder(world.makeHost(addresses: [port.address], portPolicy: .mapped))
        let client = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
        let tap = Tap()
        server.host.tap = tap.note
        server.reaction = { event in
            if case .datagram(let socket, let bytes, let source) = event { server.host.send(bytes + [3], to: source, on: socket) }
        }
        _ = try server.host.bind(at: port)
        client.host.routes = server.host.mappings
        let socket = try client.host.bind(at: Endpoint(IPv4Address(127, 0, 2, 7), 0))
        let local = try #require(client.host.endpoint(of: socket))
        client.host.send([1], to: port, on: socket)
        world.expect { !client.events.isEmpty }
        #expect(tap.events == [.datagram([1], from: local, to: port), .datagram([1, 3], from: port, to: local)])
    }
}
