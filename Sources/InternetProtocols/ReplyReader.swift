/// Reads the numbered replies of SMTP (RFC 5321 §4.2) and FTP (RFC 959 §4.2), also those of several lines.
struct ReplyReader: Sendable {
    struct Reply: Hashable, Sendable {
        /// Three digits, the first of them 1 to 5.
        var code: Int
        /// Without the code and the character after it, where a line begins with them.
        var texts: [String]
        /// The last line, as it came.
        var line: String

        var isPreliminary: Bool { code / 100 == 1 }
        var isCompletion: Bool { code / 100 == 2 }
        var isIntermediate: Bool { code / 100 == 3 }
    }

    enum Result: Hashable, Sendable {
        case reply(Reply)
        /// What came is no reply; nothing after it can be understood.
        case malformed(line: String)
    }

    /// RFC 5321 §4.5.3.1.5 asks for 512 octets; servers in the field send longer lines.
    static let lineLimit = 4_096
    static let lineCountLimit = 512

    private var reader = LineReader(limit: lineLimit)
    /// The code and the texts of a reply whose last line has not come.
    private var opened: (code: Int, texts: [String])?

    mutating func append(_ bytes: [UInt8]) { reader.append(bytes) }

    mutating func next() -> Result? {
        while let line = reader.next() {
            guard case .text(let bytes) = line else { return .malformed(line: "") }
            let text = String(decoding: bytes, as: UTF8.self)
            let head = Self.head(bytes)
            let rest = String(decoding: bytes.dropFirst(4), as: UTF8.self)
            if let (code, texts) = opened {
                guard texts.count < Self.lineCountLimit else { return .malformed(line: text) }
                if let head, head.code == code {
                    if head.isLast {
                        opened = nil
                        return .reply(Reply(code: code, texts: texts + [rest], line: text))
                    }
                    opened?.texts.append(rest)
                } else {
                    opened?.texts.append(text)
                }
            } else {
                guard let head else { return .malformed(line: text) }
                if head.isLast { return .reply(Reply(code: head.code, texts: [rest], line: text)) }
                opened = (head.code, [rest])
            }
        }
        return nil
    }

    /// The code that a line begins with, and whether it is (or may be) the last of its reply.
    private static func head(_ line: [UInt8]) -> (code: Int, isLast: Bool)? {
        guard line.count >= 3, let code = decimal(String(decoding: line.prefix(3), as: UTF8.self)), (100..<600).contains(code)
        else { return nil }
        guard line.count > 3 else { return (code, true) }
        switch line[3] {
        case UInt8(ascii: " "): return (code, true)
        case UInt8(ascii: "-"): return (code, false)
        default: return nil
        }
    }
}
