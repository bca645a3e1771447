import SimulatedWorld
import Testing
import World

/// Notes what a host sees, and answers where told.
final class Recorder: HostDelegate {
    var events: [HostEvent] = []
    var times: [Instant] = []
    var onEvent: ((any Host, HostEvent) -> Void)?

    func host(_ host: any Host, saw event: HostEvent) {
        events.append(event)
        times.append(host.now)
        onEvent?(host, event)
    }

    var bytes: [UInt8] {
        events.flatMap { event -> [UInt8] in if case .received(_, let bytes) = event { bytes } else { [] } }
    }
}

struct StreamTests {
    let world = SimulatedWorld(seed: 1)
    let client: SimulatedHost
    let server: SimulatedHost
    let clientSees = Recorder()
    let serverSees = Recorder()
    let port = Endpoint(IPv4Address(192, 0, 2, 1), 7)

    init() {
        client = world.makeHost(addresses: [IPv4Address(198, 51, 100, 7)])
        server = world.makeHost(addresses: [port.address])
        client.delegate = clientSees
        server.delegate = serverSees
    }

    @Test(arguments: [1, 7, 1_460, 65_536])
    func carriesBytesInOrderPastTheWindow(segment: Int) throws {
        world.link.segment = segment
        _ = try server.listen(at: port)
        let payload = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let stream = client.connect(to: port, from: nil)
        client.send(payload, on: stream)
        client.finish(stream)
        world.run { false }
        #expect(serverSees.bytes == payload)
        #expect(clientSees.events.first == .connected(stream))
    }

    @Test func halfCloseLeavesTheOtherDirectionOpenAndBothFinsCloseBothEnds() throws {
        _ = try server.listen(at: port)
        let stream = client.connect(to: port, from: nil)
        serverSees.onEvent = { host, event in
            if case .finished(let stream) = event {
                host.send([1, 2, 3], on: stream)
                host.finish(stream)
            }
        }
        client.finish(stream)
        world.run { false }
        #expect(
            clientSees.events == [.connected(stream), .received(stream, [1, 2, 3]), .finished(stream), .closed(stream)]
        )
        let accepted = try #require(
            serverSees.events.compactMap { if case .accepted(let id, _, _) = $0 { id } else { nil } }.first
        )
        #expect(serverSees.events.suffix(2).contains(.closed(accepted)))
    }

    @Test func whatIsSentOnAcceptComesAfterConnected() throws {
        _ = try server.listen(at: port)
        serverSees.onEvent = { host, event in if case .accepted(let stream, _, _) = event { host.send([9], on: stream) } }
        let stream = client.connect(to: port, from: nil)
        world.run { false }
        #expect(clientSees.events == [.connected(stream), .received(stream, [9])])
    }

    @Test func nobodyListensIsRefusedAndNobodyThereIsUnreachable() {
        let refused = client.connect(to: port, from: nil)
        let unreachable = client.connect(to: Endpoint(IPv4Address(192, 0, 2, 99), 7), from: nil)
        world.run { false }
        #expect(clientSees.events == [.failed(refused, .refused), .failed(unreachable, .unreachable)])
        #expect(clientSees.times[1] - clientSees.times[0] > .seconds(60))
    }

    @Test func aVanishedEndpointAnswersNothingUntilItReappears() throws {
        _ = try server.listen(at: port)
        server.vanish(at: port)
        let first = client.connect(to: port, from: nil)
        world.run { !clientSees.events.isEmpty }
        #expect(clientSees.events == [.failed(first, .unreachable)])
        server.reappear(at: port)
        let second = client.connect(to: port, from: nil)
        world.run { clientSees.events.count > 1 }
        #expect(clientSees.events.last == .connected(second))
    }

    @Test func resetReachesThePeerAfterWhatWasOnTheWay() throws {
        _ = try server.listen(at: port)
        let stream = client.connect(to: port, from: nil)
        world.run { !clientSees.events.isEmpty }
        client.send([1], on: stream)
        client.reset(stream)
        world.run { false }
        #expect(serverSees.bytes == [1])
        guard case .failed(_, .reset)? = serverSees.events.last else {
            Issue.record("expected a reset, saw \(serverSees.events)")
            return
        }
        #expect(clientSees.events == [.connected(stream)])
    }

    @Test func aPausedReceiverHoldsTheSenderAtOneWindow() throws {
        _ = try server.listen(at: port)
        serverSees.onEvent = { host, event in if case .accepted(let stream, _, _) = event { host.pause(stream) } }
        let stream = client.connect(to: port, from: nil)
        client.send([UInt8](repeating: 5, count: 300_000), on: stream)
        world.run { false }
        #expect(serverSees.bytes.isEmpty)
        #expect(client.unsent(on: stream) == 300_000 - 65_535)
        let accepted = try #require(
            serverSees.events.compactMap { if case .accepted(let id, _, _) = $0 { id } else { nil } }.first
        )
        server.resume(accepted)
        world.run { false }
        #expect(serverSees.bytes.count == 300_000)
        #expect(clientSees.events.last == .drained(stream))
    }

    @Test func theSameSeedGivesTheSameTimes() throws {
        func times(seed: UInt64) throws -> [Instant] {
            let world = SimulatedWorld(seed: seed)
            let client = world.makeHost(addresses: [IPv4Address(198, 51, 100, 7)])
            let server = world.makeHost(addresses: [port.address])
            let seen = Recorder()
            client.delegate = seen
            server.delegate = serverSees
            _ = try server.listen(at: port)
            serverSees.onEvent = { host, event in if case .accepted(let stream, _, _) = event { host.send([9], on: stream) } }
            _ = client.connect(to: port, from: nil)
            world.run { false }
            return seen.times
        }
        #expect(try times(seed: 3) == times(seed: 3))
        #expect(try times(seed: 3) != times(seed: 4))
    }
}

