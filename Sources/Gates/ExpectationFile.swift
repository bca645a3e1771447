public import SourceText
internal import Verdicts

/// A file of expectations, with the place of each entry, so that some can be changed and the rest stays as it was written.
public struct ExpectationFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public var expectation: Expectation
        /// Lines of the file, from 0: its first line, with `expect`, to behind its last.
        var lines: Range<Int>
        /// Where the name stands that it is about.
        var name: SourceRange
        /// Where its dialect stands, if it names one.
        var dialect: SourceRange?
    }

    public let source: SourceFile
    public private(set) var entries: [Entry] = []
    public private(set) var diagnostics: [Diagnostic] = []

    public var expectations: [Expectation] { entries.map(\.expectation) }

    /// The words that may begin an entry's lines.
    enum Key: String, CaseIterable { case because, issue, until, dialect, device, firmware }

    public init(_ source: SourceFile) {
        self.source = source
        var reader = ExpectationReader(source)
        (entries, diagnostics) = reader.read()
    }
}

/// Reads an expectation file line by line, several errors at once.
struct ExpectationReader {
    private let source: SourceFile
    private var entries: [ExpectationFile.Entry] = []
    private var diagnostics: [Diagnostic] = []
    /// The keys that the last entry has so far; nil while there is no entry or its first line is wrong.
    private var keys: Set<ExpectationFile.Key>?
    private var skipsKeys = false

    init(_ source: SourceFile) { self.source = source }

    mutating func read() -> ([ExpectationFile.Entry], [Diagnostic]) {
        if let problem = source.markProblem { diagnostics.append(problem) }
        var isFirst = true
        for index in source.lineStarts.indices {
            let range = source.range(ofLine: index)
            guard String(validating: source.bytes[range.start..<range.end], as: UTF8.self) != nil else {
                report("this line is not UTF-8", range, "save the file as UTF-8")
                continue
            }
            let line = trimmed(range)
            guard !isEmpty(line), source.bytes[line.start] != UInt8(ascii: "#") else { continue }
            defer { isFirst = false }
            if line.start == range.start, source.text(cut(line).word) == LanguageVersion.keyword {
                guard isFirst else {
                    report(LanguageVersion.misplaced.message, line, LanguageVersion.misplaced.fix)
                    continue
                }
                if let (message, fix) = LanguageVersion.problem(words(cut(line).rest)) {
                    report(message, line, fix)
                    return ([], diagnostics)
                }
            } else if line.start > range.start {
                key(line, index)
            } else {
                closeEntry()
                header(line, index)
            }
        }
        closeEntry()
        return (entries, diagnostics)
    }

    /// `expect fail of scenario NAME`
    private mutating func header(_ line: SourceRange, _ index: Int) {
        keys = nil
        skipsKeys = true
        let (expect, afterExpect) = cut(line)
        let (outcomeWord, afterOutcome) = cut(afterExpect)
        let (of, afterOf) = cut(afterOutcome)
        let (kind, name) = cut(afterOf)
        guard source.text(expect) == "expect" else { return begunOtherwise(expect) }
        guard source.text(of) == "of" else { return begunOtherwise(isEmpty(of) ? line : of) }
        guard !isEmpty(name) else { return begunOtherwise(line) }
        let word = source.text(outcomeWord)
        guard let outcome = Expectation.Outcome(rawValue: word) else {
            let outcomes = Expectation.Outcome.allCases.map(\.rawValue)
            let near = NearestName.find(word, among: outcomes)
            return report(
                "“\(word)” is nothing to expect",
                outcomeWord,
                near.map { "did you mean “\($0)”?" } ?? "one of \(outcomes.joined(separator: ", "))"
            )
        }
        guard let named = value(name, of: source.text(kind)), isOneName(name) else { return }
        let subject: Expectation.Subject
        switch source.text(kind) {
        case "scenario": subject = .scenario(named)
        case "requirement": subject = .requirement(named)
        case let other: return report("“\(other)” has no expectations", kind, "of scenario NAME, or of requirement NAME")
        }
        entries.append(
            ExpectationFile.Entry(
                expectation: Expectation(outcome: outcome, subject: subject, reason: ""),
                lines: index..<index + 1,
                name: name
            )
        )
        keys = []
        skipsKeys = false
    }

