import CPlatform
import Glibc
public import World

// TCP connections.
extension LiveHost {
    public func connect(to destination: Endpoint, from source: IPv4Address?) -> StreamID {
        let stream = LiveStream(host: self, descriptor: platform_tcp_socket(), remote: destination)
        streams[stream.id] = stream
        stream.connect(to: realEndpoint(of: destination), from: realSource(source ?? addresses.first))
        return stream.id
    }

    /// Where connections that a party makes from this address really come from.
    private func realSource(_ source: IPv4Address?) -> IPv4Address? {
        guard let source, let places else { return source }
        return places(Endpoint(source, 0)).first?.address ?? source
    }

    public func endpoints(of stream: StreamID) -> (local: Endpoint, remote: Endpoint)? {
        guard let stream = streams[stream], let local = localEndpoint(of: stream.descriptor) else { return nil }
        return (local, stream.remote)
    }

    public func send(_ bytes: [UInt8], on stream: StreamID) { streams[stream]?.send(bytes) }
    public func unsent(on stream: StreamID) -> Int { streams[stream]?.queue.count ?? 0 }
    public func unacknowledged(on stream: StreamID) -> Int { streams[stream].map { $0.queue.count + $0.unacknowledged } ?? 0 }
    public func finish(_ stream: StreamID) { streams[stream]?.finish() }
    public func reset(_ stream: StreamID) { streams.removeValue(forKey: stream)?.abort() }
    public func pause(_ stream: StreamID) { streams[stream]?.setPaused(true) }
    public func resume(_ stream: StreamID) { streams[stream]?.setPaused(false) }
}
