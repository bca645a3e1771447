/// What a scenario found in the device, or left there: a replay has it from nowhere else.
///
/// A journal has a field of this name beside the text that tells people.
public enum KeptState: Hashable, Sendable {
    /// The device was known to hold what this command line would have written; it was not sent.
    case held([UInt8])
    /// The scenario went on from where the one before began, with what that had captured there, by name.
    case carried([String: [UInt8]])
    /// It left to the next scenario what it began with.
    case left
}
