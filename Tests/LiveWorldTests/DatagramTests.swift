import LiveWorld
import Testing
import World

@Suite struct DatagramTests {
    @Test(arguments: [0, 1, 1_500, 65_507])
    func datagramsArriveWhole(length: Int) throws {
        let world = try LiveWorld()
        let server = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 1, 53)]))
        let client = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
        let serverSocket = try server.host.bind(at: Endpoint(IPv4Address(127, 0, 1, 53), 0))
        let clientSocket = try client.host.bind(at: Endpoint(IPv4Address(127, 0, 2, 7), 0))
        let serverEnd = try #require(server.host.endpoint(of: serverSocket))
        let clientEnd = try #require(client.host.endpoint(of: clientSocket))
        server.reaction = { event in
            if case .datagram(_, let bytes, let source) = event { server.host.send(bytes, to: source, on: serverSocket) }
        }
        let bytes = pattern(length)
        client.host.send(bytes, to: serverEnd, on: clientSocket)
        world.expect { !client.events.isEmpty }
        #expect(server.events == [.datagram(serverSocket, bytes, from: clientEnd)])
        #expect(client.events == [.datagram(clientSocket, bytes, from: serverEnd)])
    }

    @Test func aClosedSocketFreesItsPortAndHearsNothing() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: [.loopback]))
        let first = try recorder.host.bind(at: Endpoint(.loopback, 0))
        let endpoint = try #require(recorder.host.endpoint(of: first))
        #expect(throws: BindError.self) { try recorder.host.bind(at: endpoint) }
        recorder.host.send([1], to: endpoint, on: first)
        recorder.host.close(first)
        #expect(recorder.host.endpoint(of: first) == nil)
        let second = try recorder.host.bind(at: endpoint)
        recorder.host.send([2], to: endpoint, on: second)
        world.expect { !recorder.events.isEmpty }
        #expect(recorder.events == [.datagram(second, [2], from: endpoint)])
    }

    @Test func aDatagramToNobodyDoesNotSpoilTheSocket() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: [.loopback]))
        let gone = try recorder.host.bind(at: Endpoint(.loopback, 0))
        let nobody = try #require(recorder.host.endpoint(of: gone))
        recorder.host.close(gone)
        let socket = try recorder.host.bind(at: Endpoint(.loopback, 0))
        let endpoint = try #require(recorder.host.endpoint(of: socket))
        recorder.host.send([1], to: nobody, on: socket)
        recorder.host.send([2], to: endpoint, on: socket)
        world.expect { !recorder.events.isEmpty }
        #expect(recorder.events == [.datagram(socket, [2], from: endpoint)])
    }
}
