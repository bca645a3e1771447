internal import Octets

/// Cuts a stream into lines that end with LF, a CR before it removed, and bounds their length.
struct LineReader: Sendable {
    enum Line: Hashable, Sendable {
        case text([UInt8])
        /// More bytes than allowed came without a line end. They are gone, up to and including the line end.
        case tooLong
    }

    /// The longest line, with its line end.
    let limit: Int
    /// Whether the last line ended with LF alone.
    private(set) var endedBarely = false
    private var queue = ByteQueue()
    /// How much of the queue is known to hold no LF.
    private var searched = 0
    private var isDiscarding = false

    init(limit: Int) { self.limit = limit }

    /// Bytes that have come and are not consumed.
    var count: Int { queue.count }

    mutating func append(_ bytes: [UInt8]) { queue.append(contentsOf: bytes) }

    /// The next complete line, if it has come.
    mutating func next() -> Line? {
        guard let end = queue.firstOffset(of: ControlCharacter.lf, from: searched) else {
            searched = queue.count
            if queue.count >= limit { isDiscarding = true }
            if isDiscarding { discardAll() }
            return nil
        }
        searched = 0
        if isDiscarding || end >= limit {
            isDiscarding = false
            queue.removeFirst(end + 1)
            return .tooLong
        }
        var line = queue.take(atMost: end + 1).dropLast()
        endedBarely = line.last != ControlCharacter.cr
        if !endedBarely { line.removeLast() }
        return .text(Array(line))
    }

    /// Consumes everything that has come, for content that is not made of lines.
    mutating func takeAll() -> [UInt8] {
        searched = 0
        return queue.takeAll()
    }

    private mutating func discardAll() {
        queue.removeFirst(queue.count)
        searched = 0
    }
}
