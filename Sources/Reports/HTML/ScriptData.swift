import Octets

/// JSON for a `<script type="application/json">`: nothing in it can end the element, and nothing in it acts unseen.
struct ScriptData {
    private(set) var bytes: [UInt8] = []

    /// Digits, brackets and commas of our own.
    mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }
    mutating func raw(_ other: ScriptData) { bytes += other.bytes }

    /// Digit by digit: most of a report's data is numbers, and a string for each of them would take longer than all the rest.
    mutating func number(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    mutating func list<Element>(_ elements: some Sequence<Element>, _ write: (inout Self, Element) -> Void) {
        raw("[")
        var isFirst = true
        for element in elements {
            if !isFirst { raw(",") }
            isFirst = false
            write(&self, element)
        }
        raw("]")
    }

    mutating func text(_ text: String) {
        raw("\"")
        let shown = shown(text)
        if shown.utf8.allSatisfy(Self.standsForItself) {
            bytes.append(contentsOf: shown.utf8)
        } else {
            for byte in shown.utf8 { character(byte) }
        }
        raw("\"")
    }

    /// One character from U+0000 to U+00FF a byte.
    mutating func octets(_ octets: [UInt8]) {
        raw("\"")
        var last: UInt8 = 0
        for byte in octets {
            defer { last = byte }
            switch byte {
            // Two of them begin a command to a reader of logs.
            case UInt8(ascii: "#") where last == byte: escape(byte)
            // The C1 characters, and the soft hyphen.
            case 0x80..<0xA0, 0xAD: escape(byte)
            case 0xA0...: bytes += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
            case 0x00..<0x80: character(byte)
            default: break
            }
        }
        raw("\"")
    }

    private static func standsForItself(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "<")
    }

    private mutating func character(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        // `</script` and `<!--` would be seen by the HTML parser.
        case 0x00..<0x20, 0x7F, UInt8(ascii: "<"): escape(byte)
        default: bytes.append(byte)
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 15] {
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}

/// Strings of one chunk, each once: scenarios that follow each other have much in common.
struct StringTable {
    private(set) var data = ScriptData()
    private var indexes: [[UInt8]: Int] = [:]
    /// Most rows are of the file that the row before is of.
    private var last: (text: String, index: Int)?

    mutating func text(_ text: String) -> Int {
        if let last, last.text == text { return last.index }
        let index = written(text)
        last = (text, index)
        return index
    }

    private mutating func written(_ text: String) -> Int {
        var entry = ScriptData()
        entry.text(text)
        return index(of: entry)
    }

    mutating func octets(_ octets: [UInt8]) -> Int {
        var entry = ScriptData()
        entry.octets(octets)
        return index(of: entry)
    }

    private mutating func index(of entry: ScriptData) -> Int {
        if let index = indexes[entry.bytes] { return index }
        if !indexes.isEmpty { data.raw(",") }
        data.raw(entry)
        indexes[entry.bytes] = indexes.count
        return indexes.count - 1
    }
}
