import SourceText

// Kinds of parameters: what they are, what values they have, and how a dialect says it. The reference device reads values by itself.

extension Dialect.Parameter {
    public enum Kind: Sendable, Hashable {
        /// Whole numbers in any of the ranges.
        case integer([ClosedRange<Int>])
        /// Text of at most so many characters.
        case text(limit: Int)
        /// Dotted decimal.
        case address
        /// Dotted decimal, or a name of at most so many characters.
        case server(limit: Int)
        /// Decimal digits (and a leading `+`), or one of the words. - Parameter limit: How many; nil: the manual does not say it.
        case phone(limit: Int?, words: [String])
        /// A TCP port, 0 … 65535 as one to five digits.
        case port
        /// One of these words.
        case word([String])
        /// Entered after a command of its own, ended by SUB (0x1A).
        case entered(limit: Int)
        /// Two whole numbers with a comma between them, each in any of its ranges; the second need not be written where it is optional.
        case pair([ClosedRange<Int>], [ClosedRange<Int>], isSecondOptional: Bool)
    }

    /// Whether the manual shows it between quotes there; nil: it does not say it.
    private func isQuoted(_ place: Place) -> Bool? { manners[place]?.isQuoted ?? isShownQuoted }

    /// The manual says of it alone whether it is shown between quotes.
    public var saysQuotes: Bool { isShownQuoted != nil || manners.values.contains { $0.isQuoted != nil } }

    /// What stands between its name and its value; nil: what does in others.
    public func separator(_ place: Place) -> String? { manners[place]?.separator ?? separator }

    /// What stands before its name behind AT: `+` or `#`.
    public var sign: String { name.hasPrefix("+") ? "+" : "#" }

    /// Its name without a sign.
    public var mnemonic: String { Self.mnemonic(of: name) }

    /// A command's name without its sign.
    public static func mnemonic(of command: String) -> String { String(command.drop { $0 == "#" || $0 == "+" }) }

    /// What stands behind AT, and at the beginning of a line that shows it: `#DLEMODE`, `+EGNTPWAIT`.
    public var command: String { sign + mnemonic }

    /// The name of the parameter that is written, read or entered by a command.
    /// - Parameter command: With its sign, as ``command``.
    public static func name(behind command: String) -> String {
        command.utf8.first == UInt8(ascii: "#") ? String(Substring(command.utf8.dropFirst())) : command
    }

    /// Whether the host enters it behind a command, such as `#BODY1`.
    public func isEntered(behind command: String) -> Bool {
        if case .entered = kind { self.command == command } else { false }
    }

    /// The sockets' numbers, or nil for the one that there is alone: how many there are of it.
    public var instances: [Int?] { sockets.map { $0.map { $0 } } ?? [nil] }

    /// The word that dialects have for its kind.
    public var kindName: String {
        switch kind {
        case .integer: "integer"
        case .text: "text"
        case .address: "address"
        case .server: "server"
        case .phone: "phone"
        case .port: "port"
        case .word: "word"
        case .entered: "entered"
        case .pair: "pair"
        }
    }

    /// The value as the host should write it: as the device shows it, unless the manual says otherwise.
    public func written(_ value: String) -> String {
        isWrittenQuoted.map { displayed(value, isQuoted: $0) } ?? displayed(value)
    }

    /// The value as the device shows it.
    public func displayed(_ value: String, _ place: Place = .reads) -> String {
        displayed(value, isQuoted: isQuoted(place) ?? kind.isCommonlyQuoted)
    }

    /// The other form in which the device may show it, since its manual does not say which: a word without quotes, a pair with quotes around
    /// its first number; the same as ``displayed(_:)`` where there is none.
    public func otherwiseDisplayed(_ value: String, _ place: Place = .reads) -> String {
        guard isQuoted(place) == nil else { return displayed(value, place) }
        return switch kind {
        case .word, .pair: displayed(value, isQuoted: !kind.isCommonlyQuoted)
        case .integer, .text, .address, .server, .phone, .port, .entered: displayed(value, place)
        }
    }

    /// Of a pair the first number stands between the quotes (004 §5.1.2).
    private func displayed(_ value: String, isQuoted: Bool) -> String {
        guard isQuoted else { return value }
        guard case .pair = kind, let comma = value.firstIndex(of: ",") else { return "\"\(value)\"" }
        return "\"\(value[..<comma])\"\(value[comma...])"
    }

