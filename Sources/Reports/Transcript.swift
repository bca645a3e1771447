import Events
import Verdicts

/// The last exchanges of one scenario, as rows: a bounded fold over its events.
///
/// Bytes that belong together stand in one row, however they were chunked: a host line, and what one expectation took of the device's bytes.
struct Transcript {
    struct Row: Hashable {
        enum Content: Hashable {
            case host(Excerpt, line: Int)
            case device(Excerpt)
            /// What happened at a server, a peer or in the network.
            case bench(party: String, text: String)
            /// Stimuli and notes.
            case aside(String)
            case phase(String)
        }
        /// A line of a file; `path` is nil for the scenario's own.
        struct Place: Hashable {
            var path: String?
            var line: Int
        }
        var time: Int64
        var content: Content
        /// The device's serial line, where it is not the first.
        var on: String?
        /// The line behind it: for device bytes that of the expectation that took them, nil while none has.
        var place: Place?
    }

    /// Bytes further apart stand in rows of their own, so that the times of late ones show.
    static let longestGap: Int64 = 100_000_000

    /// Rows after the moment in question that are shown: what follows at once often explains it.
    private static let rowsAfter = 4

    let capacity: Int
    private let noBytes: Excerpt
    private var path: String?
    /// How many rows no longer fit.
    private(set) var dropped = 0
    /// How many rows after these are left out.
    private(set) var later = 0
    private var ring: [Row] = []
    private var oldest = 0
    /// When the newest row grew last.
    private var lastTime: Int64 = 0
    /// The newest row's bytes may be followed by more of the same.
    private var isOpen = false
    /// Device bytes that no expectation has taken, in rows before the newest, by serial line.
    private var earlierUnmatched: [String?: Int] = [:]

    /// - Parameters:
    ///   - capacity: rows to keep, at least 1.
    ///   - excerpt: what the excerpts of rows are like.
    init(capacity: Int, excerpt: Excerpt = Excerpt([])) {
        self.capacity = max(1, capacity)
        noBytes = excerpt
    }

    var isEmpty: Bool { ring.isEmpty }

    /// Oldest first.
    var rows: [Row] { Array(ring[oldest...] + ring[..<oldest]) }

    /// At most `count` rows: those that lead up to a moment, and a few of what followed.
    func leading(to time: Int64, rows count: Int) -> Transcript {
        let all = rows
        guard all.count > count else { return self }
        let reached = all.lastIndex { $0.time <= time }.map { $0 + 1 } ?? 0
        let end = min(all.count, max(count, reached + Self.rowsAfter))
        var part = Transcript(capacity: count)
        part.ring = Array(all[(end - count)..<end])
        part.dropped = dropped + end - count
        part.later = all.count - end
        return part
    }

    mutating func clear() {
        ring.removeAll(keepingCapacity: true)
        (oldest, dropped, earlierUnmatched, isOpen) = (0, 0, [:], false)
        path = nil
    }

    mutating func record(_ event: Event) {
        switch event {
        case .hostSent(let bytes, let line, let time, let on): hostSent(bytes, line: line, time: time, on: on)
        case .deviceSent(let bytes, let time, let on): deviceSent(bytes, time: time, on: on)
        case .matched(let line, let count, _, let on): matched(count, place(line), on: on)
        case .benchSaw(let party, let text, let time, _): append(Row(time: time, content: .bench(party: party, text: text)))
        case .stimulus(let text, let line, let time): append(Row(time: time, content: .aside(text), place: place(line)))
        case .note(let text, let line, let time): append(Row(time: time, content: .aside("note: \(text)"), place: place(line)))
        case .background(.place(let path)): self.path = path
        case .phaseEntered(let phase, let name, let time):
            append(Row(time: time, content: .phase(name.map { "\(phase.rawValue) \($0)" } ?? phase.rawValue)))
        case .runStarted, .background(.file), .background(.dialect), .background(.capability), .scenarioStarted, .scenarioEnded,
            .runEnded:
            break
        }
    }

    /// Hostile journals hold any numbers: a difference that does not fit is a long one.
    private func isSoon(_ time: Int64) -> Bool {
        let (gap, overflow) = time.subtractingReportingOverflow(lastTime)
        return !overflow && gap <= Self.longestGap
    }

    private func place(_ line: Int) -> Row.Place { Row.Place(path: path, line: line) }

    private func excerpt(_ bytes: [UInt8]) -> Excerpt {
        Excerpt(bytes, longestHead: noBytes.longestHead, longestTail: noBytes.longestTail)
    }

    private var newest: Int { oldest == 0 ? ring.count - 1 : oldest - 1 }

    private mutating func append(_ row: Row) {
        if isOpen, case .device(let excerpt) = ring[newest].content {
            earlierUnmatched[ring[newest].on, default: 0] += excerpt.count
        }
        isOpen = false
        lastTime = row.time
        if ring.count < capacity {
            ring.append(row)
        } else {
            ring[oldest] = row
            oldest = (oldest + 1) % capacity
            dropped += 1
        }
    }

    private mutating func hostSent(_ bytes: [UInt8], line: Int, time: Int64, on: String?) {
        if isOpen, isSoon(time), ring[newest].on == on, case .host(var excerpt, line) = ring[newest].content {
            excerpt.append(bytes)
            ring[newest].content = .host(excerpt, line: line)
            lastTime = time
        } else {
            append(Row(time: time, content: .host(excerpt(bytes), line: line), on: on, place: place(line)))
            isOpen = true
        }
    }

    private mutating func deviceSent(_ bytes: [UInt8], time: Int64, on: String?) {
        if isOpen, isSoon(time), ring[newest].on == on, case .device(var excerpt) = ring[newest].content {
            excerpt.append(bytes)
            ring[newest].content = .device(excerpt)
            lastTime = time
        } else {
            append(Row(time: time, content: .device(excerpt(bytes)), on: on))
            isOpen = true
        }
    }

    /// Ends the newest row where the expectation ends; what is left over begins the next one.
    private mutating func matched(_ count: Int, _ place: Row.Place, on: String?) {
        let earlier = earlierUnmatched.isEmpty ? 0 : earlierUnmatched[on] ?? 0
        let inNewest = max(0, count) - earlier
        if earlier > 0 {
            earlierUnmatched[on] = max(0, -inNewest)
            if inNewest >= 0 { attribute(place, on: on) }
        }
        guard inNewest > 0, isOpen, ring[newest].on == on, case .device(let excerpt) = ring[newest].content else { return }
        if inNewest < excerpt.count, let (taken, left) = excerpt.split(at: inNewest) {
            ring[newest].content = .device(taken)
            isOpen = false
            ring[newest].place = place
            append(Row(time: lastTime, content: .device(left), on: on))
            isOpen = true
        } else {
            earlierUnmatched[on] = max(0, excerpt.count - inNewest)
            if earlierUnmatched[on] == 0 { ring[newest].place = place }
            isOpen = false
        }
    }

    /// The expectation took what device bytes there were in rows before the newest.
    private mutating func attribute(_ place: Row.Place, on: String?) {
        var index = newest
        for age in ring.indices {
            if ring[index].on == on, case .device = ring[index].content, age > 0 || !isOpen {
                guard ring[index].place == nil else { return }
                ring[index].place = place
            }
            index = index == 0 ? ring.count - 1 : index - 1
        }
    }
}
