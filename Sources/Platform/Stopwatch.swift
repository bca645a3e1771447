internal import Glibc

/// Real time since it was made.
public struct Stopwatch: Sendable {
    private let began = Stopwatch.now

    public init() {}

    /// Nanoseconds.
    public var elapsed: Int64 { Self.now - began }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
