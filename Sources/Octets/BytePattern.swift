/// A regular expression over bytes whose matching takes time linear in their number, whatever the expression and the bytes are.
///
/// It knows bytes as such, `.`, `[a-z]`, `[^a-z]`, `\d \w \s \D \W \S`, `\` before any other sign, groups, `|`, and
/// `* + ? {2} {2,} {2,5}`. There are no anchors, since a pattern stands at its place in a line; nothing refers back.
///
/// The toolchain's `Regex` goes back and tries again, which a hostile line can make take for ever.
public struct BytePattern: Hashable, Sendable {
    /// Why a text is no expression.
    public struct Malformed: Error, Hashable {
        public var reason: String
    }

    /// Bytes of an expression; there is nothing in a modem's line that would take more.
    static let longest = 256
    /// States of its automaton, which repetitions multiply.
    static let mostStates = 1024

    enum State: Hashable {
        case take(ByteSet, next: Int)
        case either([Int])
        case end
    }

    public let text: String
    /// How many characters of whatever it matches are certain, counted at the fewest: `[0-9]{3} OK|no` has two.
    public let fixedCount: Int
    let states: [State]
    let first: Int

    /// - Throws: ``Malformed``, also for what is too long.
    public init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= Self.longest else { throw Malformed(reason: "it has more than \(Self.longest) bytes") }
        self.text = text
        var parser = BytePatternParser(bytes: Array(text.utf8))
        let node = try parser.parse()
        var builder = Builder()
        first = try builder.emit(node, next: 0)
        fixedCount = node.fixedCount
        states = builder.states
    }

    init(states: [State], first: Int) {
        text = ""
        fixedCount = 0
        self.states = states
        self.first = first
    }

    /// Where a match that begins at `start` may end, the longest first; `isOpen`: bytes from `end` on could make a longer one.
    public func ends(in bytes: [UInt8], from start: Int, to end: Int) -> (ends: [Int], isOpen: Bool) {
        var ends: [Int] = []
        var position = start
        var current = closure(of: [first])
        while true {
            if current.isAtEnd { ends.append(position) }
            guard !current.takers.isEmpty, position < end else { break }
            let byte = bytes[position]
            current = closure(
                of: current.takers.compactMap { index in
                    if case .take(let set, let next) = states[index], set.contains(byte) { next } else { nil }
                }
            )
            position += 1
        }
        return (ends.reversed(), position == end && !current.takers.isEmpty)
    }

    /// The states that take a byte, as far as they can be reached without one.
    private func closure(of starts: [Int]) -> (takers: [Int], isAtEnd: Bool) {
        var pending = starts
        var seen = [Bool](repeating: false, count: states.count)
        var takers: [Int] = []
        while let index = pending.popLast() {
            guard !seen[index] else { continue }
            seen[index] = true
            switch states[index] {
            case .take: takers.append(index)
            case .either(let others): pending += others
            case .end: break
            }
        }
        return (takers, seen[0])
    }

    /// Lays the automaton out from its end; state 0 is the end.
    private struct Builder {
        var states: [State] = [.end]
        /// Repeated groups without bytes make no states, but take time.
        private var visits = 0

        mutating func emit(_ node: BytePatternParser.Node, next: Int) throws(Malformed) -> Int {
            visits += 1
            guard visits <= BytePattern.mostStates, states.count <= BytePattern.mostStates else {
                throw Malformed(reason: "it repeats too much")
            }
            switch node {
            case .set(let set): return append(.take(set, next: next))
            case .sequence(let nodes):
                var next = next
                for node in nodes.reversed() { next = try emit(node, next: next) }
                return next
            case .either(let nodes):
                var starts: [Int] = []
                for node in nodes { starts.append(try emit(node, next: next)) }
                return append(.either(starts))
            case .repeated(let node, let least, let most):
                var start = next
                if let most {
                    for _ in least..<most { start = append(.either([try emit(node, next: start), next])) }
                } else {
                    start = append(.either([]))
                    states[start] = .either([try emit(node, next: start), next])
                }
                for _ in 0..<least { start = try emit(node, next: start) }
                return start
            }
        }

        private mutating func append(_ state: State) -> Int {
            states.append(state)
            return states.count - 1
        }
    }
}

/// Some of the 256 bytes.
struct ByteSet: Hashable, Sendable {
    private var words: [UInt64] = [0, 0, 0, 0]

    init(_ ranges: ClosedRange<UInt8>...) { for range in ranges { insert(range) } }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }
    func overlaps(_ other: ByteSet) -> Bool { words.indices.contains { words[$0] & other.words[$0] != 0 } }
    mutating func insert(_ range: ClosedRange<UInt8>) { for byte in range { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) } }
    mutating func formUnion(_ other: ByteSet) { for index in words.indices { words[index] |= other.words[index] } }

    var inverted: ByteSet {
        var other = self
        for index in words.indices { other.words[index] = ~words[index] }
        return other
    }
}
