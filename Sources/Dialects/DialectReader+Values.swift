import SourceText

extension DialectReader {
    mutating func wholeNumber(_ cell: Cell) -> Int? {
        if let number = Int(cell.text), (0...Self.largestCode).contains(number) { return number }
        report("‘\(cell.text)’ is no number", cell.range, "entries of this section begin with a number")
        return nil
    }

    /// `5s`, `500ms`, `2min`, `1h`, in nanoseconds.
    mutating func duration(_ text: String, _ range: SourceRange) -> Int64? {
        if let value = LengthOfTime.nanoseconds(text) { return value }
        report("‘\(text)’ is no length of time", range, LengthOfTime.suggestion)
        return nil
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

    func suggestion(for word: String, among known: [String]) -> String? { NearestName.suggestion(for: word, among: known) }

    /// Codes of the AT# family have five digits.
    private static let largestCode = 99_999
}
