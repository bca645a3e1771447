/// Decodes what stands between a JSON string's quotes.
enum JSONText {
    /// Unicode text. - Throws: for bad UTF-8, bad escapes and halves of surrogate pairs.
    static func text(of line: [UInt8], _ range: Range<Int>, escaped: Bool) throws(JSONError) -> String {
        // By far the most texts: a buffer of ASCII is taken over without another look at each character.
        if !escaped, let text = line.withUnsafeBufferPointer({ ascii(UnsafeBufferPointer(rebasing: $0[range])) }) { return text }
        var utf8 = line[range]
        if escaped {
            var decoded: [UInt8] = []
            decoded.reserveCapacity(range.count)
            var index = range.lowerBound
            while index < range.upperBound {
                guard line[index] == UInt8(ascii: "\\") else {
                    decoded.append(line[index])
                    index += 1
                    continue
                }
                let scalar = try scalar(escapedAt: &index, of: line, end: range.upperBound)
                decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            utf8 = decoded[...]
        }
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw JSONError(offset: range.lowerBound, problem: "the string is not UTF-8")
        }
        return text
    }

    private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Bytes, one character from U+0000 to U+00FF each.
    static func octets(of line: [UInt8], _ range: Range<Int>, escaped: Bool) throws(JSONError) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            let byte = line[index]
            if byte == UInt8(ascii: "\\") {
                let scalar = try scalar(escapedAt: &index, of: line, end: range.upperBound)
                guard scalar.value <= 0xFF else {
                    throw JSONError(offset: start, problem: "a byte is expected: \\u0000 to \\u00FF")
                }
                octets.append(UInt8(scalar.value))
            } else if byte < 0x80 {
                octets.append(byte)
                index += 1
            } else {
                // U+0080 to U+00FF, unescaped: two bytes of UTF-8.
                guard byte == 0xC2 || byte == 0xC3, index + 1 < range.upperBound, line[index + 1] & 0xC0 == 0x80 else {
                    throw JSONError(offset: start, problem: "a byte is expected: a character up to U+00FF")
                }
                octets.append(byte << 6 | line[index + 1] & 0x3F)
                index += 2
            }
        }
        return octets
    }

    /// The character that the escape at `index` stands for; `index` moves behind it.
    private static func scalar(escapedAt index: inout Int, of line: [UInt8], end: Int) throws(JSONError) -> Unicode.Scalar {
        let start = index
        guard index + 1 < end else { throw JSONError(offset: start, problem: "the escape is unknown") }
        let letter = line[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw JSONError(offset: start, problem: "the escape is unknown")
        }
        let unit = try hexadecimal(at: &index, of: line, end: end)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // A surrogate: only the pair is a character (RFC 8259 §7).
        guard unit < 0xDC00, index + 1 < end, line[index] == UInt8(ascii: "\\"), line[index + 1] == UInt8(ascii: "u") else {
            throw JSONError(offset: start, problem: "half of a surrogate pair stands alone")
        }
        index += 2
        let low = try hexadecimal(at: &index, of: line, end: end)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw JSONError(offset: start, problem: "half of a surrogate pair stands alone") }
        return scalar
    }

    private static func hexadecimal(at index: inout Int, of line: [UInt8], end: Int) throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard index < end, let digit = hexadecimalDigit(line[index]) else {
                throw JSONError(offset: index, problem: "four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
