/// One command of a command line.
public enum ATCommand: Hashable, Sendable {
    /// A letter, or `&` and a letter, in capitals, with its number where one is given (V.250 §5.3.1).
    case basic(String, Int?)
    /// `S3=13` (V.250 §5.3.2).
    case setRegister(Int, Int)
    /// `S3?`
    case showRegister(Int)
    /// `D` and the rest of the line.
    case dial([UInt8])
    /// A name such as `+CREG` or `#PPPMODE`, in capitals (V.250 §5.4.1).
    case extended(String, Operation)

    public enum Operation: Hashable, Sendable {
        /// `AT#X`
        case action
        /// `AT#X=…`: what follows the sign, blanks around it removed, quotes kept.
        case write([UInt8])
        /// `AT#X?`
        case read
        /// `AT#X=?`
        case test
    }
}

/// A command that breaks V.250's grammar.
public struct CommandSyntaxError: Error, Hashable, Sendable {
    /// The extended command's name, as far as it could be read; nil in a basic command.
    public var name: String?
    public init(name: String? = nil) { self.name = name }
}

/// A value of an extended command (V.250 §5.4.2).
public enum CommandValue: Hashable, Sendable {
    case omitted
    /// Without its quotes.
    case quoted([UInt8])
    case bare([UInt8])

    /// One value, which may hold commas. Nil when a quote stands where none may.
    public init?(whole text: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        guard let first = text.first else {
            self = .omitted
            return
        }
        if first == quote {
            guard text.count >= 2, text.last == quote else { return nil }
            let inside = Array(text[1..<text.count - 1])
            guard !inside.contains(quote) else { return nil }
            self = .quoted(inside)
        } else {
            guard !text.contains(quote) else { return nil }
            self = .bare(text)
        }
    }

    /// The values of a list, separated by commas outside quotes. Nil when a quote stands where none may.
    public static func list(_ text: [UInt8]) -> [CommandValue]? {
        var values: [CommandValue] = []
        var current: [UInt8] = []
        var isQuoted = false
        for byte in text + [UInt8(ascii: ",")] {
            if byte == UInt8(ascii: ","), !isQuoted {
                guard let value = CommandValue(whole: current.trimmed) else { return nil }
                values.append(value)
                current.removeAll()
            } else {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                current.append(byte)
            }
        }
        return isQuoted ? nil : values
    }

    /// A whole decimal number, quoted or not.
    public var integer: Int? {
        switch self {
        case .omitted: nil
        case .quoted(let digits), .bare(let digits): Int(decimal: digits[...])
        }
    }
}

extension Int {
    /// One to nine decimal digits and nothing else.
    public init?(decimal digits: ArraySlice<UInt8>) {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension [UInt8] {
    /// Without blanks at either end.
    var trimmed: [UInt8] {
        guard let first = firstIndex(where: { $0 != 0x20 }), let last = lastIndex(where: { $0 != 0x20 }) else { return [] }
        return Array(self[first...last])
    }
}
