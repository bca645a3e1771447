internal import BenchFacts
internal import Dialects
internal import Events
internal import Platform
internal import ScenarioLanguage
internal import SourceText
internal import VirtualModem

/// Scenario files, parsed, with the shared definitions that they see; all by their names in the project.
struct Suite {
    var files: [ScenarioFile] = []
    var sources: [String: SourceFile] = [:]
    var diagnostics: [Diagnostic] = []
    /// Shared files by path.
    private var shared: [String: ScenarioFile] = [:]

    /// Parses the files named, those below the folders named, and the shared files above them up to the project's root.
    /// - Throws: ``UsageError`` for a path that is not there.
    init(paths: [String], project: Project) throws(UsageError) {
        var found: [String] = []
        for path in paths {
            let name = project.name(of: path)
            do throws(FileError) {
                if Files.isFolder(project.place(of: name)) {
                    found += try project.files(below: name, suffix: ".scenario")
                } else {
                    guard !name.isEmpty, Files.exists(project.place(of: name)) else {
                        throw FileError(path: path, reason: "no such file or folder")
                    }
                    found.append(name)
                }
            } catch {
                throw UsageError(error.message)
            }
        }
        guard !found.isEmpty else { throw UsageError("no .scenario files in \(paths.joined(separator: " "))") }
        var seen: Set<String> = []
        let names = found.filter { seen.insert($0).inserted }
        let parsed = concurrently(names.count) { index in
            Result { () throws(UsageError) in try Self.parse(names[index], project) }
        }
        for result in parsed { files.append(add(try result.get())) }
        try loadShared(project)
    }

    private static func parse(_ name: String, _ project: Project) throws(UsageError) -> (ScenarioFile, [Diagnostic]) {
        let bytes: [UInt8]
        do { bytes = try Files.read(project.place(of: name)) } catch { throw UsageError(error.message) }
        return ScenarioFile.parse(SourceFile(path: name, bytes: bytes))
    }

    private mutating func add(_ parsed: (file: ScenarioFile, diagnostics: [Diagnostic])) -> ScenarioFile {
        sources[parsed.file.source.path] = parsed.file.source
        diagnostics += parsed.diagnostics
        return parsed.file
    }

    /// The shared files of every folder that holds a scenario file, and of the folders above it.
    private mutating func loadShared(_ project: Project) throws(UsageError) {
        for file in files where Self.isShared(file.source.path) { shared[file.source.path] = file }
        var looked: Set<String> = []
        for file in files {
            var folder = Self.folder(of: file.source.path)
            while looked.insert(folder).inserted {
                let path = folder.isEmpty ? SharedDefinitions.fileName : "\(folder)/\(SharedDefinitions.fileName)"
                if shared[path] == nil, Files.exists(project.place(of: path)) {
                    shared[path] = add(try Self.parse(path, project))
                }
                guard !folder.isEmpty, folder != "/" else { break }
                folder = Self.folder(of: folder)
            }
        }
    }

    /// Shared files of the project that no file here sees. What is wrong with them, or that they are not there, does not matter here.
    private func unseen(in project: Project) -> [ScenarioFile] {
        let all = (try? project.files(below: "Scenarios", suffix: SharedDefinitions.fileName)) ?? []
        return all.filter { Self.isShared($0) && shared[$0] == nil }.compactMap { try? Self.parse($0, project).0 }
    }

    static func isShared(_ path: String) -> Bool {
        path == SharedDefinitions.fileName || path.hasSuffix("/" + SharedDefinitions.fileName)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The scenarios of all files for one dialect of all that there are, families among them.
    func compile(_ dialect: Dialect, among dialects: ProjectDialects, project: Project, profile: BenchProfile) -> (
        scenarios: [CompiledScenario], diagnostics: [Diagnostic]
    ) {
        let defects = Defect.allCases.map(\.rawValue)
        let compiler = Compiler(
            dialect: dialect,
            among: dialects.sound,
            profile: profile,
            defects: defects,
            payloads: project.payloads
        )
        let names = Set(shared.keys)
        let compilations = concurrently(files.count) { index in
            let file = files[index]
            let visible = SharedDefinitions.paths(for: file.source.path, among: names).compactMap { shared[$0] }
            return compiler.compile(file, shared: visible) {
                let others = shared.values.filter { other in !visible.contains { $0.source.path == other.source.path } }
                return (others + unseen(in: project)).sorted { $0.source.path < $1.source.path }
            }
        }
        let scenarios = compilations.flatMap(\.scenarios)
        return (scenarios, compilations.flatMap(\.diagnostics) + CaseNames.problems(in: scenarios))
    }
}

/// What is wrong with files, for people: those of a project by where they are from the current folder, so that they can be opened.
func report(_ diagnostics: [Diagnostic], _ sources: [String: SourceFile], in project: Project? = nil) {
    guard !diagnostics.isEmpty else { return }
    var placed = diagnostics
    var files = sources
    if let project {
        for index in placed.indices {
            placed[index].path = project.place(of: placed[index].path)
            if let related = placed[index].related { placed[index].related?.path = project.place(of: related.path) }
        }
        files = Dictionary(sources.map { (project.place(of: $0.key), $0.value) }) { first, _ in first }
    }
    let report = DiagnosticReport(placed)
    let text = report.rendered(style: Terminal.errorWantsColour ? .coloured : .plain) { files[$0] }
    Terminal.error(Array((text + report.summary + "\n").utf8))
}
