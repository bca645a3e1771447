internal import World

/// Device bytes not yet accounted for, with the time at which each piece came.
struct Inbox {
    private(set) var bytes: [UInt8] = []
    /// Index in `bytes` of the first byte not accounted for.
    private(set) var start = 0
    /// (offset in `bytes` after the piece, its time)
    private var pieces: [(end: Int, time: Instant)] = []
    private var firstPiece = 0
    private(set) var lastArrival: Instant?

    var unread: ArraySlice<UInt8> { bytes[start...] }
    var unreadCount: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ new: [UInt8], at time: Instant) {
        if start == bytes.count, start > 0 {
            bytes.removeAll(keepingCapacity: true)
            pieces.removeAll(keepingCapacity: true)
            start = 0
            firstPiece = 0
        }
        bytes += new
        pieces.append((bytes.count, time))
        lastArrival = time
    }

    /// How many of the first unread bytes are those.
    func countFitting(_ expected: [UInt8]) -> Int {
        let count = min(expected.count, unreadCount)
        var fitting = 0
        while fitting < count, bytes[start + fitting] == expected[fitting] { fitting += 1 }
        return fitting
    }

    /// When the unread byte at `offset` came.
    func arrival(ofUnread offset: Int) -> Instant {
        var index = firstPiece
        while index < pieces.count - 1, pieces[index].end <= start + offset { index += 1 }
        return pieces.isEmpty ? .start : pieces[index].time
    }

    mutating func consume(_ count: Int) {
        start += count
        while firstPiece < pieces.count, pieces[firstPiece].end <= start { firstPiece += 1 }
    }

    mutating func discard() { consume(unreadCount) }
}
