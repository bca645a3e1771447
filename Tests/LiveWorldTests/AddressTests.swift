import LiveWorld
import Testing
import World

@Suite struct AddressTests {
    static let mailServer = Endpoint(IPv4Address(127, 0, 1, 110), 110)
    static let nameServer = Endpoint(IPv4Address(127, 0, 1, 53), 53)
    static let device = IPv4Address(127, 0, 2, 7)

    @Test func aMappedPortIsReachedByItsRoute() throws {
        let world = try LiveWorld()
        let server = Recorder(world.makeHost(addresses: [Self.mailServer.address], portPolicy: .mapped))
        let client = Recorder(world.makeHost(addresses: [Self.device]))
        let listener = try server.host.listen(at: Self.mailServer)
        let real = try #require(server.host.endpoint(of: listener))
        #expect(real.address == Self.mailServer.address && real.port > 1_023)
        #expect(server.host.mappings == [Self.mailServer: real])
        client.host.routes = server.host.mappings
        let stream = client.host.connect(to: Self.mailServer, from: nil)
        world.expect { server.accepted() != nil }
        #expect(client.host.endpoints(of: stream)?.remote == Self.mailServer)
    }

    @Test func aMappedPortStaysTheSame() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [Self.nameServer.address], portPolicy: .mapped)
        let first = try host.listen(at: Self.nameServer)
        let real = try #require(host.endpoint(of: first))
        let socket = try host.bind(at: Self.nameServer)
        #expect(host.endpoint(of: socket) == real)
        #expect(throws: BindError.self) { try host.listen(at: Self.nameServer) }
        host.close(first)
        let second = try host.listen(at: Self.nameServer)
        #expect(host.endpoint(of: second) == real)
    }

    @Test func aFreePortIsNotMapped() throws {
        let host = try LiveWorld().makeHost(addresses: [.loopback], portPolicy: .mapped)
        _ = try host.listen(at: Endpoint(.loopback, 0))
        #expect(host.mappings.isEmpty)
    }

    @Test func datagramsComeFromTheEndpointThatThePartyKnows() throws {
        let world = try LiveWorld()
        let server = Recorder(world.makeHost(addresses: [Self.nameServer.address], portPolicy: .mapped))
        let client = Recorder(world.makeHost(addresses: [Self.device]))
        let serverSocket = try server.host.bind(at: Self.nameServer)
        client.host.routes = server.host.mappings
        server.reaction = { event in
            if case .datagram(_, let bytes, let source) = event { server.host.send(bytes, to: source, on: serverSocket) }
        }
        let socket = try client.host.bind(at: Endpoint(Self.device, 0))
        client.host.send([1, 2], to: Self.nameServer, on: socket)
        world.expect { !client.events.isEmpty }
        #expect(client.events == [.datagram(socket, [1, 2], from: Self.nameServer)])
    }

    @Test func aConfinedHostStaysOnLoopback() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: [.loopback]))
        // Documentation addresses (RFC 5737), and one behind a route.
        let outside = Endpoint(IPv4Address(192, 0, 2, 1), 7)
        recorder.host.routes = [Endpoint(.loopback, 7): outside]
        let everywhere = try recorder.host.listen(at: Endpoint(.any, 0))
        #expect(recorder.host.endpoint(of: everywhere)?.address == .loopback)
        #expect(throws: BindError.self) { try recorder.host.bind(at: outside) }
        let direct = recorder.host.connect(to: outside, from: nil)
        let routed = recorder.host.connect(to: Endpoint(.loopback, 7), from: nil)
        world.expect { recorder.events.count == 2 }
        #expect(recorder.events == [.failed(direct, .unreachable), .failed(routed, .unreachable)])
        let free = try world.makeHost(addresses: [], allowsRemote: true).listen(at: Endpoint(.any, 0))
        #expect(recorder.host.endpoint(of: free) == nil)
    }

    @Test func anAddressThatIsNotThisMachinesCannotBeBound() throws {
        let host = try LiveWorld().makeHost(addresses: [], allowsRemote: true)
        #expect(throws: BindError.self) { try host.listen(at: Endpoint(IPv4Address(192, 0, 2, 1), 0)) }
    }
}
