/// Whose fault a verdict other than pass is.
public enum FaultDomain: String, Sendable, Hashable, CaseIterable {
    case device, bench, host, suite
}
