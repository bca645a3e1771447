import BenchFacts
import TestBench
import World

/// A bench in a fake world, with a device that has one connection at a time.
final class Setting {
    let world = FakeWorld()
    let bench: Bench
    let device: FakeDevice
    private(set) var log: [String] = []
    private(set) var changes = 0

    init(_ facts: [BenchFact]) throws {
        let world = world
        bench = try Bench(addresses: .documentation, facts: facts) { world.makeHost($0) }
        device = FakeDevice(host: world.makeHost([BenchAddresses.documentation.device]))
        bench.onLog = { [unowned self] in log.append("\($0): \($1)") }
        bench.onChange = { [unowned self] in changes += 1 }
    }
}

/// The device's end of a connection, played by a test.
final class FakeDevice: HostDelegate {
    let host: FakeHost
    private(set) var received: [UInt8] = []
    private(set) var finished = false
    private(set) var closed = false
    private(set) var failure: StreamFailure?
    private(set) var remote: Endpoint?
    private var stream: StreamID?
    private var socket: DatagramSocketID?
    private(set) var datagrams: [[UInt8]] = []
    private(set) var echoes = 0
    /// What it brings back when it is asked for an echo; nil: it does not answer.
    var echo: (([UInt8]) -> [UInt8])?

    init(host: FakeHost) {
        self.host = host
        host.delegate = self
    }

    private func begin(_ stream: StreamID) {
        self.stream = stream
        (received, finished, closed, failure) = ([], false, false, nil)
    }

    func connect(to endpoint: Endpoint) {
        begin(host.connect(to: endpoint, from: nil))
        remote = endpoint
    }
    func listen(on port: UInt16) throws { _ = try host.listen(at: Endpoint(BenchAddresses.documentation.device, port)) }
    func say(_ bytes: [UInt8]) { if let stream { host.send(bytes, on: stream) } }
    func say(_ text: String) { say(Array(text.utf8)) }
    func close() { if let stream { host.finish(stream) } }
    func reset() { if let stream { host.reset(stream) } }

    /// What has come since the last call, as text.
    func heard() -> String {
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    func ask(_ datagram: [UInt8], of server: Endpoint, from address: IPv4Address = BenchAddresses.documentation.device) throws {
        let socket = try self.socket ?? host.bind(at: Endpoint(address, 0))
        self.socket = socket
        host.send(datagram, to: server, on: socket)
    }

    func host(_ host: any Host, saw event: HostEvent) {
        switch event {
        case .accepted(let stream, _, let from):
            begin(stream)
            remote = from
        case .received(let stream, let bytes) where stream == self.stream: received += bytes
        case .finished(let stream) where stream == self.stream: finished = true
        case .closed(let stream) where stream == self.stream: closed = true
        case .failed(let stream, let failure) where stream == self.stream: self.failure = failure
        case .datagram(_, let bytes, _): datagrams.append(bytes)
        case .echoed: echoes += 1
        case .echoRequested(let request, let bytes, _, _): echo.map { host.answerEcho(request, with: $0(bytes)) }
        default: break
        }
    }
}
