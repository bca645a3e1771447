import Octets

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

    /// The same as text.
    package func text(_ captures: [String: [UInt8]]) -> String { String(decoding: bytes(captures), as: UTF8.self) }
}

extension Payload {
    /// The bytes as they go over the line, escapes applied and captures filled in.
    package func bytes(_ captures: [String: [UInt8]]) -> [UInt8] { Self.bytes(parts, captures) }

    /// The same, where no capture is part of them.
    package var knownBytes: [UInt8]? { isKnown ? bytes([:]) : nil }

    /// No capture is part of it.
    var isKnown: Bool { parts.allSatisfy(\.isKnown) }

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

extension Payload.Part {
    fileprivate var isKnown: Bool {
        switch self {
        case .literal, .random: true
        case .value: false
        case .escaped(_, let parts): parts.allSatisfy(\.isKnown)
        }
    }
}
