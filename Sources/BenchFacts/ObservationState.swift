/// What an observation or an action comes to at this moment.
public enum ObservationState: Hashable, Sendable {
    case holds
    /// It may still come to hold; what is seen so far.
    case notYet(String)
    /// It can no longer hold.
    case violated(String)
    /// It makes no sense here, whatever the device does: the scenario is wrong.
    case impossible(String)
    /// The device itself has ended what it needs: it comes to nothing, and what the device says meanwhile goes on being judged.
    case ended(String)
    /// What it needs is gone. Neither the device nor the scenario is shown to be wrong.
    case unreached(String)
}
