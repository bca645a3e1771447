/// How a requirement weighs.
public enum Grade: String, Sendable, Hashable, CaseIterable {
    case mandatory
    /// May be waived by the ICS.
    case recommended
    /// A documented alternative form: reported, never failed.
    case variant
    /// The manual does not say it, and the bench must assume something: tested and reported, never failed.
    case unsaid
}
