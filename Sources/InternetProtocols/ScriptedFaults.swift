/// How a server that speaks a line protocol departs from its happy path.
///
/// Commands are named by their verb in capitals, such as `RCPT`; `greeting` stands for the first words of the server, `body` for
/// the reply at the end of content: SMTP's end of data, and FTP's completion reply.
public struct ScriptedFaults: Hashable, Sendable {
    /// What happens instead of what the command asks.
    public enum Response: Hashable, Sendable {
        /// Says this line. A line that begins with 421 closes the connection (RFC 5321 §3.8, RFC 959 §5.4).
        case answer(line: String)
        /// Nothing, ever again; the connection stays open.
        case stall
        /// FIN.
        case close
        /// RST.
        case reset
    }

    /// What to do at a command.
    public enum Measure: Hashable, Sendable {
        case respond(Response)
        /// Waits first, then goes on as if nothing had been.
        case delay(milliseconds: Int64)
        /// Does what the command asks, and says these lines of it unless it is refused.
        case confirm(lines: [String])
    }

    public struct Rule: Hashable, Sendable {
        public var command: String
        /// The nth time that the command comes to the server, from 1; nil: every time.
        public var occurrence: Int?
        public var measure: Measure

        public init(command: String, occurrence: Int? = nil, measure: Measure) {
            self.command = command
            self.occurrence = occurrence
            self.measure = measure
        }
    }

    /// Of several rules that apply to a command, the last response wins; delays add up.
    public var rules: [Rule] = []
    /// The greeting's lines, complete with their codes; nil: the server's own greeting.
    public var greeting: [String]?
    /// What becomes of the connection that carries content, after so many bytes of it. The first limit holds, of equal ones the last.
    public var contentLimits: [ContentLimit] = []

    private var counts: [String: Int] = [:]

    public init() {}

    /// Where content ends early.
    public struct ContentLimit: Hashable, Sendable {
        public enum Manner: Hashable, Sendable {
            /// RST.
            case cut
            /// FIN.
            case end
            /// The connection stops for good, open.
            case stall
            /// The same until the server goes on.
            case pause
        }
        public var length: Int
        public var manner: Manner

        public init(_ manner: Manner, after length: Int) {
            self.manner = manner
            self.length = length
        }
    }

    var contentLimit: ContentLimit? {
        contentLimits.reduce(nil) { first, next in first.map { next.length <= $0.length ? next : $0 } ?? next }
    }

    /// What was held is let go.
    mutating func endPauses() { contentLimits.removeAll { $0.manner == .pause } }

    /// What a command meets.
    struct Encounter {
        var delay: Int64?
        var response: Response?
        var wording: [String]?
    }

    /// Counts the command and says what is to happen.
    mutating func meet(_ command: String) -> Encounter {
        var encounter = Encounter()
        guard !rules.isEmpty else { return encounter }
        // Only commands that a rule names are counted: the table stays as small as the script, whatever a client sends.
        let matching = rules.filter { $0.command == command }
        guard !matching.isEmpty else { return encounter }
        let count = counts[command, default: 0] + 1
        counts[command] = count
        for rule in matching where rule.occurrence == nil || rule.occurrence == count {
            switch rule.measure {
            case .respond(let response): encounter.response = response
            case .delay(let milliseconds): encounter.delay = (encounter.delay ?? 0) + milliseconds
            case .confirm(let lines): encounter.wording = lines
            }
        }
        return encounter
    }
}
