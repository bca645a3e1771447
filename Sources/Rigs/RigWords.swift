import SourceText

/// A run without blanks and commas, or a text between quotes, in which `""` is one quote.
struct RigWord: Hashable {
    var text: String
    var isQuoted: Bool
    var range: SourceRange
}

/// Cuts a line into words; a comment begins at a `#` that stands alone.
enum RigWords {
    private static let blank = UInt8(ascii: " ")
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")

    struct Problem: Error {
        var range: SourceRange
    }

    /// - Throws: ``Problem`` for a quote that is not closed.
    static func cut(_ bytes: [UInt8], _ line: SourceRange) throws(Problem) -> [RigWord] {
        var words: [RigWord] = []
        var position = line.start
        while true {
            while position < line.end, bytes[position] == blank || bytes[position] == comma { position += 1 }
            guard position < line.end else { return words }
            if bytes[position] == hash, position + 1 == line.end || bytes[position + 1] == blank { return words }
            let start = position
            var content: [UInt8] = []
            let isQuoted = bytes[position] == quote
            if isQuoted {
                position += 1
                var closed = false
                while position < line.end, !closed {
                    if bytes[position] != quote {
                        content.append(bytes[position])
                        position += 1
                    } else if position + 1 < line.end, bytes[position + 1] == quote {
                        content.append(quote)
                        position += 2
                    } else {
                        closed = true
                        position += 1
                    }
                }
                guard closed else { throw Problem(range: SourceRange(start: start, end: line.end)) }
            } else {
                while position < line.end, bytes[position] != blank, bytes[position] != comma { position += 1 }
                content = Array(bytes[start..<position])
            }
            words.append(
                RigWord(
                    text: String(decoding: content, as: UTF8.self),
                    isQuoted: isQuoted,
                    range: SourceRange(start: start, end: position)
                )
            )
        }
    }
}
