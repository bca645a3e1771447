import Octets

/// The lines of a mail's header, checked against RFC 5322.
struct MailHeader {
    /// The first thing that is wrong with it; nil: it is well formed.
    private(set) var fault: String?

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
        var seen: Set<String> = []
        for field in Self.fields(of: header) {
            let line = String(decoding: field.prefix(40), as: UTF8.self)
            if field.split(separator: ControlCharacter.lf).contains(where: { $0.count > Self.longestLine }) {
                fault = "a line of its header is longer than \(Self.longestLine) bytes: \"\(line)…\""
            } else if let name = Self.name(of: field) {
                if Self.single.contains(name), !seen.insert(name).inserted { fault = "its header has the field \(name) twice" }
                if Self.ofAddresses.contains(name), let wrong = Self.wrongAddress(in: field.dropFirst(name.utf8.count + 1)) {
                    fault = "its field \(name) has no address in \"\(wrong)\""
                }
            } else {
                fault = "its header has a line that is no field: \"\(line)\""
            }
            if fault != nil { return }
        }
    }

    /// A line and those that are folded behind it, which begin with a blank (RFC 5322 §2.2.3); without line ends.
    private static func fields(of header: [UInt8]) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        for var line in header.split(separator: ControlCharacter.lf) {
            if line.last == ControlCharacter.cr { line.removeLast() }
            if let first = line.first, isBlank(first), !fields.isEmpty {
                fields[fields.count - 1] += [ControlCharacter.lf] + line
            } else {
                fields.append(Array(line))
            }
        }
        return fields
    }

    /// In small letters; nil for what is no field: printable characters but for the colon that ends them (RFC 5322 §2.2).
    private static func name(of field: [UInt8]) -> String? {
        guard let colon = field.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            field[..<colon].allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return String(decoding: field[..<colon], as: UTF8.self).lowercased()
    }

    /// The first that is no address: `local@domain`, or the same in angle brackets behind a name (RFC 5322 §3.4).
    private static func wrongAddress(in value: ArraySlice<UInt8>) -> String? {
        var mailboxes: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in value where byte != ControlCharacter.lf {
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
