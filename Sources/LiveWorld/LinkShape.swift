public import World

/// How a host hands its bytes to the network, where it is to be worse than the kernel makes it.
public struct LinkShape: Hashable, Sendable {
    /// No segment has more bytes; nil: as many as the kernel likes.
    public var segment: Int?
    /// What is sent waits so long.
    public var latency: ClosedRange<Interval> = .zero ... .zero

    /// What lies between two segments, so that they are read one by one.
    static let gap = Interval.milliseconds(5)

    public init() {}
}
