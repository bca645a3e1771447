internal import Dialects
internal import ScenarioLanguage
internal import SourceText

/// The folder that holds `Fixtures`, and what is read from it.
struct Project {
    /// Such as `.` or `../attest`, without a slash at its end.
    var root: String

    /// The nearest folder, from the first path or the current folder upward, with `Fixtures/dialects` in it.
    /// - Throws: ``UsageError`` when there is none.
    static func find(from paths: [String]) throws(UsageError) -> Project {
        for start in paths.prefix(1) + ["."] {
            if let root = nearestRoot(above: start) { return Project(root: root) }
        }
        throw UsageError(
            "no folder with Fixtures/dialects here or above",
            suggestion: "run attest in the project's folder, or name a path below it"
        )
    }

    private static func nearestRoot(above start: String) -> String? {
        var folder = start
        if !Files.isFolder(folder) { folder = Self.parent(of: folder) ?? "." }
        if folder.hasPrefix("/") {
            var candidate: String? = folder
            while let path = candidate {
                if Files.isFolder("\(path)/Fixtures/dialects") { return path }
                candidate = parent(of: path)
            }
            return nil
        }
        let depth = folder.split(separator: "/").filter { $0 != "." && $0 != ".." }.count
        var candidate = folder == "." ? "." : folder
        for _ in 0...depth + Files.currentFolder.split(separator: "/").count {
            if Files.isFolder("\(candidate)/Fixtures/dialects") { return candidate }
            if let parent = parent(of: candidate) {
                candidate = parent
            } else {
                candidate = candidate == "." ? ".." : candidate + "/.."
            }
        }
        return nil
    }

    /// The path without its last part; nil when that cannot be told from the words (`.`, `..`, `a` → `.`).
    private static func parent(of path: String) -> String? {
        guard path != ".", path != "/", !path.hasSuffix("..") else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path written from the project's root on, so that the shared files of the folders above are found from any current folder;
    /// as it is when it leads elsewhere.
    func pathBelowRoot(_ path: String) -> String {
        guard let real = Files.resolved(path), let root = Files.resolved(self.root) else { return path }
        if real == root { return self.root }
        guard real.hasPrefix(root == "/" ? root : root + "/") else { return path }
        return self.root + "/" + real.dropFirst(root == "/" ? 1 : root.count + 1)
    }

    /// All dialects of the project, in order of their names.
    func dialects() throws(FileError) -> (dialects: [Dialect], diagnostics: [Diagnostic], sources: [String: SourceFile]) {
        var dialects: [Dialect] = []
        var diagnostics: [Diagnostic] = []
        var sources: [String: SourceFile] = [:]
        let folder = "\(root)/Fixtures/dialects"
        let paths = try Files.find(below: folder, suffix: ".dialect")
        guard !paths.isEmpty else { throw FileError(path: folder, reason: "there is no dialect in it (NAME.dialect)") }
        for path in paths {
            let source = SourceFile(path: tidy(path), bytes: try Files.read(path))
            sources[source.path] = source
            let (dialect, found) = Dialect.load(source)
            diagnostics += found
            guard let dialect else { continue }
            if dialects.contains(where: { $0.name == dialect.name }) {
                throw FileError(path: source.path, reason: "another file describes the dialect ‘\(dialect.name)’, too")
            }
            dialects.append(dialect)
        }
        return (dialects, diagnostics, sources)
    }

    /// Reads `file "NAME"` below Fixtures, and nothing outside it.
    var payloads: PayloadReader { Self.payloads(below: "\(root)/Fixtures") }

    /// Reads `file "NAME"` below the folder, and nothing outside it.
    static func payloads(below folder: String) -> PayloadReader {
        { (name) throws(PayloadUnavailable) in
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard !name.hasPrefix("/"), !parts.contains(".."), !name.utf8.contains(0) else {
                throw PayloadUnavailable(reason: "names a place outside \(folder)")
            }
            do throws(FileError) {
                return try Files.read("\(folder)/\(name)")
            } catch {
                throw PayloadUnavailable(reason: error.reason)
            }
        }
    }
}

/// The path without a leading `./`.
func tidy(_ path: String) -> String { path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
