internal import Dialects
internal import Platform
internal import SourceText

/// The ledgers of a project, held against their dialects.
struct ProjectLedgers {
    /// By dialect; of those whose ledger has no errors.
    private(set) var ledgers: [String: Ledger] = [:]
    /// None of them has errors.
    let isSound: Bool

    /// Where a project has that of a dialect.
    static func path(of dialect: String) -> String { "Fixtures/catalogue/\(dialect).ledger" }

    /// What is wrong with one is shown on standard error.
    /// - Parameter names: The dialects whose ledgers are read, where there are any.
    /// - Throws: ``UsageError`` for what cannot be read.
    init(of project: Project, _ dialects: ProjectDialects, _ names: [String]) throws(UsageError) {
        var diagnostics: [Diagnostic] = []
        var sources = dialects.sources
        for name in names {
            let path = Self.path(of: name)
            guard let member = dialects.library.member(named: name), Files.exists(project.place(of: path)) else { continue }
            let bytes: [UInt8]
            do { bytes = try Files.read(project.place(of: path)) } catch { throw UsageError(error.message) }
            let file = SourceFile(path: path, bytes: bytes)
            sources[path] = file
            let (ledger, found) = Ledger.load(file, for: member)
            ledgers[name] = ledger
            diagnostics += found
        }
        report(diagnostics, sources, in: project)
        isSound = !diagnostics.hasErrors
    }
}
