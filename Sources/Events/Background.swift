/// What the events that follow are read against: the same for a whole run, or up to the next of its kind.
public enum Background: Hashable, Sendable {
    /// A scenario file's text, once a file, before the first scenario.
    case file(path: String, text: String)
    /// What a manual asks for, before the first scenario.
    case dialect(DialectDescription)
    /// Something that the device or the bench has or lacks, before the first scenario.
    case capability(Capability)
    /// Until the next one or the scenario's end, lines are those of this file; a scenario begins in its own.
    case place(path: String)
}

/// A dialect as evidence refers to it.
public struct DialectDescription: Hashable, Sendable {
    public var name: String
    public var title: String
    /// What scenarios may need of it, such as `ftp`.
    public var features: [String]
    /// All that there are, verified or not, in the manual's order.
    public var requirements: [RequirementDescription]
    public init(name: String, title: String, features: [String], requirements: [RequirementDescription]) {
        self.name = name
        self.title = title
        self.features = features
        self.requirements = requirements
    }
}

/// A requirement in words.
public struct RequirementDescription: Hashable, Sendable {
    public var reference: RequirementReference
    public var text: String
    public init(reference: RequirementReference, text: String) {
        self.reference = reference
        self.text = text
    }
}

/// Something that scenarios may need of the device or of the bench.
public struct Capability: Hashable, Sendable {
    /// Such as `network`.
    public var name: String
    public var isPresent: Bool
    /// What it means, or why it is missing.
    public var text: String
    public init(name: String, isPresent: Bool, text: String) {
        self.name = name
        self.isPresent = isPresent
        self.text = text
    }
}
