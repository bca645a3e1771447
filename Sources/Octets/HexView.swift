/// Bytes as lines of sixteen: offset, hexadecimal, printable ASCII with a dot for everything else, and for what would act in logs.
///
///     00000000  0D 0A 4F 4B 0D 0A                                 |..OK..|
///
/// - Parameter offset: what the first byte counts as.
public func hexView(_ bytes: some Collection<UInt8>, from offset: Int = 0) -> [String] {
    let width = 16
    var lines: [String] = []
    var rest = bytes[...]
    var position = offset
    while !rest.isEmpty {
        let row = rest.prefix(width)
        rest = rest.dropFirst(width)
        let hex = row.enumerated().map { column, byte in (column == width / 2 ? "  " : " ") + hexPair(byte) }.joined()
        var last: UInt8 = 0
        let characters = row.map { byte -> UnicodeScalar in
            defer { last = byte }
            return (0x20...0x7E).contains(byte) && !(byte == last && actsInLogs(byte)) ? UnicodeScalar(byte) : "."
        }
        let text = String(String.UnicodeScalarView(characters))
        let digits = String(position, radix: 16, uppercase: true)
        let number = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let columns = width * 3 + 1
        lines.append(number + " " + hex + String(repeating: " ", count: columns - hex.utf8.count) + "  |" + text + "|")
        position += row.count
    }
    return lines
}
