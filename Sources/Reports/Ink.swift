/// The one place that writes escape sequences for colour (ECMA-48 SGR), and only when told to.
struct Ink {
    enum Tone: String {
        case plain = ""
        case strong = "1"
        case faint = "2"
        case good = "32"
        case bad = "1;31"
        case doubtful = "33"
        case broken = "35"
    }

    var colour: Bool

    /// The text must be shown already: bytes of devices never come here.
    func callAsFunction(_ text: String, _ tone: Tone) -> String {
        guard colour, tone != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }

    static let none = Ink(colour: false)
}
