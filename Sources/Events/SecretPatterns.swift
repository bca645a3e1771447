import Octets

/// How secrets look on a line, and where they stand in bytes.
struct SecretPatterns: Sendable {
    /// Each with what follows from a match; by first byte.
    private var byFirstByte: [UInt8: [[UInt8]]] = [:]
    private var encoded: Set<[UInt8]> = []

    var isEmpty: Bool { byFirstByte.isEmpty }

    init(_ secrets: some Sequence<String>) {
        var plain: Set<[UInt8]> = []
        for secret in secrets {
            let bytes = Array(secret.utf8)
            guard bytes.count >= Redactor.shortestSecret, bytes.count <= Redactor.longestSecret else { continue }
            // As it is, as transcripts show it, as the scenario language quotes it, as a URL or C would write it.
            plain.formUnion([bytes, Array(visible(bytes).utf8), Array(secret.replacing("\"", with: "\"\"").utf8)])
            plain.insert(Array(secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").utf8))
            for lead in 0..<3 { encoded.insert(Self.base64Core(bytes, after: lead)) }
        }
        encoded = encoded.filter { $0.count >= Redactor.shortestSecret }
        for pattern in plain.union(encoded).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            byFirstByte[pattern[0], default: []].append(pattern)
        }
    }

    /// The characters of base 64 that the bytes alone decide when they stand after `lead` others, modulo 3 (RFC 4648 §4):
    /// found in AUTH LOGIN's answers and in AUTH PLAIN's, whatever the user's name.
    static func base64Core(_ bytes: [UInt8], after lead: Int) -> [UInt8] {
        let text = Array(Base64.encode([UInt8](repeating: 0, count: lead) + bytes).utf8)
        let first = (lead * 8 + 5) / 6
        let last = (lead + bytes.count) * 8 / 6
        return Array(text[first..<last])
    }

    /// Where secrets stand; ranges may touch or overlap. O(bytes) for bytes that hold few first letters of secrets.
    func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        // Where the last run of base 64 ends that is taken as a whole: it is looked for once, however many secrets are in it.
        var taken = 0
        for index in bytes.indices {
            guard let candidates = byFirstByte[bytes[index]] else { continue }
            for pattern in candidates where bytes.count - index >= pattern.count {
                guard bytes[index..<index + pattern.count].elementsEqual(pattern) else { continue }
                var range = index..<index + pattern.count
                if encoded.contains(pattern) {
                    guard range.upperBound > taken else { continue }
                    range = Self.encodedRun(around: range, in: bytes)
                    taken = max(taken, range.upperBound)
                }
                found.append(range)
            }
        }
        return found
    }

    /// How many bytes at the end may be the beginning of a secret that goes on; never a whole one.
    func openEnd(of bytes: [UInt8]) -> Int {
        let longest = byFirstByte.values.lazy.joined().map(\.count).max() ?? 0
        for start in max(0, bytes.count - longest + 1)..<max(bytes.count, 0) {
            let rest = bytes[start...]
            guard let candidates = byFirstByte[bytes[start]] else { continue }
            if candidates.contains(where: { $0.count > rest.count && $0.starts(with: rest) }) { return rest.count }
        }
        return 0
    }

    /// The base 64 text that holds the range: its other characters belong to the secret too, or to who has it.
    private static func encodedRun(around range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        func belongs(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        var start = range.lowerBound
        var end = range.upperBound
        while start > 0, belongs(bytes[start - 1]) { start -= 1 }
        while end < bytes.count, belongs(bytes[end]) { end += 1 }
        return start..<end
    }
}
