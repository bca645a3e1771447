import CPlatform
import Glibc
import InternetProtocols
import World

/// A socket for echo requests and their answers.
final class LiveEchoSocket: PolledDescriptor {
    private weak var host: LiveHost?
    /// What is received has the IP header before it, and may be anybody's.
    private let hasHeader: Bool
    private let identifier = UInt16.random(in: 1 ... .max)
    /// Those whose answer may come, by sequence number; the oldest gives way.
    private var asked: [UInt16: (id: EchoID, destination: IPv4Address)] = [:]
    private var nextSequence: UInt16 = 1

    private static let mostAsked: UInt16 = 1_000

    /// Nil where the system does not let this program have one.
    init?(host: LiveHost) {
        var hasHeader: Int32 = 0
        let descriptor = platform_echo_socket(&hasHeader)
        guard descriptor >= 0 else { return nil }
        self.host = host
        self.hasHeader = hasHeader != 0
        super.init(world: host.world, descriptor: descriptor)
        setInterest(.readable)
    }

    /// - Returns: False when it cannot be sent.
    func send(_ bytes: [UInt8], to destination: IPv4Address, as id: EchoID) -> Bool {
        let sequence = nextSequence
        nextSequence &+= 1
        asked[sequence] = (id, destination)
        asked[sequence &- Self.mostAsked] = nil
        let message = EchoMessage(identifier: identifier, sequence: sequence, data: bytes).bytes
        return platform_send_to(descriptor, message, message.count, destination.value, 0) >= 0
    }

    override func ready(_ readiness: Readiness) {
        guard let host else { return }
        receiveDatagrams { packet, sender in
            // IHL counts words of four bytes (RFC 791 §3.1).
            let header = hasHeader ? Int((packet.first ?? 0) & 0x0F) * 4 : 0
            guard let echo = EchoMessage(packet.dropFirst(header)), echo.isAnswer, !hasHeader || echo.identifier == identifier,
                let (id, destination) = asked.removeValue(forKey: echo.sequence), destination == sender.address
            else { return }
            host.tap?(
                .echo(echo.data, number: id.number, isAnswer: true, from: destination, to: host.addresses.first ?? .any),
                host.now
            )
            host.deliver(.echoed(id, echo.data))
        }
    }
}
