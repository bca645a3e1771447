import Dialects
import InternetProtocols
import World

/// The server's address (001 App. B "Using the DNS Service").
extension Session {
    var nameSocket: SocketKey { .opened(by: id, .names) }

    mutating func resolve(_ name: String, _ servers: [IPv4Address], seed: UInt64) {
        resolver = DNSResolver(name, servers: servers.map(\.value), seed: seed)
        advanceResolution { $0.start() }
    }

    mutating func nameServerSays(_ bytes: [UInt8], _ source: Endpoint) {
        guard source.port == DNSResolver.port else { return }
        advanceResolution { $0.receive(bytes, from: source.address.value) }
    }

    mutating func nameServerIsSilent() { advanceResolution { $0.timerFired() } }

    private mutating func advanceResolution(_ step: (inout DNSResolver) -> [DNSResolver.Action]) {
        guard var resolver else { return }
        let actions = step(&resolver)
        self.resolver = resolver
        for action in actions {
            switch action {
            case .send(let datagram, let server):
                request(.sendDatagram(datagram, to: Endpoint(IPv4Address(server), DNSResolver.port), on: nameSocket))
            case .setTimer(let milliseconds): set(.nameServer, after: .milliseconds(milliseconds))
            case .resolved(let address):
                endResolution()
                connect(to: IPv4Address(address))
            case .failed: fail(.dnsFailed)
            }
        }
    }

    mutating func endResolution() {
        guard resolver != nil else { return }
        cancel(.nameServer)
        request(.closeDatagrams(nameSocket))
        resolver = nil
    }
}
