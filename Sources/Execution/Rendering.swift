internal import Octets
internal import ScenarioLanguage

extension Template {
    /// The text with the captures filled in.
    package func bytes(_ captures: [String: [UInt8]]) -> [UInt8] {
        var all: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let bytes): all += bytes
            case .value(let name): all += captures[name] ?? []
            }
        }
        return all
    }

    func text(_ captures: [String: [UInt8]]) -> String { String(decoding: bytes(captures), as: UTF8.self) }
}

extension Payload {
    /// The bytes as they go over the line, escapes applied and captures filled in.
    package func bytes(_ captures: [String: [UInt8]]) -> [UInt8] { Self.bytes(parts, captures) }

    private static func bytes(_ parts: [Part], _ captures: [String: [UInt8]]) -> [UInt8] {
        var all: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let bytes): all += bytes
            case .value(let name): all += captures[name] ?? []
            case .random(let count, let seed):
                var generator = SeededGenerator(seed: seed)
                all += generator.bytes(count)
            case .escaped(.dle, let inner): all += escapedWithDLE(bytes(inner, captures))
            case .escaped(.dots, let inner):
                var stuffer = DotStuffer()
                all += stuffer.stuff(bytes(inner, captures))
            }
        }
        return all
    }
}

extension Cut {
    /// The writes into which `bytes` are cut, none of them empty.
    func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        guard !bytes.isEmpty else { return [] }
        switch self {
        case .whole: return [bytes]
        case .everyByte: return bytes.map { [$0] }
        case .at(let offsets):
            var pieces: [[UInt8]] = []
            var start = 0
            for offset in offsets.sorted() + [bytes.count] where offset > start && offset <= bytes.count {
                pieces.append(Array(bytes[start..<offset]))
                start = offset
            }
            return pieces
        case .random(let seed):
            var generator = SeededGenerator(seed: seed)
            var pieces: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + Int(generator.next(below: 64)))
                pieces.append(Array(bytes[start..<end]))
                start = end
            }
            return pieces
        }
    }
}
