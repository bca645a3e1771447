internal import BenchFacts
internal import Benches
internal import Dialects
internal import Events
internal import Platform
internal import Rigs
internal import ScenarioLanguage
internal import SourceText
internal import Verdicts

/// The scenarios of the paths given, compiled for the dialects asked for.
struct LoadedSuite {
    var dialects: [(dialect: Dialect, scenarios: [CompiledScenario])] = []
    let suite: Suite
    /// The files of all dialects that there are, asked for or not.
    let read: ProjectDialects
    /// What was found, and has been shown.
    let diagnostics: [Diagnostic]
    /// The files that it was found in, by path.
    let sources: [String: SourceFile]

    var hasErrors: Bool { diagnostics.hasErrors }

    /// Reads and compiles everything, the dialects as the rig's device claims to speak them, or bound by the standards claimed; what is wrong is shown on standard error.
    /// - Throws: ``UsageError`` for paths and dialects that are not there.
    init(
        paths: [String],
        dialects names: [String],
        project: Project,
        profile: BenchProfile,
        rig: RigSetup? = nil,
        claimed: ClaimedStandards = .all
    ) throws(UsageError) {
        let read: ProjectDialects
        do { read = try project.dialects() } catch { throw UsageError(error.message) }
        self.read = read
        let knownDialects = read.names
        for name in names where !knownDialects.contains(name) {
            guard !read.isFamily(name) else {
                throw UsageError("‘\(name)’ is a family, which cannot be run", suggestion: "name a dialect that extends it")
            }
            let near = NearestName.find(name, among: knownDialects)
            throw UsageError(
                "there is no dialect ‘\(name)’ in \(project.root)/Fixtures/dialects",
                suggestion: near.map { "did you mean \($0)?" } ?? "there is \(knownDialects.joined(separator: ", "))"
            )
        }
        let (members, parsed) = concurrently {
            read.members(named: names)
        } and: {
            Result { () throws(UsageError) in try Suite(paths: paths, project: project) }
        }
        let suite = try parsed.get()
        self.suite = suite
        var diagnostics = members.diagnostics + suite.diagnostics
        if members.isSound {
            let lines = rig?.rig.lines
            func warnings(_ dialects: [Dialect]) -> [Diagnostic] {
                suite.files.flatMap { $0.unknownDialects(among: dialects) + $0.undeclaredLines(among: dialects, rig: lines) }
            }
            // Others may have what these lack.
            if !warnings(members.dialects).isEmpty { diagnostics += warnings(read.sound) }
        }
        for dialect in members.dialects {
            let dialect = rig?.adjusted(dialect) ?? dialect.binding(claimed)
            let (scenarios, found) = suite.compile(dialect, among: read, project: project, profile: profile)
            diagnostics += found
            dialects.append((dialect, scenarios))
        }
        self.diagnostics = diagnostics
        sources = suite.sources.merging(read.sources) { first, _ in first }
        report(diagnostics, sources, in: project)
    }

    /// The scenarios that the operands name, all of the project's without one, for the dialects of `--dialect`, on no bench in particular.
    /// - Throws: ``UsageError`` for paths and dialects that are not there.
    init(_ arguments: Arguments, _ project: Project) throws(UsageError) {
        let paths = arguments.positional.isEmpty ? ["\(project.root)/Scenarios"] : arguments.positional
        try self.init(paths: paths, dialects: arguments.all("--dialect"), project: project, profile: .documentation)
    }

    /// The scenarios that the operands and `--dialect` name, and what takes some of them. nil: they have errors, which have been shown.
    /// - Throws: ``UsageError`` for paths, dialects and tags that are not there.
    static func selected(by arguments: Arguments) throws(UsageError) -> (suite: LoadedSuite, selection: Selection)? {
        let selection = try Selection(arguments)
        let suite = try LoadedSuite(arguments, Project.find(from: arguments.positional))
        guard !suite.hasErrors else { return nil }
        try selection.check(among: suite.tags)
        return (suite, selection)
    }

    /// Of all its scenarios.
    var tags: Set<String> { Set(dialects.flatMap { $0.scenarios.flatMap(\.listing.tags) }) }

    /// What the selection takes of it.
    func items(_ selection: Selection) -> [WorkItem] {
        var items = dialects.flatMap { selection.items(of: $0.scenarios, $0.dialect) }
        for index in items.indices { items[index].position = index + 1 }
        return items
    }
}
