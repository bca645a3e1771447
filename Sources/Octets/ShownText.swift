/// Text that is safe for any terminal and for XML 1.0: what is printable stays, control characters are named as in bytes (`<ESC>`), and
/// what would act unseen (C1, directional marks, line separators, noncharacters) is shown as `<U+202E>`.
public func shown(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
        if scalar.value < 0x20 || scalar.value == 0x7F {
            safe += visible([UInt8(scalar.value)])
        } else if actsUnseen(scalar) {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            safe += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
        } else {
            safe.unicodeScalars.append(scalar)
        }
    }
    return safe
}

/// The same for text of several lines, which stay lines.
public func shownLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { shown(String($0)) }.joined(separator: "\n")
}

private func actsUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
}