    /// What a read shows before anything was written; `""` where the manual gives no default.
    public var displayedDefault: String { displayed(defaultValue ?? "") }

    /// Whether the manual allows the value, given without quotes. An empty text is allowed: it clears the parameter.
    public func allows(_ value: String) -> Bool {
        let length = value.utf8.count
        switch kind {
        case .integer(let ranges):
            guard let number = decimal(value, digits: 1...9, orNegative: true) else { return false }
            return allows(number, in: ranges)
        case .port:
            guard let number = decimal(value, digits: 1...5) else { return false }
            return number <= Self.highestPort
        case .text(let limit), .server(let limit), .entered(let limit):
            return length <= limit
        case .address:
            return isDottedDecimal(value)
        case .phone(let limit, let words):
            let digits = value.utf8.first == UInt8(ascii: "+") ? value.utf8.dropFirst() : value.utf8[...]
            return words.contains(value) || length <= limit ?? .max && digits.allSatisfy { (0x30...0x39).contains($0) }
        case .word(let words):
            return words.contains(value)
        case .pair(let first, let second, _):
            let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map {
                decimal(String($0), digits: 1...9, orNegative: true)
            }
            guard numbers.count == 2, let one = numbers[0], let other = numbers[1] else { return false }
            return allows(one, in: first) && allows(other, in: second)
        }
    }

    /// Values at every bound of what is allowed, without quotes; none for what is entered after a command of its own.
    public var legalBounds: [String] {
        switch kind {
        case .integer(let ranges): bounds(ranges).map { "\($0)" }
        case .port: ["0", "1", "\(Self.highestPort)"]
        case .text(let limit): ["a", filler(limit)]
        case .server(let limit): ["0.0.0.0", "255.255.255.255", "a", filler(limit)]
        case .address: ["0.0.0.0", "1.2.3.4", "255.255.255.255"]
        case .phone(let limit, let words): words + ["0", "0123456789", digits(limit ?? Self.longestNumber)]
        case .word(let words): words
        case .entered: []
        case .pair(let first, let second, _):
            bounds(first).map { "\($0),\(second[0].lowerBound)" }
                + bounds(second).dropFirst().map { "\(first[0].lowerBound),\($0)" }
        }
    }

    /// Values just outside of what is allowed, without quotes.
    public var illegalBounds: [String] {
        switch kind {
        case .integer(let ranges): beyond(ranges).map { "\($0)" }
        case .port: ["\(Self.highestPort + 1)", "99999"]
        case .text(let limit), .server(let limit): [filler(limit + 1)]
        case .address: ["256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d"]
        case .phone(let limit, _): ["12a4"] + (limit.map { [digits($0 + 1)] } ?? [])
        case .word(let words): [words.joined() + "X"]
        case .entered: []
        case .pair(let first, let second, _):
            beyond(first).map { "\($0),\(second[0].lowerBound)" } + beyond(second).map { "\(first[0].lowerBound),\($0)" }
        }
    }

    /// A value that every device takes which has the parameter, and not the default where there is another; empty for what is entered.
    public var ordinaryValue: String {
        switch kind {
        case .integer(let ranges):
            let numbers = ([1] + bounds(ranges)).filter { $0 > 0 && allows($0, in: ranges) && "\($0)" != defaultValue }
            return "\(numbers.first ?? ranges[0].lowerBound)"
        case .text: return "name"
        case .address: return "10.1.2.3"
        case .server: return "192.0.2.1"
        case .phone: return "0123456789"
        case .port: return "2000"
        case .word(let words): return words.first { $0 != defaultValue } ?? words[0]
        case .entered: return ""
        case .pair: return legalBounds.first { $0 != defaultValue } ?? ""
        }
    }

    /// How an ordinary value is written, behind AT: what is entered after a command of its own is not.
    public var ordinaryLine: String {
        if case .entered = kind { return command }
        return "\(command)=\(sockets == nil ? "" : "1,")\(written(ordinaryValue))"
    }

    /// The last of the bounds that is not the default: of texts the longest; empty where there is none.
    public var greatestOtherThanDefault: String { legalBounds.last { $0 != defaultValue } ?? "" }

