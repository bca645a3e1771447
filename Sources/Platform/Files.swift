internal import Glibc
internal import Octets

/// A file or folder could not be read or written.
public struct FileError: Error {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var message: String { "\(path.isEmpty ? "‘’" : path): \(reason)" }

    static func last(_ path: String) -> FileError { FileError(path: path, reason: String(cString: strerror(errno))) }
}

/// Reading and writing of whole files.
public enum Files {
    /// Larger files than this are refused (a scenario, dialect or payload is never near it).
    public static let sizeLimit = 256 << 20

    public static func read(_ path: String) throws(FileError) -> [UInt8] {
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

    public static func write(_ bytes: [UInt8], to path: String, rights: FileRights = .readable) throws(FileError) {
        let sink = try FileSink(replacing: path, rights: rights)
        try sink.write(bytes)
        try sink.close()
    }

    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// All files below a folder whose names end so, sorted by path; hidden ones and links are left out.
    public static func find(below folder: String, suffix: String) throws(FileError) -> [String] {
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
    public static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Where a link leads that names no file yet; the path itself when it is no link.
    static func linked(_ path: String) -> String {
        var path = path
        // As many as Linux follows.
        for _ in 0..<40 {
            guard let name = SymbolicLink.target(of: path) else { break }
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = name.hasPrefix("/") ? name : folder + name
        }
        return path
    }

    public static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}
