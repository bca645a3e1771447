import Octets
import Testing

@Suite struct ByteQueueTests {
    @Test func consumesInOrderAcrossManyAppends() {
        var queue = ByteQueue()
        var expected: [UInt8] = []
        var taken: [UInt8] = []
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let piece = generator.bytes(Int(generator.next(below: 40)))
            queue.append(contentsOf: piece)
            expected += piece
            taken += queue.take(atMost: Int(generator.next(below: 38)))
            #expect(queue.count == expected.count - taken.count)
        }
        taken += queue.takeAll()
        #expect(taken == expected)
        #expect(queue.isEmpty)
        #expect(queue.first == nil)
    }

    @Test func findsAndIndexesBehindConsumedBytes() {
        var queue = ByteQueue(Array("abcabc".utf8))
        #expect(queue.popFirst() == UInt8(ascii: "a"))
        #expect(queue.firstOffset(of: UInt8(ascii: "c")) == 1)
        #expect(queue.firstOffset(of: UInt8(ascii: "c"), from: 2) == 4)
        #expect(queue.firstOffset(of: UInt8(ascii: "a"), from: 3) == nil)
        #expect(queue.firstOffset(of: UInt8(ascii: "a"), from: 99) == nil)
        #expect(queue[0] == UInt8(ascii: "b"))
        #expect(queue == ByteQueue(Array("bcabc".utf8)))
    }

    @Test func popsBytesOneByOne() {
        var queue = ByteQueue(Array(repeating: 7, count: 100_000))
        var count = 0
        while queue.popFirst() == 7 { count += 1 }
        #expect(count == 100_000)
    }
}
