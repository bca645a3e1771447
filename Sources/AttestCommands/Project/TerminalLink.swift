internal import Glibc

/// A link to a pseudo-terminal, for as long as somebody holds it.
final class TerminalLink {
    private let path: String?
    private let terminal: String

    /// Where Linux has its pseudo-terminals: what we link to, and nothing that a person links to by hand.
    private static let terminals = "/dev/pts/"

    /// A link of that name which an earlier program left behind, to a terminal that is gone, is replaced. Anything else of that name stays, and is an
    /// error: who made it, or uses it, is not known.
    init(_ path: String?, to terminal: String) throws(UsageError) {
        self.path = path
        self.terminal = terminal
        guard let path else { return }
        if let old = Self.target(of: path) {
            guard old.hasPrefix(Self.terminals), !Files.exists(old) else {
                throw UsageError(
                    "\(path) is a link to \(old), and stays",
                    suggestion: "link another name, or remove it if nobody uses it"
                )
            }
            unlink(path)
        }
        guard symlink(terminal, path) == 0 else { throw UsageError(FileError.last(path).message) }
    }

    /// Only our own: somebody may have put another in its place.
    deinit { if let path, Self.target(of: path) == terminal { unlink(path) } }

    /// What the link says; nil for what is no link.
    private static func target(of path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &target, target.count)
        return count > 0 ? String(decoding: target[..<count], as: UTF8.self) : nil
    }
}
