import Octets
import SourceText

/// What people type or copy that means something else here. What else it might mean decides whether it is an error or a warning.
struct Slips {
    let bytes: [UInt8]

    init(_ lexer: Lexer) { self.init(bytes: lexer.bytes) }
    init(bytes: [UInt8]) { self.bytes = bytes }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let blank = UInt8(ascii: " ")

    // MARK: AT text

    /// In the text of a host line or a device line. `arrow`: what stands before the text, for repairs.
    func inATText(_ range: SourceRange, arrow: String) -> [Problem] {
        var problems: [Problem] = []
        let outside = outsideQuotes(range)
        if let problem = escapes(in: range, outside, arrow) { problems.append(problem) }
        if let problem = lookalikes(in: range, outside, arrow) { problems.append(problem) }
        if let problem = comment(in: range, outside) { problems.append(problem) }
        if !arrow.hasPrefix(">"), let problem = choice(in: range, arrow) { problems.append(problem) }
        let whole = text(range)
        if arrow == ">", whole.uppercased().hasPrefix("\"AT"), whole.hasSuffix("\"") {
            let fix = "write `> \(whole.dropFirst().dropLast())`"
            problems.append(Problem("the quotes are part of the text here", at: range, fix: fix).asWarning)
        }
        return problems
    }

    /// For each byte of the range whether it stands outside of double quotes and braces.
    private func outsideQuotes(_ range: SourceRange) -> [Bool] {
        var isQuoted = false
        var depth = 0
        return bytes[range.start..<range.end].map { byte in
            if byte == Self.quote { isQuoted.toggle() }
            if byte == UInt8(ascii: "}"), depth > 0 { depth -= 1 }
            let isOutside = !isQuoted && depth == 0
            if byte == UInt8(ascii: "{") { depth += 1 }
            return isOutside
        }
    }