    /// So many digits; no two that follow one another are the same.
    private func digits(_ count: Int) -> String { (0..<count).map { "\(($0 * 7 + 9) % 10)" }.joined() }

    /// The numbers at the ranges' bounds, each once.
    private func bounds(_ ranges: [ClosedRange<Int>]) -> [Int] {
        ranges.flatMap(multiples).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Numbers just outside of the ranges; no negative ones where no number is negative.
    private func beyond(_ ranges: [ClosedRange<Int>]) -> [Int] {
        Set(ranges.flatMap { [$0.lowerBound - 1, $0.lowerBound + step / 2, $0.upperBound + 1, $0.upperBound + step] })
            .filter { !tolerated.contains($0) && !allows($0, in: ranges) && ($0 >= 0 || ranges.contains { $0.lowerBound < 0 }) }
            .sorted()
    }

    /// Digits of the longest telephone numbers that there are (ITU-T E.164 §6).
    private static let longestNumber = 15
    /// Port fields of TCP are 16 bits wide (001 ch. 3 #POP3PORT).
    private static let highestPort = 65_535

    /// The first, the second and the last multiple of the step in the range; its bounds where any number will do.
    private func multiples(in range: ClosedRange<Int>) -> [Int] {
        let (low, high) = (range.lowerBound % step, range.upperBound % step)
        let first = range.lowerBound - low + (low > 0 ? step : 0)
        let last = range.upperBound - high - (high < 0 ? step : 0)
        return (step == 1 ? [first, last] : [first, first + step, last]).filter(range.contains)
    }

    private func allows(_ number: Int, in ranges: [ClosedRange<Int>]) -> Bool {
        number % step == 0 && ranges.contains { $0.contains(number) }
    }

    private func decimal(_ text: String, digits: ClosedRange<Int>, orNegative: Bool = false) -> Int? {
        if orNegative, text.utf8.first == UInt8(ascii: "-") {
            return decimal(String(text.dropFirst()), digits: digits).map { -$0 }
        }
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private func isDottedDecimal(_ text: String) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { decimal(String($0), digits: 1...3).map { $0 <= 255 } ?? false }
    }

    /// So many letters and digits, none of them special to a command line.
    private func filler(_ length: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        return String(decoding: (0..<length).map { alphabet[$0 % alphabet.count] }, as: UTF8.self)
    }
}

extension Dialect.Parameter.Kind {
    /// Shown and written between quotes where no manual says otherwise: texts are, numbers are not (001 App. B "Viewing a parameter").
    fileprivate var isCommonlyQuoted: Bool {
        switch self {
        case .integer, .port, .pair: false
        case .text, .address, .server, .phone, .word, .entered: true
        }
    }
}

extension DialectReader {
    /// Takes `perhaps NUMBERS` from the end of a kind. - Returns: Nil when something else stands there.
    mutating func tolerated(_ cell: inout Cell) -> [Int]? {
        let words = cell.words
        guard let place = words.firstIndex(of: "perhaps"), words.first == "integer" else { return [] }
        let numbers = words[(place + 1)...].compactMap { Int($0) }.filter { (0...Self.largestNumber).contains($0) }
        guard !numbers.isEmpty, numbers.count == words.count - place - 1 else {
            report("after ‘perhaps’ stand single numbers", cell.place, "integer 5..14 perhaps 0")
            return nil
        }
        cell.text = words[..<place].joined(separator: " ")
        return numbers
    }

    /// Takes `1..10 of` from the beginning of a kind. - Returns: nil when it is not there.
    func count(_ cell: inout Cell) -> ClosedRange<Int>? {
        let words = cell.words
        guard words.count > 2, words[1] == "of" else { return nil }
        let bounds = words[0].split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard bounds.count == 3, let low = bounds[0], let high = bounds[2], 1 <= low, low <= high, high <= Self.longestList else {
            return nil
        }
        cell.text = words.dropFirst(2).joined(separator: " ")
        return low...high
    }

