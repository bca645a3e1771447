import SimulatedWorld
import Testing
import World

struct TapTests {
    let world = SimulatedWorld(seed: 1)
    let client: SimulatedHost
    let server: SimulatedHost
    let clientSees = Recorder()
    let serverSees = Recorder()
    let port = Endpoint(IPv4Address(192, 0, 2, 1), 7)
    let local = Endpoint(IPv4Address(198, 51, 100, 7), 49_152)

    /// What a tap notes, without the connection's number.
    final class Tap {
        var events: [WireEvent] = []
        var times: [Instant] = []
        var segments: [String] {
            events.map { event in
                if case .segment(_, let side, let segment) = event { "\(side) \(segment)" } else { "other" }
            }
        }
    }
    let tap = Tap()

    init() {
        client = world.makeHost(addresses: [local.address])
        server = world.makeHost(addresses: [port.address])
        client.delegate = clientSees
        server.delegate = serverSees
        world.tap = { [tap] in
            tap.events.append($0)
            tap.times.append($1)
        }
    }

    @Test func aConnectionIsSeenFromSYNToTheLastACK() throws {
        _ = try server.listen(at: port)
        let stream = client.connect(to: port, from: nil)
        serverSees.onEvent = { host, event in
            if case .finished(let stream) = event { host.finish(stream) }
        }
        client.send([1, 2], on: stream)
        client.finish(stream)
        world.run { false }
        #expect(tap.events.first == .opening(connection: stream.number, from: local, to: port))
        #expect(
            tap.segments.dropFirst() == [
                "acceptor acceptance", "opener acknowledgement(1)", "opener data([1, 2])", "opener finish",
                "acceptor acknowledgement(2)",
                "acceptor acknowledgement(1)", "acceptor finish", "opener acknowledgement(1)",
            ]
        )
        #expect(tap.times == tap.times.sorted())
    }

    @Test func aRefusalIsAResetFromTheAcceptor() {
        _ = client.connect(to: port, from: nil)
        world.run { false }
        #expect(tap.segments == ["other", "acceptor reset"])
    }

    @Test func aSYNWithoutAnAnswerStaysAlone() {
        server.vanish(at: port)
        _ = client.connect(to: port, from: nil)
        world.run { false }
        #expect(tap.segments == ["other"])
    }

    @Test func aResetNamesItsSide() throws {
        _ = try server.listen(at: port)
        serverSees.onEvent = { host, event in
            if case .accepted(let stream, _, _) = event { host.reset(stream) }
        }
        _ = client.connect(to: port, from: nil)
        world.run { false }
        #expect(tap.segments.contains("acceptor reset"))
    }

    @Test func datagramsAreSeenAsTheyLeave() throws {
        let socket = try client.bind(at: Endpoint(.any, 5))
        client.send([9], to: port, on: socket)
        #expect(tap.events == [.datagram([9], from: Endpoint(local.address, 5), to: port)])
    }
}
