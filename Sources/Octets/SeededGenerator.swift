/// A deterministic source of randomness: xoshiro256** 1.0 of Blackman and Vigna, its state filled by SplitMix64.
///
/// The same seed gives the same numbers on every machine and in every version of the standard library, as long as only
/// the methods of this type are used.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    public init(seed: UInt64) {
        var filler = SplitMix64(state: seed)
        a = filler.next()
        b = filler.next()
        c = filler.next()
        d = filler.next()
    }

    public mutating func next() -> UInt64 {
        let result = Self.rotate(b &* 5, by: 7) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = Self.rotate(d, by: 45)
        return result
    }

    /// Uniform below `bound`, which must be positive.
    public mutating func next(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "no number lies below 0")
        // The values above the largest multiple of the bound are drawn again, so that none is favoured.
        let excess = (0 &- bound) % bound
        while true {
            let drawn = next()
            if drawn >= excess { return drawn % bound }
        }
    }

    /// So many bytes, eight of each number, least significant first.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        Array(unsafeUninitializedCapacity: count) { bytes, filled in
            while filled < count {
                var word = next()
                for index in filled..<min(filled + 8, count) {
                    bytes.initializeElement(at: index, to: UInt8(truncatingIfNeeded: word))
                    word >>= 8
                }
                filled = min(filled + 8, count)
            }
        }
    }

    private static func rotate(_ word: UInt64, by bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
}

/// The SplitMix64 generator of Steele, Lea and Flood: good for seeding others, and for deriving one seed from another.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64
    public init(state: UInt64) { self.state = state }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
