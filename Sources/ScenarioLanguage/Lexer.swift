import SourceText

/// Cuts a line into tokens, and text into literal parts and references.
struct Lexer: Sendable {
    let bytes: [UInt8]

    private static let blank = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")

    /// All tokens of a range within one line.
    func tokens(in range: SourceRange) throws(Problem) -> TokenLine {
        var position = range.start
        var tokens: [Token] = []
        while let token = try token(at: &position, end: range.end, first: range.start) { tokens.append(token) }
        let comment = position < range.end ? SourceRange(start: position, end: range.end) : nil
        return TokenLine(tokens: tokens, comment: comment, end: range.end)
    }

    /// The next token; nil at the end and at a comment, which is where `position` then stands.
    func token(at position: inout Int, end: Int, first: Int) throws(Problem) -> Token? {
        let start = afterBlanks(position, end: end)
        if start >= end || isComment(at: start, end: end, first: first) {
            position = start
            return nil
        }
        switch bytes[start] {
        case UInt8(ascii: ","): return punctuation(.comma, at: start, position: &position)
        case UInt8(ascii: "("): return punctuation(.open, at: start, position: &position)
        case UInt8(ascii: ")"): return punctuation(.close, at: start, position: &position)
        case Self.quote: return try string(at: start, end: end, position: &position)
        default: return try word(at: start, end: end, position: &position)
        }
    }

    func afterBlanks(_ position: Int, end: Int) -> Int {
        var position = position
        while position < end, bytes[position] == Self.blank { position += 1 }
        return position
    }

    /// Two blanks, `#`, and a blank or the end of the line begin a comment.
    func isComment(at position: Int, end: Int, first: Int) -> Bool {
        guard bytes[position] == UInt8(ascii: "#"), position >= first + 2 else { return false }
        guard bytes[position - 1] == Self.blank, bytes[position - 2] == Self.blank else { return false }
        return position + 1 == end || bytes[position + 1] == Self.blank
    }

    /// As it is written.
    func text(_ range: SourceRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }

