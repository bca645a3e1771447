/// Text that is safe for any terminal, for XML 1.0 and for whoever reads a log: what is printable stays, control characters are named as in
/// bytes (`<ESC>`), and what would act unseen (C1, directional and zero-width characters, line separators, noncharacters) is shown as `<U+202E>`.
///
/// Of two colons or two number signs in a row the second is named, too: ``actsInLogs(_:after:)``.
public func shown(_ text: String) -> String {
    if isPlain(text) { return text }
    var safe = ""
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        if scalar.value < 0x20 || scalar.value == 0x7F {
            safe += visible([UInt8(scalar.value)])
        } else if actsUnseen(scalar) || actsInLogs(scalar, after: last) {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            safe += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
        } else {
            safe.unicodeScalars.append(scalar)
        }
        last = scalar
    }
    return safe
}

/// The same for text of several lines, which stay lines.
public func shownLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { shown(String($0)) }.joined(separator: "\n")
}

/// Printable ASCII in which nothing acts in logs.
private func isPlain(_ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
        guard byte >= 0x20, byte < 0x7F, !(byte == last && actsInLogs(byte)) else { return false }
        last = byte
    }
    return true
}

/// A character that together with its neighbour before it is a command to a CI engine that reads the log: `::` at a line's beginning, after
/// blanks, to GitHub's runner; `##[` anywhere in a line to it, too, and to the Azure Pipelines agent, there also `##vso[`.
///
/// Where a line begins is decided after this, when texts are wrapped and put together: so each pair is broken, wherever it stands.
public func actsInLogs(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> Bool {
    scalar == last && scalar.value < 0x80 && actsInLogs(UInt8(scalar.value))
}

/// It begins a command to a reader of logs when it stands twice.
func actsInLogs(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ":") || byte == UInt8(ascii: "#") }

/// A character that nobody sees and that changes how what stands around it is read.
public func actsUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80: scalar.value < 0x20 || scalar.value == 0x7F
    case 0x80...0x9F, 0x2028...0x2029, 0xFDD0...0xFDEF: true
    default:
        scalar.value & 0xFFFE == 0xFFFE || scalar.properties.generalCategory == .format
            || scalar.properties.isDefaultIgnorableCodePoint
    }
}
