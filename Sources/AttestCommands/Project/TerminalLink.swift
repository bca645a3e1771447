internal import Platform
internal import World

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
        if let old = SymbolicLink.target(of: path) {
            guard old.hasPrefix(Self.terminals), !Files.exists(old) else {
                throw UsageError(
                    "\(path) is a link to \(old), and stays",
                    suggestion: "link another name, or remove it if nobody uses it"
                )
            }
            SymbolicLink.remove(path)
        }
        do { try SymbolicLink.make(path, to: terminal) } catch { throw UsageError(error.message) }
    }

    /// Links to the terminals of one device's lines: PATH, PATH-b, PATH-c …
    static func all(_ path: String?, to terminals: [String]) throws(UsageError) -> [TerminalLink] {
        var links: [TerminalLink] = []
        for (line, terminal) in zip(LineName.first(terminals.count), terminals) {
            links.append(try TerminalLink(path.map { $0 + (line.text.map { "-" + $0 } ?? "") }, to: terminal))
        }
        return links
    }

    /// Only our own: somebody may have put another in its place.
    deinit { if let path, SymbolicLink.target(of: path) == terminal { SymbolicLink.remove(path) } }
}
