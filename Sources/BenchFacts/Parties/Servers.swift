public import World

/// How a line-protocol server departs from its protocol's happy path. `command` is a protocol verb in capitals such as `RCPT`, or
/// `greeting` or, for SMTP's end of data, `body`.
public enum ServerFault: Hashable, Sendable {
    /// RST to every SYN.
    case refusesConnections
    /// SYNs vanish.
    case unreachable
    /// Says this instead of doing what the command asks. `occurrence` from 1; nil: every time.
    case answers(command: String, occurrence: Int?, line: String)
    /// Never answers the command; the connection stays open.
    case stalls(command: String)
    /// FIN instead of an answer.
    case closes(command: String)
    /// RST instead of an answer.
    case resets(command: String)
    case delays(command: String, Interval)
    /// The greeting's lines, complete with their codes.
    case greets(lines: [String])
    /// The connection that carries content is cut (RST) after so many bytes of content.
    case cutsData(after: Int)
    /// The connection that carries content stops for good, open, after so many bytes of content.
    case stallsData(after: Int)
    /// All that was said before is over: the server keeps to its protocol. Connections that a fault has met stay as it left them.
    case recovers

    var traits: BenchTraits {
        switch self {
        case .unreachable: BenchTraits(.serverFaults, effects: [.isFault, .losesConnections, .makesDataPause])
        case .stalls, .delays, .stallsData: BenchTraits(.serverFaults, effects: [.isFault, .makesDataPause])
        case .refusesConnections, .answers, .closes, .resets, .greets, .cutsData:
            BenchTraits(.serverFaults, effects: .isFault)
        case .recovers: BenchTraits()
        }
    }

    /// The command that is not done; nil where it is, or where the fault is of no command.
    var refusedCommand: String? {
        switch self {
        case .answers(let command, _, _), .stalls(let command), .closes(let command), .resets(let command): command
        case .refusesConnections, .unreachable, .delays, .greets, .cutsData, .stallsData, .recovers: nil
        }
    }
}

public enum ServerObservation<Content: BenchContent>: Hashable, Sendable {
    /// The server received lines that begin so (ASCII case ignored in the verb), in this order, since the scenario began.
    case heard([Content.Text])
    case notHeard(Content.Text)
    /// No connection with the server is open, neither of those that carry commands nor of those that carry files.
    case hasNoClient

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> ServerObservation<Filler.Filled> {
        switch self {
        case .heard(let lines): .heard(lines.map(filler.text))
        case .notHeard(let line): .notHeard(filler.text(line))
        case .hasNoClient: .hasNoClient
        }
    }
}
