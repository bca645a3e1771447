import SourceText

extension DialectReader {
    mutating func wholeNumber(_ cell: Cell) -> Int? {
        if let number = Int(cell.text), (0...Self.largestCode).contains(number) { return number }
        report("‘\(cell.text)’ is no number", cell.range, "entries of this section begin with a number")
        return nil
    }

    /// `5s`, `500ms`, `2min`, `1h`, in nanoseconds.
    mutating func duration(_ text: String, _ range: SourceRange) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [Substring: Int64] = [
            "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
        ]
        guard let count = Int64(digits), count <= Self.longestCount, let unit = units[text.dropFirst(digits.count)] else {
            report("‘\(text)’ is no length of time", range, "a number and ms, s, min or h: 5 s")
            return nil
        }
        return count * unit
    }

    /// The entry's own clause, the section's, or the document.
    func clause(_ entry: Entry, at index: Int, _ inherited: String?) -> String {
        index < entry.head.cells.count ? entry.head.cells[index].text : inherited ?? dialect.document
    }

    mutating func expectNoBody(_ entry: Entry) {
        guard let line = entry.body.first else { return }
        report("nothing may stand below ‘\(entry.head.cells[0].text)’", line.range, "indent it like the entries around it")
    }

    /// A line as one text, its columns undone.
    func wholeText(_ line: DialectLine) -> String {
        line.cells.count == 1 ? line.cells[0].text : line.cells.map(\.text).joined(separator: " ")
    }

    /// The nearest known word, or all of them when none is near and they are few.
    func suggestion(for word: String, among known: [String]) -> String? {
        if let near = NearestName.find(word, among: known) { return "did you mean ‘\(near)’?" }
        return known.count <= Self.mostListed ? "one of: " + known.joined(separator: ", ") : nil
    }

    /// Codes of the AT# family have five digits.
    private static let largestCode = 99_999
    /// Days of milliseconds: far beyond any manual, far below overflow in any unit.
    private static let longestCount: Int64 = 1_000_000
    private static let mostListed = 24
}
