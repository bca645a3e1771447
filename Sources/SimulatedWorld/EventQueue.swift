internal import World

/// Things to come, ordered by time and, within one moment, by insertion.
///
/// A binary heap of plain numbers; what they stand for lies still in slots beside it.
struct EventQueue<Payload> {
    private struct Entry {
        var time: Int64
        var order: Int
        var slot: Int

        func precedes(_ other: Entry) -> Bool { time < other.time || time == other.time && order < other.order }
    }

    private var entries: [Entry] = []
    private var slots: [Payload?] = []
    private var freeSlots: [Int] = []
    private var inserted = 0

    /// O(log n).
    mutating func insert(_ payload: Payload, at time: Instant) {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            slots[slot] = payload
        } else {
            slot = slots.count
            slots.append(payload)
        }
        let entry = Entry(time: time.nanoseconds, order: inserted, slot: slot)
        inserted += 1
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = entry
    }

    var nextTime: Instant? { entries.first.map { Instant(nanoseconds: $0.time) } }

    /// O(log n).
    mutating func removeNext() -> (time: Instant, payload: Payload)? {
        guard let first = entries.first, let payload = slots[first.slot].take() else { return nil }
        freeSlots.append(first.slot)
        let last = entries.removeLast()
        if !entries.isEmpty { sink(last) }
        return (Instant(nanoseconds: first.time), payload)
    }

    /// Puts `entry` where the root was, and down to its place.
    private mutating func sink(_ entry: Entry) {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < entries.count else { break }
            let right = left + 1
            let child = right < entries.count && entries[right].precedes(entries[left]) ? right : left
            guard entries[child].precedes(entry) else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = entry
    }
}
