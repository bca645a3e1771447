import Octets

/// Appends JSON to a byte buffer: members in the order in which they are written, no blanks, no line ends.
package struct JSONWriter {
    package private(set) var bytes: [UInt8]
    private var needsComma = false

    package init(appendingTo bytes: consuming [UInt8]) { self.bytes = bytes }

    package mutating func beginObject() { open("{") }
    package mutating func endObject() { close("}") }
    package mutating func beginArray() { open("[") }
    package mutating func endArray() { close("]") }
    package mutating func endLine() { bytes.append(0x0A) }

    /// Lets what follows begin on a line of its own, behind the comma that parts it from what stands before.
    package mutating func breakLine() {
        separate()
        bytes.append(0x0A)
        needsComma = false
    }

    /// `name` is ASCII without quotes and backslashes.
    package mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func value(_ number: some BinaryInteger) {
        separate()
        decimal(number)
        needsComma = true
    }

    package mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        needsComma = true
    }

    /// A value that another writer has written.
    package mutating func value(written value: [UInt8]) {
        separate()
        bytes += value
        needsComma = true
    }

    /// Text as UTF-8; what a terminal or a reader of logs might act on (C0, DEL, C1, separators of lines, directional and zero-width
    /// characters, the second of two number signs) is escaped.
    package mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendText($0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A byte sequence as a string of the characters U+0000 to U+00FF, in pure ASCII: every byte outside 0x20…0x7E is escaped, and the second of
    /// two number signs.
    package mutating func value(octets: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        octets.withUnsafeBufferPointer { source in
            var start = 0
            for index in source.indices where !isPlainASCII(at: index, of: source) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
                escape(UInt16(source[index]))
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func appendText(_ source: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = 0
        while index < source.count {
            guard !isPlainASCII(at: index, of: source), let (scalar, length) = unsafeCharacter(at: index, of: source) else {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { escape(unit) }
            index += length
            start = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
    }

    /// The character that begins here and its length in UTF-8, if it must be escaped.
    private func unsafeCharacter(at index: Int, of source: UnsafeBufferPointer<UInt8>) -> (Unicode.Scalar, length: Int)? {
        let byte = source[index]
        if byte < 0x80 { return (Unicode.Scalar(byte), 1) }
        // Inside of a character that began before.
        guard byte >= 0xC2 else { return nil }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard index + length <= source.count else { return nil }
        var value = UInt32(byte) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32(source[index + offset] & 0x3F) }
        guard let scalar = Unicode.Scalar(value), actsUnseen(scalar) else { return nil }
        return (scalar, length)
    }

    private func isPlainASCII(at index: Int, of source: UnsafeBufferPointer<UInt8>) -> Bool {
        let byte = source[index]
        guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { return false }
        return byte != UInt8(ascii: "#") || index == 0 || source[index - 1] != byte
    }

    private mutating func escape(_ code: UInt16) {
        bytes.append(UInt8(ascii: "\\"))
        switch code {
        case 0x22, 0x5C: bytes.append(UInt8(code))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in stride(from: UInt16(12), through: 0, by: -4) {
                let digit = UInt8(code >> shift & 15)
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
            }
        }
    }

    private mutating func decimal(_ number: some BinaryInteger) {
        var rest = number.magnitude
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        repeat {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(remainder))
            rest = quotient
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }
}
