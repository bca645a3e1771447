/// What an observation comes to at this moment.
public enum ObservationState: Hashable, Sendable {
    case holds
    /// It may still come to hold; what is seen so far.
    case notYet(String)
    /// It can no longer hold.
    case violated(String)
}
