import SourceText

extension DialectReader {
    mutating func wholeNumber(_ cell: Cell) -> Int? {
        if let number = Int(cell.text), (0...Self.largestCode).contains(number) { return number }
        report("‘\(cell.text)’ is no number", cell.place, "entries of this section begin with a number")
        return nil
    }

    /// `5s`, `500ms`, `2min`, `1h`, in nanoseconds.
    mutating func duration(_ text: String, _ place: SourcePlace) -> Int64? {
        if let value = LengthOfTime.nanoseconds(text) { return value }
        report("‘\(text)’ is no length of time", place, LengthOfTime.suggestion)
        return nil
    }

    /// The entry's own clause, the section's, or the document.
    func clause(_ entry: DialectEntry) -> String { entry.clause?.text ?? dialect.document }

    mutating func expectNoBody(_ entry: DialectEntry) {
        guard let line = entry.body.first else { return }
        report("nothing may stand below ‘\(entry.name.text)’", line.place, "indent it like the entries around it")
    }

    func suggestion(for word: String, among known: [String]) -> String? { NearestName.suggestion(for: word, among: known) }

    /// Codes of the AT# family have five digits.
    private static let largestCode = 99_999
}
