public import SourceText
internal import World

extension Rig {
    /// Why a file that holds a secret cannot be read.
    public struct SecretUnavailable: Error, Hashable, Sendable {
        public var reason: String
        public init(reason: String) { self.reason = reason }
    }

    /// Reads a rig file (Docs/RigFiles.md). The rig is nil when any diagnostic is an error.
    ///
    /// - Parameter environment: a variable's value; nil when it is not set.
    /// - Parameter read: a file's bytes, by a path that is absolute or starts from the same folder as the rig's own.
    public static func load(
        _ file: SourceFile,
        environment: @escaping (String) -> String?,
        read: @escaping (String) throws(SecretUnavailable) -> [UInt8]
    ) -> (Rig?, [Diagnostic]) {
        guard file.bytes.count <= RigReader.largestFile else {
            let message = "a rig file has at most \(RigReader.largestFile >> 10) KiB"
            return (nil, [Diagnostic(message: message, path: file.path, range: SourceRange(start: 0, end: 0))])
        }
        var reader = RigReader(file, environment: environment, read: read)
        return reader.read()
    }
}

/// Builds a rig from its file, line by line, and notes what is wrong with it.
struct RigReader {
    enum Section: String, CaseIterable {
        case rig, claims, values, servers, hooks, pacing, budget

        /// The words that its lines begin with.
        var keywords: [String] {
            switch self {
            case .rig: ["title", "device", "line", "dialect", "boots in", "starts with", "unsolicited", "set up", "control"]
            case .claims: ["features", "standards", "default", "limit", "waive"]
            case .values: ["apn", "user", "password", "pin", "number", "caller", "dial user", "dial password", "dns"]
            case .servers:
                [
                    "bind", "seen as", "device at", "port", "passive ports", "ports forwarded", "names resolved",
                    "names forwarded", "account",
                ]
            case .hooks: ["power cycle"]
            case .pacing: ["write gap", "data gap", "time scale"]
            case .budget: Rig.Budget.Resource.allCases.map(\.rawValue)
            }
        }

        /// Those of its lines that may stand more than once, each time about something else.
        var repeatable: Set<String> {
            switch self {
            case .claims: ["default", "limit", "waive"]
            case .servers: ["port", "account"]
            case .rig, .values, .hooks, .pacing, .budget: []
            }
        }
    }

    /// A line: its keyword, and the words after it.
    struct Entry {
        var keyword: String
        var keywordRange: SourceRange
        var words: [RigWord]
        var range: SourceRange
    }

    /// After so many messages the rest of the file is not worth reporting.
    static let mostDiagnostics = 50
    /// A hundred times the fullest rig.
    static let largestFile = 256 << 10

    let file: SourceFile
    let environment: (String) -> String?
    let readFile: (String) throws(Rig.SecretUnavailable) -> [UInt8]
    var rig: Rig
    var diagnostics: [Diagnostic]
    /// What has been said, so that nothing is said twice.
    var said: Set<String> = []
    /// Where the device and the line's settings stand.
    var deviceRange: SourceRange?
    var lineRange: SourceRange?
    /// The device's other lines, and where they stand.
    var furtherLines: [(name: LineName, line: Rig.FurtherLine, range: SourceRange)] = []
    let lines: [IndentedLine]
    private var section: Section?
    private var depth: Int?

    init(
        _ file: SourceFile,
        environment: @escaping (String) -> String?,
        read: @escaping (String) throws(Rig.SecretUnavailable) -> [UInt8]
    ) {
        self.file = file
        self.environment = environment
        readFile = read
        rig = Rig(name: "", path: file.path, device: .virtual)
        let cut = IndentedLines(file, limit: Self.mostDiagnostics)
        lines = cut.lines
        diagnostics = cut.diagnostics
    }

    mutating func read() -> (Rig?, [Diagnostic]) {
        var inUnknownSection = false
        for (number, line) in lines.enumerated() where diagnostics.count < Self.mostDiagnostics {
            let words: [RigWord]
            do throws(RigWords.Problem) {
                words = try RigWords.cut(file.bytes, line.range)
            } catch {
                report("this quote is not closed", error.range, "end the text with \"; a quote inside it is written twice")
                continue
            }
            guard !words.isEmpty else { continue }
            if line.indentation == 0, words[0].text == LanguageVersion.keyword {
                guard number > 0 else {
                    guard let (message, fix) = LanguageVersion.problem(words.dropFirst().map(\.text)) else { continue }
                    report(message, line.range, fix)
                    return (nil, diagnostics)
                }
                report(LanguageVersion.misplaced.message, line.range, LanguageVersion.misplaced.fix)
            } else if line.indentation == 0 {
                depth = nil
                inUnknownSection = !begin(words, line.range)
            } else if let section {
                guard depth == nil || depth == line.indentation else {
                    report("this line is indented otherwise than those above it", line.range, "indent it by \(depth ?? 4) blanks")
                    continue
                }
                depth = line.indentation
                readLine(words, line.range, in: section)
            } else if !inUnknownSection {
                report("this line belongs to no section", line.range, "begin the file with: rig NAME")
            }
        }
        checkWhole()
        diagnostics.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
        return (diagnostics.hasErrors ? nil : rig, diagnostics)
    }

