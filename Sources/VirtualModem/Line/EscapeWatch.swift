import Dialects
import World

/// Finds the escape sequence in the host's data: alone, with silence before and behind it (V.250 has no such thing; 003 §1.3).
struct EscapeWatch: Hashable, Sendable {
    let sequence: [UInt8]
    let guardTime: Interval
    /// It counts as the end of the host's data.
    let isEnd: Bool
    /// What may be the sequence, and is data if anything follows too soon.
    private(set) var held: [UInt8] = []
    private var lastByte: Instant

    init(_ escape: Dialect.DataMode.Escape, at now: Instant) {
        sequence = escape.bytes
        guardTime = Interval(nanoseconds: escape.guardTime)
        isEnd = escape.isEnd
        lastByte = now
    }

    /// What every plain modem takes for it.
    static func ofCalls(at now: Instant) -> EscapeWatch {
        EscapeWatch(
            Dialect.DataMode.Escape(bytes: Array("+++".utf8), guardTime: Interval.seconds(1).nanoseconds, isEnd: false),
            at: now
        )
    }

    /// - Returns: What is data for sure.
    mutating func pass(_ piece: ArraySlice<UInt8>, at now: Instant) -> ArraySlice<UInt8> {
        let isQuiet = now - lastByte >= guardTime
        lastByte = now
        let all = held + piece
        if !held.isEmpty || isQuiet, all.count <= sequence.count, sequence.starts(with: all) {
            held = all
            return []
        }
        held = []
        return all[...]
    }

    /// The silence behind it has passed. - Returns: Whether it was the sequence; otherwise what was held is data.
    mutating func elapsed() -> (isSequence: Bool, data: [UInt8]) {
        defer { held = [] }
        return held == sequence ? (true, []) : (false, held)
    }
}
