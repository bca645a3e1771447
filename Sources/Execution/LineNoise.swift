/// What bytes without a readable answer point to.
package enum LineNoise: Hashable {
    case none
    /// Readable lines that nobody asked for.
    case text(String)
    /// What a receiver at another rate or format makes of text.
    case garbage

    /// Control characters that modems send on purpose: ETX, LF, CR, DLE, SUB.
    private static let expected: Set<UInt8> = [0x03, 0x0A, 0x0D, 0x10, 0x1A]

    package init(_ bytes: [UInt8]) {
        let strange = bytes.count { !(0x20...0x7E).contains($0) && !Self.expected.contains($0) }
        if bytes.isEmpty {
            self = .none
        } else if strange * 5 > bytes.count {
            self = .garbage
        } else {
            self = .text(String(decoding: bytes.filter { (0x20...0x7E).contains($0) || $0 == 0x0A }, as: UTF8.self))
        }
    }
}
