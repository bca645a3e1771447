import Octets

/// The beginning and the end of a byte sequence of any length.
struct Excerpt: Hashable {
    /// More of the beginning is not kept once there is too much of it.
    static let longestHead = 120
    static let longestTail = 40

    let longestHead: Int
    let longestTail: Int
    private(set) var head: [UInt8]
    private(set) var tail: [UInt8] = []
    private(set) var count: Int

    init(_ bytes: [UInt8], longestHead: Int = Self.longestHead, longestTail: Int = Self.longestTail) {
        self.longestHead = longestHead
        self.longestTail = longestTail
        count = bytes.count
        if bytes.count > longestHead + longestTail {
            head = Array(bytes.prefix(longestHead))
            tail = Array(bytes.suffix(longestTail))
        } else {
            head = bytes
        }
    }

    mutating func append(_ bytes: [UInt8]) {
        if count == head.count { head += bytes } else { tail += bytes }
        count += bytes.count
        shorten()
    }

    /// nil when the second part's bytes are not all kept.
    func split(at offset: Int) -> (Excerpt, Excerpt)? {
        if count == head.count { return (part(Array(head[..<offset])), part(Array(head[offset...]))) }
        let left = count - offset
        guard left <= tail.count, offset >= head.count else { return nil }
        var first = self
        first.tail.removeLast(left)
        first.count = offset
        return (first, part(Array(tail.suffix(left))))
    }

    /// `head…1200 bytes…tail`.
    var text: String {
        let hidden = count - head.count - tail.count
        return hidden > 0 ? visible(head) + "…\(hidden) bytes…" + visible(tail) : visible(head + tail)
    }

    private func part(_ bytes: [UInt8]) -> Excerpt { Excerpt(bytes, longestHead: longestHead, longestTail: longestTail) }

    private mutating func shorten() {
        if tail.isEmpty, head.count > longestHead + longestTail {
            tail = Array(head.suffix(longestTail))
            head.removeSubrange(longestHead...)
        }
        // Twice the length before it is cut, so that single bytes do not move the rest each time.
        if tail.count > 2 * longestTail { tail.removeFirst(tail.count - longestTail) }
    }
}
