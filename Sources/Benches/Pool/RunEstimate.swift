internal import Reports
internal import World

/// How much longer a run takes: what its scenarios wait at least, and what those that have run took beyond that.
struct RunEstimate {
    /// A second: less is not worth saying.
    private static let shortest: Int64 = 1_000_000_000

    /// Of the scenarios that are still to end, by their place in the run.
    private var leastTimes: [Int: Interval]
    /// How many have run.
    private var count: Int64 = 0
    /// What these took beyond their least times, together.
    private var excess: Int64 = 0

    /// - Parameter leastTimes: What each scenario waits at least; nil: it will not run.
    init(_ leastTimes: [Interval?]) {
        self.leastTimes = Dictionary(uniqueKeysWithValues: zip(leastTimes.indices, leastTimes)).compactMapValues(\.self)
    }

    /// - Parameter time: What it took; nil: it did not run.
    mutating func ended(_ place: Int, after time: Interval?) {
        guard let least = leastTimes.removeValue(forKey: place), let time else { return }
        count += 1
        excess += (time - least).nanoseconds
    }

    /// - Parameters:
    ///   - running: How long each scenario that runs has been running, by place.
    ///   - devices: How many share what is left, at least 1.
    /// - Returns: nil where nothing is known: before the first has ended, and when what runs takes longer than others did.
    func left(running: [Int: Interval], devices: Int) -> RunProgress.Left? {
        let mean = count > 0 ? excess / count : 0
        let times = leastTimes.map { place, least in max(0, least.nanoseconds + mean - (running[place]?.nanoseconds ?? 0)) }
        // No device takes a part of a scenario.
        let time = max(times.reduce(0, +) / Int64(devices), times.max() ?? 0)
        guard time >= Self.shortest else { return nil }
        return count > 0 ? .about(time) : .atLeast(time)
    }
}
