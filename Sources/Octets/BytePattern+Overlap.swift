extension BytePattern {
    /// A part of a text of which not everything is certain.
    public enum Piece: Sendable {
        case bytes([UInt8])
        case oneOf([[UInt8]])
        case pattern(BytePattern)
    }

    /// What the pieces match one after the other; for comparing, and of any size.
    public init(joining pieces: [Piece]) {
        var states: [State] = [.end]
        var next = 0
        func lay(_ bytes: [UInt8], before next: Int) -> Int {
            var next = next
            for byte in bytes.reversed() {
                states.append(.take(ByteSet(byte...byte), next: next))
                next = states.count - 1
            }
            return next
        }
        for piece in pieces.reversed() {
            switch piece {
            case .bytes(let bytes): next = lay(bytes, before: next)
            case .oneOf(let words):
                let starts = words.map { lay($0, before: next) }
                states.append(.either(starts))
                next = states.count - 1
            case .pattern(let pattern):
                let offset = states.count
                for state in pattern.states {
                    switch state {
                    case .take(let set, let after): states.append(.take(set, next: after + offset))
                    case .either(let others): states.append(.either(others.map { $0 + offset }))
                    case .end: states.append(.either([next]))
                    }
                }
                next = pattern.first + offset
            }
        }
        self.init(states: states, first: next)
    }

    /// Pairs of states that are compared at most; what would take more is not said to overlap.
    static let mostPairs = 1 << 18

    /// Whether some text is matched by both, whole. O(states of the one times states of the other).
    public func overlaps(_ other: BytePattern) -> Bool {
        struct Pair: Hashable {
            var mine: Int
            var theirs: Int
        }
        var pending = [Pair(mine: first, theirs: other.first)]
        var seen: Set<Pair> = []
        while let pair = pending.popLast(), seen.count < Self.mostPairs {
            guard seen.insert(pair).inserted else { continue }
            switch (states[pair.mine], other.states[pair.theirs]) {
            case (.either(let mine), _): pending += mine.map { Pair(mine: $0, theirs: pair.theirs) }
            case (_, .either(let theirs)): pending += theirs.map { Pair(mine: pair.mine, theirs: $0) }
            case (.end, .end): return true
            case (.take(let mine, let next), .take(let theirs, let after)):
                if mine.overlaps(theirs) { pending.append(Pair(mine: next, theirs: after)) }
            case (.end, .take), (.take, .end): break
            }
        }
        return false
    }
}
