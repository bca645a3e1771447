import Testing
import World

struct LinkShapeTests {
    /// Both ends of the range can be drawn, and nothing beyond them.
    @Test(arguments: [(0, 20), (1, 21), (40, 60), (41, 20), (UInt64.max, 35)] as [(UInt64, Int64)])
    func drawsWithinItsRange(_ random: UInt64, _ nanoseconds: Int64) {
        let shape = LinkShape(latency: Interval(nanoseconds: 20)...Interval(nanoseconds: 60))
        #expect(shape.drawLatency { random } == Interval(nanoseconds: nanoseconds))
    }

    /// Where there is nothing to draw, nothing is drawn: what else is seeded stays as it is.
    @Test(arguments: [Interval.zero, .milliseconds(3)]) func aFixedLatencyDrawsNothing(_ latency: Interval) {
        var draws = 0
        let drawn = LinkShape(latency: latency...latency).drawLatency {
            draws += 1
            return 7
        }
        #expect(drawn == latency)
        #expect(draws == 0)
    }
}
