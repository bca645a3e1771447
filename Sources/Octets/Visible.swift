/// Bytes as one line of text, safe for any terminal: printable ASCII as it is, control characters by name (`<CR><LF>OK<ETX>`),
/// other bytes as `<0x9A>`.
///
/// The text is unambiguous: a `<` that would read as the start of such a name is itself written `<lt>`. Of two colons or two number signs in a row the
/// second is written as `<0x3A>` or `<0x23>`, so that no line of a log that holds the text is a command to a CI engine.
public func visible(_ bytes: some Collection<UInt8>) -> String {
    var text = ""
    text.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    var last: UInt8 = 0
    while index != bytes.endIndex {
        let byte = bytes[index]
        defer { last = byte }
        switch byte {
        case last where actsInLogs(byte):
            text += "<0x" + hexPair(byte) + ">"
        case UInt8(ascii: "<") where readsAsName(bytes[index...].dropFirst().prefix(5)):
            text += "<lt>"
        case 0x20...0x7E:
            text.unicodeScalars.append(UnicodeScalar(byte))
        default:
            text += "<" + (ControlCharacter.name(of: byte) ?? "0x" + hexPair(byte)) + ">"
        }
        index = bytes.index(after: index)
    }
    return text
}

/// Whether the bytes after a `<` go on as one of the names that ``visible(_:)`` writes. Five bytes suffice: `0x9A>`.
private func readsAsName(_ following: some Collection<UInt8>) -> Bool {
    guard let end = following.firstIndex(of: UInt8(ascii: ">")) else { return false }
    let name = String(decoding: following[..<end], as: UTF8.self)
    return name == "lt" || ControlCharacter.byte(named: name) != nil || (name.utf8.count == 4 && name.hasPrefix("0x"))
}

/// Two hexadecimal digits in capitals.
func hexPair(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
}
