/// Bytes as a transcript shows them: some certain, some in a placeholder's stead.
indirect enum TranscribedBytes {
    case bytes([UInt8])
    /// As many as there are, or none, each of which the placeholder may hold.
    case run(of: @Sendable (UInt8) -> Bool)
    case sequence([TranscribedBytes])
    case either([TranscribedBytes])
    /// Once or more.
    case repeated(TranscribedBytes)

    static func optional(_ pattern: TranscribedBytes) -> TranscribedBytes { .either([pattern, .sequence([])]) }

    /// Whether all of the bytes are what the pattern shows.
    func matches(_ bytes: [UInt8]) -> Bool { matches(bytes[...]) { $0.isEmpty } }

    private func matches(_ bytes: ArraySlice<UInt8>, then rest: (ArraySlice<UInt8>) -> Bool) -> Bool {
        switch self {
        case .bytes(let certain):
            return bytes.starts(with: certain) && rest(bytes.dropFirst(certain.count))
        case .run(let holds):
            let longest = bytes.prefix(while: holds).count
            return (0...longest).reversed().contains { rest(bytes.dropFirst($0)) }
        case .sequence(let patterns):
            guard let first = patterns.first else { return rest(bytes) }
            return first.matches(bytes) { TranscribedBytes.sequence(Array(patterns.dropFirst())).matches($0, then: rest) }
        case .either(let patterns):
            return patterns.contains { $0.matches(bytes, then: rest) }
        case .repeated(let pattern):
            return pattern.matches(bytes) { after in
                rest(after) || after.count < bytes.count && self.matches(after, then: rest)
            }
        }
    }
}

extension TranscribedBytes {
    /// What a transcript writes, bytes without a letter in brackets and placeholders in braces.
    /// - Parameter fill: What stands in place of `{kind example}`.
    init(_ text: String, fill: (_ kind: String, _ example: String?) -> TranscribedBytes) {
        var patterns: [TranscribedBytes] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let inside = String(rest[rest.index(after: start)..<end])
            let parts = inside.parted(at: " ")
            patterns += [.bytes(Self.bytes(String(rest[..<start]))), fill(parts?.0 ?? inside, parts?.1)]
            rest = rest[rest.index(after: end)...]
        }
        self = .sequence(patterns + [.bytes(Self.bytes(String(rest)))])
    }

    /// What it writes without placeholders.
    static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let first = rest.first {
            if let (name, byte) = named.first(where: { rest.hasPrefix($0.key) }) {
                bytes.append(byte)
                rest = rest.dropFirst(name.count)
            } else {
                bytes += Array(String(first).utf8)
                rest = rest.dropFirst()
            }
        }
        return bytes
    }

    private static let named: [String: UInt8] = ["[CR]": 0x0D, "[LF]": 0x0A, "[ETX]": 0x03, "[DLE]": 0x10, "[SUB]": 0x1A]
}
