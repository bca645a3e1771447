internal import Glibc

/// What a file is, however its path is written.
public struct FileIdentity: Hashable {
    private enum Kind: Hashable {
        case file(device: dev_t, inode: ino_t)
        /// A file that is still to be made: the folder is found, and the name.
        case name(String)
    }
    private let kind: Kind

    /// nil for what is no file of its own, such as `/dev/null` or a pipe.
    public init?(of path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            kind = .file(device: status.st_dev, inode: status.st_ino)
            return
        }
        let target = Files.linked(path)
        let slash = target.lastIndex(of: "/")
        let folder = slash.map { String(target[...$0]) } ?? "."
        let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
        kind = .name("\(Files.resolved(folder) ?? folder)/\(name)")
    }
}
