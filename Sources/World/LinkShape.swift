/// How a connection's or a serial line's bytes are cut and delayed on their way.
public struct LinkShape: Hashable, Sendable {
    /// The most bytes that arrive at once, at least 1; nil: as many as the world likes.
    public var segment: Int?
    /// From the sending to the arrival, drawn evenly for each piece; order is kept.
    public var latency: ClosedRange<Interval>

    public init(segment: Int? = nil, latency: ClosedRange<Interval> = .zero ... .zero) {
        self.segment = segment
        self.latency = latency
    }

    /// What lies between two pieces of what is cut in real time, so that they are read one by one.
    public static let segmentGap = Interval.milliseconds(5)

    /// How long the next piece is on its way. `random` is asked only where there is something to draw.
    public func drawLatency(_ random: () -> UInt64) -> Interval {
        let span = latency.upperBound - latency.lowerBound
        guard span > .zero else { return latency.lowerBound }
        return latency.lowerBound + Interval(nanoseconds: Int64(random() % UInt64(span.nanoseconds + 1)))
    }
}
