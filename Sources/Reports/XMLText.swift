import Octets

/// Text as XML 1.0 content, in elements and in attributes alike.
enum XMLText {
    /// Markup characters as references; characters that XML cannot hold were made visible by `shown` before.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in shown(text).utf8 { append(byte, to: &bytes) }
    }

    /// Lines, each ended by LF.
    static func append(lines: [String], to bytes: inout [UInt8]) {
        for line in lines {
            append(line, to: &bytes)
            bytes.append(0x0A)
        }
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
        default: bytes.append(byte)
        }
    }
}
