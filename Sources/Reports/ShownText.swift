import Octets

/// Text that is safe for any terminal and for XML 1.0: what is printable stays, control characters are named as in bytes (`<ESC>`), and
/// what would act unseen (C1, directional marks, line separators, noncharacters) is shown as `<U+202E>`.
func shown(_ text: String) -> String {
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

private func actsUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
}

extension String {
    /// Each of the ASCII characters replaced.
    func escaping(_ special: String, _ replacement: (Unicode.Scalar) -> String) -> String {
        guard utf8.contains(where: special.utf8.contains) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if special.unicodeScalars.contains(scalar) { text += replacement(scalar) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// At most `width` characters; what is cut off leaves an ellipsis.
    func clipped(to width: Int) -> String {
        guard count > width else { return self }
        return prefix(max(0, width - 1)) + "…"
    }

    /// Filled up with blanks on the right.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// Filled up with blanks on the left.
    func aligned(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
