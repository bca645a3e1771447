import LiveWorld
import Testing
import World

/// Notes every event of a host, and reacts to it.
final class Recorder: HostDelegate {
    let host: LiveHost
    var events: [HostEvent] = []
    var reaction: ((HostEvent) -> Void)?
    private var isInside = false

    init(_ host: LiveHost) {
        self.host = host
        host.delegate = self
    }

    func host(_ host: any Host, saw event: HostEvent) {
        #expect(!isInside, "an event was delivered inside another")
        isInside = true
        defer { isInside = false }
        events.append(event)
        reaction?(event)
    }

    /// All bytes received on a stream.
    func bytes(on stream: StreamID) -> [UInt8] {
        events.flatMap { event -> [UInt8] in
            if case .received(stream, let bytes) = event { bytes } else { [] }
        }
    }

    /// The stream that the nth accepted connection got.
    func accepted(_ index: Int = 0) -> StreamID? {
        let streams = events.compactMap { event -> StreamID? in
            if case .accepted(let stream, _, _) = event { stream } else { nil }
        }
        return streams.indices.contains(index) ? streams[index] : nil
    }
}

extension LiveWorld {
    /// Runs until the condition holds. The limit only ends a test that has failed.
    func expect(sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool) {
        let isMet = run(deadline: now + .seconds(60), until: condition)
        #expect(isMet, "did not happen", sourceLocation: sourceLocation)
    }
}

extension IPv4Address {
    static let loopback = IPv4Address(127, 0, 0, 1)
}

/// Bytes with a period that is a prime beside every buffer size, so that a lost, doubled or swapped piece shows.
func pattern(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    let period = (0..<65_521).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += period.prefix(count - bytes.count) }
    return bytes
}
