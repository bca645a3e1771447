import World

/// Who is told that a timer has come due.
protocol TimerTarget: AnyObject {
    func timerDue(_ number: Int)
}

/// Timers by due time, and by number where those are equal. Cancelled timers stay until they surface or outnumber the others.
struct TimerHeap {
    struct Entry {
        var due: Instant
        var number: Int
        weak var target: (any TimerTarget)?

        func precedes(_ other: Entry) -> Bool { (due, number) < (other.due, other.number) }
    }

    private var entries: [Entry] = []
    private var pending: Set<Int> = []
    /// Cancelled entries are swept when there are more of them than live ones and this many.
    private static let sweepThreshold = 64

    mutating func insert(_ entry: Entry) {
        pending.insert(entry.number)
        entries.append(entry)
        rise(from: entries.count - 1)
    }

    mutating func cancel(_ number: Int) {
        guard pending.remove(number) != nil, entries.count > 2 * pending.count + Self.sweepThreshold else { return }
        entries.removeAll { !pending.contains($0.number) }
        entries.sort { $0.precedes($1) }
    }

    /// When the next timer comes due.
    mutating func nextDue() -> Instant? {
        while let first = entries.first {
            if pending.contains(first.number) { return first.due }
            removeFirst()
        }
        return nil
    }

    /// Takes the next timer that is due by `now`.
    mutating func popDue(by now: Instant) -> Entry? {
        guard let due = nextDue(), due <= now else { return nil }
        let entry = removeFirst()
        pending.remove(entry.number)
        return entry
    }

    @discardableResult
    private mutating func removeFirst() -> Entry {
        entries.swapAt(0, entries.count - 1)
        let first = entries.removeLast()
        sink()
        return first
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].precedes(entries[parent]) else { return }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink() {
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count && entries[child].precedes(entries[least]) {
                least = child
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
