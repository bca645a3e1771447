import CPlatform
import Glibc

/// Who is told what happens on a byte channel.
protocol ByteChannelOwner: AnyObject {
    func channelReceived(_ bytes: [UInt8])
    func channelDrained()
    /// The descriptor is closed.
    func channelEnded(_ reason: String)
}

/// A terminal or a local socket: bytes in both directions until either end goes.
final class ByteChannel: PolledDescriptor {
    enum Kind { case terminal, socket }

    weak var owner: (any ByteChannelOwner)?
    private let kind: Kind
    private var queue = SendQueue()
    private var pendingEnd: String?

    /// Bytes sent before others have their turn.
    private static let sendLimit = 1 << 20

    init(world: LiveWorld, descriptor: Int32, kind: Kind) {
        self.kind = kind
        super.init(world: world, descriptor: descriptor)
        setInterest(.readable)
    }

    var unsent: Int { queue.count }

    func send(_ bytes: [UInt8]) {
        guard isOpen, pendingEnd == nil, !bytes.isEmpty else { return }
        queue.append(bytes)
        askTurn()
    }

    /// Ends the channel from the loop: whoever calls this is not called back before it returns.
    func end(later reason: String) {
        pendingEnd = reason
        queue.removeAll()
        askTurn()
    }

    func discardUnsent() {
        queue.removeAll()
        setInterest(.readable)
    }

    override func takeTurn() {
        if let pendingEnd {
            closeDescriptor()
            owner?.channelEnded(pendingEnd)
            return
        }
        guard !queue.isEmpty else { return }
        let kind = kind
        let outcome = queue.send(limit: Self.sendLimit) { bytes, count in
            switch kind {
            case .terminal: write(descriptor, bytes, count)
            case .socket: platform_send(descriptor, bytes, count)
            }
        }
        switch outcome {
        case .emptied:
            setInterest(.readable)
            owner?.channelDrained()
        case .blocked:
            setInterest([.readable, .writable])
        case .failed(let number):
            end(number)
        }
    }

    override func ready(_ readiness: Readiness) {
        if readiness != .writable {
            let buffer = world.readBuffer
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 {
                owner?.channelReceived([UInt8](buffer.prefix(count)))
            } else if count == 0 {
                return end(EIO)
            } else if !isTemporary(errno) {
                return end(errno)
            }
        }
        if isOpen && readiness.contains(.writable) { takeTurn() }
    }

    private func end(_ number: Int32) {
        closeDescriptor()
        switch number {
        case EIO, EPIPE, ECONNRESET: owner?.channelEnded("closed by the other end")
        default: owner?.channelEnded(errorText(number))
        }
    }
}
