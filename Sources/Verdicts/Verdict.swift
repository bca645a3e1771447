/// The outcome of a scenario (ISO/IEC 9646), worst last.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case pass
    /// The bench, the ICS or the dialect does not have what the scenario needs.
    case notApplicable = "not-applicable"
    /// The purpose was not reached, and the device is not shown to be wrong.
    case inconclusive
    /// The bench, the host or the suite broke.
    case error
    /// The device broke a requirement.
    case fail
}
