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

    mutating func isDue(_ elapsed: Int64, terminal: Bool) -> Bool {
        guard elapsed - last >= (terminal ? Self.terminalPace : Self.logPace) else { return false }
        last = elapsed
        return true
    }

    /// The text in place of the last one.
    mutating func drawn(_ text: String) -> String {
        isShown = true
        return Self.erase + text
    }

    /// What removes the progress line, if there is one.
    mutating func erased() -> String {
        defer { isShown = false }
        return isShown ? Self.erase : ""
    }
}
