package import BenchFacts
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
            case .escaped(.hexadecimal, let inner): all += hexadecimalDigits(bytes(inner, captures))
            case .escaped(.dots, let inner):
                var stuffer = DotStuffer()
                all += stuffer.stuff(bytes(inner, captures))
            }
        }
        return all
    }
}

/// Two digits a byte, in capitals.
func hexadecimalDigits(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
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

/// Puts what captures hold in the place of their names.
package struct CaptureFiller: ContentFiller {
    package typealias Content = Written
    package typealias Filled = Exact

    /// What stands in a port's place is no number of 0 to 65535.
    package struct NoPort: Error {}

    private let captures: [String: [UInt8]]

    package init(_ captures: [String: [UInt8]]) { self.captures = captures }

    package func text(_ text: Template) -> String { text.text(captures) }
    package func bytes(_ bytes: Payload) -> [UInt8] { bytes.bytes(captures) }
    package func port(_ port: Template) throws(NoPort) -> UInt16 {
        guard let number = UInt16(port.text(captures)) else { throw NoPort() }
        return number
    }
}
