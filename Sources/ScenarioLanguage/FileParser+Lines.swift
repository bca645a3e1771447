import BenchFacts
import SourceText
import World

/// Lines with an arrow, and lines with AT text after a keyword.
extension FileParser {
    /// Conditions, then an arrow or an observation of the bench.
    mutating func conditional(_ node: LineNode) throws(Problem) -> (Statement.Kind, LineName) {
        let range = lines[node.line].range
        var position = range.start
        var conditions: [Token] = []
        while true {
            let before = lexer.afterBlanks(position, end: range.end)
            if let arrow = try arrow(at: before, end: range.end) {
                let timing = try timing(conditions, end: before)
                return (try transfer(node.line, arrow, conditions: conditions, timing: timing), arrow.on)
            }
            guard let token = try lexer.token(at: &position, end: range.end, first: range.start) else {
                _ = try timing(conditions, end: range.end, isBeforeArrow: false)
                throw Problem(
                    "expected `<` or `<<` after the conditions",
                    at: SourceRange(start: range.end, end: range.end)
                )
            }
            if isSignals(token, end: range.end), let line = LineName(token.word) {
                let limit = try limit(conditions, end: token.range.start)
                return (try signals(node, after: token, within: limit), line)
            }
            if BenchParty.words.contains(token.word) {
                return (try observation(node, conditions: conditions, from: token.range.start), .first)
            }
            conditions.append(token)
        }
    }

    private mutating func observation(_ node: LineNode, conditions: [Token], from start: Int) throws(Problem) -> Statement.Kind {
        let limit = try limit(conditions, end: start)
        let line = try tokens(node.line)
        lines[node.line].layout = .tokens(line)
        let phrase = Array(line.tokens.dropFirst(conditions.count))
        let block = PhraseBlock(lines: [PhraseBlock.Line(line: node.line, tokens: phrase, end: TokenCursor(line).end)])
        problems += syntax.problems(in: block, allowing: .observations)
        return .bench(block, within: limit)
    }

    /// The `within` before an observation.
    private func limit(_ conditions: [Token], end: Int) throws(Problem) -> Duration? {
        let timing = try timing(conditions, end: end)
        guard !timing.optional, timing.notBefore == nil else {
            throw Problem("only `within` can stand before what the bench observes", at: conditions[0].range)
        }
        return timing.within
    }

    private func timing(_ tokens: [Token], end: Int, isBeforeArrow: Bool = true) throws(Problem) -> Timing {
        var cursor = TokenCursor(tokens, end: tokens.last?.range.end ?? end)
        var timing = Timing()
        while !cursor.isAtEnd {
            let mayBeText = !isBeforeArrow && (timing.within != nil || timing.notBefore != nil || timing.optional)
            let start = cursor.here
            if cursor.take("optional") {
                guard !timing.optional else { throw Problem("`optional` is said twice", at: start) }
                timing.optional = true
            } else if cursor.take("within") {
                guard timing.within == nil else { throw Problem("there are two upper limits", at: start) }
                timing.within = try cursor.duration("a length of time after `within`")
            } else if cursor.take("not") {
                try cursor.expect("before", after: "`not`")
                guard timing.notBefore == nil else { throw Problem("there are two lower limits", at: start) }
                timing.notBefore = try cursor.duration("a length of time after `not before`")
            } else if cursor.take("after") {
                guard timing.notBefore == nil, timing.within == nil else { throw Problem("there are two limits", at: start) }
                let (low, high) = try cursor.durationRange("a range of times after `after`")
                timing.notBefore = low
                timing.within = high
            } else if mayBeText, NearestName.find(cursor.peekWord, among: Self.conditionWords.sorted() + ["before"]) == nil {
                throw cursor.expected(
                    "`<` or `<<` after the conditions",
                    fix: "the device's line stands behind an arrow: `< \(cursor.peekWord)`"
                )
            } else {
                throw cursor.expected(
                    oneOf: ["optional", "within", "not before", "after"],
                    "a condition, `<` or `<<`"
                )
            }
        }
        return timing
    }

