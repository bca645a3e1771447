import CPlatform
import Glibc
import World

/// A serial server that passes bytes as they are.
final class SocketLine: LiveSerialPort {
    /// What comes within so long from a serial server that has just been connected, or behind an echo, is stale.
    private static let staleTime = Interval.milliseconds(50)
    /// How long a server may take to answer: a way around the world, and a slow server at its end.
    private static let answerLimit = Interval.seconds(1)

    private let address: LineAddress
    private var watch: TelnetWatch

    /// Drops what is stale, and looks in it for a Telnet server. - Throws: ``LineError`` when one is there.
    convenience init(_ address: LineAddress, connected descriptor: Int32, proving: Bool, in world: LiveWorld) throws(LineError) {
        var watch = TelnetWatch()
        do throws(LineError) {
            try Self.prove(&watch, descriptor, asking: proving, address, world)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.init(address, connected: descriptor, watch, in: world)
    }

    init(_ address: LineAddress, connected descriptor: Int32, _ watch: TelnetWatch, in world: LiveWorld) {
        self.address = address
        self.watch = watch
        super.init(world: world, descriptor: descriptor, kind: .socket)
    }

    deinit { close() }

    static func prove(
        _ watch: inout TelnetWatch,
        _ descriptor: Int32,
        asking: Bool,
        _ address: LineAddress,
        _ world: LiveWorld
    ) throws(LineError) {
        func listen(_ limit: Interval, until isEnough: (TelnetWatch) -> Bool) {
            Dialling(address, limit: limit, in: world).drain(descriptor) { bytes in
                watch.receive(bytes)
                return isEnough(watch)
            }
        }
        listen(staleTime) { $0.isTelnet }
        // Asked no less where it has shown itself, whether it offers RFC 2217.
        if asking {
            watch.ask()
            // What the system does not take at once from a new connection is never taken.
            _ = platform_send(descriptor, TelnetWatch.question, TelnetWatch.question.count)
            listen(answerLimit) { $0.isSettled }
            if watch.hasEcho { listen(staleTime) { $0.isTelnet } }
        }
        if world.isStopped { throw LineError(address, .stopped) }
        if watch.isTelnet { throw LineError(address, watch.reason) }
    }

    /// A server that takes its time shows itself in the first bytes.
    override func received(_ bytes: [UInt8]) {
        watch.receive(bytes)
        guard watch.isTelnet else { return super.received(bytes) }
        let error = LineError(address, watch.reason)
        channel.end(later: "\(error.reason.summary): \(error.suggestion ?? "")")
    }
}

extension TelnetWatch {
    fileprivate var reason: LineError.Reason { .telnet(offersControl: offersComPort) }
}
