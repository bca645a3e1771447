/// Takes secrets out of a stream of events, also those that are spread over several events of the host or of the device.
///
/// Events come out in their order. They are held back while the newest bytes of one side may be the beginning of a secret:
/// until more bytes of that side tell, the scenario ends, or ``heldLimit`` events wait. Then four or more of a secret's first bytes are taken
/// as the secret; fewer stay.
public struct EventRedaction: Sendable {
    /// A secret sent byte by byte, with as many other events between.
    static let heldLimit = 4 * Redactor.longestSecret

    /// Bytes of a held event that may belong to a secret.
    private struct Piece {
        /// The event's place in the queue.
        var event: Int
        /// Where in the event's bytes they begin.
        var offset: Int
        var bytes: [UInt8]
    }

    /// Whose bytes follow one another: those of the host or of the device on one of its serial lines.
    private struct Direction: Hashable {
        var isOfHost: Bool
        var on: String?
    }

    private let redactor: Redactor
    /// Already redacted, but for the open ends.
    private var queue: [Event] = []
    private var ends: [Direction: [Piece]] = [:]

    public init(_ redactor: Redactor) { self.redactor = redactor }

    /// - Returns: the events that are ready.
    public mutating func take(_ event: Event) -> [Event] {
        guard !redactor.isEmpty else { return [event] }
        queue.append(event)
        switch event {
        case .hostSent(let bytes, _, _, let on): extend(Direction(isOfHost: true, on: on), with: bytes)
        case .deviceSent(let bytes, _, let on): extend(Direction(isOfHost: false, on: on), with: bytes)
        case .scenarioEnded, .runEnded:
            queue[queue.count - 1] = redactor.redact(event)
            return flush()
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .matched, .benchSaw, .stimulus, .note:
            queue[queue.count - 1] = redactor.redact(event)
        }
        if queue.count > Self.heldLimit { return flush() }
        return release()
    }

    /// Everything that waits, at the end of a run.
    public mutating func flush() -> [Event] {
        for pieces in ends.values where pieces.reduce(0, { $0 + $1.bytes.count }) >= Redactor.shortestSecret {
            for piece in pieces { cover(piece.event, piece.offset..<piece.offset + piece.bytes.count) }
        }
        ends = [:]
        return release()
    }

    /// Adds the newest event's bytes to the open end of those before, covers the secrets that are complete, and keeps the new open end.
    private mutating func extend(_ direction: Direction, with bytes: [UInt8]) {
        let pieces = (ends[direction] ?? []) + [Piece(event: queue.count - 1, offset: 0, bytes: bytes)]
        let all = pieces.flatMap(\.bytes)
        for range in redactor.patterns.ranges(in: all) { cover(range, of: pieces) }
        let open = redactor.patterns.openEnd(of: all)
        var surplus = all.count - open
        var kept: [Piece] = []
        for var piece in pieces {
            let dropped = min(surplus, piece.bytes.count)
            surplus -= dropped
            guard dropped < piece.bytes.count else { continue }
            piece.bytes.removeFirst(dropped)
            piece.offset += dropped
            kept.append(piece)
        }
        ends[direction] = kept.isEmpty ? nil : kept
    }

    private mutating func cover(_ range: Range<Int>, of pieces: [Piece]) {
        var start = 0
        for piece in pieces {
            let covered = range.clamped(to: start..<start + piece.bytes.count)
            if !covered.isEmpty {
                cover(piece.event, covered.lowerBound - start + piece.offset..<covered.upperBound - start + piece.offset)
            }
            start += piece.bytes.count
        }
    }

    private mutating func cover(_ event: Int, _ range: Range<Int>) {
        switch queue[event] {
        case .hostSent(var bytes, let line, let time, let on):
            for index in range { bytes[index] = Redactor.fill }
            queue[event] = .hostSent(bytes, line: line, time: time, on: on)
        case .deviceSent(var bytes, let time, let on):
            for index in range { bytes[index] = Redactor.fill }
            queue[event] = .deviceSent(bytes, time: time, on: on)
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .matched, .benchSaw, .stimulus, .note, .scenarioEnded,
            .runEnded:
            preconditionFailure("only bytes are covered")
        }
    }

    /// Takes the events before the first open end.
    private mutating func release() -> [Event] {
        let count = ends.values.reduce(queue.count) { min($0, $1.first?.event ?? $0) }
        guard count > 0 else { return [] }
        let ready = Array(queue[..<count])
        queue.removeFirst(count)
        for direction in ends.keys {
            for index in ends[direction]?.indices ?? 0..<0 { ends[direction]?[index].event -= count }
        }
        return ready
    }
}
