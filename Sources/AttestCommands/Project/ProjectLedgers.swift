internal import Dialects
internal import Platform
internal import SourceText

/// The ledgers of a project, held against their dialects.
struct ProjectLedgers {
    /// By dialect; of those whose ledger has no errors.
    private(set) var ledgers: [String: Ledger] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    /// By path.
    private(set) var sources: [String: SourceFile] = [:]

    /// Where a project has that of a dialect.
    static func path(of dialect: String) -> String { "Fixtures/catalogue/\(dialect).ledger" }

    /// - Parameter names: The dialects whose ledgers are read, where there are any.
    /// - Throws: ``FileError`` for what cannot be read.
    init(of project: Project, _ dialects: ProjectDialects, _ names: [String]) throws(FileError) {
        sources = dialects.sources
        for name in names {
            let path = Self.path(of: name)
            guard let member = dialects.library.member(named: name), Files.exists(project.place(of: path)) else { continue }
            let file = SourceFile(path: path, bytes: try Files.read(project.place(of: path)))
            sources[path] = file
            let (ledger, found) = Ledger.load(file, for: member)
            ledgers[name] = ledger
            diagnostics += found
        }
    }

    var isSound: Bool { !diagnostics.contains { $0.severity == .error } }
}
