/// A JSON object of a line, with access to its fields by name and type. Of a repeated name the last counts.
struct JSONObject {
    private let line: [UInt8]
    private let offset: Int
    private let members: [(key: String, node: JSONNode)]

    init(_ node: JSONNode, of line: [UInt8]) throws(JSONError) {
        guard case .object(let members) = node.value else {
            throw JSONError(offset: node.offset, problem: "an object is expected")
        }
        self.line = line
        self.members = members
        offset = node.offset
    }

    /// The field's value; nil when it is absent or null.
    func node(_ name: String) -> JSONNode? {
        guard let node = members.last(where: { $0.key == name })?.node else { return nil }
        if case .null = node.value { return nil }
        return node
    }

    func required(_ name: String) throws(JSONError) -> JSONNode {
        guard let node = node(name) else { throw JSONError(offset: offset, problem: "the field “\(name)” is missing") }
        return node
    }

    func text(_ name: String) throws(JSONError) -> String { try text(required(name)) }

    func optionalText(_ name: String) throws(JSONError) -> String? {
        guard let node = node(name) else { return nil }
        return try text(node)
    }

    /// None when the field is absent.
    func texts(_ name: String) throws(JSONError) -> [String] {
        var texts: [String] = []
        for node in try list(name) { texts.append(try text(node)) }
        return texts
    }

    func octets(_ name: String) throws(JSONError) -> [UInt8] {
        let node = try required(name)
        guard case .string(let range, let escaped) = node.value else {
            throw JSONError(offset: node.offset, problem: "“\(name)” is to be bytes in quotes")
        }
        return try JSONText.octets(of: line, range, escaped: escaped)
    }

    func integer<Integer: FixedWidthInteger>(_ name: String) throws(JSONError) -> Integer {
        let node = try required(name)
        guard case .number(let range) = node.value,
            let value: Integer = whole(range)
        else { throw JSONError(offset: node.offset, problem: "“\(name)” is to be a whole number in range") }
        return value
    }

    /// nil for what is no whole number and for what is out of range. The sign was looked at when the number was parsed.
    private func whole<Integer: FixedWidthInteger>(_ range: Range<Int>) -> Integer? {
        let isNegative = line[range.lowerBound] == UInt8(ascii: "-")
        var value: Integer = 0
        for byte in line[(isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound] {
            guard byte.isDigit else { return nil }
            let (tenfold, isTooMuch) = value.multipliedReportingOverflow(by: 10)
            let digit = Integer(byte - UInt8(ascii: "0"))
            let (sum, overflows) =
                isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
            guard !isTooMuch, !overflows else { return nil }
            value = sum
        }
        return value
    }

    func bool(_ name: String) throws(JSONError) -> Bool {
        let node = try required(name)
        guard case .bool(let value) = node.value else {
            throw JSONError(offset: node.offset, problem: "“\(name)” is to be true or false")
        }
        return value
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable>(_ name: String) throws(JSONError) -> Word where Word.RawValue == String {
        let node = try required(name)
        let text = try text(node)
        guard let word = Word(rawValue: text) else {
            throw JSONError(offset: node.offset, problem: "\(Self.quoted(text)) is no \(name) known here")
        }
        return word
    }

    func object(_ name: String) throws(JSONError) -> JSONObject { try JSONObject(required(name), of: line) }

    func optionalObject(_ name: String) throws(JSONError) -> JSONObject? {
        guard let node = node(name) else { return nil }
        return try JSONObject(node, of: line)
    }

    /// None when the field is absent.
    func objects(_ name: String) throws(JSONError) -> [JSONObject] {
        var objects: [JSONObject] = []
        for node in try list(name) { objects.append(try JSONObject(node, of: line)) }
        return objects
    }

    /// A text of the line as a message quotes it: no more than its beginning.
    static func quoted(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(quotedLength)
        return "“\(String(start))\(start.endIndex == text.endIndex ? "" : "…")”"
    }

    /// How many Unicode scalars of a text a message quotes.
    private static let quotedLength = 80

    func error(_ name: String, _ problem: String) -> JSONError {
        JSONError(offset: node(name)?.offset ?? offset, problem: problem)
    }

    private func list(_ name: String) throws(JSONError) -> [JSONNode] {
        guard let node = node(name) else { return [] }
        guard case .array(let elements) = node.value else {
            throw JSONError(offset: node.offset, problem: "“\(name)” is to be a list")
        }
        return elements
    }

    private func text(_ node: JSONNode) throws(JSONError) -> String {
        guard case .string(let range, let escaped) = node.value else {
            throw JSONError(offset: node.offset, problem: "text is expected")
        }
        return try JSONText.text(of: line, range, escaped: escaped)
    }
}
