import BenchFacts
import SourceText
import World

/// What stands before a statement of a device with several lines: `b> AT`, `within 2s b< OK`, `b silence for 1s`.
extension FileParser {
    /// `>`, `>>`, `<` or `<<`, with the name of a line before it where it is not of the first.
    struct Arrow {
        var range: SourceRange
        var on: LineName
        var isOfHost: Bool
        var isDouble: Bool

        var token: Token { Token(kind: .word, range: range, text: Text(parts: [], range: range), word: "") }
    }

    /// What the message of a name that is none adds.
    private static let names = "the device's first line has no name, the others are called b to h"

    /// The arrow that begins there; nil: something else does.
    func arrow(at start: Int, end: Int) throws(Problem) -> Arrow? {
        func isArrow(_ position: Int) -> Bool {
            position < end && (lexer.bytes[position] == UInt8(ascii: "<") || lexer.bytes[position] == UInt8(ascii: ">"))
        }
        guard start < end else { return nil }
        let isNamed = !isArrow(start)
        let sign = isNamed ? start + 1 : start
        guard isArrow(sign) else { return nil }
        var name = LineName.first
        if isNamed {
            let range = SourceRange(start: start, end: sign)
            let word = lexer.text(range)
            guard word.allSatisfy(\.isLetter) else { return nil }
            guard let line = LineName(word) else {
                throw Problem("`\(word)` names no line of the device", at: range, fix: Self.names)
            }
            name = line
        }
        let byte = lexer.bytes[sign]
        let isDouble = sign + 1 < end && lexer.bytes[sign + 1] == byte
        let range = SourceRange(start: start, end: sign + (isDouble ? 2 : 1))
        return Arrow(range: range, on: name, isOfHost: byte == UInt8(ascii: ">"), isDouble: isDouble)
    }

    /// A line's name, and what happens to its signals: `b line drops DTR`.
    func isSignals(_ name: Token, end: Int) -> Bool {
        var position = lexer.afterBlanks(name.range.end, end: end)
        guard LineName(name.word) != nil else { return false }
        return (try? lexer.token(at: &position, end: end, first: name.range.start))?.word == BenchParty.line.word
    }

    /// What follows the name. What bytes do on their way is said of all lines alike.
    mutating func signals(_ node: LineNode, after name: Token, within: Duration?) throws(Problem) -> Statement.Kind {
        try nothingBelow(node)
        let line = try tokens(node.line)
        lines[node.line].layout = .tokens(line)
        let phrase = line.tokens.filter { $0.range.start > name.range.start }
        let block = PhraseBlock(lines: [PhraseBlock.Line(line: node.line, tokens: phrase, end: TokenCursor(line).end)])
        problems += syntax.problems(in: block, allowing: within == nil ? .signals : .observations)
        return .bench(block, within: within)
    }

    /// A line's name, a blank, and a statement that speaks of one line.
    mutating func named(_ name: Token, _ node: LineNode) throws(Problem) -> (Statement.Kind, LineName) {
        let range = lines[node.line].range
        guard let line = LineName(name.word) else { throw Problem("this is no statement", at: range) }
        let start = lexer.afterBlanks(name.range.end, end: range.end)
        if let arrow = try arrow(at: start, end: range.end), arrow.on == .first {
            let written = lexer.text(arrow.range)
            throw Problem("the line's name stands at the arrow", at: name.range, fix: "write `\(name.word)\(written)`")
        }
        var position = start
        guard let first = try lexer.token(at: &position, end: range.end, first: range.start) else { throw unknown(name) }
        if first.word == BenchParty.line.word { return (try signals(node, after: name, within: nil), line) }
        if Self.conditionWords.contains(first.word) {
            throw Problem("the line's name stands at the arrow", at: name.range, fix: "write `\(first.word) … \(name.word)< …`")
        }
        if let kind = try withText(node, name: name, keyword: first) { return (kind, line) }
        let tokens = try lexer.tokens(in: range)
        lines[node.line].layout = .tokens(tokens)
        guard Self.statementWords.contains(first.word) else { throw unknown(first) }
        guard ["silence", "assume"].contains(first.word) else {
            let message = "`\(first.word)` is of no line alone"
            throw Problem(
                message,
                at: first.range,
                fix: "leave out `\(name.word)`: it stands before arrows, line, silence, assume, ensure, allow, forbid and require"
            )
        }
        var cursor = TokenCursor(tokens, from: 2)
        let kind = try simple(first, &cursor)
        try cursor.finish()
        try nothingBelow(node)
        return (kind, line)
    }
}
