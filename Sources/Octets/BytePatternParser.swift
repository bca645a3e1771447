/// Reads the text of a ``BytePattern``.
struct BytePatternParser {
    indirect enum Node {
        case set(ByteSet)
        case sequence([Node])
        case either([Node])
        /// `most` is nil where there is no bound.
        case repeated(Node, least: Int, most: Int?)

        /// Characters for which there is no choice, counted at the fewest.
        var fixedCount: Int {
            switch self {
            case .set(let set): set.count == 1 ? 1 : 0
            case .sequence(let nodes): nodes.reduce(0) { $0 + $1.fixedCount }
            case .either(let nodes): nodes.map(\.fixedCount).min() ?? 0
            case .repeated(let node, let least, _): node.fixedCount * least
            }
        }
    }

    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func parse() throws(BytePattern.Malformed) -> Node {
        guard !bytes.isEmpty else { throw .init(reason: "it is empty") }
        let node = try alternatives()
        guard position == bytes.count else { throw .init(reason: "a `)` closes nothing") }
        return node
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(BytePattern.Malformed) -> Node {
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .either(nodes)
    }

    private mutating func sequence() throws(BytePattern.Malformed) -> Node {
        var nodes: [Node] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let node = try item()
            nodes.append(try repeated(node))
        }
        return .sequence(nodes)
    }

    private mutating func repeated(_ node: Node) throws(BytePattern.Malformed) -> Node {
        let repeated: Node
        if take("*") {
            repeated = .repeated(node, least: 0, most: nil)
        } else if take("+") {
            repeated = .repeated(node, least: 1, most: nil)
        } else if take("?") {
            repeated = .repeated(node, least: 0, most: 1)
        } else if take("{") {
            let least = number()
            let most = take(",") ? number() : least
            let isUnbounded = most == nil && least != nil
            guard let least, take("}"), isUnbounded || least <= most ?? 0 else {
                throw .init(reason: "a repetition is written `{2}`, `{2,}` or `{2,5}`; a brace as such `\\{`")
            }
            repeated = .repeated(node, least: least, most: most)
        } else {
            return node
        }
        if let byte = next, [UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{")].contains(byte) {
            throw .init(
                reason: "there is nothing to repeat before `\(Unicode.Scalar(byte))`; every length is tried, the longest first"
            )
        }
        return repeated
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            value = min((value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), BytePattern.mostStates)
            position += 1
        }
        return value
    }

    private mutating func item() throws(BytePattern.Malformed) -> Node {
        guard let byte = next else { return .sequence([]) }
        position += 1
        switch Unicode.Scalar(byte) {
        case "(":
            if take("?"), !take(":") { throw .init(reason: "a group is written `(…)` or `(?:…)`") }
            let node = try alternatives()
            guard take(")") else { throw .init(reason: "a `(` is not closed") }
            return node
        case "[": return .set(try set())
        case ".": return .set(ByteSet(0x0A...0x0A, 0x0D...0x0D).inverted)
        case "\\": return .set(try escape())
        case "*", "+", "?", "{":
            throw .init(reason: "there is nothing to repeat before `\(Unicode.Scalar(byte))`")
        case "^", "$":
            let sign = Unicode.Scalar(byte)
            throw .init(reason: "there are no anchors: the pattern stands at its place in the line; as such it is `\\\(sign)`")
        default: return .set(ByteSet(byte...byte))
        }
    }

    /// What stands behind a backslash.
    private mutating func escape() throws(BytePattern.Malformed) -> ByteSet {
        guard let byte = next else { throw .init(reason: "nothing follows the `\\`") }
        position += 1
        let digits = ByteSet(0x30...0x39)
        let word = ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
        let blanks = ByteSet(0x09...0x0D, 0x20...0x20)
        switch Unicode.Scalar(byte) {
        case "d": return digits
        case "D": return digits.inverted
        case "w": return word
        case "W": return word.inverted
        case "s": return blanks
        case "S": return blanks.inverted
        case "t": return ByteSet(0x09...0x09)
        default:
            guard !word.contains(byte), byte < 0x80 else {
                throw .init(reason: "`\\\(Unicode.Scalar(byte))` means nothing; there are `\\d \\w \\s \\D \\W \\S \\t`")
            }
            return ByteSet(byte...byte)
        }
    }

    /// A class, behind its bracket.
    private mutating func set() throws(BytePattern.Malformed) -> ByteSet {
        let isInverted = take("^")
        var set = ByteSet()
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            position += 1
            guard byte < 0x80 else { throw .init(reason: "only ASCII stands between `[` and `]`") }
            if byte == UInt8(ascii: "\\") {
                set.formUnion(try escape())
            } else if next == UInt8(ascii: "-"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "]") {
                let last = bytes[position + 1]
                guard last >= byte, last < 0x80 else { throw .init(reason: "a range goes from a lower to a higher character") }
                position += 2
                set.insert(byte...last)
            } else {
                set.insert(byte...byte)
            }
        }
        guard take("]") else { throw .init(reason: "a `[` is not closed") }
        return isInverted ? set.inverted : set
    }
}
