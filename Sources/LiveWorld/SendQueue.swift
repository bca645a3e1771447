import Glibc
import Octets

/// Bytes that wait for a descriptor to take them.
struct SendQueue {
    private var queue = ByteQueue()

    var count: Int { queue.count }
    var isEmpty: Bool { queue.isEmpty }

    /// Into an empty queue, a large array goes without being copied.
    mutating func append(_ bytes: [UInt8]) {
        if queue.isEmpty { queue = ByteQueue(bytes) } else { queue.append(contentsOf: bytes) }
    }

    mutating func removeAll() { queue = ByteQueue() }

    enum Outcome {
        case emptied
        /// The descriptor takes no more for now, or has taken its share of this turn.
        case blocked
        case failed(Int32)
    }

    /// Hands bytes to `transmit` (a system call that answers a count or -1) until it takes no more, or `limit` bytes.
    mutating func send(limit: Int, by transmit: (UnsafeRawPointer, Int) -> Int) -> Outcome {
        var budget = limit
        while !queue.isEmpty {
            guard budget > 0 else { return .blocked }
            let sent = queue.bytes.prefix(budget).withUnsafeBytes { bytes in
                bytes.baseAddress.map { transmit($0, bytes.count) } ?? 0
            }
            guard sent > 0 else {
                let number = sent == 0 ? EAGAIN : errno
                if number == EINTR { continue }
                return isTemporary(number) ? .blocked : .failed(number)
            }
            queue.removeFirst(sent)
            budget -= sent
        }
        removeAll()
        return .emptied
    }
}
