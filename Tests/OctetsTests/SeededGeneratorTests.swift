import Octets
import Testing

@Suite struct SeededGeneratorTests {
    /// The values published with the algorithm for this seed.
    @Test func splitMixIsTheStandardOne() {
        var generator = SplitMix64(state: 1_234_567)
        let expected: [UInt64] = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    /// Computed by an independent implementation, which gives the published values for the state 1, 2, 3, 4.
    @Test func xoshiroIsTheStandardOne() {
        var generator = SeededGenerator(seed: 7)
        let expected: [UInt64] = [12_923_355_070_828_475_994, 5_142_052_590_334_782_674, 15_488_392_906_492_639_638]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func bytesAreTheNumbersInOrder() {
        var numbers = SeededGenerator(seed: 9)
        var bytes = SeededGenerator(seed: 9)
        let words = [numbers.next(), numbers.next()]
        let expected = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
        #expect(bytes.bytes(13) == Array(expected.prefix(13)))
        #expect(bytes == numbers)
        #expect(bytes.bytes(0) == [])
    }

    @Test(arguments: [1, 2, 3, 7, 100, UInt64.max]) func staysBelowTheBound(bound: UInt64) {
        var generator = SeededGenerator(seed: bound)
        let drawn = (0..<300).map { _ in generator.next(below: bound) }
        #expect(drawn.allSatisfy { $0 < bound })
        if bound <= 7 { #expect(Set(drawn).count == Int(bound)) }
    }
}