    /// What stands behind the token in its line, without blanks around it and without a comment.
    func rest(after token: Token) -> String {
        let end = bytes[token.range.end...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        var position = token.range.end
        while position < end, !isComment(at: position, end: end, first: token.range.start) { position += 1 }
        let text = bytes[token.range.end..<position].drop { $0 == Self.blank }
        return String(decoding: text[..<((text.lastIndex { $0 != Self.blank } ?? text.startIndex - 1) + 1)], as: UTF8.self)
    }

    private func punctuation(_ kind: Token.Kind, at start: Int, position: inout Int) -> Token {
        position = start + 1
        let range = SourceRange(start: start, end: start + 1)
        return Token(kind: kind, range: range, text: Text(parts: [], range: range), word: "")
    }

    private func string(at start: Int, end: Int, position: inout Int) throws(Problem) -> Token {
        var index = start + 1
        while true {
            guard index < end else {
                throw Problem("this text has no closing quote", at: SourceRange(start: start, end: end), fix: "end it with `\"`")
            }
            if bytes[index] == Self.quote {
                if bytes[index - 1] == UInt8(ascii: "\\"), index - 1 > start, index + 1 < end, Lexer.goesOn(bytes[index + 1]) {
                    let place = SourceRange(start: index - 1, end: index + 1)
                    throw Problem(
                        "this ends the text: a backslash is a character like others",
                        at: place,
                        fix: "a quote in a text is written `\"\"`"
                    )
                }
                guard index + 1 < end, bytes[index + 1] == Self.quote else { break }
                index += 1
            }
            index += 1
        }
        position = index + 1
        let text = try text(in: SourceRange(start: start + 1, end: index), quoted: true)
        return Token(kind: .string, range: SourceRange(start: start, end: index + 1), text: text, word: "")
    }

    /// Whether a byte behind a quote shows that the text was meant to go on.
    private static func goesOn(_ byte: UInt8) -> Bool {
        ![blank, quote, UInt8(ascii: ","), UInt8(ascii: ")")].contains(byte)
    }

    private func word(at start: Int, end: Int, position: inout Int) throws(Problem) -> Token {
        var index = start
        var hasBraces = false
        try refuseLookalikes(at: start, end: end)
        scan: while index < end {
            switch bytes[index] {
            case Self.blank, Self.quote, UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"):
                break scan
            case UInt8(ascii: "{"):
                hasBraces = true
                if index + 1 < end, bytes[index + 1] == UInt8(ascii: "{") {
                    index += 2
                } else {
                    index = try closingBrace(from: index, end: end) + 1
                }
            case UInt8(ascii: "}"):
                hasBraces = true
                index += 1
            default:
                index += 1
            }
        }
        position = index
        let range = SourceRange(start: start, end: index)
        if hasBraces {
            return Token(kind: .word, range: range, text: try text(in: range, quoted: false), word: "")
        }
        let literal = Array(bytes[start..<index])
        return Token(
            kind: .word,
            range: range,
            text: Text(parts: [.literal(literal)], range: range),
            word: String(decoding: literal, as: UTF8.self)
        )
    }

    /// Text with references; `quoted`: doubled quotes stand for one.
    func text(in range: SourceRange, quoted: Bool) throws(Problem) -> Text {
        var parts: [Text.Part] = []
        var literal: [UInt8] = []
        var index = range.start
        while index < range.end {
            let byte = bytes[index]
            let doubled = index + 1 < range.end && bytes[index + 1] == byte
            switch byte {
            case UInt8(ascii: "{") where !doubled:
                let close = try closingBrace(from: index, end: range.end)
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = []
                parts.append(.reference(try reference(in: SourceRange(start: index, end: close + 1))))
                index = close + 1
            case UInt8(ascii: "}") where !doubled:
                throw Problem(
                    "this brace closes nothing",
                    at: SourceRange(start: index, end: index + 1),
                    fix: "a brace as such is written `}}`"
                )
            case UInt8(ascii: "{"), UInt8(ascii: "}"):
                literal.append(byte)
                index += 2
            case Self.quote where quoted:
                literal.append(byte)
                index += 2
            default:
                literal.append(byte)
                index += 1
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return Text(parts: parts, range: range)
    }

    /// The brace that closes the reference opened at `open`; a `{name:/pattern/}` may hold braces itself.
    private func closingBrace(from open: Int, end: Int) throws(Problem) -> Int {
        var index = open + 1
        var pattern: Int?
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "/") where bytes[index - 1] == UInt8(ascii: ":") && pattern == nil:
                pattern = index
            case UInt8(ascii: "}"):
                guard let pattern else { return index }
                if bytes[index - 1] == UInt8(ascii: "/"), index - 1 > pattern { return index }
            default: break
            }
            index += 1
        }
        throw Problem(
            "this brace is not closed",
            at: SourceRange(start: open, end: open + 1),
            fix: "close it with `\(pattern == nil ? "}" : "/}")`, or write `{{` for a brace as such"
        )
    }

    /// A word that begins with what looks like a quote was meant as a text.
    private func refuseLookalikes(at start: Int, end: Int) throws(Problem) {
        guard bytes[start] >= 0x80 else { return }
        func character(_ index: Int) -> String {
            String(decoding: bytes[index..<min(index + Lookalike.length(bytes[index]), end)], as: UTF8.self)
        }
        let first = character(start)
        guard Lookalike.isQuote(first) else { return }
        let inside = start + first.utf8.count
        var index = inside
        while index < end, !Lookalike.isQuote(character(index)), bytes[index] != Self.quote {
            index += Lookalike.length(bytes[index])
        }
        let text = String(decoding: bytes[inside..<min(index, end)], as: UTF8.self)
        throw Lookalike.problem(first, at: SourceRange(start: start, end: inside), fix: "write `\"\(text)\"`")
    }
}
