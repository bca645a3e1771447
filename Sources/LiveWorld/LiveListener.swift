import CPlatform
import World

/// A listening TCP socket.
final class LiveListener: Acceptor {
    private weak var host: LiveHost?
    var id: ListenerID { ListenerID(number: Int(token)) }

    init(host: LiveHost, descriptor: Int32) {
        self.host = host
        super.init(world: host.world, descriptor: descriptor)
        setInterest(.readable)
    }

    override func acceptOne() -> Bool {
        guard let host else { return false }
        var address: UInt32 = 0
        var port: UInt16 = 0
        let accepted = platform_accept(descriptor, &address, &port)
        guard accepted >= 0 else { return false }
        let stream = LiveStream(host: host, accepted: accepted, from: Endpoint(IPv4Address(address), port))
        host.streams[stream.id] = stream
        host.deliver(.accepted(stream.id, on: id, from: stream.remote))
        return true
    }
}
