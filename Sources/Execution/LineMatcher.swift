internal import Dialects
internal import Octets
internal import ScenarioLanguage

/// What a pattern makes of the bytes at hand.
enum MatchResult {
    /// The first `count` bytes are a whole line.
    case match(count: Int, captures: [(name: String, bytes: [UInt8])])
    /// Everything so far fits; more is needed.
    case partial
    /// The byte at this offset does not fit.
    case mismatch(at: Int)
}

/// One acceptable spelling and framing of a device line, ready to be compared.
struct LineMatcher {
    enum Element {
        case literal([UInt8])
        case capture(name: String?, CaptureType)
    }

    var elements: [Element]
    /// How many of the literal bytes are its framing.
    var framingCount = 0
    /// Which of the pattern's alternatives it is.
    var alternative = 0
    /// Its frame, where that is not the usual one.
    var oddFrame: (kind: Dialect.LineKind, frame: Dialect.Frame)?

    /// The longest text that a capture takes: that of a text line in a mail (RFC 5321 §4.5.3.1.6), the longest that a device passes on.
    static let longestCapture = 1000

    /// Compares with `bytes` from `start` on. O(length of the line) but for captures followed by text, which may retry: then at most
    /// once from every byte, so that no pattern and no line makes it hang.
    func match(_ bytes: [UInt8], from start: Int) -> MatchResult {
        var search = Search(bytes: bytes, elements: elements)
        guard let end = search.run(element: 0, at: start) else {
            return search.ranOut ? .partial : .mismatch(at: search.furthest - start)
        }
        return .match(count: end - start, captures: search.captures.map { ($0.name, Array(bytes[$0.range])) })
    }

    /// Where its named captures stand in a line that it matches.
    func places(in bytes: [UInt8]) -> [Range<Int>] {
        var search = Search(bytes: bytes, elements: elements)
        return search.run(element: 0, at: 0) == nil ? [] : search.captures.map(\.range)
    }

    /// Readable bytes of the line when nothing in it varies.
    var fixedBytes: [UInt8]? {
        var all: [UInt8] = []
        for element in elements {
            guard case .literal(let bytes) = element else { return nil }
            all += bytes
        }
        return all
    }

    var specificity: Specificity {
        var sum = Specificity(fixed: -framingCount)
        for element in elements {
            switch element {
            case .literal(let bytes): sum.fixed += bytes.count
            case .capture(_, let type): sum += type.specificity
            }
        }
        return sum
    }

    private struct Search {
        let bytes: [UInt8]
        let elements: [Element]
        /// The bytes ended while everything fitted.
        var ranOut = false
        var furthest = 0
        var captures: [(name: String, range: Range<Int>)] = []
        /// From where a capture has been tried in vain.
        private var failed: Set<Place> = []
        private struct Place: Hashable {
            var element: Int
            var offset: Int
        }

        init(bytes: [UInt8], elements: [Element]) {
            self.bytes = bytes
            self.elements = elements
        }

        mutating func run(element index: Int, at offset: Int) -> Int? {
            furthest = max(furthest, offset)
            guard index < elements.count else { return offset }
            switch elements[index] {
            case .literal(let literal):
                var position = offset
                for byte in literal {
                    guard position < bytes.count else {
                        ranOut = true
                        return nil
                    }
                    guard bytes[position] == byte else {
                        furthest = max(furthest, position)
                        return nil
                    }
                    position += 1
                }
                return run(element: index + 1, at: position)
            case .capture(let name, let type):
                let place = Place(element: index, offset: offset)
                guard !failed.contains(place) else { return nil }
                for end in ends(of: type, at: offset) {
                    let before = captures.count
                    let inner = type == .quoted ? offset + 1..<end - 1 : offset..<end
                    if let name { captures.append((name, inner)) }
                    if let done = run(element: index + 1, at: end) { return done }
                    captures.removeSubrange(before...)
                }
                failed.insert(place)
                return nil
            }
        }

        /// Where a capture that begins at `offset` may end, likeliest first. Sets `ranOut` when more bytes could extend it.
        private mutating func ends(of type: CaptureType, at offset: Int) -> [Int] {
            let line = lineEnd(from: offset)
            switch type {
            case .any:
                if line == bytes.count { ranOut = true }
                return Array(offset...line)
            case .ipv4: return run(offset) { isDigit($0) || $0 == UInt8(ascii: ".") }.filter { isIPv4(offset..<$0) }
            case .integer: return run(offset) { isDigit($0) }
            case .word:
                return run(offset) {
                    $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != 0x7F
                }
            case .quoted:
                guard offset < bytes.count else {
                    ranOut = true
                    return []
                }
                guard bytes[offset] == UInt8(ascii: "\"") else { return [] }
                if line == bytes.count { ranOut = true }
                return (offset + 1..<max(line, offset + 1)).filter { bytes[$0] == UInt8(ascii: "\"") }.map { $0 + 1 }
            case .oneOf(let words):
                return words.sorted { $0.utf8.count > $1.utf8.count }.compactMap { word in
                    let text = Array(word.utf8)
                    let present = bytes[offset..<min(bytes.count, offset + text.count)]
                    guard text.starts(with: present) else { return nil }
                    guard present.count == text.count else {
                        ranOut = true
                        return nil
                    }
                    return offset + text.count
                }
            case .matching(let pattern):
                let (ends, isOpen) = pattern.ends(in: bytes, from: offset, to: line)
                if isOpen, line == bytes.count { ranOut = true }
                return ends
            }
        }

        /// The longest run of bytes that belong, and every shorter one but the empty.
        private mutating func run(_ offset: Int, while belongs: (UInt8) -> Bool) -> [Int] {
            var end = offset
            let limit = min(bytes.count, offset + LineMatcher.longestCapture)
            while end < limit, belongs(bytes[end]) { end += 1 }
            furthest = max(furthest, end)
            if end == bytes.count { ranOut = true }
            return end > offset ? Array((offset + 1...end).reversed()) : []
        }

        /// As far as a capture from `offset` may reach.
        private func lineEnd(from offset: Int) -> Int {
            var end = offset
            let limit = min(bytes.count, offset + LineMatcher.longestCapture)
            while end < limit, bytes[end] != 0x0D, bytes[end] != 0x0A { end += 1 }
            return end
        }

        private func isIPv4(_ range: Range<Int>) -> Bool {
            let parts = bytes[range].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count == 4
                && parts.allSatisfy { part in
                    (1...3).contains(part.count) && part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
                }
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
