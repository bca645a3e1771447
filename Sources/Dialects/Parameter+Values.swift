extension Dialect.Parameter {
    /// Shown and written between quotes: texts are, numbers are not (001 App. B "Viewing a parameter"), where a manual does not differ.
    public var quoted: Bool {
        if let isShownQuoted { return isShownQuoted }
        return switch kind {
        case .integer, .port: false
        case .text, .address, .server, .phone, .word, .entered: true
        }
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
        }
    }

    /// The value as the device shows it and as the host should write it.
    public func displayed(_ value: String) -> String { quoted ? "\"\(value)\"" : value }

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
            return words.contains(value) || length <= limit && digits.allSatisfy { (0x30...0x39).contains($0) }
        case .word(let words):
            return words.contains(value)
        }
    }

    /// Values at every bound of what is allowed, without quotes; none for what is entered after a command of its own.
    public var legalBounds: [String] {
        switch kind {
        case .integer(let ranges):
            ranges.flatMap {
                $0.count == 1
                    ? [$0.lowerBound]
                    : step == 1 ? [$0.lowerBound, $0.upperBound] : [$0.lowerBound, $0.lowerBound + step, $0.upperBound]
            }
            .reduce(into: [Int]()) { if !$0.contains($1), $1 % step == 0 { $0.append($1) } }.map { "\($0)" }
        case .port: ["0", "1", "\(Self.highestPort)"]
        case .text(let limit): ["a", filler(limit)]
        case .server(let limit): ["0.0.0.0", "255.255.255.255", "a", filler(limit)]
        case .address: ["0.0.0.0", "1.2.3.4", "255.255.255.255"]
        case .phone(_, let words): words + ["0", "0123456789", "998877665544332"]
        case .word(let words): words
        case .entered: []
        }
    }

    /// Values just outside of what is allowed, without quotes.
    public var illegalBounds: [String] {
        switch kind {
        case .integer(let ranges):
            Set(ranges.flatMap { [$0.lowerBound - 1, $0.lowerBound + step / 2, $0.upperBound + 1, $0.upperBound + step] })
                .filter {
                    !tolerated.contains($0) && !allows($0, in: ranges) && ($0 >= 0 || ranges.contains { $0.lowerBound < 0 })
                }
                .sorted().map { "\($0)" }
        case .port: ["\(Self.highestPort + 1)", "99999"]
        case .text(let limit), .server(let limit): [filler(limit + 1)]
        case .address: ["256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d"]
        case .phone: ["12a4"]
        case .word(let words): [words.joined() + "X"]
        case .entered: []
        }
    }

    /// Port fields of TCP are 16 bits wide (001 ch. 3 #POP3PORT).
    private static let highestPort = 65_535

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
