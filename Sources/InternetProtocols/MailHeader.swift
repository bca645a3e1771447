import Octets

/// The fields of a mail's header (RFC 5322 §2.2).
struct MailHeader {
    /// Of each field its line and those that are folded behind it, which begin with a blank (RFC 5322 §2.2.3); without line ends.
    private var fields: [[ArraySlice<UInt8>]] = []

    /// Without the line end, which is not counted (RFC 5322 §2.1.1).
    private static let longestLine = 998
    /// Fields that may stand once (RFC 5322 §3.6).
    private static let single: Set<String> = [
        "date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject",
    ]
    /// Those of them that hold addresses.
    private static let ofAddresses: Set<String> = ["from", "sender", "reply-to", "to", "cc", "bcc"]

    /// - Parameter header: The lines, each with its CR LF.
    init(_ header: [UInt8]) {
        var canFold = false
        for var line in header.split(separator: ControlCharacter.lf, omittingEmptySubsequences: false) {
            guard let first = line.first else {
                canFold = false
                continue
            }
            if line.last == ControlCharacter.cr { line.removeLast() }
            if canFold, Self.isBlank(first) { fields[fields.count - 1].append(line) } else { fields.append([line]) }
            canFold = true
        }
    }

    /// The value of the first field of that name, unfolded, without blanks around it.
    func value(of name: String) -> String? {
        let wanted = name.lowercased()
        for field in fields {
            guard let colon = field[0].firstIndex(of: UInt8(ascii: ":")),
                String(decoding: field[0][..<colon], as: UTF8.self).lowercased() == wanted
            else { continue }
            var value = Self.content(of: field, behind: colon)[...]
            while let last = value.last, Self.isBlank(last) || last == ControlCharacter.cr { value.removeLast() }
            return String(decoding: value.drop(while: Self.isBlank), as: UTF8.self)
        }
        return nil
    }

    /// The first thing that is wrong with it; nil: it is well formed.
    var fault: String? {
        var seen: Set<String> = []
        for field in fields {
            let line = String(decoding: field[0].prefix(40), as: UTF8.self)
            guard field.allSatisfy({ $0.count <= Self.longestLine }) else {
                return "a line of its header is longer than \(Self.longestLine) bytes: \"\(line)…\""
            }
            guard let colon = Self.endOfName(in: field[0]) else { return "its header has a line that is no field: \"\(line)\"" }
            let name = String(decoding: field[0][..<colon], as: UTF8.self).lowercased()
            if Self.ofAddresses.contains(name), let wrong = Self.wrongAddress(in: Self.content(of: field, behind: colon)) {
                return "its field \(name) has no address in \"\(wrong)\""
            }
            if Self.single.contains(name), !seen.insert(name).inserted { return "its header has the field \(name) twice" }
        }
        return nil
    }

    private static func content(of field: [ArraySlice<UInt8>], behind colon: Int) -> [UInt8] {
        Array(field[0][(colon + 1)...]) + field.dropFirst().joined()
    }

    /// The colon behind printable characters; nil for what is no field (RFC 5322 §2.2).
    private static func endOfName(in line: ArraySlice<UInt8>) -> Int? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
        return line[..<colon].allSatisfy { (0x21...0x7E).contains($0) } ? colon : nil
    }

    /// The first that is no address: `local@domain`, or the same in angle brackets behind a name (RFC 5322 §3.4).
    private static func wrongAddress(in value: [UInt8]) -> String? {
        var mailboxes: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in value {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted { mailboxes.append([]) } else { mailboxes[mailboxes.count - 1].append(byte) }
        }
        return mailboxes.first { !isMailbox($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isMailbox(_ text: [UInt8]) -> Bool {
        var address = text[...]
        while let first = address.first, isBlank(first) { address.removeFirst() }
        while let last = address.last, isBlank(last) { address.removeLast() }
        if let open = address.lastIndex(of: UInt8(ascii: "<")) {
            guard address.last == UInt8(ascii: ">") else { return false }
            address = address[(open + 1)...].dropLast()
        }
        guard let at = address.lastIndex(of: UInt8(ascii: "@")), at > address.startIndex, at + 1 < address.endIndex
        else { return false }
        return !address.contains { isBlank($0) || $0 == UInt8(ascii: ">") || $0 < 0x20 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
