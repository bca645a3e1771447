import Glibc

/// Bytes that wait for a descriptor to take them. Appending and taking are linear in the bytes, however they are cut.
struct SendQueue {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Below this, sent bytes are not worth moving the rest for; above it, an emptied buffer is given back.
    private static let slack = 256 << 10

    var count: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ more: [UInt8]) {
        if isEmpty { removeAll() }
        if bytes.isEmpty && bytes.capacity < more.count {
            bytes = more
        } else {
            bytes.append(contentsOf: more)
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.slack)
        start = 0
    }

    enum Outcome {
        case emptied
        /// The descriptor takes no more for now, or has taken its share of this turn.
        case blocked
        case failed(Int32)
    }

    /// Hands bytes to `transmit` (a system call that answers a count or -1) until it takes no more, or `limit` bytes.
    mutating func send(limit: Int, by transmit: (UnsafeRawPointer, Int) -> Int) -> Outcome {
        var budget = limit
        while !isEmpty {
            guard budget > 0 else { return .blocked }
            let sent = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { transmit($0 + start, min(buffer.count - start, budget)) } ?? 0
            }
            guard sent > 0 else {
                let number = sent == 0 ? EAGAIN : errno
                if number == EINTR { continue }
                return isTemporary(number) ? .blocked : .failed(number)
            }
            start += sent
            budget -= sent
            if start > Self.slack && start > bytes.count / 2 {
                bytes.removeFirst(start)
                start = 0
            }
        }
        removeAll()
        return .emptied
    }
}
