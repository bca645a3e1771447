internal import Glibc

/// A file or folder could not be read or written.
struct FileError: Error {
    var path: String
    var reason: String

    var message: String { "\(path): \(reason)" }

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

    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let sink = try FileSink(path: path)
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
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                    String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard !name.hasPrefix(".") else { continue }
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

    static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}

/// A file being written, from its beginning or behind what it keeps.
final class FileSink {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 16

    /// - Parameter kept: How many bytes of the file stay; what stands behind them is lost.
    init(path: String, keeping kept: Int = 0) throws(FileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | (kept == 0 ? O_TRUNC : 0) | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last(path) }
        guard kept > 0 else { return }
        guard ftruncate(descriptor, off_t(kept)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw .last(path) }
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func flush() throws(FileError) {
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
        guard Glibc.close(descriptor) == 0 else { throw .last(path) }
        descriptor = -1
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }
}
