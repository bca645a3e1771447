import Events
import World

/// The serial side of one scenario: a fold over its events.
struct SerialTrace {
    struct Piece {
        var time: Interval
        var kind: SerialPacket.Kind
        var bytes: [UInt8]
        var comments: [String]
    }

    /// In order of time.
    private(set) var pieces: [Piece] = []
    /// What the host or the bench was told to do, and when: what happens on the network is its consequence.
    private(set) var causes: [(time: Interval, comment: String)] = []
    private let sources: SourceComments
    private var path: String
    /// The first piece of the device's that no expectation has taken whole, and how much of it is left.
    private var open: (index: Int, left: Int)?

    init(_ identity: ScenarioIdentity, _ sources: SourceComments) {
        self.sources = sources
        path = identity.source.path
        causes = [(.zero, sources.comment(path: path, line: identity.source.line))]
    }

    mutating func record(_ event: Event) {
        switch event {
        case .background(.place(let place)):
            path = place
        case .hostSent(let bytes, let line, let time):
            let comment = sources.comment(path: path, line: line)
            causes.append((Interval(nanoseconds: time), comment))
            pieces.append(Piece(time: Interval(nanoseconds: time), kind: .sent, bytes: bytes, comments: [comment]))
        case .deviceSent(let bytes, let time):
            guard !bytes.isEmpty else { return }
            if open == nil { open = (pieces.count, bytes.count) }
            pieces.append(Piece(time: Interval(nanoseconds: time), kind: .received, bytes: bytes, comments: []))
        case .matched(let line, let count, _):
            matched(count, sources.comment(path: path, line: line))
        case .stimulus(_, let line, let time):
            causes.append((Interval(nanoseconds: time), sources.comment(path: path, line: line)))
        case .scenarioEnded(let result):
            end(result)
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .benchSaw, .note, .runEnded:
            break
        }
    }

    /// Puts the line's name on every piece that it takes bytes of. O(pieces taken).
    private mutating func matched(_ count: Int, _ comment: String) {
        var count = count
        while count > 0, let (index, left) = open {
            if pieces[index].comments.last != comment { pieces[index].comments.append(comment) }
            if count < left {
                open = (index, left - count)
            } else {
                open = pieces[(index + 1)...].firstIndex { $0.kind == .received }.map { ($0, pieces[$0].bytes.count) }
            }
            count -= left
        }
    }

    /// What no line took carries the line that fails by it.
    private mutating func end(_ result: ScenarioResult) {
        guard let open else { return }
        let comment =
            result.findings.first?.source.map { sources.comment(path: $0.path, line: $0.line) } ?? "no line expects these bytes"
        for index in open.index..<pieces.count where pieces[index].kind == .received { pieces[index].comments.append(comment) }
    }
}
