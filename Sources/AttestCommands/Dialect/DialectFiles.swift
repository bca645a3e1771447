internal import Dialects
internal import Platform
internal import SourceText

/// The project's dialects and families, and the files of others that a command line names.
struct DialectFiles {
    let project: Project
    let dialects: ProjectDialects

    /// - Parameter words: Names, or paths of files; a path that is the project's own is not read twice.
    /// - Throws: ``UsageError`` when there is no project, or a file cannot be read.
    init(_ words: [String]) throws(UsageError) {
        let paths = words.filter(Self.isFile)
        project = try Project.find(from: paths)
        do { dialects = try ProjectDialects(of: project, and: paths) } catch { throw UsageError(error.message) }
    }

    /// Whether a word is a path of such a file, and no name.
    static func isFile(_ word: String) -> Bool { ProjectDialects.suffixes.contains(where: word.hasSuffix) }

    /// All that there are when no path is given.
    func members(of paths: [String]) -> [DialectLibrary.Member] {
        let names = paths.map(project.name)
        return dialects.library.members.filter { names.isEmpty || names.contains($0.path) }
    }

    /// The dialect or family of that name or file; what is wrong with it is shown on standard error.
    /// - Throws: ``UsageError`` when there is none, or it has errors.
    func sound(_ word: String) throws(UsageError) -> DialectLibrary.Member {
        let members = dialects.library.members
        let found = Self.isFile(word) ? self.members(of: [word]).first : dialects.library.member(named: word)
        guard let member = found else {
            throw UsageError(
                "there is no dialect ‘\(word)’ in \(project.place(of: ProjectDialects.folder))",
                suggestion: NearestName.suggestion(for: word, among: members.map(\.name))
            )
        }
        report(member.diagnostics, dialects.sources, in: project)
        guard member.dialect != nil else {
            throw UsageError(
                "\(project.place(of: member.path)) has errors",
                suggestion: member.diagnostics.isEmpty ? nil : "attest dialect check \(project.place(of: member.path))"
            )
        }
        return member
    }
}
