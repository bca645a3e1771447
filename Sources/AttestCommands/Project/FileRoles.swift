internal import Glibc

/// What a command does with each file that it is given, so that it writes none that it reads and none twice.
///
/// Files are told apart by what they are, not by how their paths are written. What is no file of its own, such as `/dev/null` or a pipe, may be
/// named as often as one likes.
struct FileRoles {
    private var uses: [Identity: (text: String, isWritten: Bool)] = [:]

    private enum Identity: Hashable {
        case file(device: dev_t, inode: ino_t)
        /// A file that is still to be made: the folder is found, and the name.
        case name(String)
    }

    /// Several uses may read one file.
    /// - Parameter role: Such as `--baseline`.
    /// - Throws: ``UsageError`` when the file is written, too.
    mutating func reads(_ path: String, as role: String) throws(UsageError) { try add(path, role, isWritten: false) }

    /// - Throws: ``UsageError`` when the file has another use.
    mutating func writes(_ path: String, as role: String) throws(UsageError) { try add(path, role, isWritten: true) }

    private mutating func add(_ path: String, _ role: String, isWritten: Bool) throws(UsageError) {
        guard let identity = Self.identity(of: path) else { return }
        let text = "\(role) \(path)"
        guard let other = uses[identity] else {
            uses[identity] = (text, isWritten)
            return
        }
        guard isWritten || other.isWritten else { return }
        throw UsageError("\(other.text) and \(text) are the same file", suggestion: "write to another file")
    }

    /// nil for what may be named more than once.
    private static func identity(of path: String) -> Identity? {
        var status = stat()
        if stat(path, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFREG ? .file(device: status.st_dev, inode: status.st_ino) : nil
        }
        let target = Files.linked(path)
        let slash = target.lastIndex(of: "/")
        let folder = slash.map { String(target[...$0]) } ?? "."
        let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
        return .name("\(Files.resolved(folder) ?? folder)/\(name)")
    }
}
