public import SourceText

/// A parsed scenario file: its definitions, and its lines.
public struct ScenarioFile: Sendable {
    public let source: SourceFile
    /// Without the blanks on either side.
    let lines: [SourceRange]
    let scenarios: [Scenario]
    let procedures: [Procedure]
    /// Without errors: what is printed means what was read.
    let isSound: Bool

    /// Never fails: what cannot be understood is left out and reported.
    public static func parse(_ source: SourceFile) -> (ScenarioFile, [Diagnostic]) {
        guard source.bytes.count <= ScenarioLimits.fileSize else {
            let problem = Problem(
                "a scenario file has at most \(ScenarioLimits.fileSize / 1024) KiB",
                at: SourceRange(start: 0, end: 0),
                fix: "put payloads into files of their own, and scenarios into several files"
            )
            return (
                ScenarioFile(source: source, lines: [], scenarios: [], procedures: [], isSound: false),
                [problem.diagnostic(in: source.path)]
            )
        }
        let parser = FileParser(source)
        let file = ScenarioFile(
            source: source,
            lines: parser.lines.map(\.range),
            scenarios: parser.scenarios,
            procedures: parser.procedures,
            isSound: parser.problems.isEmpty
        )
        let warnings = parser.warnings.prefix(ScenarioLimits.problems).map { $0.diagnostic(in: source.path) }
        var problems = parser.problems
        if parser.isFull, let last = problems.last {
            problems.append(
                Problem("there are too many mistakes to tell them all: the rest of the file is not read", at: last.range)
            )
        }
        return (file, problems.map { $0.diagnostic(in: source.path) } + warnings)
    }

    /// A line from 0, as findings cite it.
    func location(ofLine line: Int) -> Location {
        Location(path: source.path, line: line + 1, text: source.text(lines[line]))
    }
}

/// Which `shared.scenario` files a scenario file sees.
public enum SharedDefinitions {
    public static let fileName = "shared.scenario"

    /// The paths among `paths` of the shared files in the folder of `path` and above it, nearest first; never `path` itself.
    public static func paths(for path: String, among paths: Set<String>) -> [String] {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        var found: [String] = []
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = (parts + [fileName[...]]).joined(separator: "/")
            if candidate != path, paths.contains(candidate) { found.append(candidate) }
        }
        return found
    }
}
