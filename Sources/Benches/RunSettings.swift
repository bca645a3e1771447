public import Gates

/// What is the same for all scenarios of a run, whoever carries them out.
public struct RunSettings: Sendable {
    public var seed: UInt64
    public var policy: Attempts.Policy
    /// Outcomes hold their lines of the journal.
    public var isJournalling: Bool
    /// Outcomes hold what went over the network.
    public var isCapturing: Bool

    public init(
        seed: UInt64,
        _ policy: Attempts.Policy = Attempts.Policy(),
        journalling isJournalling: Bool = false,
        capturing isCapturing: Bool = false
    ) {
        self.seed = seed
        self.policy = policy
        self.isJournalling = isJournalling
        self.isCapturing = isCapturing
    }
}
