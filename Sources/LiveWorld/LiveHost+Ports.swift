import CPlatform
import Glibc
public import World

// Listening, binding and datagrams.
extension LiveHost {
    public func listen(at endpoint: Endpoint) throws(BindError) -> ListenerID {
        let descriptor = try openPort(at: endpoint, socket: platform_tcp_socket()) { descriptor in
            platform_reuse_address(descriptor) == 0
        } afterwards: { descriptor in
            platform_listen(descriptor, LiveListener.backlog) == 0
        }
        let listener = LiveListener(host: self, descriptor: descriptor)
        listeners[listener.id] = listener
        return listener.id
    }

    public func endpoint(of listener: ListenerID) -> Endpoint? {
        listeners[listener].flatMap { localEndpoint(of: $0.descriptor) }
    }

    public func close(_ listener: ListenerID) { listeners.removeValue(forKey: listener)?.closeDescriptor() }

    public func bind(at endpoint: Endpoint) throws(BindError) -> DatagramSocketID {
        // No SO_REUSEADDR: for UDP it would let two sockets share the port.
        let descriptor = try openPort(at: endpoint, socket: platform_udp_socket()) { _ in
            true
        } afterwards: { _ in
            true
        }
        let socket = LiveDatagramSocket(host: self, descriptor: descriptor)
        sockets[socket.id] = socket
        return socket.id
    }

    public func endpoint(of socket: DatagramSocketID) -> Endpoint? {
        sockets[socket].flatMap { localEndpoint(of: $0.descriptor) }
    }

    /// A datagram that cannot be sent at once is lost, as datagrams may be.
    public func send(_ datagram: [UInt8], to destination: Endpoint, on socket: DatagramSocketID) {
        guard let socket = sockets[socket], let real = realEndpoint(of: destination) else { return }
        let sent = platform_send_to(socket.descriptor, datagram, datagram.count, real.address.value, real.port)
        if let tap, sent >= 0, let local = localEndpoint(of: socket.descriptor) {
            tap(.datagram(datagram, from: askedEndpoint(of: local), to: destination), now)
        }
    }

    public func close(_ socket: DatagramSocketID) { sockets.removeValue(forKey: socket)?.closeDescriptor() }

    /// Binds the socket to the endpoint, or under `.mapped` to the free port that stands for it, and notes which.
    private func openPort(
        at asked: Endpoint,
        socket descriptor: Int32,
        before: (Int32) -> Bool,
        afterwards: (Int32) -> Bool
    ) throws(BindError) -> Int32 {
        // A confined host has no other addresses than its own.
        let endpoint = asked.address == .any && !allowsRemote ? Endpoint(addresses.first ?? .any, asked.port) : asked
        let isMapped = portPolicy == .mapped && endpoint.port != 0
        let candidates =
            places?(endpoint) ?? [isMapped ? Endpoint(endpoint.address, mappings[endpoint]?.port ?? 0) : endpoint]
        guard candidates.allSatisfy({ permits($0.address) }) else {
            Glibc.close(descriptor)
            throw BindError(endpoint: endpoint, reason: "not a loopback address, and this host is confined to those")
        }
        guard descriptor >= 0, before(descriptor),
            candidates.contains(where: { platform_bind(descriptor, $0.address.value, $0.port) == 0 }), afterwards(descriptor),
            let real = realLocalEndpoint(of: descriptor)
        else {
            let number = errno
            if descriptor >= 0 { Glibc.close(descriptor) }
            throw BindError(endpoint: candidates.first ?? endpoint, reason: errorText(number))
        }
        if isMapped || places != nil && endpoint.port != 0 { mappings[endpoint] = real }
        if places != nil { placed[real] = endpoint.port == 0 ? Endpoint(endpoint.address, real.port) : endpoint }
        return descriptor
    }

    /// What parties call the local end of a socket.
    func localEndpoint(of descriptor: Int32) -> Endpoint? {
        realLocalEndpoint(of: descriptor).map { placed[$0] ?? placed[Endpoint(.any, $0.port)] ?? $0 }
    }

    private func realLocalEndpoint(of descriptor: Int32) -> Endpoint? {
        var address: UInt32 = 0
        var port: UInt16 = 0
        guard platform_local_name(descriptor, &address, &port) == 0 else { return nil }
        return Endpoint(IPv4Address(address), port)
    }
}
