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
        guard library.members.contains(where: { !$0.isFamily }) else {
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
        let outlines = concurrently(sources.count) { DialectOutline(sources[$0]) }
        let kin = DialectKin(outlines)
        library = DialectLibrary(concurrently(outlines.count) { kin.member(outlines[$0]) })
        self.sources = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        var seen: Set<String> = []
        for member in library.members where !member.name.isEmpty && !seen.insert(member.name).inserted {
            throw FileError(
                path: project.place(of: member.path),
                reason: "another file describes the dialect ‘\(member.name)’, too"
            )
        }
    }

    private static func names(in project: Project) throws(FileError) -> [String] {
        var names: [String] = []
        for suffix in suffixes { names += try project.files(below: folder, suffix: suffix) }
        return names.sorted()
    }

    /// Those that can be run and have no errors.
    var dialects: [Dialect] { library.members.filter { !$0.isFamily }.compactMap(\.dialect) }

    /// Families that have no errors, as far as a dialect can say what they do.
    var families: [Dialect] { library.members.filter(\.isFamily).compactMap(\.dialect) }

    var diagnostics: [Diagnostic] { library.members.flatMap(\.diagnostics) }

    var isSound: Bool { !diagnostics.contains { $0.severity == .error } }
}

extension [Dialect] {
    /// The one with the most requirements, which is meant where none is named.
    var fullest: Dialect? { self.max { $0.requirements.count < $1.requirements.count } }
}