    /// Takes `multiples of NUMBER` from the end of a kind. - Returns: 1 when it is not there, nil when something else is.
    mutating func step(_ cell: inout Cell) -> Int? {
        let words = cell.words
        guard let place = words.firstIndex(of: "multiples"), words.first == "integer" else { return 1 }
        guard words.count == place + 3, words[place + 1] == "of", let step = Int(words[place + 2]), (2...1_000_000).contains(step)
        else {
            report("a step is a number from 2 on", cell.place, "integer 0..32760 multiples of 20")
            return nil
        }
        cell.text = words[..<place].joined(separator: " ")
        return step
    }

    mutating func kind(_ cell: Cell) -> Dialect.Parameter.Kind? {
        let words = cell.words
        let arguments = Array(words.dropFirst())
        switch words.first {
        case "integer": return ranges(arguments, cell).map { .integer($0) }
        case "text": return limit(arguments, cell).map { .text(limit: $0) }
        case "server": return limit(arguments, cell).map { .server(limit: $0) }
        case "entered": return limit(arguments, cell).map { .entered(limit: $0) }
        case "pair": return pair(arguments, cell)
        case "phone":
            let parts = arguments.split(separator: "or", maxSplits: 1, omittingEmptySubsequences: false)
            let others = parts.count == 2 ? Array(parts[1]) : []
            guard !parts[0].isEmpty else { return .phone(limit: nil, words: others) }
            return limit(Array(parts[0]), cell).map { .phone(limit: $0, words: others) }
        case "word":
            guard !arguments.isEmpty else { break }
            return .word(arguments)
        case "address" where arguments.isEmpty: return .address
        case "port" where arguments.isEmpty: return .port
        default: break
        }
        let known = [
            "integer 0..3", "text 64", "address", "server 120", "phone 64 or *", "port", "word A I", "entered 120",
            "pair 0..23 and 0..59", "1..10 of text 120",
        ]
        report("‘\(cell.text)’ is no kind of parameter", cell.place, "one of: " + known.joined(separator: ", "))
        return nil
    }

    /// `RANGES and [optionally] RANGES`
    private mutating func pair(_ words: [String], _ cell: Cell) -> Dialect.Parameter.Kind? {
        let parts = words.split(separator: "and", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            report(
                "a pair needs the legal values of both",
                cell.place,
                "pair 0..23 and 0..59, or pair 0..23 and optionally 0..59"
            )
            return nil
        }
        let isOptional = parts[1].first == "optionally"
        guard let first = ranges(Array(parts[0]), cell), let second = ranges(Array(parts[1].dropFirst(isOptional ? 1 : 0)), cell)
        else { return nil }
        return .pair(first, second, isSecondOptional: isOptional)
    }

    private mutating func ranges(_ words: [String], _ cell: Cell) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for word in words {
            let bounds = word.split(separator: ".", omittingEmptySubsequences: false)
            let numbers = bounds.compactMap { bound in Int(bound) }
            guard numbers.allSatisfy({ $0.magnitude <= Self.largestNumber }) else {
                report(
                    "‘\(word)’ is beyond what any number is",
                    cell.place,
                    "numbers from -\(Self.largestNumber) to \(Self.largestNumber)"
                )
                return nil
            }
            if bounds.count == 1, numbers.count == 1 {
                ranges.append(numbers[0]...numbers[0])
            } else if bounds.count == 3, bounds[1].isEmpty, numbers.count == 2, numbers[0] <= numbers[1] {
                ranges.append(numbers[0]...numbers[1])
            } else {
                report("‘\(word)’ is no range", cell.place, "write ranges as 5..14, single values as 0")
                return nil
            }
        }
        guard ranges.isEmpty else { return ranges }
        report("an integer needs its legal values", cell.place, "integer 0..3")
        return nil
    }

    private mutating func limit(_ words: [String], _ cell: Cell) -> Int? {
        guard words.count == 1, let limit = Int(words[0]), (1...Self.longestText).contains(limit) else {
            report("this kind needs its length limit", cell.place, "such as: \(cell.words.first ?? "text") 64")
            return nil
        }
        return limit
    }

    /// No manual's bounds are near it; keeps arithmetic on bounds safe.
    private static let largestNumber = 1_000_000_000
    /// No manual's lists are near it.
    private static let longestList = 1_000
    /// No manual's limits are near it; keeps generated texts small.
    private static let longestText = 4_096
}
