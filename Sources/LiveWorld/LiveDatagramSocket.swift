import CPlatform
import World

/// A bound UDP socket.
final class LiveDatagramSocket: PolledDescriptor {
    private weak var host: LiveHost?
    var id: DatagramSocketID { DatagramSocketID(number: Int(token)) }

    init(host: LiveHost, descriptor: Int32) {
        self.host = host
        super.init(world: host.world, descriptor: descriptor)
        setInterest(.readable)
    }

    override func ready(_ readiness: Readiness) {
        guard let host else { return }
        receiveDatagrams { datagram, sender in
            let source = host.knownEndpoint(of: sender)
            let datagram = [UInt8](datagram)
            if let tap = host.tap, let local = host.localEndpoint(of: descriptor) {
                tap(.datagram(datagram, from: source, to: host.askedEndpoint(of: local)), host.now)
            }
            host.deliver(.datagram(id, datagram, from: source))
        }
    }
}

extension PolledDescriptor {
    /// Datagrams received before others have their turn.
    private static let receiveLimit = 16

    /// Reads what there is. - Parameter take: Gets each datagram, which is gone when it returns, and who sent it.
    func receiveDatagrams(_ take: (Slice<UnsafeMutableRawBufferPointer>, Endpoint) -> Void) {
        for _ in 0..<Self.receiveLimit where isOpen {
            var address: UInt32 = 0
            var port: UInt16 = 0
            let buffer = world.readBuffer
            let count = platform_receive_from(descriptor, buffer.baseAddress, buffer.count, &address, &port)
            // An error is either "nothing there" or one of an earlier datagram, which reading has cleared.
            guard count >= 0 else { return }
            take(buffer.prefix(count), Endpoint(IPv4Address(address), port))
        }
    }
}
