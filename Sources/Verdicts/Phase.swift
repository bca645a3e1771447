/// The phase a scenario is in (ISO/IEC 9646: preamble, test body, postamble).
public enum Phase: String, Sendable, Hashable { case preamble, body, postamble }
