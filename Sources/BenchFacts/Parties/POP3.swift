public enum POP3Fact: Hashable, Sendable {
    /// Opens the declaration of a mailbox; the messages that follow belong to it.
    case mailbox(user: String, password: String)
    /// Appends a message, complete with header, without its final line end being implied.
    case message([UInt8])
    case fault(ServerFault)

    var traits: BenchTraits {
        switch self {
        case .mailbox, .message: BenchTraits()
        case .fault(let fault): fault.traits
        }
    }
}

public enum POP3Observation: Hashable, Sendable {
    /// Messages left in the mailbox.
    case count(Int)
    case unchanged
}