    /// What the arrow says, and what follows it.
    mutating func transfer(
        _ line: Int,
        _ arrow: Arrow,
        conditions: [Token],
        timing: Timing?
    ) throws(Problem) -> Statement.Kind {
        let range = lines[line].range
        if arrow.isOfHost, timing != nil, let first = conditions.first {
            throw Problem(
                "conditions stand only before `<` and `<<`",
                at: first.range,
                fix: "`wait 2s` delays what the host sends"
            )
        }
        if arrow.isDouble {
            let rest = try lexer.tokens(in: SourceRange(start: arrow.range.end, end: range.end))
            let all = conditions + [arrow.token] + rest.tokens
            lines[line].layout = .tokens(TokenLine(tokens: all, comment: rest.comment, end: range.end))
            var cursor = TokenCursor(TokenLine(tokens: rest.tokens, comment: nil, end: range.end))
            let items = try cursor.items()
            if let comma = cursor.peek, comma.kind == .comma {
                let written = rest.tokens.filter { $0.kind != .comma }.map { lexer.text($0.range) }.joined(separator: " ")
                throw Problem("bytes are parted by blanks", at: comma.range, fix: "write `\(written)`")
            }
            if cursor.peekWord == "+" {
                let written = rest.tokens.filter { $0.word != "+" }.map { lexer.text($0.range) }.joined(separator: " ")
                throw Problem("bytes stand one after the other", at: cursor.here, fix: "write `\(written)`")
            }
            let kind: Statement.Kind =
                arrow.isOfHost ? .sendBytes(items, try cut(&cursor)) : .expectBytes(items, timing ?? Timing())
            try cursor.finish()
            note(Slips(lexer).inTexts(rest.tokens, areItems: true))
            return kind
        }
        let start = lexer.afterBlanks(arrow.range.end, end: range.end)
        let (text, comment) = atText(in: SourceRange(start: start, end: range.end))
        lines[line].layout = .text(TokenLine(tokens: conditions + [arrow.token], comment: comment, end: range.end), text)
        let written = try lexer.text(in: text, quoted: false)
        note(Slips(lexer).inATText(text, arrow: arrow.isOfHost ? ">" : "<"))
        return arrow.isOfHost ? .sendLine(written) : .expectLine(written, timing ?? Timing())
    }

    /// AT text without the blanks at its end, and the comment behind it. Between double quotes `#` is just a character.
    private func atText(in range: SourceRange) -> (text: SourceRange, comment: SourceRange?) {
        var position = range.start
        var inQuotes = false
        while position < range.end {
            if lexer.bytes[position] == UInt8(ascii: "\"") { inQuotes.toggle() }
            if !inQuotes, lexer.isComment(at: position, end: range.end, first: range.start - 2) { break }
            position += 1
        }
        var end = position
        while end > range.start, lexer.bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        let comment = position < range.end ? SourceRange(start: position, end: range.end) : nil
        return (SourceRange(start: range.start, end: end), comment)
    }

    private func cut(_ cursor: inout TokenCursor) throws(Problem) -> CutRule {
        if cursor.take("byte", "by", "byte") { return .everyByte }
        guard cursor.take("cut", "at") else {
            if cursor.isAtEnd { return .whole }
            throw cursor.expected("bytes, `cut at …` or `byte by byte`")
        }
        if cursor.take("every", "boundary") { return .everyBoundary }
        if cursor.take("random") {
            try cursor.expect("seed", after: "`random`")
            guard let seed = UInt64(cursor.peekWord), cursor.peekWord.utf8.first != UInt8(ascii: "+") else {
                throw cursor.expected("the seed, a number")
            }
            cursor.skip()
            return .random(seed: seed)
        }
        var offsets: [Int] = []
        repeat {
            guard let offset = TokenCursor.number(cursor.peekWord), offset > offsets.last ?? 0 else {
                throw cursor.expected("`every boundary`, `random seed N` or rising offsets from 1")
            }
            cursor.skip()
            offsets.append(offset)
            _ = cursor.takeComma()
        } while !cursor.isAtEnd
        return .at(offsets)
    }

