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
    /// RST on the connection that carries content, after so many bytes of it.
    public var cutsDataAfter: Int?
    /// The connection that carries content stops for good, open, after so many bytes of it.
    public var stallsDataAfter: Int?

    private var counts: [String: Int] = [:]

    public init() {}

    /// Where content ends early: after how many bytes, and how.
    var contentLimit: (length: Int, cuts: Bool)? {
        switch (cutsDataAfter, stallsDataAfter) {
        case (let cut?, let stall?): stall < cut ? (stall, false) : (cut, true)
        case (let cut?, nil): (cut, true)
        case (nil, let stall?): (stall, false)
        case (nil, nil): nil
        }
    }

    /// Counts the command and says what is to happen.
    mutating func meet(_ command: String) -> (delay: Int64?, response: Response?) {
        guard !rules.isEmpty else { return (nil, nil) }
        // Only commands that a rule names are counted: the table stays as small as the script, whatever a client sends.
        let matching = rules.filter { $0.command == command }
        guard !matching.isEmpty else { return (nil, nil) }
        let count = counts[command, default: 0] + 1
        counts[command] = count
        var delay: Int64?
        var response: Response?
        for rule in matching where rule.occurrence == nil || rule.occurrence == count {
            switch rule.measure {
            case .respond(let new): response = new
            case .delay(let milliseconds): delay = (delay ?? 0) + milliseconds
            }
        }
        return (delay, response)
    }
}
