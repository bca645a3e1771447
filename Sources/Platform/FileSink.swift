internal import Glibc

/// Who may read a file that is made, as far as the user's mask lets them. A file that was there keeps its own.
public enum FileRights: Sendable {
    /// What holds all that went over a device's line: journals, captures, recordings.
    case owner
    /// What is made to be passed on.
    case readable

    fileprivate var mode: mode_t {
        switch self {
        case .owner: 0o600
        case .readable: 0o644
        }
    }
}

/// A file being written: as its bytes come, or at the end, all at once.
public final class FileSink {
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
    public init(path: String, keeping kept: Int = 0, rights: FileRights = .readable) throws(FileError) {
        self.path = path
        self.kept = kept
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, rights.mode)
        guard descriptor >= 0 else { throw .last(path) }
    }

    /// The file keeps what it holds until ``close()``, and for ever if it does not come to that: the bytes go to a file beside it, which then
    /// takes its place. What is no plain file, or has other names or another owner, or stands in a folder where no file can be made, is written
    /// as its bytes come.
    public convenience init(replacing path: String, rights: FileRights = .readable) throws(FileError) {
        guard let place = Self.replaceable(path) else {
            try self.init(path: path, rights: rights)
            return
        }
        let beside = "\(place.path).\(getpid()).part"
        // Never wider than the file that it replaces, not even before its rights are set.
        let own = (place.rights ?? rights.mode) & rights.mode
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

    public func write(_ bytes: [UInt8]) throws(FileError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    public func flush() throws(FileError) {
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
    public var isPlain: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Takes away what was written behind so many bytes of the file.
    public func rewind(to size: Int) throws(FileError) {
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

    public func close() throws(FileError) {
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
