import Dialects
import InternetProtocols
import World

/// A name that is being resolved for the service.
struct Resolution: Sendable {
    var resolver: DNSResolver
    var socket: SocketKey
}

/// The server's address (001 App. B "Using the DNS Service").
extension VirtualModem {
    mutating func resolve(_ server: String, _ link: Bearer.Link) {
        if let address = IPv4Address(server) { return connect(to: address) }
        var servers = link.nameServers
        if servers.isEmpty { servers = [parameters.address("DNSSERV1"), parameters.address("DNSSERV2")] }
        if defects.contains(.secondaryDNSUnused) { servers = Array(servers.prefix(1)) }
        let resolver = DNSResolver(server, servers: servers.map(\.value), seed: random.next())
        resolution = Resolution(resolver: resolver, socket: newSocket())
        advanceResolution { $0.start() }
    }

    mutating func nameServerIsSilent() { advanceResolution { $0.timerFired() } }

    mutating func advanceResolution(_ step: (inout DNSResolver) -> [DNSResolver.Action]) {
        guard var resolution else { return }
        let actions = step(&resolution.resolver)
        self.resolution = resolution
        for action in actions {
            switch action {
            case .send(let datagram, let server):
                request(.sendDatagram(datagram, to: Endpoint(IPv4Address(server), DNSResolver.port), on: resolution.socket))
            case .setTimer(let milliseconds): set(.nameServer, after: .milliseconds(milliseconds))
            case .resolved(let address):
                endResolution()
                connect(to: IPv4Address(address))
            case .failed: endService(.dnsFailed)
            }
        }
    }

    mutating func endResolution() {
        guard let resolution else { return }
        cancel(.nameServer)
        request(.closeDatagrams(resolution.socket))
        self.resolution = nil
    }

    private mutating func connect(to address: IPv4Address) {
        guard let port = service?.port else { return }
        let socket = newSocket()
        service?.socket = socket
        set(.server, after: dialect.interval(.tcpConnect))
        request(.connect(socket, to: Endpoint(address, port)))
    }
}
