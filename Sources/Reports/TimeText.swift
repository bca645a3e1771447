/// Nanoseconds for people and for machines.
enum TimeText {
    private static let second: Int64 = 1_000_000_000

    /// Seconds with three decimals, cut off: `61.204`.
    static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds.magnitude / 1_000_000
        let fraction = String(milliseconds % 1000)
        return (nanoseconds < 0 ? "-" : "") + "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
    }

    /// The two largest units that say something: `0.81 s`, `14.2 s`, `3 min 5 s`, `3 h 12 min`, `2 d 4 h`.
    static func duration(_ nanoseconds: Int64) -> String {
        let nanoseconds = max(0, nanoseconds)
        let seconds = nanoseconds / second
        switch seconds {
        case ..<10: return decimals(nanoseconds / 10_000_000, of: 100) + " s"
        case ..<60: return decimals(nanoseconds / 100_000_000, of: 10) + " s"
        case ..<3600: return pair(seconds, 60, "min", 1, "s")
        case ..<86_400: return pair(seconds, 3600, "h", 60, "min")
        default: return pair(seconds, 86_400, "d", 3600, "h")
        }
    }

    /// The same without parts of a second: `0 s`, `14 s`, `3 min 5 s`.
    static func whole(_ nanoseconds: Int64) -> String {
        let seconds = max(0, nanoseconds) / second
        return seconds < 60 ? "\(seconds) s" : duration(seconds * second)
    }

    /// As exact as an estimate is: from a minute on, to the minute.
    static func rough(_ nanoseconds: Int64) -> String {
        let minute = 60 * second
        guard nanoseconds >= minute else { return whole(nanoseconds) }
        let minutes = nanoseconds / minute + (nanoseconds % minute >= minute / 2 ? 1 : 0)
        return duration(minutes * minute)
    }

    /// A latency: `840 µs`, `2.83 ms`, `61.2 ms`, then as a duration.
    static func fine(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ..<1_000_000: return "\(nanoseconds / 1000) µs"
        case ..<1_000_000_000:
            let hundredths = nanoseconds / 10_000
            if hundredths >= 10_000 { return "\(hundredths / 100) ms" }
            let fraction = String(hundredths % 100)
            return "\(hundredths / 100).\(fraction.count < 2 ? "0" : "")\(fraction) ms"
        default: return duration(nanoseconds)
        }
    }

    private static func decimals(_ count: Int64, of unit: Int64) -> String {
        let fraction = String(count % unit)
        return "\(count / unit)." + String(repeating: "0", count: String(unit).count - 1 - fraction.count) + fraction
    }

    private static func pair(_ seconds: Int64, _ large: Int64, _ largeName: String, _ small: Int64, _ smallName: String) -> String
    {
        let rest = seconds % large / small
        return "\(seconds / large) \(largeName)" + (rest == 0 ? "" : " \(rest) \(smallName)")
    }
}
