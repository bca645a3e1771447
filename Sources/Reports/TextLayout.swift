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
