internal import World

/// A binary heap of things to come, ordered by time and, within one moment, by insertion.
struct EventQueue<Payload> {
    private struct Entry {
        var time: Int64
        var order: UInt64
        var payload: Payload

        func precedes(_ other: Entry) -> Bool { (time, order) < (other.time, other.order) }
    }

    private var entries: [Entry] = []
    private var inserted: UInt64 = 0

    var isEmpty: Bool { entries.isEmpty }
    var nextTime: Instant? { entries.first.map { Instant(nanoseconds: $0.time) } }

    /// O(log n).
    mutating func insert(_ payload: Payload, at time: Instant) {
        entries.append(Entry(time: time.nanoseconds, order: inserted, payload: payload))
        inserted += 1
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].precedes(entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// O(log n).
    mutating func removeNext() -> (time: Instant, payload: Payload)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                let left = 2 * parent + 1
                guard left < entries.count else { break }
                let right = left + 1
                let child = right < entries.count && entries[right].precedes(entries[left]) ? right : left
                guard entries[child].precedes(entries[parent]) else { break }
                entries.swapAt(child, parent)
                parent = child
            }
        }
        return (Instant(nanoseconds: first.time), first.payload)
    }
}
