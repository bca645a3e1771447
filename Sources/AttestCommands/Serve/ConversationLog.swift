internal import BenchFacts
internal import Events
internal import World

/// Lines for people about what servers hear and say, without what proves who a client is.
struct ConversationLog {
    private let redactor: Redactor

    private static let mark = "•••"
    /// Mechanisms that may be named (RFC 4954, RFC 5034): another word in their place may be the secret itself.
    private static let mechanisms: Set<String> = [
        "LOGIN", "PLAIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "XOAUTH2", "ANONYMOUS",
    ]

    init(secrets: [String]) { redactor = Redactor(secrets: secrets) }

    /// One line, without control characters.
    func line(_ party: String, _ text: String, at time: Instant) -> String {
        let milliseconds = time.nanoseconds / 1_000_000
        let fraction = String(milliseconds % 1_000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        let shown = redactor.redact(hidden(party, text)).map { character in
            character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "\u{FFFD}" : character
        }
        return "\(milliseconds / 1_000).\(padding)\(fraction)  \(party)  \(String(shown))\n"
    }

    /// Passwords are hidden also when they are wrong, since they may be right elsewhere, and however they are written; so is
    /// whatever begins with no command of the protocol, since it may be a password that came at the wrong time.
    private func hidden(_ party: String, _ text: String) -> String {
        guard text.hasPrefix("< "), let server = ServerKind(rawValue: party) else { return text }
        let plain = text.dropFirst(2).unicodeScalars.filter { $0 == "\t" || $0.properties.generalCategory != .control }
        let words = String(String.UnicodeScalarView(plain)).split(whereSeparator: \.isWhitespace)
        guard let verb = words.first?.uppercased() else { return text }
        switch verb {
        case "PASS", "ACCT", "APOP": return "< \(verb) \(Self.mark)"
        case "AUTH":
            guard words.count > 1 else { return "< AUTH" }
            let mechanism = words[1].uppercased()
            guard Self.mechanisms.contains(mechanism) else { return "< AUTH \(Self.mark)" }
            return "< AUTH \(mechanism)" + (words.count > 2 ? " \(Self.mark)" : "")
        default: return server.commands.contains(verb) ? text : "< \(Self.mark)"
        }
    }
}