    private func escapes(in range: SourceRange, _ outside: [Bool], _ arrow: String) -> Problem? {
        var first: SourceRange?
        var core = range
        var index = range.start
        while index < range.end {
            guard let run = escapeRun(at: index, end: range.end, named: true) else {
                index += 1
                continue
            }
            index = run.end
            let isHostCommand = run.end < range.end && (0x30...0x39).contains(bytes[run.end])
            // A path may hold a backslash and such a letter; no path holds a line end or a number in hexadecimal.
            let isMeant =
                bytes[run.start] == Self.backslash && run.end - run.start == 2
                && (!outside[run.start - range.start] || isHostCommand)
            guard !isMeant else { continue }
            first = first ?? SourceRange(start: run.start, end: run.end)
            let isLineEnd = run.bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A }
            if run.start == range.start, isLineEnd { core.start = run.end }
            if run.end == range.end, isLineEnd { core.end = run.start }
        }
        guard let place = first else { return nil }
        let isHost = arrow.hasPrefix(">")
        let isFramed =
            core.start < core.end && !(core.start..<core.end).contains { escape(at: $0, end: core.end, named: true) != nil }
        let fix =
            isFramed
            ? (isHost ? "the CR is sent by itself" : "the line's ends are expected by themselves") + ": `\(arrow) \(text(core))`"
            : "bytes stand behind a double arrow: `\(isHost ? ">>" : "<<") \(items(of: range, named: true))`"
        return Problem("`\(text(place))` is \(letters(place)) here, no control character", at: place, fix: fix)
    }

    private func letters(_ range: SourceRange) -> String {
        if bytes[range.start] != Self.backslash { return "text" }
        return range.end - range.start == 2 ? "a backslash and a letter" : "backslashes and letters"
    }

    private func lookalikes(in range: SourceRange, _ outside: [Bool], _ arrow: String) -> Problem? {
        var first: SourceRange?
        var repaired = ""
        var index = range.start
        while index < range.end {
            let length = Lookalike.length(bytes[index])
            let end = min(index + length, range.end)
            let character = text(SourceRange(start: index, end: end))
            if outside[index - range.start], let plain = Lookalike.plain(character) {
                first = first ?? SourceRange(start: index, end: end)
                repaired += plain
            } else {
                repaired += character
            }
            index = end
        }
        return first.map { place in
            let problem = Lookalike.problem(text(place), at: place, fix: "write `\(arrow) \(repaired)`")
            return Lookalike.isQuote(text(place)) ? problem : problem.asWarning
        }
    }

    /// `# ` after one blank looks like a comment, and is text.
    private func comment(in range: SourceRange, _ outside: [Bool]) -> Problem? {
        for index in range.start..<range.end where bytes[index] == UInt8(ascii: "#") && outside[index - range.start] {
            guard index > range.start, bytes[index - 1] == Self.blank else { continue }
            guard index + 1 == range.end || bytes[index + 1] == Self.blank else { continue }
            let problem = Problem(
                "after one blank this is part of the text, no comment",
                at: SourceRange(start: index, end: range.end),
                fix: "two blanks before `# ` make it a comment: `  \(text(SourceRange(start: index, end: range.end)))`"
            )
            return problem.asWarning
        }
        return nil
    }

    private static let results = ["OK", "ERROR", "BUSY", "RING", "CONNECT", "NO CARRIER", "NO ANSWER", "NO DIALTONE"]

    private static let marksOfChoice = Array("/\"*.^|".utf8)

    /// Between blanks.
    private func hasWord(_ word: String, in range: SourceRange) -> Bool {
        bytes[range.start..<range.end].split(separator: UInt8(ascii: " ")).contains { $0.elementsEqual(word.utf8) }
    }

    /// One of several texts, as other languages write it.
    private func choice(in range: SourceRange, _ arrow: String) -> Problem? {
        // Most texts have nothing of the kind.
        guard bytes[range.start..<range.end].contains(where: Self.marksOfChoice.contains) || hasWord("or", in: range) else {
            return nil
        }
        let whole = text(range)
        if whole.count > 2, whole.hasPrefix("/"), whole.hasSuffix("/") {
            return Problem("the slashes are part of the text here", at: range, fix: "write `\(arrow) {:\(whole)}`").asWarning
        }
        if whole.count > 2, whole.hasPrefix("\""), whole.hasSuffix("\""),
            Self.results.contains(String(whole.dropFirst().dropLast()))
        {
            let fix = "write `\(arrow) \(whole.dropFirst().dropLast())`"
            return Problem("the quotes are part of the text here", at: range, fix: fix).asWarning
        }
        if !whole.contains("{"), whole.contains(".*") || whole.contains(".+") || whole.hasPrefix("^") && whole.hasSuffix("$") {
            let isAnchored = whole.hasPrefix("^") && whole.hasSuffix("$")
            let plain = isAnchored ? String(whole.dropFirst().dropLast()) : whole
            let meant = plain.replacing(".*", with: "{:any}").replacing(".+", with: "{:any}")
            return Problem("these signs are part of the text here", at: range, fix: "write `\(arrow) \(meant)`").asWarning
        }
        if whole == "*" || whole.hasSuffix(" *") {
            let place = SourceRange(start: range.end - 1, end: range.end)
            return Problem("the star is part of the text here", at: place, fix: "write `\(arrow) \(whole.dropLast()){:any}`")
                .asWarning
        }
        for separator in [" or ", " | ", "|", " / "] {
            let words = whole.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            guard words.count > 1, words.contains(where: Self.results.contains), words.allSatisfy({ !$0.isEmpty }) else {
                continue
            }
            let isSimple = words.allSatisfy { !$0.contains(" ") }
            let problem = Problem(
                "`\(separator == "|" ? "|" : String(separator.dropFirst().dropLast()))` is part of the text here",
                at: range,
                fix: isSimple
                    ? "write `\(arrow) {:one of \(words.joined(separator: " "))}`"
                    : "write `either`, below it `\(arrow) \(words[0])`, then `or` and below it `\(arrow) \(words[1])`"
            )
            return problem.asWarning
        }
        return nil
    }

    // MARK: Texts between quotes

    /// The items that a word with text and control characters in it means: `AT\\r`, `AT<CR>`; nil where it holds none.
    static func items(meantBy word: String) -> String? {
        let slips = Slips(bytes: Array(word.utf8))
        let range = SourceRange(start: 0, end: slips.bytes.count)
        guard (0..<range.end).contains(where: { slips.escape(at: $0, end: range.end, named: true) != nil }) else { return nil }
        return slips.items(of: range, named: true)
    }

    /// In the quoted texts of bytes; `areItems`: others may stand beside them.
    func inTexts(_ tokens: some Sequence<Token>, areItems: Bool) -> [Problem] {
        var isName = false
        var problems: [Problem] = []
        for token in tokens {
            defer { isName = token.word == "file" }
            guard token.kind == .string, !isName else { continue }
            let inside = SourceRange(start: token.range.start + 1, end: token.range.end - 1)
            var index = inside.start
            while index < inside.end {
                if let run = escapeRun(at: index, end: inside.end) {
                    let place = SourceRange(start: run.start, end: run.end)
                    problems.append(
                        Problem(
                            "`\(text(place))` is \(letters(place)) here, no control character",
                            at: place,
                            fix: areItems
                                ? "write `\(items(of: inside))`; a backslash as such is `0x5C`"
                                : "leave it out: lines end by themselves"
                        )
                    )
                    break
                }
                index += 1
            }
        }
        return problems
    }

    // MARK: Escapes

    private struct Run {
        var start: Int
        var end: Int
        var bytes: [UInt8]
    }

    /// As many escapes as stand there one after the other.
    private func escapeRun(at start: Int, end: Int, named: Bool = false) -> Run? {
        var run = Run(start: start, end: start, bytes: [])
        while let (bytes, count) = escape(at: run.end, end: end, named: named) {
            run.bytes += bytes
            run.end += count
        }
        return run.bytes.isEmpty ? nil : run
    }

    /// `named`: also a control character's name as manuals print it, `<CR>`.
    fileprivate func escape(at index: Int, end: Int, named: Bool = false) -> (bytes: [UInt8], count: Int)? {
        guard index + 1 < end else { return nil }
        if named, bytes[index] == UInt8(ascii: "<"),
            let close = bytes[index..<min(index + 8, end)].firstIndex(of: UInt8(ascii: ">"))
        {
            let name = text(SourceRange(start: index + 1, end: close)).uppercased()
            return TokenCursor.control(name).map { ($0, close + 1 - index) }
        }
        guard bytes[index] == Self.backslash else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "0"): return ([0x00], 2)
        case UInt8(ascii: "e"): return ([0x1B], 2)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            guard index + 3 < end, let value = UInt8(text(SourceRange(start: index + 2, end: index + 4)), radix: 16) else {
                return nil
            }
            return ([value], 4)
        default: return nil
        }
    }

    /// The text with its escapes, as it is written in bytes: `"AT" CR`.
    private func items(of range: SourceRange, named: Bool = false) -> String {
        var items: [String] = []
        var literal = range.start
        func flush(to end: Int) {
            guard literal < end else { return }
            items.append("\"\(text(SourceRange(start: literal, end: end)).replacing("\"", with: "\"\""))\"")
        }
        var index = range.start
        while index < range.end {
            guard let (bytes, count) = escape(at: index, end: range.end, named: named) else {
                index += 1
                continue
            }
            flush(to: index)
            index += count
            literal = index
            for byte in bytes {
                if byte == 0x0A, items.last == "CR" {
                    items[items.count - 1] = "CRLF"
                } else {
                    items.append(ControlCharacter.item(byte))
                }
            }
        }
        flush(to: range.end)
        return items.joined(separator: " ")
    }

    private func text(_ range: SourceRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }
}

