/// A JSON value with the place where it begins. Strings and numbers stay undecoded: they are ranges of the line.
struct JSONNode {
    enum Value {
        case null
        case bool(Bool)
        case number(Range<Int>)
        /// What stands between the quotes.
        case string(Range<Int>, escaped: Bool)
        case array([JSONNode])
        case object([(key: String, node: JSONNode)])
    }
    /// Index in the line of the value's first byte.
    var offset: Int
    var value: Value
}

/// What is wrong with a line, and where.
struct JSONError: Error {
    /// Index in the line.
    var offset: Int
    var problem: String
    /// The line ends too early: more bytes could have made it right.
    var isIncomplete = false
}

/// Reads one line of JSON (RFC 8259) into a tree.
struct JSONParser {
    /// Deeper nesting is refused, so that hostile input cannot exhaust the stack. A journal needs four levels.
    static let maximumDepth = 32

    /// More values, each list and object one too, are refused: a tree of them takes far more memory than the line. A journal needs a
    /// million: a scenario carries out so many steps at most, and each may leave a note.
    static let maximumValues = 1 << 20

    private let line: [UInt8]
    private var position = 0
    private var valuesLeft: Int

    /// The value that the line holds, blanks around it allowed.
    static func parse(_ line: [UInt8], maximumValues: Int = Self.maximumValues) throws(JSONError) -> JSONNode {
        var parser = JSONParser(line: line, valuesLeft: maximumValues)
        let node = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.position == line.count else {
            throw JSONError(offset: parser.position, problem: "the line goes on after its value")
        }
        return node
    }

    private init(line: [UInt8], valuesLeft: Int) {
        self.line = line
        self.valuesLeft = valuesLeft
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONNode {
        guard depth < Self.maximumDepth else { throw JSONError(offset: position, problem: "values are nested too deeply") }
        skipBlanks()
        let start = position
        guard valuesLeft > 0 else { throw JSONError(offset: start, problem: "the line holds too many values") }
        valuesLeft -= 1
        switch try peek("a value") {
        case UInt8(ascii: "{"): return JSONNode(offset: start, value: .object(try members(depth: depth)))
        case UInt8(ascii: "["): return JSONNode(offset: start, value: .array(try elements(depth: depth)))
        case UInt8(ascii: "\""):
            let (range, escaped) = try string()
            return JSONNode(offset: start, value: .string(range, escaped: escaped))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(offset: start, value: .number(try number()))
        case UInt8(ascii: "t"): return JSONNode(offset: start, value: try literal("true", .bool(true)))
        case UInt8(ascii: "f"): return JSONNode(offset: start, value: try literal("false", .bool(false)))
        case UInt8(ascii: "n"): return JSONNode(offset: start, value: try literal("null", .null))
        default: throw JSONError(offset: start, problem: "a value is expected")
        }
    }

    private mutating func members(depth: Int) throws(JSONError) -> [(key: String, node: JSONNode)] {
        var members: [(key: String, node: JSONNode)] = []
        // Of the objects within it there may be many, and small ones.
        if depth == 0 { members.reserveCapacity(6) }
        position += 1
        skipBlanks()
        if try take("}", orElse: nil) { return members }
        repeat {
            skipBlanks()
            let start = position
            guard try peek("a field's name") == UInt8(ascii: "\"") else {
                throw JSONError(offset: start, problem: "a field's name in quotes is expected")
            }
            let (range, escaped) = try string()
            let key = try JSONText.text(of: line, range, escaped: escaped)
            skipBlanks()
            _ = try take(":", orElse: "“:” is expected")
            members.append((key, try value(depth: depth + 1)))
            skipBlanks()
        } while try take(",", orElse: nil)
        _ = try take("}", orElse: "“,” or “}” is expected")
        return members
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSONNode] {
        var elements: [JSONNode] = []
        position += 1
        skipBlanks()
        if try take("]", orElse: nil) { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
        } while try take(",", orElse: nil)
        _ = try take("]", orElse: "“,” or “]” is expected")
        return elements
    }

    /// The range between the quotes. Escapes are looked at when the string is decoded.
    private mutating func string() throws(JSONError) -> (Range<Int>, escaped: Bool) {
        let start = position + 1
        // Most of a journal is strings: without a check of each index this takes half the time.
        let (end, escaped) = line.withUnsafeBufferPointer { bytes in
            var index = start
            var escaped = false
            while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] >= 0x20 {
                if bytes[index] == UInt8(ascii: "\\") {
                    escaped = true
                    index += 1
                }
                index += 1
            }
            return (index, escaped)
        }
        guard end < line.count else {
            throw JSONError(offset: line.count, problem: "the string has no end", isIncomplete: true)
        }
        guard line[end] == UInt8(ascii: "\"") else {
            throw JSONError(offset: end, problem: "a control character stands unescaped in a string")
        }
        position = end + 1
        return (start..<end, escaped)
    }

    private mutating func number() throws(JSONError) -> Range<Int> {
        let start = position
        if line[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try digits()
        if position - first > 1, line[first] == UInt8(ascii: "0") {
            throw JSONError(offset: first, problem: "a number does not begin with a needless 0")
        }
        if position < line.count, line[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < line.count, line[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < line.count, line[position] == UInt8(ascii: "+") || line[position] == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return start..<position
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while position < line.count, line[position].isDigit { position += 1 }
        guard position > start else {
            throw JSONError(offset: position, problem: "a digit is expected", isIncomplete: position == line.count)
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONNode.Value) throws(JSONError) -> JSONNode.Value {
        for index in 0..<word.utf8CodeUnitCount {
            guard try peek("a value") == word.utf8Start[index] else {
                throw JSONError(offset: position, problem: "a value is expected")
            }
            position += 1
        }
        return value
    }

    private func peek(_ what: String) throws(JSONError) -> UInt8 {
        guard position < line.count else {
            throw JSONError(offset: position, problem: "\(what) is expected, and the line ends", isIncomplete: true)
        }
        return line[position]
    }

    private mutating func take(_ mark: Unicode.Scalar, orElse problem: String?) throws(JSONError) -> Bool {
        if position < line.count, line[position] == UInt8(ascii: mark) {
            position += 1
            return true
        }
        guard let problem else { return false }
        throw JSONError(offset: position, problem: problem, isIncomplete: position == line.count)
    }

    private mutating func skipBlanks() {
        while position < line.count, line[position].isBlank { position += 1 }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// What may stand between the tokens of a line.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
