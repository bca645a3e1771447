import Octets

/// Leaves out a message's header and the empty line after it, in content that comes in pieces.
struct HeaderSkipper: Hashable, Sendable {
    /// How much of the last bytes is a line end, and another.
    private var matched = 2
    private var isOver = false
    private static let emptyLine = ControlCharacter.crlf + ControlCharacter.crlf

    /// What of the piece belongs to the body. A message that begins with an empty line has no header.
    mutating func body(of piece: [UInt8]) -> [UInt8] {
        guard !isOver else { return piece }
        for (index, byte) in piece.enumerated() {
            if byte == Self.emptyLine[matched] {
                matched += 1
            } else {
                matched = byte == ControlCharacter.cr ? 1 : 0
            }
            if matched == Self.emptyLine.count {
                isOver = true
                return Array(piece[(index + 1)...])
            }
        }
        return []
    }
}

/// Keeps of a message's header what 001 ch. 3 #POP3HEADERMODE names, in content that comes in pieces.
struct HeaderShortener: Hashable, Sendable {
    private static let fields = ["From:", "Cc:", "Subject:"]
    private var line: [UInt8] = []
    private var isOver = false
    /// The last field is printed, and so are the lines that go on with it.
    private var keeps = false

    mutating func take(_ piece: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        for byte in piece {
            guard !isOver else {
                shown.append(byte)
                continue
            }
            line.append(byte)
            guard byte == ControlCharacter.lf else { continue }
            if line == ControlCharacter.crlf {
                isOver = true
                keeps = true
            } else if line.first != UInt8(ascii: " "), line.first != UInt8(ascii: "\t") {
                keeps = Self.fields.contains { line.starts(with: $0.utf8) }
            }
            if keeps { shown += line }
            line = []
        }
        return shown
    }
}
