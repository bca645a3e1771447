import Octets
import SourceText

extension TokenCursor {
    /// The bytes of a control character's name (ISO/IEC 646), or of `CRLF`.
    static func control(_ name: String) -> [UInt8]? {
        name == "CRLF" ? ControlCharacter.crlf : ControlCharacter.byte(named: name).map { [$0] }
    }

    private static let controlNames = (UInt8(0)...0x20).compactMap(ControlCharacter.name(of:)) + ["DEL", "CRLF"]

    static let itemWords = Set(["text", "hex", "bytes", "repeat", "random", "file"] + Payload.Escape.allCases.map(\.rawValue))

    /// Whether bytes can begin here.
    var beginsItem: Bool {
        guard let token = peek else { return false }
        switch token.kind {
        case .string, .open: return true
        case .comma, .close: return false
        case .word:
            return token.text.soleReference != nil || Self.itemWords.contains(token.word) || Self.control(token.word) != nil
                || token.word.hasPrefix("0x")
        }
    }

    /// Bytes, at least one item of them.
    mutating func items(depth: Int = 0) throws(Problem) -> [Item] {
        var items: [Item] = []
        repeat { items.append(try item(depth: depth)) } while beginsItem
        if !Self.wordsBehindItems.contains(peekWord), misspeltItem != nil { throw expectedItem() }
        return items
    }

    /// How items are cut: no misspelt items.
    private static let wordsBehindItems = ["cut", "byte"]

    private mutating func item(depth: Int) throws(Problem) -> Item {
        guard depth <= ScenarioLimits.itemNesting else {
            throw Problem("bytes are nested at most \(ScenarioLimits.itemNesting) deep", at: here)
        }
        guard beginsItem, let token = next() else { throw expectedItem() }
        switch token.kind {
        case .string: return Self.item(token.text)
        case .open:
            rewind(to: index - 1)
            return .repeated(Amount(text: token.text, fixed: 1), try group(depth: depth), token.range)
        case .comma, .close: throw expectedItem()
        case .word: break
        }
        if let reference = token.text.soleReference { return .reference(reference) }
        if let bytes = Self.control(token.word) { return .literal(bytes) }
        switch token.word {
        case "text": return Self.item(try string("a text between quotes"))
        case "hex": return .literal(try hexBytes())
        case "bytes":
            guard let range = Self.numberRange(peekWord), range.upperBound <= 255 else {
                throw expected("a range of byte values", fix: "such as `bytes 0..255`")
            }
            skip()
            return .literal(range.map { UInt8($0) })
        case "repeat":
            let count = try amount("how often the bytes are repeated")
            let inner = peek?.kind == .open ? try group(depth: depth) : [try item(depth: depth + 1)]
            return .repeated(count, inner, token.range)
        case "random":
            let count = try amount("how many random bytes")
            let unit = takeUnit()
            if !isAtEnd, peekWord != "seed" {
                throw expected(oneOf: ["bytes", "KiB", "MiB", "seed"], "a unit (`bytes`, `KiB`, `MiB`) or `seed`")
            }
            try expect("seed", after: "the count of random bytes")
            guard let seed = UInt64(peekWord), peekWord.utf8.first != UInt8(ascii: "+") else {
                throw expected("the seed, a number")
            }
            skip()
            return .random(count, unit: unit, seed: seed, token.range)
        case "file": return .file(try string("the file's name between quotes"))
        default:
            if let escape = Payload.Escape(rawValue: token.word) {
                let inner = peek?.kind == .open ? try group(depth: depth) : try items(depth: depth + 1)
                return .escaped(escape, inner)
            }
            guard token.word.utf8.count == 4, let byte = Self.hex(Array(token.word.utf8.dropFirst(2))) else {
                let meant = Self.items(meantBy: token.word).map { "write `\($0)`" }
                throw Problem("`\(token.word)` is no byte", at: token.range, fix: meant ?? "such as `0x1A`")
            }
            return .literal(byte)
        }
    }

    private static func item(_ text: Text) -> Item {
        switch text.parts.count {
        case 0: return .literal([])
        case 1:
            if case .literal(let bytes) = text.parts[0] { return .literal(bytes) }
            return .text(text)
        default: return .text(text)
        }
    }

    private mutating func group(depth: Int) throws(Problem) -> [Item] {
        let open = here
        skip()
        let inner = try items(depth: depth + 1)
        guard peek?.kind == .close else {
            if isAtEnd { throw Problem("this parenthesis is not closed", at: open, fix: "close it with `)`") }
            throw expectedItem()
        }
        skip()
        return inner
    }

    /// `KiB`, `MiB`, `byte`, `bytes` or nothing.
    mutating func takeUnit() -> Int {
        if take("KiB") { return 1 << 10 }
        if take("MiB") { return 1 << 20 }
        if !take("bytes") { _ = take("byte") }
        return 1
    }

    private mutating func hexBytes() throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        while case let digits = Array(peekWord.utf8), !digits.isEmpty, digits.count % 2 == 0, let run = Self.hex(digits) {
            bytes += run
            skip()
        }
        guard !bytes.isEmpty else { throw expected("bytes in hexadecimal", fix: "such as `hex 0D 0A 03`") }
        return bytes
    }

    private static func hex(_ digits: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    /// What the next word was probably meant to be.
    private var misspeltItem: String? { NearestName.find(peekWord, among: Self.itemWords.sorted() + Self.controlNames) }

    private func expectedItem() -> Problem {
        if let meant = Self.items(meantBy: peekWord) ?? Slips.items(meantBy: peekWord) {
            return expected("bytes", fix: "write `\(meant)`")
        }
        if peekWord.hasPrefix("'") {
            let text = peekWord.filter { $0 != "'" }
            return expected("bytes", fix: "a text stands between double quotes: `\"\(text)\"`")
        }
        let near = misspeltItem.map { "did you mean `\($0)`?" }
        return expected("bytes", fix: near ?? (peek?.kind == .word ? "text is put between quotes" : nil))
    }
}
