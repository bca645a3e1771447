import Events
import Octets

/// What was expected above what came, byte by byte, with the first difference marked.
struct ByteComparison {
    /// More forms than these are counted, not listed.
    static let formsShown = 6

    var width: Int
    var ink: Ink

    /// Rows with a label each, `width` characters at most without the label.
    func rows(_ finding: Finding) -> [(label: String, text: String)] {
        var rows: [(label: String, text: String)] = []
        let pivot = min(max(0, finding.mismatch ?? finding.received.count), finding.received.count)
        let start = windowStart(finding.received, pivot)
        if let expected = finding.expectedBytes, !expected.isEmpty {
            rows.append(("expected", window(expected, from: min(start, expected.count))))
            rows += forms(finding.expected.dropFirst(), first: "or")
        } else {
            rows += forms(finding.expected[...], first: "expected")
        }
        if finding.received.isEmpty {
            if !rows.isEmpty { rows.append(("received", ink("nothing", .faint))) }
        } else {
            rows.append(("received", window(finding.received, from: start)))
            if let remark = remark(finding, pivot) {
                let column =
                    (start > 0 ? 1 : 0)
                    + finding.received[start..<pivot].indices.reduce(0) { $0 + atom(finding.received, $1).count }
                rows.append(("", caret(column, remark)))
            }
        }
        return rows
    }

    /// Up to three lines of sixteen bytes each around the first difference, at the same offsets.
    func hexadecimalRows(_ finding: Finding) -> [(label: String, text: String)] {
        let pivot = min(max(0, finding.mismatch ?? finding.received.count), finding.received.count)
        let first = max(0, pivot / 16 - 1) * 16
        func rows(_ label: String, _ bytes: [UInt8]) -> [(label: String, text: String)] {
            let lines = hexView(bytes.dropFirst(first).prefix(48), from: first)
            return lines.enumerated().map { (label: $0 == 0 ? label : "", text: $1) }
        }
        return rows("expected", finding.expectedBytes ?? []) + rows("received", finding.received)
    }

    private func forms(_ forms: ArraySlice<String>, first: String) -> [(label: String, text: String)] {
        var rows = forms.prefix(Self.formsShown).enumerated().map { index, form in
            (label: index == 0 ? first : "or", text: shown(form).clipped(to: width))
        }
        if forms.count > Self.formsShown { rows.append(("", ink("and \(forms.count - Self.formsShown) other forms", .faint))) }
        return rows
    }

    private func remark(_ finding: Finding, _ pivot: Int) -> String? {
        if pivot == finding.received.count {
            let isShort = finding.expectedBytes.map { $0.count > finding.received.count } ?? false
            return finding.mismatch != nil || isShort ? "nothing more came" : nil
        }
        let came = hex(finding.received[pivot])
        // With several forms there is no one byte that was expected.
        guard let expected = finding.expectedBytes, finding.expected.count <= 1 else { return "offset \(pivot): \(came)" }
        guard pivot < expected.count else { return "offset \(pivot): \(came), where nothing more was expected" }
        return "offset \(pivot): \(came) instead of \(hex(expected[pivot]))"
    }

    private func caret(_ column: Int, _ remark: String) -> String {
        let blanks = String(repeating: " ", count: column)
        if column + 2 + remark.count <= width || column < remark.count + 1 { return blanks + ink("^ " + remark, .bad) }
        return String(repeating: " ", count: column - remark.count - 1) + ink(remark + " ^", .bad)
    }

    /// Where to begin so that the byte at `pivot` is in sight.
    private func windowStart(_ bytes: [UInt8], _ pivot: Int) -> Int {
        var start = pivot
        var used = 1
        while start > 0 {
            used += atom(bytes, start - 1).count
            if used > width * 2 / 3 { return start }
            start -= 1
        }
        return start
    }

    private func window(_ bytes: [UInt8], from start: Int) -> String {
        var text = start > 0 ? "…" : ""
        for index in start..<bytes.count {
            let atom = atom(bytes, index)
            guard text.count + atom.count <= (index == bytes.count - 1 ? width : width - 1) else { return text + "…" }
            text += atom
        }
        return text
    }

    /// One byte as `visible` writes it among its neighbours.
    private func atom(_ bytes: [UInt8], _ index: Int) -> String {
        if bytes[index] == UInt8(ascii: "<") { return visible(bytes[index...].prefix(6)).hasPrefix("<lt>") ? "<lt>" : "<" }
        guard index > 0, bytes[index] == bytes[index - 1] else { return visible(CollectionOfOne(bytes[index])) }
        let pair = visible([bytes[index], bytes[index]])
        return pair.count > 2 && bytes[index] > 0x20 && bytes[index] < 0x7F
            ? String(pair.dropFirst()) : visible(CollectionOfOne(bytes[index]))
    }

    /// A printable byte as a character, another one in hexadecimal.
    private func hex(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "‘\(Unicode.Scalar(byte))’" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (byte < 16 ? "0" : "") + digits
    }
}
