import SourceText

extension DialectReader {
    /// What is said in one way or not at all.
    private enum Fact: String, CaseIterable {
        case echo, quotes

        var condition: String {
            switch self {
            case .echo: "under ATE1"
            case .quotes: "around texts"
            }
        }
        var problem: String {
            switch self {
            case .echo: "this does not say when lines are echoed"
            case .quotes: "this does not say what is shown between quotes"
            }
        }
    }

    /// `KIND   FRAMES   [numeric FRAMES]   [CLAUSE]`, `echo   under ATE1   [CLAUSE]`, or `quotes   around texts   [CLAUSE]`. What is unsaid says
    /// nothing.
    mutating func readFraming(_ entry: DialectEntry) {
        expectNoBody(entry)
        guard !entry.isUnsaid else { return }
        if let fact = Fact(rawValue: entry.name.text) {
            guard entry.columns.map(\.text) == [fact.condition] else {
                return report(fact.problem, entry.place, "\(fact.rawValue)   \(fact.condition)")
            }
            switch fact {
            case .echo: dialect.framing.saysEcho = true
            case .quotes: dialect.framing.saysQuotes = true
            }
            return
        }
        guard let kind = Dialect.LineKind(rawValue: entry.name.text) else {
            let known = Dialect.LineKind.allCases.map(\.rawValue) + Fact.allCases.map(\.rawValue)
            let fix = NearestName.find(entry.name.text, among: known).map { "did you mean ‘\($0)’?" }
            return report(
                "there is no kind of line ‘\(entry.name.text)’",
                entry.name.place,
                fix ?? "one of: " + known.joined(separator: ", ")
            )
        }
        let slots = entry.columns.map { DialectSection.framing.slot(of: $0) }
        guard slots == [0] || slots == [0, 1] else {
            return report(
                "‘\(kind.rawValue)’ has no frame",
                entry.place,
                "\(kind.rawValue)   CR LF text CR LF   numeric CR number CR"
            )
        }
        var frames = Dialect.Frames(verbose: [])
        for (cell, slot) in zip(entry.columns, slots) {
            let words = slot == 0 ? cell.wordCells : Array(cell.wordCells.dropFirst())
            guard let read = read(words, cell) else { return }
            if slot == 0 { frames.verbose = read } else { frames.numeric = read }
        }
        dialect.framing.frames[kind] = frames
    }

    /// `CR LF text CR LF or text CR LF`
    private mutating func read(_ words: [Cell], _ cell: Cell) -> [Dialect.Frame]? {
        var frames: [Dialect.Frame] = []
        for part in words.split(omittingEmptySubsequences: false, whereSeparator: { $0.text == "or" }) {
            var frame = Dialect.Frame()
            for word in part {
                guard let part = Dialect.Frame.Part(rawValue: word.text) else {
                    report("‘\(word.text)’ is no part of a frame", word.place, "CR, LF, text and number are")
                    return nil
                }
                frame.parts.append(part)
            }
            guard frame.parts.filter({ $0 == .text || $0 == .number }).count == 1 else {
                report("a frame has one ‘text’, or one ‘number’", cell.place, "CR LF text CR LF")
                return nil
            }
            frames.append(frame)
        }
        return frames
    }
}