    private mutating func begunOtherwise(_ range: SourceRange) {
        report("an entry begins otherwise", range, "expect fail of scenario NAME")
    }

    private mutating func isOneName(_ range: SourceRange) -> Bool {
        let (_, second) = cut(range)
        guard !isEmpty(second), source.bytes[range.start] != Self.quote else { return true }
        report("an entry is about one name", second, "an entry for each name, or * for the part that differs")
        return false
    }

    private mutating func key(_ line: SourceRange, _ index: Int) {
        guard !skipsKeys else { return }
        guard keys != nil else {
            return report("this line belongs to no entry", line, "begin with: expect fail of scenario NAME")
        }
        let (word, rest) = cut(line)
        guard let key = ExpectationFile.Key(rawValue: source.text(word)) else {
            let near = NearestName.find(source.text(word), among: ExpectationFile.Key.allCases.map(\.rawValue))
            return report(
                "an entry has no “\(source.text(word))”",
                word,
                near.map { "did you mean “\($0)”?" }
                    ?? "it may have \(ExpectationFile.Key.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        guard keys?.insert(key).inserted == true else { return report("“\(key.rawValue)” stands twice in one entry", word, nil) }
        guard !isEmpty(rest) else { return report("“\(key.rawValue)” says nothing", word, nil) }
        guard let value = value(rest, of: key.rawValue) else { return }
        let last = entries.count - 1
        entries[last].lines = entries[last].lines.lowerBound..<index + 1
        switch key {
        case .because: entries[last].expectation.reason = value
        case .issue: entries[last].expectation.issue = value
        case .until:
            guard CalendarDay.isValid(value) else {
                return report("“\(value)” is no day", rest, "YYYY-MM-DD, such as 2027-03-31")
            }
            entries[last].expectation.until = value
        case .dialect:
            entries[last].expectation.dialect = value
            entries[last].dialect = rest
        case .device: entries[last].expectation.device = value
        case .firmware: entries[last].expectation.firmware = value
        }
    }

    private mutating func closeEntry() {
        if let keys, !keys.contains(.because), let entry = entries.last {
            report("the entry does not say why", source.range(ofLine: entry.lines.lowerBound), "add below it: because \"…\"")
        }
        keys = nil
    }

    /// What a range says, in quotes or without; nil when that is nothing, or a quote is open, which is reported.
    private mutating func value(_ range: SourceRange, of word: String) -> String? {
        var text = source.text(range)
        if source.bytes[range.start] == Self.quote {
            guard range.end - range.start > 1, source.bytes[range.end - 1] == Self.quote else {
                report("this quote is not closed", range, "end the text with \"")
                return nil
            }
            text = source.text(trimmed(SourceRange(start: range.start + 1, end: range.end - 1)))
        }
        guard !text.isEmpty else {
            report("“\(word)” says nothing", range, nil)
            return nil
        }
        return text
    }

    private mutating func report(_ message: String, _ range: SourceRange, _ suggestion: String?) {
        diagnostics.append(Diagnostic(message: message, path: source.path, range: range, suggestion: suggestion))
    }

    // MARK: Words

    private static let quote = UInt8(ascii: "\"")

    private func isEmpty(_ range: SourceRange) -> Bool { range.start == range.end }
    private func isBlank(_ offset: Int) -> Bool { source.bytes[offset] == UInt8(ascii: " ") || source.bytes[offset] == 0x09 }

    private func trimmed(_ range: SourceRange) -> SourceRange {
        var range = range
        while range.start < range.end, isBlank(range.start) { range.start += 1 }
        while range.end > range.start, isBlank(range.end - 1) { range.end -= 1 }
        return range
    }

    private func words(_ range: SourceRange) -> [String] {
        source.text(range).split { $0 == " " || $0 == "\t" }.map(String.init)
    }

    /// The first word of a range that begins with one, and what follows it.
    private func cut(_ range: SourceRange) -> (word: SourceRange, rest: SourceRange) {
        var end = range.start
        while end < range.end, !isBlank(end) { end += 1 }
        return (SourceRange(start: range.start, end: end), trimmed(SourceRange(start: end, end: range.end)))
    }
}
