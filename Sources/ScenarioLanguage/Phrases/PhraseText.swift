import Octets
import World

/// How the places of phrases are written.
enum PhraseText {
    static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    static func quoted(_ template: Template) -> String { "\"\(bare(template))\"" }

    static func bare(_ template: Template) -> String {
        template.parts.map { part in
            switch part {
            case .text(let bytes): escaped(String(decoding: bytes, as: UTF8.self))
            case .value(let name): "{\(name)}"
            }
        }.joined()
    }

    /// Quotes and braces are written twice.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "{", "}": escaped.unicodeScalars.append(contentsOf: [character, character])
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    static func time(_ interval: Interval) -> String {
        let milliseconds = interval.nanoseconds / 1_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }

    static func hex(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "\"\"" }
        return "hex " + String(decoding: hexadecimalDigits(bytes), as: UTF8.self)
    }

    static func items(_ parts: [Payload.Part]) -> String {
        guard !parts.isEmpty else { return hex([]) }
        return parts.map { part in
            switch part {
            case .literal(let bytes): hex(bytes)
            case .value(let name): "{\(name)}"
            case .random(let count, let seed): "random \(count) bytes seed \(seed)"
            case .escaped(let escape, let inner): "\(escape.rawValue) (\(items(inner)))"
            }
        }.joined(separator: " ")
    }
}
