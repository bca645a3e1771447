/// What is done to a line or a block of data of the device.
public enum WireMutation: Hashable, Sendable {
    case drop
    case duplicate
    /// With what follows it in the same answer.
    case swap
    /// The byte at the offset.
    case change(at: Int)
    /// A byte before the one at the offset.
    case add(at: Int)
    /// By a line that nobody asked for.
    case split
    /// Beyond what it is waited for.
    case delay
    /// Before the host has sent what it answers.
    case early

    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case drop, duplicate, swap, change, add, split, delay, early
    }

    public var kind: Kind {
        switch self {
        case .drop: .drop
        case .duplicate: .duplicate
        case .swap: .swap
        case .change: .change
        case .add: .add
        case .split: .split
        case .delay: .delay
        case .early: .early
        }
    }

    /// As people say it.
    public var text: String {
        switch self {
        case .drop: "left out"
        case .duplicate: "sent twice"
        case .swap: "sent behind what follows it"
        case .change(let offset): "byte \(offset + 1) changed"
        case .add(let offset): "a byte added before byte \(offset + 1)"
        case .split: "a line of its own in the middle"
        case .delay: "sent too late"
        case .early: "sent before the command"
        }
    }
}

/// Why a mutant that nothing notices is none of the scenario's faults: the scenario itself leaves it open.
public enum Tolerance: String, Hashable, Sendable, CaseIterable {
    /// Other texts will do: a capture, an alternative, an optional line, one that is allowed.
    case form
    /// The lines may come in any order.
    case order
    /// No clause gives a time.
    case timing
}

/// What became of one mutant.
public enum WireFate: Hashable, Sendable {
    case noticed
    case tolerated(Tolerance)
    case survived
}
