public import SourceText

/// A file of expectations, with the place of each entry, so that some can be changed and the rest stays as it was written.
public struct ExpectationFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public var expectation: Expectation
        /// Lines of the file, from 0: its first line, with `expect`, to behind its last.
        var lines: Range<Int>
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
        for index in source.lineStarts.indices {
            let range = source.range(ofLine: index)
            guard let text = String(validating: source.bytes[range.start..<range.end], as: UTF8.self) else {
                report("this line is not UTF-8", range, "save the file as UTF-8")
                continue
            }
            let words = Self.trimmed(text)
            guard !words.isEmpty, !words.hasPrefix("#") else { continue }
            if text.utf8.first == UInt8(ascii: " ") || text.utf8.first == UInt8(ascii: "\t") {
                key(words, range, index)
            } else {
                closeEntry()
                header(words, range, index)
            }
        }
        closeEntry()
        return (entries, diagnostics)
    }

    /// `expect fail of scenario NAME`
    private mutating func header(_ words: String, _ range: SourceRange, _ line: Int) {
        keys = nil
        skipsKeys = true
        let parts = words.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: true).map(String.init)
        let outcomes = Expectation.Outcome.allCases.map(\.rawValue)
        guard parts.count == 5, parts[0] == "expect", parts[2] == "of" else {
            return report("an entry begins otherwise", range, "expect fail of scenario NAME")
        }
        guard let outcome = Expectation.Outcome(rawValue: parts[1]) else {
            let near = NearestName.find(parts[1], among: outcomes)
            return report(
                "“\(parts[1])” is nothing to expect",
                range,
                near.map { "did you mean “\($0)”?" } ?? "one of \(outcomes.joined(separator: ", "))"
            )
        }
        let name = Self.unquoted(Self.trimmed(parts[4]))
        let subject: Expectation.Subject
        switch parts[3] {
        case "scenario": subject = .scenario(name)
        case "requirement": subject = .requirement(name)
        default: return report("“\(parts[3])” has no expectations", range, "of scenario NAME, or of requirement NAME")
        }
        entries.append(
            ExpectationFile.Entry(
                expectation: Expectation(outcome: outcome, subject: subject, reason: ""),
                lines: line..<line + 1
            )
        )
        keys = []
        skipsKeys = false
    }

    private mutating func key(_ words: String, _ range: SourceRange, _ line: Int) {
        guard !skipsKeys else { return }
        guard keys != nil else {
            return report("this line belongs to no entry", range, "begin with: expect fail of scenario NAME")
        }
        let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
        guard let key = ExpectationFile.Key(rawValue: parts[0]) else {
            let near = NearestName.find(parts[0], among: ExpectationFile.Key.allCases.map(\.rawValue))
            return report(
                "an entry has no “\(parts[0])”",
                range,
                near.map { "did you mean “\($0)”?" }
                    ?? "it may have \(ExpectationFile.Key.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        guard keys?.insert(key).inserted == true else { return report("“\(key.rawValue)” stands twice in one entry", range, nil) }
        guard parts.count == 2 else { return report("“\(key.rawValue)” says nothing", range, nil) }
        let value = Self.unquoted(Self.trimmed(parts[1]))
        let last = entries.count - 1
        entries[last].lines = entries[last].lines.lowerBound..<line + 1
        switch key {
        case .because: entries[last].expectation.reason = value
        case .issue: entries[last].expectation.issue = value
        case .until:
            guard CalendarDay.isValid(value) else {
                return report("“\(value)” is no day", range, "YYYY-MM-DD, such as 2027-03-31")
            }
            entries[last].expectation.until = value
        case .dialect: entries[last].expectation.dialect = value
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

    private mutating func report(_ message: String, _ range: SourceRange, _ suggestion: String?) {
        diagnostics.append(Diagnostic(message: message, path: source.path, range: range, suggestion: suggestion))
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
