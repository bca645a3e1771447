internal import Glibc

/// A file of any size being read.
public final class FileSource {
    public let path: String
    private let descriptor: Int32
    public static let pieceSize = 1 << 18

    public init(path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path: path, reason: "is a folder") }
    }

    /// The next bytes, at most `pieceSize`; none at the end.
    public func read() throws(FileError) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: Self.pieceSize)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count >= 0 {
                piece.removeLast(piece.count - count)
                return piece
            }
            guard errno == EINTR else { throw .last(path) }
        }
    }

    /// The bytes of a range that was read before.
    public func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound + done))
            }
            if count > 0 {
                done += count
            } else if count == 0 {
                throw FileError(path: path, reason: "has become shorter while it was read")
            } else if errno != EINTR {
                throw .last(path)
            }
        }
        return bytes
    }

    deinit { close(descriptor) }
}
