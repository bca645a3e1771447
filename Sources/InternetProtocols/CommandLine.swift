internal import Octets

/// A command line taken apart: a verb and what follows it.
struct CommandLine: Sendable {
    /// In capitals; at most ``verbLimit`` characters, so that a hostile line makes no long names.
    var verb: String
    /// What follows the blanks after the verb, verbatim.
    var argument: [UInt8]

    static let verbLimit = 16

    init(_ line: [UInt8]) {
        let blank = UInt8(ascii: " ")
        let word = line.prefix { $0 != blank }
        verb = String(decoding: word.prefix(Self.verbLimit), as: UTF8.self).uppercased()
        argument = Array(line.dropFirst(word.count).drop { $0 == blank })
    }

    /// The argument as text, without blanks at its end.
    var text: String {
        var bytes = argument[...]
        while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The argument as a number without sign; nil unless it is one.
    var number: Int? { decimal(text) }
}

/// A decimal number without sign, of at most 18 digits; nil for anything else.
func decimal(_ text: some StringProtocol) -> Int? {
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return text.utf8.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}
