/// When the progress is drawn, and what is drawn over: one line on a terminal, now and then a line elsewhere.
struct ConsoleProgress {
    /// Real nanoseconds between two drawings on a terminal: as smooth as an eye asks for.
    static let terminalPace: Int64 = 50_000_000
    /// Between two lines of a log: a long run shows that it lives.
    static let logPace: Int64 = 30_000_000_000
    /// Back to the first column, erase to the right (ECMA-48 EL).
    private static let erase = "\r\u{1B}[K"

    private var last: Int64 = 0
    private var isShown = false

    func isDue(_ elapsed: Int64, terminal: Bool) -> Bool {
        elapsed - last >= (terminal ? Self.terminalPace : Self.logPace)
    }

    /// On a terminal the text in place of the last one, elsewhere a line.
    mutating func drawn(_ text: String, _ elapsed: Int64, terminal: Bool) -> String {
        last = elapsed
        guard terminal else { return text + "\n" }
        isShown = true
        return Self.erase + text
    }

    /// What removes the progress line, if there is one.
    mutating func erased() -> String {
        defer { isShown = false }
        return isShown ? Self.erase : ""
    }
}
