internal import Events
internal import World

/// Lines for people about what servers hear and say, without what proves who a client is.
struct ConversationLog {
    private let redactor: Redactor
    /// Answers to SMTP's challenges that have still to come.
    private var challenges = 0

    /// What RFC 5321, 4954 and 3207 know as commands: anything else that comes after a challenge is an answer to it.
    private static let verbs: Set<String> = [
        "EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP", "AUTH", "STARTTLS", "BDAT",
    ]
    /// Enough for every connection of the server.
    private static let mostChallenges = 64
    private static let mark = "•••"

    init(secrets: [String]) { redactor = Redactor(secrets: secrets) }

    /// One line, without control characters.
    mutating func line(_ party: String, _ text: String, at time: Instant) -> String {
        let milliseconds = time.nanoseconds / 1_000_000
        let fraction = String(milliseconds % 1_000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        let shown = redactor.redact(hidden(party, text)).map { character in
            character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "\u{FFFD}" : character
        }
        return "\(milliseconds / 1_000).\(padding)\(fraction)  \(party)  \(String(shown))\n"
    }

    /// Passwords are hidden also when they are wrong: they may be right elsewhere.
    private mutating func hidden(_ party: String, _ text: String) -> String {
        if party == "smtp", text.hasPrefix("> 334") { challenges = min(challenges + 1, Self.mostChallenges) }
        guard text.hasPrefix("< ") else { return text }
        let words = text.dropFirst(2).split(separator: " ", omittingEmptySubsequences: true)
        let verb = words.first.map { $0.uppercased() } ?? ""
        switch verb {
        case "PASS", "ACCT", "APOP": return "< \(verb) \(Self.mark)"
        case "AUTH": return words.count > 2 ? "< AUTH \(words[1]) \(Self.mark)" : text
        default:
            guard party == "smtp", challenges > 0, !Self.verbs.contains(verb) else { return text }
            challenges -= 1
            return "< \(Self.mark)"
        }
    }
}