    /// `ensure AT#NAME=VALUE`.
    mutating func ensure(_ line: Int, _ head: [Token]) throws(Problem) -> Statement.Kind {
        let keyword = head[head.count - 1]
        let range = lines[line].range
        let start = lexer.afterBlanks(keyword.range.end, end: range.end)
        let (text, comment) = atText(in: SourceRange(start: start, end: range.end))
        lines[line].layout = .text(TokenLine(tokens: head, comment: comment, end: range.end), text)
        let bytes = lexer.bytes[text.start..<text.end]
        let head = bytes.prefix(3).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        guard head.elementsEqual("AT#".utf8), bytes.contains(UInt8(ascii: "=")) else {
            throw Problem(
                "`ensure` writes a parameter",
                at: text.start < text.end ? text : keyword.range,
                fix: "write `ensure AT#NAME=VALUE`; other lines begin with `>`"
            )
        }
        note(Slips(lexer).inATText(text, arrow: keyword.word))
        return .ensure(try lexer.text(in: text, quoted: false))
    }

    /// `shows AT#VFTP`, `shows the defaults of AT#VFTP`.
    mutating func shows(_ line: Int, _ head: [Token]) throws(Problem) -> Statement.Kind {
        let keyword = head[head.count - 1]
        let range = lines[line].range
        let start = lexer.afterBlanks(keyword.range.end, end: range.end)
        let (text, comment) = atText(in: SourceRange(start: start, end: range.end))
        lines[line].layout = .text(TokenLine(tokens: head, comment: comment, end: range.end), text)
        let defaults = Array("the defaults of ".utf8)
        let isOfDefaults = lexer.bytes[text.start..<text.end].starts(with: defaults)
        let command = SourceRange(start: text.start + (isOfDefaults ? defaults.count : 0), end: text.end)
        let prefix = lexer.bytes[command.start..<command.end].prefix(2).map { $0 & 0xDF }
        guard prefix.elementsEqual("AT".utf8), command.end - command.start > 3 else {
            throw Problem(
                "`shows` names a command that shows parameters",
                at: text.start < text.end ? text : keyword.range,
                fix: "write `shows AT#VFTP`, or `shows the defaults of AT#VFTP`"
            )
        }
        return .shows(try lexer.text(in: command, quoted: false), defaults: isOfDefaults)
    }

    /// `allow`, `forbid`, `require`: AT text up to a comment or, for `require`, `within TIME`.
    mutating func unsolicited(_ rule: Statement.Unsolicited, _ line: Int, _ head: [Token]) throws(Problem) -> Statement.Kind {
        let keyword = head[head.count - 1]
        let range = lines[line].range
        let start = lexer.afterBlanks(keyword.range.end, end: range.end)
        let (text, comment) = atText(in: SourceRange(start: start, end: range.end))
        var end = text.end
        lines[line].layout = .text(TokenLine(tokens: head, comment: comment, end: range.end), text)
        // `allow` alone is about empty lines.
        guard start < end || rule == .allow else {
            throw Problem("expected the text of a device line", at: SourceRange(start: end, end: end))
        }
        var within: Duration?
        if rule == .require, let place = limit(in: text) {
            var cursor = TokenCursor(try lexer.tokens(in: SourceRange(start: place, end: end)), from: 1)
            within = try cursor.duration("a length of time after `within`")
            try cursor.finish()
            end = place
            while end > start, lexer.bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        }
        let written = SourceRange(start: start, end: end)
        note(Slips(lexer).inATText(written, arrow: keyword.word))
        return .unsolicited(rule, try lexer.text(in: written, quoted: false), within: within)
    }

    /// Where ` within TIME` begins, if that ends the text.
    private func limit(in range: SourceRange) -> Int? {
        let words = lexer.bytes[range.start..<range.end].split(separator: UInt8(ascii: " "))
        guard words.count > 2, words[words.count - 2].elementsEqual("within".utf8), let first = words[words.count - 1].first,
            (0x30...0x39).contains(first) || first == UInt8(ascii: "{")
        else { return nil }
        return words[words.count - 2].startIndex
    }
}
