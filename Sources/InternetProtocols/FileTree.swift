/// Directories and files in memory, named by paths from the root.
public struct FileTree: Hashable, Sendable {
    /// Why a change was refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// There is no such file or directory, or it is of the other kind.
        case notFound
        /// Something of that name is there.
        case exists
        case readOnly
        case notEmpty
        /// All files together would exceed ``FileTree/sizeLimit``, or there are too many.
        case tooLarge
    }

    private enum Node: Hashable, Sendable {
        case directory(writable: Bool)
        /// `length`: how many bytes it has in TYPE A, once that was asked.
        case file([UInt8], length: Int?)
    }

    /// One line of a listing.
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var isDirectory: Bool
        public var isWritable: Bool
        public var size: Int
    }

    /// Bytes of all files together.
    public static let sizeLimit = 256 << 20
    public static let nodeLimit = 10_000

    /// By path; the root is there always.
    private var nodes: [Path: Node]
    /// How many nodes are in each directory that is not empty.
    private var members: [Path: Int] = [:]
    /// Bytes of all files together.
    private var size = 0

    /// - Parameter writable: whether the root can be written to.
    public init(writable: Bool = true) { nodes = [.root: .directory(writable: writable)] }

    // MARK: Setting up

    /// Adds a directory, and the directories above it, or changes whether it is writable.
    public mutating func setDirectory(_ path: Path, writable: Bool) {
        addParents(of: path)
        replace(path, by: .directory(writable: writable))
    }

    /// Adds or replaces a file, and adds the directories above it.
    public mutating func setFile(_ path: Path, _ content: [UInt8]) {
        guard path != .root else { return }
        addParents(of: path)
        replace(path, by: .file(content, length: nil))
    }

    private mutating func addParents(of path: Path) {
        var parent = path.parent
        while parent != .root {
            if !isDirectory(parent) { replace(parent, by: .directory(writable: true)) }
            parent = parent.parent
        }
    }

    private mutating func replace(_ path: Path, by node: Node?) {
        size -= file(path)?.count ?? 0
        let change = (node == nil ? 0 : 1) - (nodes[path] == nil ? 0 : 1)
        if change != 0, path != .root {
            let count = members[path.parent, default: 0] + change
            members[path.parent] = count == 0 ? nil : count
        }
        nodes[path] = node
        size += file(path)?.count ?? 0
    }

    // MARK: Looking

    public func file(_ path: Path) -> [UInt8]? {
        switch nodes[path] {
        case .file(let content, _): content
        case .directory, nil: nil
        }
    }

    public func contains(_ path: Path) -> Bool { nodes[path] != nil }

    /// How many bytes a file has, as it is or with the line ends of TYPE A.
    mutating func length(of path: Path, onNetwork: Bool) -> Int? {
        guard case .file(let content, let known)? = nodes[path] else { return nil }
        guard onNetwork else { return content.count }
        let length = known ?? LineEnds.networkLength(of: content)
        nodes[path] = .file(content, length: length)
        return length
    }

    public func isDirectory(_ path: Path) -> Bool {
        switch nodes[path] {
        case .directory: true
        case .file, nil: false
        }
    }

    /// What is in a directory, by name; the file itself for a file; nil when there is nothing.
    public func list(_ path: Path) -> [Entry]? {
        switch nodes[path] {
        case nil: nil
        case .file?: [entry(path)].compactMap(\.self)
        case .directory?:
            nodes.keys.filter { $0 != .root && $0.parent == path }.compactMap(entry).sorted { $0.name < $1.name }
        }
    }

    private func entry(_ path: Path) -> Entry? {
        switch nodes[path] {
        case .directory(let writable): Entry(name: path.name, isDirectory: true, isWritable: writable, size: 0)
        case .file(let content, _):
            Entry(name: path.name, isDirectory: false, isWritable: isWritable(path.parent), size: content.count)
        case nil: nil
        }
    }

    private func isWritable(_ directory: Path) -> Bool { nodes[directory] == .directory(writable: true) }

    // MARK: Changing

    /// Whether a file can be written there.
    public func checkWriting(_ path: Path) throws(Refusal) {
        guard isDirectory(path.parent), !isDirectory(path) else { throw .notFound }
        guard isWritable(path.parent) else { throw .readOnly }
        guard nodes[path] != nil || nodes.count < Self.nodeLimit else { throw .tooLarge }
    }

    /// How many bytes the file may have, beside all others.
    func room(for path: Path) -> Int { Self.sizeLimit - size + (file(path)?.count ?? 0) }

    public mutating func write(_ path: Path, _ content: [UInt8]) throws(Refusal) {
        try checkWriting(path)
        guard content.count <= room(for: path) else { throw .tooLarge }
        replace(path, by: .file(content, length: nil))
    }

    public mutating func removeFile(_ path: Path) throws(Refusal) {
        guard file(path) != nil else { throw .notFound }
        guard isWritable(path.parent) else { throw .readOnly }
        replace(path, by: nil)
    }

    public mutating func makeDirectory(_ path: Path) throws(Refusal) {
        guard nodes[path] == nil else { throw .exists }
        try checkWriting(path)
        replace(path, by: .directory(writable: true))
    }

    public mutating func removeDirectory(_ path: Path) throws(Refusal) {
        guard path != .root, isDirectory(path) else { throw .notFound }
        guard isWritable(path.parent) else { throw .readOnly }
        guard members[path] == nil else { throw .notEmpty }
        replace(path, by: nil)
    }
}

extension FileTree {
    /// The names from the root down, free of `.` and `..`.
    public struct Path: Hashable, Sendable, CustomStringConvertible {
        public private(set) var names: [String]

        /// Names beyond it are dropped: no hostile path grows without end.
        public static let depthLimit = 32

        public static let root = Path(names: [])
        private init(names: [String]) { self.names = names }

        /// What the text means when one is in `directory`. `..` stops at the root.
        public init(_ text: String, in directory: Path = .root) {
            names = text.hasPrefix("/") ? [] : directory.names
            for part in text.split(separator: "/") {
                if part == ".." {
                    _ = names.popLast()
                } else if part != ".", names.count < Self.depthLimit {
                    names.append(String(part))
                }
            }
        }

        public var parent: Path { Path(names: names.dropLast()) }
        public var name: String { names.last ?? "/" }
        public var description: String { "/" + names.joined(separator: "/") }
    }
}
