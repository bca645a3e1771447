internal import Dialects
internal import Platform
internal import SourceText
internal import Verdicts

/// The dialects and families of a project, perhaps with other files of the kind.
struct ProjectDialects {
    let library: DialectLibrary
    /// By path.
    let sources: [String: SourceFile]

    /// Where a project has them.
    static let folder = "Fixtures/dialects"
    static let suffixes = [".dialect", ".family"]

    /// - Throws: ``FileError`` for what cannot be read, when two files describe one dialect, and when there is none at all.
    init(of project: Project) throws(FileError) {
        try self.init(Self.names(in: project), in: project)
        guard library.heads.contains(where: { !$0.isFamily }) else {
            throw FileError(path: project.place(of: Self.folder), reason: "there is no dialect in it (NAME.dialect)")
        }
    }

    /// - Parameter paths: Files of dialects and families, which may be the project's own.
    init(of project: Project, and paths: [String]) throws(FileError) {
        let names = try Self.names(in: project)
        let others = paths.map(project.name).filter { !names.contains($0) }
        try self.init(names + others, in: project)
    }

    private init(_ names: [String], in project: Project) throws(FileError) {
        var files: [SourceFile] = []
        for name in names where !files.contains(where: { $0.path == name }) {
            files.append(SourceFile(path: name, bytes: try Files.read(project.place(of: name))))
        }
        let sources = files
        library = DialectLibrary(concurrently(sources.count) { DialectOutline(sources[$0]) })
        self.sources = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        var seen: Set<String> = []
        for (path, name, _) in library.heads where !name.isEmpty && !seen.insert(name).inserted {
            throw FileError(path: project.place(of: path), reason: "another file describes the dialect ‘\(name)’, too")
        }
    }

    private static func names(in project: Project) throws(FileError) -> [String] {
        var names: [String] = []
        for suffix in suffixes { names += try project.files(below: folder, suffix: suffix) }
        return names.sorted()
    }

    /// The names of those that can be run.
    var names: [String] { library.heads.filter { !$0.isFamily }.map(\.name) }

    func isFamily(_ name: String) -> Bool { library.heads.contains { $0.name == name && $0.isFamily } }

    /// Those of these names, all that can be run without one; read on as many threads as there are processors.
    func members(named names: [String] = []) -> [DialectLibrary.Member] {
        let heads = library.heads
        let wanted = heads.indices.filter { names.isEmpty ? !heads[$0].isFamily : names.contains(heads[$0].name) }
        return concurrently(wanted.count) { library.member(wanted[$0]) }
    }

    /// Dialects and families, as far as a dialect can say what they do, that have no errors.
    var sound: [Dialect] { concurrently(library.indices.count, library.member).compactMap(\.dialect) }
}

extension [DialectLibrary.Member] {
    var isSound: Bool { !diagnostics.hasErrors }

    var diagnostics: [Diagnostic] { flatMap(\.diagnostics) }

    /// Those without errors.
    var dialects: [Dialect] { compactMap(\.dialect) }
}

extension [Dialect] {
    /// The one whose manual asks for most, which is meant where none is named.
    var fullest: Dialect? { self.max { $0.saidRequirements < $1.saidRequirements } }
}

extension Dialect {
    /// How many requirements its manual has: what a bench assumes is none of them.
    fileprivate var saidRequirements: Int { requirements.count { $0.grade != .unsaid } }
}
