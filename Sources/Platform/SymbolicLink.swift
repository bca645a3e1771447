internal import Glibc

public enum SymbolicLink {
    /// What the link says; nil for what is no link.
    public static func target(of path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count > 0 ? String(decoding: target[..<count], as: UTF8.self) : nil
    }

    public static func make(_ path: String, to target: String) throws(FileError) {
        guard symlink(target, path) == 0 else { throw .last(path) }
    }

    /// The link goes, what it leads to stays. It is no error when there is none.
    public static func remove(_ path: String) { unlink(path) }

    /// A link as it was made: one of the same name that was made anew is another.
    public struct Identity: Equatable {
        private let node: UInt
        private let seconds: Int
        private let nanoseconds: Int

        /// nil where there is no link.
        public init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
            node = UInt(status.st_ino)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }
}
