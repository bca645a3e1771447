internal import BenchFacts

/// The command lines that a server has heard, and how far the scenario has accounted for them.
struct Transcript {
    private var lines: [String] = []
    /// The first line that no `heard` has passed.
    private var place = 0

    /// Keeps the line, as far as ``BenchLimits`` allows.
    mutating func note(_ line: String) {
        guard lines.count < BenchLimits.heardLines else { return }
        lines.append(line.utf8.count > BenchLimits.heardLine ? String(line.prefix(BenchLimits.heardLine)) : line)
    }

    /// The first line that LF alone ended.
    private var bareLine: String?

    mutating func noteBareLineEnd(of line: String) { bareLine = bareLine ?? String(line.prefix(BenchLimits.heardLine)) }

    var linesEndRight: ObservationState { bareLine.map { .violated("LF alone ended \"\($0)\"") } ?? .holds }

    /// Whether lines that begin so came in this order after those of the previous success.
    mutating func heard(_ beginnings: [String]) -> ObservationState {
        var next = place
        for beginning in beginnings {
            guard let found = lines[next...].firstIndex(where: { Self.line($0, beginsWith: beginning) }) else {
                return .notYet(Self.summary(of: lines[place...], missing: beginning))
            }
            next = found + 1
        }
        place = next
        return .holds
    }

    func notHeard(_ beginning: String) -> ObservationState {
        lines.first { Self.line($0, beginsWith: beginning) }.map { .violated("it heard \"\($0)\"") } ?? .holds
    }

    /// The verb is compared without case, the rest exactly; a number or word must not go on: `DELE 1` does not begin `DELE 10`.
    static func line(_ line: String, beginsWith beginning: String) -> Bool {
        let line = Array(line.utf8)
        let wanted = Array(beginning.utf8)
        guard line.count >= wanted.count else { return false }
        var inVerb = true
        for (seen, expected) in zip(line, wanted) {
            if expected == UInt8(ascii: " ") || expected == UInt8(ascii: ":") { inVerb = false }
            guard inVerb ? capital(seen) == capital(expected) : seen == expected else { return false }
        }
        guard line.count > wanted.count, let last = wanted.last else { return true }
        return !(isWord(last) && isWord(line[wanted.count]))
    }

    private static func summary(of lines: ArraySlice<String>, missing: String) -> String {
        let seen = lines.suffix(BenchLimits.linesShown).map { "\"\($0)\"" }.joined(separator: ", ")
        return "\"\(missing)\" is missing after " + (seen.isEmpty ? "nothing" : seen)
    }

    private static func capital(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }
    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(capital(byte)) || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
