/// A length of time as people write it in files: a number and `ms`, `s`, `min` or `h`.
public enum LengthOfTime {
    /// What to write instead of something that is none.
    public static let suggestion = "a number and ms, s, min or h: 5 s"
    /// Days of milliseconds: far beyond any use, far below overflow in any unit.
    private static let longestCount: Int64 = 1_000_000
    private static let units: [Substring: Int64] = [
        "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
    ]

    /// Nanoseconds; the text holds no blank: `5s`. nil for anything else.
    public static func nanoseconds(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= longestCount, let unit = units[text.dropFirst(digits.count)] else { return nil }
        return count * unit
    }
}
