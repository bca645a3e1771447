import SourceText

/// One line of a file: what the parser reads and the formatter prints.
struct Line: Sendable {
    enum Kind: Sendable { case blank, comment, statement }
    var kind: Kind
    /// Leading blanks.
    var indent: Int
    /// Without the blanks on either side.
    var range: SourceRange
    /// The line whose block this one is in.
    var parent: Int?
    var layout = Layout.verbatim

    /// How the formatter lays a statement out.
    enum Layout: Sendable {
        /// As it stands.
        case verbatim
        case tokens(TokenLine)
        /// A keyword of a scenario's head, padded to a column; so many tokens are the keyword. `isTable`: rows belong to it.
        case head(TokenLine, keyword: Int, isTable: Bool)
        /// A row of a table.
        case row([SourceRange], comment: SourceRange?)
        /// A party under `network`, padded to a column.
        case party(TokenLine)
        /// A party in a body, with lines that belong to it.
        case bodyParty(TokenLine)
        /// Tokens, then AT text that is never touched.
        case text(TokenLine, SourceRange)
    }
}

/// A statement with the lines indented below it.
struct LineNode {
    var line: Int
    var children: [LineNode] = []
}

/// Finds lines, their indentation and their nesting; reports what no line may hold.
struct LineReader {
    let source: SourceFile
    var lines: [Line] = []
    var problems: [Problem] = []
    /// Lines with bytes that do not belong there: what else is wrong with them follows from that.
    var spoilt: Set<Int> = []
    /// Tabs and other blanks that are none, in the order of their places.
    private var oddBlanks: [OddBlank] = []

    init(_ source: SourceFile) {
        self.source = source
        lines.reserveCapacity(source.lineStarts.count)
        if let mark = source.markProblem { problems.append(Problem(mark.message, at: mark.range, fix: mark.suggestion)) }
        for number in source.lineStarts.indices {
            let range = source.range(ofLine: number)
            guard range.end - range.start <= ScenarioLimits.lineLength else {
                problems.append(
                    Problem(
                        "a line has at most \(ScenarioLimits.lineLength) bytes",
                        at: SourceRange(start: range.start, end: range.start + 1),
                        fix: "put long payloads into a file"
                    )
                )
                lines.append(Line(kind: .blank, indent: 0, range: SourceRange(start: range.start, end: range.start)))
                continue
            }
            let before = problems.count
            lines.append(readLine(range))
            let found = OddBlank.all(in: source.bytes, range)
            oddBlanks += found
            if problems.count > before || found.contains(where: { !$0.isIndentation }) { spoilt.insert(number) }
            if problems.count >= ScenarioLimits.problems { break }
        }
        problems += OddBlank.problems(oddBlanks, source)
    }

    private mutating func readLine(_ range: SourceRange) -> Line {
        var start = range.start
        var end = range.end
        let bytes = source.bytes
        while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        if let problem = badByte(from: start, to: end) { problems.append(problem) }
        var indent = 0
        // Tabs are errors; the lines below are read as if they reached to the next column that 4 divides.
        while start < end {
            if bytes[start] == UInt8(ascii: " ") {
                indent += 1
                start += 1
            } else if let odd = OddBlank.kind(bytes, at: start, end: end) {
                indent = odd.kind == .tab ? indent / 4 * 4 + 4 : indent + odd.kind.width
                start += odd.length
            } else {
                break
            }
        }
        let kind: Line.Kind = start == end ? .blank : bytes[start] == UInt8(ascii: "#") ? .comment : .statement
        return Line(kind: kind, indent: indent, range: SourceRange(start: start, end: end))
    }

    /// The first control byte, or the first byte that is not UTF-8 (RFC 3629).
    private func badByte(from start: Int, to end: Int) -> Problem? {
        let bytes = source.bytes
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte >= 0x20 && byte < 0x7F || byte == 0x09 {
                index += 1
                continue
            }
            let place = SourceRange(start: index, end: index + 1)
            if byte < 0x80 {
                return Problem(
                    "a control byte (0x\(String(byte, radix: 16, uppercase: true))) does not belong here",
                    at: place,
                    fix: "bytes are written by name after `>>` and `<<`"
                )
            }
            let length = Self.scalarLength(bytes, at: index, end: end)
            if length == 0 {
                return Problem(
                    "not UTF-8 (0x\(String(byte, radix: 16, uppercase: true)))",
                    at: place,
                    fix: "save the file as UTF-8"
                )
            }
            index += length
        }
        return nil
    }

    /// How many bytes the well-formed sequence of two to four bytes has; 0 for anything else.
    private static func scalarLength(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
        func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < end && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
        case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    /// The statements as blocks, by indentation. A line deeper than allowed is left out.
    mutating func blocks() -> [LineNode] {
        var open = [(indent: -1, childIndent: nil as Int?, node: LineNode(line: -1))]
        func close(_ open: inout [(indent: Int, childIndent: Int?, node: LineNode)]) {
            let closed = open.removeLast()
            open[open.count - 1].node.children.append(closed.node)
        }
        var tooDeep: Int?
        for index in lines.indices where lines[index].kind == .statement {
            let line = lines[index]
            if let limit = tooDeep, line.indent >= limit { continue }
            tooDeep = nil
            while let last = open.last, last.indent >= line.indent, open.count > 1 { close(&open) }
            if open.count > ScenarioLimits.nesting {
                problems.append(Problem("blocks are nested at most \(ScenarioLimits.nesting) deep", at: line.range))
                tooDeep = line.indent
                continue
            }
            let parent = open.count - 1
            if let indent = open[parent].childIndent ?? (parent == 0 ? 0 : nil), indent != line.indent {
                guard problems.count < ScenarioLimits.problems else { break }
                problems.append(
                    Problem(
                        parent == 0 ? "a definition begins at the start of the line" : "the indentation fits no block above",
                        at: line.range,
                        fix: "indent this line by \(indent)"
                    )
                )
            } else {
                open[parent].childIndent = line.indent
            }
            lines[index].parent = parent == 0 ? nil : open[parent].node.line
            open.append((line.indent, nil, LineNode(line: index)))
        }
        while open.count > 1 { close(&open) }
        return open[0].node.children
    }
}
