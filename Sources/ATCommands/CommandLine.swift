/// The body of a command line, read one command at a time (V.250 §5.3, §5.4).
///
/// A line is read as it is carried out, because what stands before a bad command is carried out (V.250 §5.3.1).
public struct CommandLine: Sendable {
    private let body: [UInt8]
    private var position = 0

    /// - Parameter body: What stands between `AT` and the terminator.
    public init(_ body: [UInt8]) { self.body = body }

    /// Whether nothing but blanks and semicolons is left.
    public var isAtEnd: Bool { body[position...].allSatisfy { $0 == .blank || $0 == UInt8(ascii: ";") } }

    /// The next command, or nil at the end of the line.
    public mutating func next() throws(CommandSyntaxError) -> ATCommand? {
        while let byte = peek(), byte == UInt8(ascii: ";") { position += 1 }
        guard let first = peek() else { return nil }
        position += 1
        switch first {
        case UInt8(ascii: "+"), UInt8(ascii: "#"): return try extended(prefix: first)
        case UInt8(ascii: "&"):
            guard let letter = peek(), letter.isLetter else { throw CommandSyntaxError() }
            position += 1
            return .basic("&" + letter.capital, try number())
        case UInt8(ascii: "S"), UInt8(ascii: "s"): return try register()
        case UInt8(ascii: "D"), UInt8(ascii: "d"):
            defer { position = body.count }
            return .dial(Array(body[position...]).trimmed)
        default:
            guard first.isLetter else { throw CommandSyntaxError() }
            return .basic(first.capital, try number())
        }
    }

    /// The next byte that is not a blank.
    private mutating func peek() -> UInt8? {
        while position < body.count, body[position] == .blank { position += 1 }
        return position < body.count ? body[position] : nil
    }

    private mutating func number() throws(CommandSyntaxError) -> Int? {
        guard let first = peek(), first.isDigit else { return nil }
        let digits = body[position...].prefix { $0.isDigit }
        position += digits.count
        guard let value = Int(decimal: digits) else { throw CommandSyntaxError() }
        return value
    }

    private mutating func register() throws(CommandSyntaxError) -> ATCommand {
        guard let index = try number() else { throw CommandSyntaxError() }
        switch peek() {
        case UInt8(ascii: "?"):
            position += 1
            return .showRegister(index)
        case UInt8(ascii: "="):
            position += 1
            return .setRegister(index, try number() ?? 0)
        default: throw CommandSyntaxError()
        }
    }

    private mutating func extended(prefix: UInt8) throws(CommandSyntaxError) -> ATCommand {
        var name = String(UnicodeScalar(prefix))
        while let byte = peek(), byte.isNameCharacter {
            name += byte.capital
            position += 1
        }
        guard name.utf8.count > 1 else { throw CommandSyntaxError(name: name) }
        switch peek() {
        case nil, UInt8(ascii: ";"): return .extended(name, .action)
        case UInt8(ascii: "?"):
            position += 1
            try endOfExtended(name)
            return .extended(name, .read)
        case UInt8(ascii: "="):
            position += 1
            let value = try value(of: name)
            return .extended(name, value == [UInt8(ascii: "?")] ? .test : .write(value))
        default: throw CommandSyntaxError(name: name)
        }
    }

    private mutating func endOfExtended(_ name: String) throws(CommandSyntaxError) {
        switch peek() {
        case nil, UInt8(ascii: ";"): return
        default: throw CommandSyntaxError(name: name)
        }
    }

    /// What stands before the next semicolon outside quotes.
    private mutating func value(of name: String) throws(CommandSyntaxError) -> [UInt8] {
        var value: [UInt8] = []
        var isQuoted = false
        while position < body.count, isQuoted || body[position] != UInt8(ascii: ";") {
            if body[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
            value.append(body[position])
            position += 1
        }
        guard !isQuoted else { throw CommandSyntaxError(name: name) }
        return value.trimmed
    }
}

extension UInt8 {
    fileprivate static let blank: UInt8 = 0x20
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    /// V.250 §5.4.1.
    fileprivate var isNameCharacter: Bool { isLetter || isDigit || "!%-./:_".utf8.contains(self) }
    fileprivate var capital: String { String(UnicodeScalar(isLetter ? self & 0xDF : self)) }
}
