/// What is done to one thing that passes between a modem and its world.
enum Slip: Hashable, Sendable {
    /// It does not pass: what the modem asks for is not done, what it is told it does not hear.
    case lost
    case twice
    /// In one byte of a line or block, counted from its end where it is negative.
    case altered(byte: Int)
    /// At the port behind the one that is asked for.
    case nextPort
    /// One of the texts and numbers that a request has, by its place.
    case otherValue(Int)
    /// After half of the time.
    case sooner
    /// After twice the time.
    case later

    /// As people say it.
    var text: String {
        switch self {
        case .lost: "lost"
        case .twice: "twice"
        case .altered(let byte) where byte < 0: "altered at its \(-byte). byte from the end"
        case .altered(let byte): "altered at its \(byte + 1). byte"
        case .nextPort: "to the next port"
        case .otherValue(let place): "with its \(place + 1). value altered"
        case .sooner: "after half of the time"
        case .later: "after twice the time"
        }
    }
}

/// One thing that passes between a modem and its world, its serial lines apart: an event, a request, or one line of what is sent.
struct Passage: Hashable, Sendable {
    /// Among all that pass, from 0.
    var index: Int
    /// The line of what is sent, from 0; nil: all of it.
    var line: Int?
    /// What it is, and in which phase: `smtp RCPT`, `timer server behind ftp RETR`.
    var name: String
    var slips: [Slip]
}
