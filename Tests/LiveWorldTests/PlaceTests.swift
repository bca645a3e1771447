import Testing
import World

@testable import LiveWorld

/// A host whose parties speak of other endpoints than those that are bound.
@Suite struct PlaceTests {
    private let loopback = IPv4Address(127, 0, 0, 1)
    private let known = Endpoint(IPv4Address(203, 0, 113, 7), 21)

    @Test func theFirstPlaceThatIsFreeIsTaken() throws {
        let world = try LiveWorld()
        let other = world.makeHost(addresses: [loopback])
        let taken = try #require(other.endpoint(of: try other.listen(at: Endpoint(loopback, 0))))
        let host = world.makeHost(addresses: [known.address])
        let free = Endpoint(loopback, 0)
        host.places = { _ in [taken, free] }
        let listener = try host.listen(at: known)
        let real = try #require(host.mappings[known])
        #expect(real != taken)
        #expect(real.address == loopback)
        #expect(host.endpoint(of: listener) == known)
    }

    /// A program that was begun just before holds nothing that stood open then.
    @Test func aPortIsFreeAsSoonAsItIsClosed() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [loopback])
        var listener = try host.listen(at: Endpoint(loopback, 0))
        let place = try #require(host.endpoint(of: listener))
        for _ in 0..<100 {
            let command = try LiveCommand(":", in: "/", limit: .seconds(60), world: world)
            host.close(listener)
            listener = try host.listen(at: place)
            withExtendedLifetime(command) {}
        }
    }

    @Test func anyPortIsKnownByItsRealNumber() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [known.address])
        let loopback = loopback
        host.places = { [Endpoint(loopback, $0.port)] }
        let listener = try host.listen(at: Endpoint(known.address, 0))
        let endpoint = try #require(host.endpoint(of: listener))
        #expect(endpoint.address == known.address)
        #expect(endpoint.port != 0)
    }

    @Test func theServersEndOfAConnectionIsTheKnownOne() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [known.address])
        let free = Endpoint(loopback, 0)
        host.places = { _ in [free] }
        let server = Recorder(host)
        _ = try host.listen(at: known)
        let client = world.makeHost(addresses: [loopback])
        _ = client.connect(to: try #require(host.mappings[known]), from: nil)
        world.expect { server.accepted() != nil }
        let stream = try #require(server.accepted())
        #expect(host.endpoints(of: stream)?.local == known)
    }

    @Test func aConfinedHostStaysConfined() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [loopback])
        host.places = { [Endpoint(.any, $0.port)] }
        #expect(throws: BindError.self) { try host.listen(at: Endpoint(loopback, 0)) }
    }
}
