/// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
public struct InternetChecksum {
    private var sum: UInt64 = 0

    public init() {}

    /// Adds bytes that begin at an even offset; an odd last one is padded with zero. O(n).
    public mutating func add(_ bytes: some Collection<UInt8>) {
        var high: UInt8?
        for byte in bytes {
            if let first = high {
                add(UInt16(first) << 8 | UInt16(byte))
                high = nil
            } else {
                high = byte
            }
        }
        if let high { add(UInt16(high) << 8) }
    }

    public mutating func add(_ word: UInt16) { sum += UInt64(word) }

    public var value: UInt16 {
        var folded = sum
        while folded > 0xFFFF { folded = (folded & 0xFFFF) + (folded >> 16) }
        return ~UInt16(folded)
    }
}
