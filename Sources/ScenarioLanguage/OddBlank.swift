public import SourceText

/// A tab, or a character that looks like a blank or like nothing, where only blanks belong.
struct OddBlank {
    enum Kind: Hashable {
        case tab
        /// As wide as a blank: a no-break blank and its like.
        case blank(UInt32)
        /// Not to be seen at all.
        case nothing(UInt32)

        var width: Int {
            switch self {
            case .tab, .blank: 1
            case .nothing: 0
            }
        }
    }

    var kind: Kind
    var range: SourceRange
    /// Before the first character of its line.
    var isIndentation: Bool
    /// Between quotes, where a tab might be meant as a byte; other odd blanks are characters there.
    var isQuoted: Bool

    /// What stands at `index`, and how many bytes it has; nil for everything else.
    static func kind(_ bytes: [UInt8], at index: Int, end: Int) -> (kind: Kind, length: Int)? {
        let first = bytes[index]
        if first == 0x09 { return (.tab, 1) }
        guard first >= 0xC2 else { return nil }
        let length = Lookalike.length(first)
        guard index + length <= end, length > 1, length < 4 else { return nil }
        var scalar = UInt32(first) & (length == 2 ? 0x1F : 0x0F)
        for byte in bytes[(index + 1)..<(index + length)] { scalar = scalar << 6 | UInt32(byte & 0x3F) }
        switch scalar {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return (.blank(scalar), length)
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: return (.nothing(scalar), length)
        default: return nil
        }
    }

    /// Those of a line. A comment holds what it likes but tabs.
    static func all(in bytes: [UInt8], _ range: SourceRange) -> [OddBlank] {
        var found: [OddBlank] = []
        var isIndentation = true
        var isQuoted = false
        var isComment = false
        var index = range.start
        while index < range.end {
            if let (kind, length) = kind(bytes, at: index, end: range.end) {
                if kind == .tab || !isQuoted && !isComment {
                    let place = SourceRange(start: index, end: index + length)
                    found.append(OddBlank(kind: kind, range: place, isIndentation: isIndentation, isQuoted: isQuoted))
                }
                index += length
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: " "): break
            case UInt8(ascii: "#"):
                let isAlone = index + 1 == range.end || bytes[index + 1] == UInt8(ascii: " ")
                let isFirst = isIndentation || bytes[index - 1] == UInt8(ascii: " ")
                if isIndentation || isAlone && isFirst && !isQuoted { isComment = true }
                isIndentation = false
            case UInt8(ascii: "\""):
                if !isComment { isQuoted.toggle() }
                isIndentation = false
            default: isIndentation = false
            }
            index += 1
        }
        return found
    }

    private static let repair = "`attest fmt` puts blanks in their place"

    /// Each kind once, at its first place.
    static func problems(_ all: [OddBlank], _ source: SourceFile) -> [Problem] {
        struct Group: Hashable {
            var kind: Kind
            var isQuoted: Bool
        }
        let groups = Dictionary(grouping: all) { Group(kind: $0.kind, isQuoted: $0.isQuoted) }
        return groups.sorted { $0.value[0].range.start < $1.value[0].range.start }.map { group, places in
            let lines = Set(places.map { source.line(at: $0.range.start) }).count - 1
            let others = lines == 0 ? "" : ", nor in \(lines) more \(lines == 1 ? "line" : "lines")"
            switch group.kind {
            case .tab:
                let fix = group.isQuoted ? "as a byte to send or expect it is written HT: `\"a\" HT \"b\"`" : Self.repair
                return Problem("a tab does not belong here\(others)", at: places[0].range, fix: fix)
            case .blank(let scalar), .nothing(let scalar):
                let name =
                    "U+" + String(repeating: "0", count: max(0, 4 - String(scalar, radix: 16).count))
                    + String(scalar, radix: 16, uppercase: true)
                let what = group.kind.width == 0 ? "an invisible character" : "a blank of another kind"
                return Problem("\(what) (\(name)) does not belong here\(others)", at: places[0].range, fix: Self.repair)
            }
        }
    }
}

extension ScenarioFile {
    /// The bytes with blanks in place of tabs and other odd blanks, but for those between quotes.
    public static func withPlainBlanks(_ source: SourceFile) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(source.bytes.count)
        var done = 0
        for number in source.lineStarts.indices {
            let range = source.range(ofLine: number)
            var column = 0
            for odd in OddBlank.all(in: source.bytes, range) where !odd.isQuoted {
                plain += source.bytes[done..<odd.range.start]
                column += odd.range.start - max(done, range.start)
                done = odd.range.end
                let count: Int
                switch odd.kind {
                case .tab: count = odd.isIndentation ? 4 - column % 4 : 2
                case .blank: count = 1
                case .nothing: count = 0
                }
                plain += [UInt8](repeating: UInt8(ascii: " "), count: count)
                column += count
            }
        }
        return plain + source.bytes[done...]
    }
}