struct TimerAndDatagramTests {
    @Test func timersFireInOrderOfTimeThenOfSettingAndCancelledOnesDoNot() {
        let world = SimulatedWorld(seed: 1)
        let host = world.makeHost(addresses: [.any])
        let seen = Recorder()
        host.delegate = seen
        let late = host.setTimer(after: .seconds(3600))
        let first = host.setTimer(after: .seconds(5))
        let second = host.setTimer(after: .seconds(5))
        let never = host.setTimer(after: .seconds(1))
        host.cancelTimer(never)
        world.run { false }
        #expect(seen.events == [.timer(first), .timer(second), .timer(late)])
        #expect(world.now == Instant.start + .seconds(3600))
    }

    @Test func datagramsReachTheBoundSocketAndNobodyElse() throws {
        let world = SimulatedWorld(seed: 1)
        let asker = world.makeHost(addresses: [IPv4Address(198, 51, 100, 7)])
        let server = world.makeHost(addresses: [IPv4Address(192, 0, 2, 53)])
        let seen = Recorder()
        server.delegate = seen
        let port = Endpoint(IPv4Address(192, 0, 2, 53), 53)
        let socket = try server.bind(at: port)
        let from = try asker.bind(at: Endpoint(.any, 0))
        asker.send([1, 2], to: port, on: from)
        asker.send([3], to: Endpoint(port.address, 54), on: from)
        world.run { false }
        let source = Endpoint(IPv4Address(198, 51, 100, 7), try #require(asker.endpoint(of: from)).port)
        #expect(seen.events == [.datagram(socket, [1, 2], from: source)])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func noDatagramOvertakesAnother(seed: UInt64) throws {
        let world = SimulatedWorld(seed: seed)
        let sender = world.makeHost(addresses: [IPv4Address(198, 51, 100, 7)])
        let receiver = world.makeHost(addresses: [IPv4Address(192, 0, 2, 53)])
        let seen = Recorder()
        receiver.delegate = seen
        let port = Endpoint(IPv4Address(192, 0, 2, 53), 53)
        _ = try receiver.bind(at: port)
        let socket = try sender.bind(at: Endpoint(.any, 0))
        for number in 0..<20 as Range<UInt8> { sender.send([number], to: port, on: socket) }
        world.run { false }
        let numbers = seen.events.compactMap { event -> UInt8? in
            if case .datagram(_, let bytes, _) = event { bytes.first } else { nil }
        }
        #expect(numbers == Array(0..<20))
    }
}

struct SerialLineTests {
    final class Listener: SerialPortDelegate {
        var pieces: [[UInt8]] = []
        var drained = 0
        func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { pieces.append(bytes) }
        func serialPortDrained(_ port: any SerialPort) { drained += 1 }
        func serialPortClosed(_ port: any SerialPort, reason: String) {}
    }

    @Test func bytesArriveAtThePaceOfTheLineInPiecesOfTheGivenSize() {
        let world = SimulatedWorld(seed: 1)
        let (host, device) = world.makeSerialLine()
        let heard = Listener()
        let sent = Listener()
        host.delegate = sent
        device.delegate = heard
        host.baud = 9_600
        device.baud = 9_600
        host.shape.segment = 100
        host.shape.latency = .zero...(.zero)
        host.write([UInt8](0...255) + [1, 2, 3])
        #expect(host.unsent == 259)
        world.run { false }
        #expect(heard.pieces.map(\.count) == [100, 100, 59])
        #expect(heard.pieces.flatMap { $0 } == [UInt8](0...255) + [1, 2, 3])
        #expect(world.now.nanoseconds == 259 * 10 * 1_000_000_000 / 9_600 || (world.now.nanoseconds - 269_791_666) < 3)
        #expect(sent.drained == 1)
        #expect(host.unsent == 0)
    }
}