extension Slips {
    /// Whether bytes that a program writes as the text of a host line or device line are read back without a word.
    static func reads(_ text: [UInt8]) -> Bool {
        ["<", ">"].allSatisfy { Slips(bytes: text).inATText(SourceRange(start: 0, end: text.count), arrow: $0).isEmpty }
    }

    /// Whether a backslash and what follows it look like an escape.
    static func looksEscaped(_ text: ArraySlice<UInt8>) -> Bool {
        Slips(bytes: Array(text.prefix(4))).escape(at: 0, end: min(4, text.count)) != nil
    }
}

/// For programs that write scenarios.
public enum ScenarioText {
    /// Whether bytes stand for themselves as the text of a line.
    public static func isPlain(_ text: [UInt8]) -> Bool { Slips.reads(text) }
    /// Whether bytes between quotes begin with what reads as an escape.
    public static func looksEscaped(_ text: ArraySlice<UInt8>) -> Bool { Slips.looksEscaped(text) }
}

extension ControlCharacter {
    /// The byte as it is written after a double arrow.
    static func item(_ byte: UInt8) -> String {
        name(of: byte) ?? "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}

/// Characters that look like others, as text programs put them in place of what was typed.
enum Lookalike {
    private static let plain: [String: String] = [
        "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "″": "\"", "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    ]

    static func plain(_ character: String) -> String? { plain[character] }

    /// Whether it looks like a quote that begins a text.
    static func isQuote(_ character: String) -> Bool { plain[character] == "\"" }

    static func problem(_ character: String, at range: SourceRange, fix: String) -> Problem {
        let meant = plain[character] ?? ""
        return Problem("`\(character)` only looks like `\(meant)`", at: range, fix: fix)
    }

    /// How many bytes the UTF-8 character has that begins with this one.
    static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xFF: 4
        default: 1
        }
    }
}
