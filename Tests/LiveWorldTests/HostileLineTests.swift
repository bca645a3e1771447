import Glibc
import Testing
import World

@testable import LiveWorld

/// Serial servers that ask on and on, and programs that are stopped while they wait for one.
@Suite struct HostileLineTests {
    private static let address = LineAddress.rfc2217(host: "127.0.0.1", port: 1)
    /// DO NAWS, which is answered with WONT NAWS each time: 240 KB.
    private static let questions = Array(repeating: [255, 253, 31] as [UInt8], count: 80_000).flatMap(\.self)

    /// Two connected sockets that do not block. The first one sends no more than a few KB that the second one has not read.
    private func makePair() throws -> (client: Int32, server: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
        var size: Int32 = 4_096
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        return (ends[0], ends[1])
    }

    /// A line that is ready at every look would otherwise never be given up.
    @Test func theTimeIsUpAlthoughSomethingHasCome() throws {
        let world = try LiveWorld()
        let (client, server) = try makePair()
        defer { for end in [client, server] { close(end) } }
        #expect(send(server, [1], 1, 0) == 1)
        #expect(Dialling(Self.address, limit: .seconds(60), in: world).wait(client, for: POLLIN))
        #expect(!Dialling(Self.address, limit: .zero, in: world).wait(client, for: POLLIN))
    }

    @Test func aServerThatAsksAndDoesNotReadIsGivenUp() throws {
        let world = try LiveWorld()
        let (descriptor, server) = try makePair()
        defer { for end in [descriptor, server] { close(end) } }
        var sent = 0
        while sent < Self.questions.count {
            let count = send(server, Array(Self.questions[sent...]), Self.questions.count - sent, 0)
            guard count > 0 else { break }
            sent += count
        }
        #expect(sent > 2 * RemoteSerialLine.answerLimit)
        var client = RFC2217Client(settings: RFC2217ClientTests.settings)
        do throws(LineError) {
            _ = try RemoteSerialLine.negotiate(
                &client,
                descriptor,
                Dialling(Self.address, limit: LiveWorld.openLimit, in: world)
            )
            Issue.record("opened")
        } catch {
            #expect(error.reason == .noSerialControl("it asks on and on, and does not read the answers"))
        }
    }

    @Test func aServerThatAsksOnAndOnLaterIsNotAnswered() throws {
        let world = try LiveWorld()
        let (descriptor, server) = try makePair()
        defer { close(server) }
        var client = RFC2217Client(settings: RFC2217ClientTests.settings)
        _ = client.start()
        _ = client.receive(RFC2217ClientTests.agreement + RFC2217ClientTests.confirmations)
        #expect(client.isReady)
        let line = RemoteSerialLine(world: world, connected: descriptor, client)
        line.received(Self.questions)
        #expect(line.unsent >= RemoteSerialLine.answerLimit)
        #expect(line.unsent < RemoteSerialLine.answerLimit + 3)
        line.close()
    }

    @Test func stoppingTheWorldEndsTheOpening() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [.loopback])
        // The kernel takes the connection; nobody answers.
        let listener = try host.listen(at: Endpoint(.loopback, 0))
        let port = try #require(host.endpoint(of: listener)).port
        world.stopSwitch.stop()
        do throws(LineError) {
            _ = try world.open(.rfc2217(host: "127.0.0.1", port: port))
            Issue.record("opened")
        } catch {
            #expect(error.reason == .stopped)
        }
        #expect(world.isStopped)
    }

    /// In a process of its own, since signals are the process's. The second signal ends a program that hangs.
    @Test func aSignalEndsTheOpening() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let world = try LiveWorld()
            let host = world.makeHost(addresses: [.loopback])
            let listener = try host.listen(at: Endpoint(.loopback, 0))
            guard let port = host.endpoint(of: listener)?.port else { exit(1) }
            try world.stop(onSignals: [.interrupt, .terminate])
            raise(SIGINT)
            do throws(LineError) {
                _ = try world.open(.rfc2217(host: "127.0.0.1", port: port))
                exit(2)
            } catch {
                guard error.reason == .stopped, world.isStopped, world.stoppingSignal == SIGINT else { exit(3) }
            }
            raise(SIGTERM)
        }
    }
}
