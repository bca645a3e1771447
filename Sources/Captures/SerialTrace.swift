import Events
import World

/// The serial side of one scenario: a fold over its events.
struct SerialTrace {
    struct Piece {
        var time: Interval
        var kind: SerialPacket.Kind
        var bytes: [UInt8]
        var comments: [String]
        /// The device's serial line, nil for the first.
        var on: String?
    }

    /// In order of time.
    private(set) var pieces: [Piece] = []
    /// What the host or the bench was told to do, and when: what happens on the network is its consequence.
    private(set) var causes: [(time: Interval, comment: String)] = []
    private let sources: SourceComments
    private var path: String
    /// By serial line: the first piece of the device's that no expectation has taken whole, and how much of it is left.
    private var open: [String?: (index: Int, left: Int)] = [:]

    init(_ identity: ScenarioIdentity, _ sources: SourceComments) {
        self.sources = sources
        path = identity.source.path
        causes = [(.zero, sources.comment(path: path, line: identity.source.line))]
    }

    mutating func record(_ event: Event) {
        switch event {
        case .background(.place(let place)):
            path = place
        case .hostSent(let bytes, let line, let time, let on):
            let comment = sources.comment(path: path, line: line)
            causes.append((Interval(nanoseconds: time), comment))
            for piece in Self.cut(bytes) { append(.sent, piece, [comment], on, time) }
        case .deviceSent(let bytes, let time, let on):
            for piece in Self.cut(bytes) {
                if open[on] == nil { open[on] = (pieces.count, piece.count) }
                append(.received, piece, [], on, time)
            }
        case .matched(let line, let count, _, let on):
            matched(count, sources.comment(path: path, line: line), on)
        case .stimulus(_, let line, let time):
            causes.append((Interval(nanoseconds: time), sources.comment(path: path, line: line)))
        case .scenarioEnded(let result):
            end(result)
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .benchSaw, .note, .runEnded:
            break
        }
    }

    /// Packets of at most 64 KiB: what reads captures takes one of more than 256 KiB for damage.
    private static func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        guard bytes.count > longestPacket else { return bytes.isEmpty ? [] : [bytes] }
        return stride(from: 0, to: bytes.count, by: longestPacket).map { Array(bytes[$0..<min($0 + longestPacket, bytes.count)]) }
    }

    private static let longestPacket = 64 << 10

    /// Packets have no place for a serial line's name, so that a comment says it.
    private mutating func append(_ kind: SerialPacket.Kind, _ bytes: [UInt8], _ comments: [String], _ on: String?, _ time: Int64)
    {
        let name = on.map { ["serial line \($0)"] } ?? []
        pieces.append(Piece(time: Interval(nanoseconds: time), kind: kind, bytes: bytes, comments: name + comments, on: on))
    }

    /// Puts the line's name on every piece that it takes bytes of. O(pieces taken).
    private mutating func matched(_ count: Int, _ comment: String, _ on: String?) {
        var count = count
        while count > 0, let (index, left) = open[on] {
            if pieces[index].comments.last != comment { pieces[index].comments.append(comment) }
            if count < left {
                open[on] = (index, left - count)
            } else {
                let next = pieces[(index + 1)...].firstIndex { $0.kind == .received && $0.on == on }
                open[on] = next.map { ($0, pieces[$0].bytes.count) }
            }
            count -= left
        }
    }

    /// What no line took carries the line that fails by it.
    private mutating func end(_ result: ScenarioResult) {
        guard !open.isEmpty else { return }
        let comment =
            result.findings.first?.source.map { sources.comment(path: $0.path, line: $0.line) } ?? "no line expects these bytes"
        for index in pieces.indices where pieces[index].kind == .received {
            if let first = open[pieces[index].on]?.index, index >= first { pieces[index].comments.append(comment) }
        }
    }
}
