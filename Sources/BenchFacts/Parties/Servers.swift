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
    /// Does what the command asks and says this of it: the lines of one reply, complete with their codes. A refusal keeps its own words.
    case confirms(command: String, lines: [String])
    /// The connection that carries content is cut (RST) after so many bytes of content.
    case cutsData(after: Int)
    /// The connection that carries content is ended (FIN) after so many bytes of content.
    case endsData(after: Int)
    /// The connection that carries content stops for good, open, after so many bytes of content.
    case stallsData(after: Int)
    /// The same until the server goes on: ``ServerMove/goesOn``.
    case pausesData(after: Int)
    /// All that was said before is over: the server keeps to its protocol. Connections that a fault has met stay as it left them.
    case recovers

    var traits: BenchTraits {
        switch self {
        case .unreachable: BenchTraits(.serverFaults, effects: [.isFault, .losesConnections, .makesDataPause])
        case .stalls, .delays, .stallsData, .pausesData: BenchTraits(.serverFaults, effects: [.isFault, .makesDataPause])
        case .refusesConnections, .answers, .closes, .resets, .greets, .confirms, .cutsData, .endsData:
            BenchTraits(.serverFaults, effects: .isFault)
        case .recovers: BenchTraits()
        }
    }

    /// The command that is not done; nil where it is, or where the fault is of no command.
    var refusedCommand: String? {
        switch self {
        case .answers(let command, _, _), .stalls(let command), .closes(let command), .resets(let command): command
        case .refusesConnections, .unreachable, .delays, .greets, .confirms, .cutsData, .endsData, .stallsData, .pausesData,
            .recovers:
            nil
        }
    }
}

/// What a server does in the middle of a session, on the connection that the device has made last.
public enum ServerMove<Content: BenchContent>: Hashable, Sendable {
    /// Sends, or takes, the content that ``ServerFault/pausesData(after:)`` holds.
    case goesOn
    /// Says a line that nobody has asked for, or that ends a transfer. One that begins with 421 ends the connection, too.
    case says(Content.Text)
    /// FIN on the connection that carries commands.
    case closes
    /// RST on it.
    case resets
    /// FIN on the connection that carries nothing but content.
    case closesData
    case resetsData

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> ServerMove<Filler.Filled> {
        switch self {
        case .goesOn: .goesOn
        case .says(let line): .says(filler.text(line))
        case .closes: .closes
        case .resets: .resets
        case .closesData: .closesData
        case .resetsData: .resetsData
        }
    }
}

public enum ServerObservation<Content: BenchContent>: Hashable, Sendable {
    /// The server received lines that begin so (ASCII case ignored in the verb), in this order, since the scenario began.
    case heard([Content.Text])
    case notHeard(Content.Text)
    /// No connection with the server is open, neither of those that carry commands nor of those that carry files.
    case hasNoClient
    /// CR LF ends every line that the server has heard.
    case linesEndRight
    /// Content is on its way, neither whole nor ended. What is to happen meanwhile would come too late otherwise.
    case isTransferring

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> ServerObservation<Filler.Filled> {
        switch self {
        case .heard(let lines): .heard(lines.map(filler.text))
        case .notHeard(let line): .notHeard(filler.text(line))
        case .hasNoClient: .hasNoClient
        case .linesEndRight: .linesEndRight
        case .isTransferring: .isTransferring
        }
    }
}
