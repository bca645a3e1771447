import Octets

/// What there is to say of a run in real time while it goes on.
public struct RunProgress: Hashable, Sendable {
    /// Until its end, nanoseconds.
    public enum Left: Hashable, Sendable {
        /// What the scenarios themselves wait: none has ended yet.
        case atLeast(Int64)
        case about(Int64)
    }

    /// nil: nothing is known.
    public var left: Left?
    /// The scenario that has been running longest; nil between scenarios.
    public var scenario: String?
    /// For how long it has been running, nanoseconds.
    public var time: Int64

    public init(left: Left? = nil, scenario: String? = nil, time: Int64 = 0) {
        self.left = left
        self.scenario = scenario
        self.time = time
    }

    /// `3 min 5 s, about 12 min left`, and `45 s in getmail-is-slow` where one runs: the longest comes last, where it may be cut off.
    /// - Parameter elapsed: nanoseconds since the run began.
    func texts(elapsed: Int64) -> [String] {
        let times = TimeText.whole(elapsed) + (left.map { ", \($0.text) left" } ?? "")
        return [times] + (scenario.map { ["\(TimeText.whole(time)) in \(shown($0))"] } ?? [])
    }
}

extension RunProgress.Left {
    fileprivate var text: String {
        switch self {
        case .atLeast(let time): "at least \(TimeText.rough(time))"
        case .about(let time): "about \(TimeText.rough(time))"
        }
    }
}
