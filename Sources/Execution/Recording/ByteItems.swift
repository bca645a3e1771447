internal import Octets
internal import ScenarioLanguage

/// Bytes as the language writes them after `>>` and `<<`.
enum ByteItems {
    /// Characters of one line's items, roughly.
    private static let width = 88
    /// Equal bytes in a row that are written as `repeat`.
    private static let repetition = 8
    /// Bytes of one `hex` item.
    private static let hexCount = 24
    /// Printable bytes in a row that end a `hex` item.
    private static let textCount = 6

    /// The items of one line each, with how many of the bytes they stand for; a line ends behind CR LF.
    static func lines(of bytes: ArraySlice<UInt8>) -> [(text: String, count: Int)] {
        var lines: [(text: String, count: Int)] = []
        var text = ""
        var count = 0
        var rest = bytes
        while let item = nextItem(&rest) {
            text += (text.isEmpty ? "" : " ") + item.text
            count += item.count
            if item.endsLine || text.utf8.count > width {
                lines.append((text, count))
                text = ""
                count = 0
            }
        }
        if count > 0 { lines.append((text, count)) }
        return lines
    }

    private static func nextItem(_ rest: inout ArraySlice<UInt8>) -> (text: String, count: Int, endsLine: Bool)? {
        guard let first = rest.first else { return nil }
        let equal = rest.prefix { $0 == first }.count
        if equal >= repetition {
            rest = rest.dropFirst(equal)
            return ("repeat \(equal) \(single(first))", equal, false)
        }
        if rest.starts(with: ControlCharacter.crlf) {
            rest = rest.dropFirst(2)
            return ("CRLF", 2, true)
        }
        if ScenarioText.looksEscaped(rest) {
            rest = rest.dropFirst()
            return ("0x" + pair(first), 1, false)
        }
        if isText(first) {
            var run = rest.prefix(width).prefix { isText($0) }
            if let escape = run.indices.first(where: { ScenarioText.looksEscaped(rest[$0...]) }) { run = run[..<escape] }
            rest = rest.dropFirst(run.count)
            return (quoted(run), run.count, false)
        }
        if first < 0x80 {
            rest = rest.dropFirst()
            return (single(first), 1, false)
        }
        var digits = "hex"
        var count = 0
        while count < hexCount, let byte = rest.first, !rest.starts(with: ControlCharacter.crlf),
            rest.prefix(textCount).contains(where: { !isText($0) })
        {
            digits += " " + pair(byte)
            count += 1
            rest = rest.dropFirst()
        }
        // What follows could read as more hexadecimal digits (FF), so it stands on a line of its own.
        return (digits, count, true)
    }

    private static func single(_ byte: UInt8) -> String {
        if byte == 0x20 { return "SP" }
        return ControlCharacter.name(of: byte) ?? (isText(byte) ? quoted([byte]) : "0x" + pair(byte))
    }

    private static func isText(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

    private static func pair(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }

    static func quoted(_ bytes: some Sequence<UInt8>) -> String {
        "\"" + escaped(bytes).reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
    }

    /// Braces doubled, as in AT text.
    static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            let character = Character(UnicodeScalar(byte))
            text.append(character)
            if character == "{" || character == "}" { text.append(character) }
        }
        return text
    }
}
