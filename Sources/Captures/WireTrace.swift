public import World

/// What a tap saw of one scenario, in order.
public struct WireTrace: Sendable {
    public struct Entry: Hashable, Sendable {
        /// Since the scenario began.
        public var time: Interval
        public var event: WireEvent
        public init(time: Interval, event: WireEvent) {
            self.time = time
            self.event = event
        }
    }

    public var entries: [Entry]
    /// There was more than could be kept.
    public var isCut: Bool

    public init(entries: [Entry] = [], isCut: Bool = false) {
        self.entries = entries
        self.isCut = isCut
    }

    /// Another attempt at the same scenario follows, in a world of its own. - Parameter offset: Its beginning, in nanoseconds.
    public mutating func append(_ attempt: WireTrace, after offset: Int64) {
        guard !entries.isEmpty || offset > 0 else {
            self = attempt
            return
        }
        let taken = entries.reduce(0) { max($0, $1.event.connection) }
        isCut = isCut || attempt.isCut
        for entry in attempt.entries {
            let time = Interval(nanoseconds: entry.time.nanoseconds + offset)
            entries.append(.init(time: time, event: entry.event.renumbered(by: taken)))
        }
    }
}

/// Keeps what a tap sees, within bounds.
public final class WireLog {
    /// Memory that one scenario's trace may take, in bytes: ten times what the largest transfer of the scenarios takes.
    public static let limit = 64 << 20
    /// What an entry takes besides its payload, roughly.
    static let entryCost = 64

    private let limit: Int
    private var trace = WireTrace()
    private var cost = 0
    private var began: Instant

    /// - Parameter began: The scenario's beginning on the world's clock.
    public init(began: Instant = .start, limit: Int = WireLog.limit) {
        self.began = began
        self.limit = limit
    }

    /// Forgets everything: another scenario begins.
    public func begin(at instant: Instant) {
        began = instant
        trace = WireTrace()
        cost = 0
    }

    /// After the first event that is too much nothing more is kept, so that no stream has holes.
    public func note(_ event: WireEvent, at instant: Instant) {
        guard !trace.isCut else { return }
        cost += Self.entryCost + event.payloadCount
        if cost > limit {
            trace.isCut = true
        } else {
            trace.entries.append(.init(time: max(.zero, instant - began), event: event))
        }
    }

    /// What was seen since the beginning; it is not kept any longer.
    public func take() -> WireTrace {
        defer { begin(at: began) }
        return trace
    }
}

extension WireEvent {
    /// The connection's number, 0 for datagrams and echoes.
    var connection: Int {
        switch self {
        case .opening(let number, _, _), .segment(let number, _, _): number
        case .datagram, .echo: 0
        }
    }

    func renumbered(by offset: Int) -> WireEvent {
        switch self {
        case .opening(let number, let source, let destination):
            .opening(connection: number + offset, from: source, to: destination)
        case .segment(let number, let side, let segment): .segment(connection: number + offset, from: side, segment)
        case .datagram, .echo: self
        }
    }

    var payloadCount: Int {
        switch self {
        case .opening: 0
        case .segment(_, _, .data(let bytes)), .datagram(let bytes, _, _), .echo(let bytes, _, _, _, _): bytes.count
        case .segment(_, _, .acceptance), .segment(_, _, .acknowledgement), .segment(_, _, .finish), .segment(_, _, .reset): 0
        }
    }
}
