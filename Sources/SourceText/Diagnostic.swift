import Octets

/// A message about a place in a file.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable { case error, warning }
    public var severity: Severity
    public var message: String
    public var path: String
    public var range: SourceRange
    /// How to repair it.
    public var suggestion: String?
    /// Another place that has to do with it.
    public var related: Related?

    public struct Related: Hashable, Sendable {
        public var message: String
        public var path: String
        public var range: SourceRange
        public init(message: String, path: String, range: SourceRange) {
            self.message = message
            self.path = path
            self.range = range
        }
    }

    public init(severity: Severity = .error, message: String, path: String, range: SourceRange, suggestion: String? = nil) {
        self.severity = severity
        self.message = message
        self.path = path
        self.range = range
        self.suggestion = suggestion
    }
}

extension Diagnostic {
    /// How many columns of the quoted line are shown at most.
    static let window = 120
    /// How many columns before the marked place stay visible when the line is cut.
    static let lead = 40
    /// How many bytes of a line are looked at from the marked place on: far more than the window can hold.
    static let reach = 16 * window

    /// The message as people read it: place and message, the quoted line with the range underlined, the other place, the repair.
    ///
    /// In the quoted line control bytes are shown as their pictures (U+2400 …), bytes that are no UTF-8 as U+FFFD, one column each.
    /// What the message and the repair quote is shown by name (`<ESC>`).
    public func rendered(
        in file: SourceFile,
        related other: (String) -> SourceFile? = { _ in nil },
        style: DiagnosticStyle = .plain
    ) -> String {
        let label = style.label(severity)
        var text = Self.quoted(range, in: file, path: path, saying: "\(label) \(shownLines(message))", style.mark(severity))
        if let related, let source = related.path == path ? file : other(related.path) {
            text += Self.quoted(
                related.range,
                in: source,
                path: related.path,
                saying: "note: \(shownLines(related.message))",
                style.plain
            )
        }
        if let suggestion { text += "\(style.fix) \(shownLines(suggestion))\n" }
        return text
    }

    private static func quoted(
        _ range: SourceRange,
        in file: SourceFile,
        path: String,
        saying message: String,
        _ mark: (String) -> String
    ) -> String {
        let lineNumber = file.line(at: range.start)
        let line = file.range(ofLine: lineNumber)
        let start = max(line.start, min(range.start, line.end))
        let end = max(start, min(range.end, line.end))
        let before = visible(file.text(SourceRange(start: line.start, end: start)))
        let marked = visible(file.text(SourceRange(start: start, end: min(end, start + reach))))
        let after = visible(file.text(SourceRange(start: end, end: min(line.end, end + reach))))

        var text = "\(Octets.shown(path)):\(lineNumber + 1):\(before.count + 1): \(message)\n"
        let all = unheard(before + marked + after)
        let first = all.count <= window ? 0 : max(0, min(before.count - lead, all.count - window))
        let shown = all.dropFirst(first).prefix(window)
        let cutBefore = first > 0
        let cutAfter = first + shown.count < all.count
        text += "    " + (cutBefore ? "…" : "") + String(shown) + (cutAfter ? "…" : "") + "\n"
        let indent = 4 + (cutBefore ? 1 : 0) + before.count - first
        let underline = max(0, min(marked.count, first + shown.count - before.count) - 1)
        text += String(repeating: " ", count: indent) + mark("^" + String(repeating: "~", count: underline)) + "\n"
        return text
    }

    /// The same columns, in which no CI engine that reads the log finds a command: see ``Octets/actsInLogs(_:after:)``.
    private static func unheard(_ characters: [Character]) -> [Character] {
        characters.indices.map { index in
            guard index > 0, characters[index] == characters[index - 1] else { return characters[index] }
            switch characters[index] {
            case ":": return "\u{2236}"
            case "#": return "\u{266F}"
            default: return characters[index]
            }
        }
    }

    /// One column per character, none of which moves the cursor or reorders the line.
    private static func visible(_ text: String) -> [Character] {
        text.map { character in
            for scalar in character.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control:
                    guard let picture = scalar.value == 0x7F ? "\u{2421}" : UnicodeScalar(0x2400 + scalar.value),
                        scalar.value < 0x80
                    else { return "\u{FFFD}" }
                    return Character(picture)
                case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                    return "\u{FFFD}"
                default:
                    continue
                }
            }
            return character
        }
    }
}

/// The messages about a set of files: sorted by place, without repetitions, at most so many per file.
public struct DiagnosticReport: Sendable {
    /// Enough to see a pattern, few enough to read.
    public static let defaultLimit = 20

    public let diagnostics: [Diagnostic]

    public init(_ diagnostics: some Sequence<Diagnostic>) {
        self.diagnostics = Set(diagnostics).sorted {
            ($0.path, $0.range.start, $0.range.end, $0.severity.rawValue, $0.message)
                < ($1.path, $1.range.start, $1.range.end, $1.severity.rawValue, $1.message)
        }
    }

    /// How many there are of each kind, and in how many files: `3 errors, 1 warning in 2 files`; nothing when there are none.
    public var summary: String {
        guard !diagnostics.isEmpty else { return "" }
        func count(_ number: Int, _ noun: String) -> String? {
            number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
        }
        let errors = diagnostics.count { $0.severity == .error }
        let kinds = [count(errors, "error"), count(diagnostics.count - errors, "warning")].compactMap(\.self)
        return kinds.joined(separator: ", ") + " in " + (count(Set(diagnostics.map(\.path)).count, "file") ?? "")
    }

    /// All messages; `file` finds a file by its path. A message about a file that cannot be found has no quoted line.
    public func rendered(
        limitPerFile limit: Int = defaultLimit,
        style: DiagnosticStyle = .plain,
        file: (String) -> SourceFile?
    ) -> String {
        var text = ""
        var index = 0
        while index < diagnostics.count {
            let path = diagnostics[index].path
            let end = diagnostics[index...].firstIndex { $0.path != path } ?? diagnostics.count
            let source = file(path)
            for diagnostic in diagnostics[index..<min(end, index + limit)] {
                if let source {
                    text += diagnostic.rendered(in: source, related: file, style: style)
                } else {
                    text += "\(shown(path)): \(style.label(diagnostic.severity)) \(shownLines(diagnostic.message))\n"
                }
            }
            let rest = end - index - limit
            if rest > 0 { text += "\(shown(path)): \(rest) more\n" }
            index = end
        }
        return text
    }
}

extension Sequence<Diagnostic> {
    public var hasErrors: Bool { contains { $0.severity == .error } }
}
