internal import Glibc
internal import Octets

/// A file or folder could not be read or written.
struct FileError: Error {
    var path: String
    var reason: String

    var message: String { "\(path.isEmpty ? "‘’" : path): \(reason)" }

    static func last(_ path: String) -> FileError { FileError(path: path, reason: String(cString: strerror(errno))) }
}

/// Reading and writing of whole files.
enum Files {
    /// Larger files than this are refused (a scenario, dialect or payload is never near it).
    static let sizeLimit = 256 << 20

    static func read(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path: path, reason: "is a folder") }
        guard status.st_size <= sizeLimit else { throw FileError(path: path, reason: "is larger than \(sizeLimit >> 20) MiB") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { throw .last(path) }
                continue
            }
            bytes += piece[..<count]
            guard bytes.count <= sizeLimit else { throw FileError(path: path, reason: "is larger than \(sizeLimit >> 20) MiB") }
        }
    }

    static func write(_ bytes: [UInt8], to path: String, rights: FileRights = .readable) throws(FileError) {
        let sink = try FileSink(replacing: path, rights: rights)
        try sink.write(bytes)
        try sink.close()
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// All files below a folder whose names end so, sorted by path; hidden ones and links are left out.
    static func find(below folder: String, suffix: String) throws(FileError) -> [String] {
        var found: [String] = []
        var folders = [folder]
        while let folder = folders.popLast() {
            guard let stream = opendir(folder) else { throw .last(folder) }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { raw in Array(raw.prefix { $0 != 0 }) }
                let name = String(decoding: bytes, as: UTF8.self)
                guard !name.hasPrefix(".") else { continue }
                guard name.utf8.elementsEqual(bytes) || !name.hasSuffix(suffix) else {
                    throw FileError(path: "\(folder)/\(visible(bytes))", reason: "its name is not UTF-8")
                }
                let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: folders.append(path)
                case S_IFREG where name.hasSuffix(suffix): found.append(path)
                default: break
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The absolute path without links, `.` and `..`; nil when there is no such file or folder.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Where a link leads that names no file yet; the path itself when it is no link.
    static func linked(_ path: String) -> String {
        var path = path
        // As many as Linux follows.
        for _ in 0..<40 {
            var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &target, target.count)
            guard count > 0 else { break }
            let name = String(decoding: target[..<count], as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = name.hasPrefix("/") ? name : folder + name
        }
        return path
    }

    static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}

/// Who may read a file that is made, as far as the user's mask lets them. A file that was there keeps its own.
enum FileRights: mode_t {
    /// What holds all that went over a device's line: journals, captures, recordings.
    case owner = 0o600
    /// What is made to be passed on.
    case readable = 0o644
}

/// A file being written: as its bytes come, or at the end, all at once.
final class FileSink {
    private let path: String
    private var descriptor: Int32
    /// What takes the file's place when it is whole.
    private var replacement: (from: String, to: String)?
    /// How many bytes stay of what the file holds; nil once the others are gone.
    private var kept: Int?
    private var buffer: [UInt8] = []
    /// After it nothing more is written.
    private var problem: FileError?
    private static let bufferSize = 1 << 16

    /// Writes the bytes as they come. What the file holds is lost when the first are written, and not before.
    /// - Parameter kept: How many bytes of the file stay.
    init(path: String, keeping kept: Int = 0, rights: FileRights = .readable) throws(FileError) {
        self.path = path
        self.kept = kept
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, rights.rawValue)
        guard descriptor >= 0 else { throw .last(path) }
    }

    /// The file keeps what it holds until ``close()``, and for ever if it does not come to that: the bytes go to a file beside it, which then
    /// takes its place. What is no plain file, or has other names or another owner, or stands in a folder where no file can be made, is written
    /// as its bytes come.
    convenience init(replacing path: String, rights: FileRights = .readable) throws(FileError) {
        guard let place = Self.replaceable(path) else {
            try self.init(path: path, rights: rights)
            return
        }
        let beside = "\(place.path).\(getpid()).part"
        // Never wider than the file that it replaces, not even before its rights are set.
        let own = (place.rights ?? rights.rawValue) & rights.rawValue
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own)
        guard descriptor >= 0 else {
            try self.init(path: path, rights: rights)
            return
        }
        if let rights = place.rights { fchmod(descriptor, rights) }
        self.init(path: path, descriptor: descriptor, replacement: (beside, place.path))
    }

    private init(path: String, descriptor: Int32, replacement: (from: String, to: String)) {
        self.path = path
        self.descriptor = descriptor
        self.replacement = replacement
    }

    /// Where the file is or is to be, without links, and its rights if it is there.
    private static func replaceable(_ path: String) -> (path: String, rights: mode_t?)? {
        // These names stand for what is open already.
        guard !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") else { return nil }
        var status = stat()
        guard stat(path, &status) == 0 else { return lstat(path, &status) == 0 ? nil : (path, nil) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1, status.st_uid == geteuid(), access(path, W_OK) == 0 else {
            return nil
        }
        return Files.resolved(path).map { ($0, status.st_mode & 0o777) }
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func flush() throws(FileError) {
        if let problem { throw problem }
        do throws(FileError) {
            try cut()
            try drain()
        } catch {
            problem = error
            throw error
        }
    }

    /// Takes away what the file held behind what stays.
    private func cut() throws(FileError) {
        guard let kept else { return }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(path) }
        if status.st_mode & S_IFMT == S_IFREG {
            guard ftruncate(descriptor, off_t(kept)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw .last(path) }
        }
        self.kept = nil
    }

    /// It is a file of its own, which can be cut again.
    var isPlain: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Takes away what was written behind so many bytes of the file.
    func rewind(to size: Int) throws(FileError) {
        try flush()
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw .last(path) }
    }

    private func drain() throws(FileError) {
        var offset = 0
        while offset < buffer.count {
            let count = buffer[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw .last(path) }
            } else {
                offset += count
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    func close() throws(FileError) {
        try flush()
        let closed = Glibc.close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw .last(path) }
        guard let replacement else { return }
        guard rename(replacement.from, replacement.to) == 0 else { throw .last(path) }
        self.replacement = nil
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
        if let replacement { unlink(replacement.from) }
    }
}
