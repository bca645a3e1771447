internal import Dialects
internal import Platform
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
                candidate = parent(of: path) ?? Files.resolved(path).flatMap { $0 == path ? nil : $0 }
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

    /// How reports, journals and commands name a file or folder, whatever the current folder is and however it was called: by its path from
    /// the project's root on; outside the project, by its whole path without links.
    ///
    /// Links within the project keep their names. A path that leads nowhere from the current folder may be such a name already.
    func name(of path: String) -> String {
        guard !path.isEmpty, let root = Files.resolved(self.root) else { return tidy(path) }
        var place = path
        if Files.resolved(path) == nil, !path.hasPrefix("/"), Files.exists(self.place(of: path)) { place = self.place(of: path) }
        if !place.hasPrefix("/") { place = "\(Files.currentFolder)/\(place)" }
        let parts = place.split(separator: "/").filter { $0 != "." }
        for count in stride(from: parts.count, through: 0, by: -1) where !parts[count...].contains("..") {
            if Files.resolved("/" + parts[..<count].joined(separator: "/")) == root {
                return count == parts.count ? "." : parts[count...].joined(separator: "/")
            }
        }
        guard let real = Files.resolved(place) else { return tidy(path) }
        let above = root == "/" ? root : root + "/"
        return real.hasPrefix(above) ? String(real.dropFirst(above.count)) : real
    }

    /// Where the file or folder of that name is.
    func place(of name: String) -> String { name.hasPrefix("/") ? name : tidy(name == "." ? root : "\(root)/\(name)") }

    /// The names of the files below a folder, by its name, that end so.
    func files(below folder: String, suffix: String) throws(FileError) -> [String] {
        let place = place(of: folder)
        let start = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        return try Files.find(below: place, suffix: suffix).map { path in
            start + path.dropFirst(place.hasSuffix("/") ? place.count : place.count + 1)
        }
    }

    /// All dialects and families of the project, in order of their files' names.
    /// - Throws: ``FileError``, also when there is no dialect.
    func dialects() throws(FileError) -> ProjectDialects { try ProjectDialects(of: self) }

    /// All dialects of the project, in order of their names; what is wrong with one is shown on standard error.
    /// - Throws: ``UsageError`` when they cannot be read, or one of them has errors.
    func soundDialects() throws(UsageError) -> [Dialect] {
        let read: ProjectDialects
        do { read = try dialects() } catch { throw UsageError(error.message) }
        let members = read.members()
        report(members.diagnostics, read.sources, in: self)
        guard members.isSound else { throw UsageError("a dialect in \(root)/Fixtures/dialects has errors") }
        return members.dialects
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