    /// - Returns: whether there is such a section.
    private mutating func begin(_ words: [RigWord], _ range: SourceRange) -> Bool {
        section = nil
        guard let first = words.first, !first.isQuoted, let found = Section(rawValue: first.text) else {
            let known = Section.allCases.map(\.rawValue)
            let word = words.first?.text ?? ""
            // The keyword of a line that should have been indented is no misspelt section.
            if let owner = Section.allCases.first(where: { $0.keywords.contains { $0.hasPrefix(word) && !word.isEmpty } }) {
                report("‘\(word)’ is a line of ‘\(owner.rawValue)’", range, "indent it below ‘\(owner.rawValue)’")
            } else {
                let fix = NearestName.suggestion(for: word, among: known)
                report("there is no section ‘\(word)’", words.first?.range ?? range, fix)
            }
            return false
        }
        guard say(found.rawValue, first.range, "‘\(found.rawValue)’ stands twice", "keep one of them") else { return false }
        section = found
        if found == .rig {
            if words.count == 2, !words[1].text.isEmpty {
                rig.name = words[1].text
            } else {
                report(
                    words.count < 2 ? "the rig has no name" : "a rig's name is one word",
                    range,
                    words.count < 2 ? "rig bench7" : "join the words with hyphens"
                )
            }
        } else if words.count > 1 {
            report("nothing stands after ‘\(found.rawValue)’", words[1].range, "write it on a line below, indented")
        }
        return true
    }

    private mutating func readLine(_ words: [RigWord], _ range: SourceRange, in section: Section) {
        guard let entry = entry(words, range, in: section) else { return }
        if !section.repeatable.contains(entry.keyword), section != .hooks || entry.keyword == "power cycle" {
            let key = "\(section.rawValue) \(entry.keyword)"
            guard say(key, entry.keywordRange, "‘\(entry.keyword)’ stands twice", "keep one of them") else { return }
        }
        switch section {
        case .rig: readHead(entry)
        case .claims: readClaim(entry)
        case .values: readValue(entry)
        case .servers: readServer(entry)
        case .hooks: readHook(entry)
        case .pacing: readPacing(entry)
        case .budget: readBudget(entry)
        }
    }

    /// The line with its keyword found: the longest that its words begin with. In `hooks` any word is one.
    private mutating func entry(_ words: [RigWord], _ range: SourceRange, in section: Section) -> Entry? {
        let plain = words.prefix { !$0.isQuoted }
        for count in stride(from: min(2, plain.count), to: 0, by: -1) {
            let keyword = plain.prefix(count).map(\.text).joined(separator: " ")
            let isKeyword = section.keywords.contains(keyword) || section == .hooks && count == 1
            guard isKeyword || section == .rig && Self.furtherLine(keyword) != nil else { continue }
            return Entry(
                keyword: keyword,
                keywordRange: SourceRange(start: words[0].range.start, end: words[count - 1].range.end),
                words: Array(words.dropFirst(count)),
                range: range
            )
        }
        let tried = plain.prefix(2).map(\.text).joined(separator: " ")
        let near = NearestName.find(tried, among: section.keywords) ?? NearestName.find(words[0].text, among: section.keywords)
        let owner = Section.allCases.first { $0.keywords.contains(words[0].text) || $0.keywords.contains(tried) }
        let fix =
            if let owner { "it stands below ‘\(owner.rawValue)’" } else {
                near.map { "did you mean ‘\($0)’?" } ?? "one of: \(section.keywords.joined(separator: ", "))"
            }
        report("‘\(words[0].text)’ is no line of ‘\(section.rawValue)’", words[0].range, fix)
        return nil
    }

    /// The line of the device that `line b` and its like name.
    static func furtherLine(_ keyword: String) -> LineName? {
        keyword.hasPrefix("line ") ? LineName(String(keyword.dropFirst("line ".count))) : nil
    }

    // MARK: Messages

    /// Notes that something has been said. - Returns: false, with an error, when it has been before.
    mutating func say(_ key: String, _ range: SourceRange, _ message: @autoclosure () -> String, _ fix: String) -> Bool {
        if said.insert(key).inserted { return true }
        report(message(), range, fix)
        return false
    }

    mutating func report(_ message: String, _ range: SourceRange, _ suggestion: String? = nil) {
        note(.error, message, range, suggestion)
    }

    mutating func warn(_ message: String, _ range: SourceRange, _ suggestion: String?) {
        note(.warning, message, range, suggestion)
    }

    private mutating func note(_ severity: Diagnostic.Severity, _ message: String, _ range: SourceRange, _ suggestion: String?) {
        guard diagnostics.count < Self.mostDiagnostics else { return }
        diagnostics.append(
            Diagnostic(severity: severity, message: message, path: file.path, range: range, suggestion: suggestion)
        )
    }
}
