import Glibc

/// Tells when programs open a terminal that nobody had, and when all that have it open are gone.
public final class TerminalClients {
    private let watch: TerminalWatch
    private let number: Int32

    /// - Parameters:
    ///   - path: Of a terminal that nothing else watches in this world.
    ///   - onArrive: Called when the first has opened the terminal, before what it writes there is read.
    ///   - onLeave: Called when the last of those that opened the terminal since has closed it.
    public init(
        of path: String,
        in world: LiveWorld,
        onArrive: @escaping () -> Void = {},
        onLeave: @escaping () -> Void
    ) throws(SystemError) {
        watch = try world.watchOfTerminals()
        number = try watch.add(path, TerminalWatch.Terminal(onArrive: onArrive, onLeave: onLeave))
    }

    deinit { watch.remove(number) }
}

/// Sees all terminals of a world being opened and closed: a user has few instances of inotify, and each has room for many files.
final class TerminalWatch: PolledDescriptor {
    struct Terminal {
        var onArrive: () -> Void
        var onLeave: () -> Void
        var clients = 0
    }

    private(set) var terminals: [Int32: Terminal] = [:]

    init(world: LiveWorld) throws(SystemError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("inotify") }
        super.init(world: world, descriptor: descriptor)
        setInterest(.readable)
    }

    /// - Returns: the number under which it is watched.
    func add(_ path: String, _ terminal: Terminal) throws(SystemError) -> Int32 {
        let number = inotify_add_watch(descriptor, path, UInt32(IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE))
        guard number >= 0 else { throw SystemError("watch \(path)") }
        terminals[number] = terminal
        return number
    }

    func remove(_ number: Int32) {
        terminals[number] = nil
        inotify_rm_watch(descriptor, number)
    }

    override func ready(_ readiness: Readiness) {
        let buffer = world.readBuffer
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        var changes: [(number: Int32, opens: Bool)] = []
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
            let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            offset += MemoryLayout<inotify_event>.size + Int(event.len)
            changes.append((event.wd, event.mask & UInt32(IN_OPEN) != 0))
        }
        // In the order of their numbers; what has happened to one of them is told at once.
        for (number, mine) in Dictionary(grouping: changes, by: \.number).sorted(by: { $0.key < $1.key }) {
            tell(number, mine.map(\.opens))
        }
    }

    private func tell(_ number: Int32, _ openings: [Bool]) {
        guard var terminal = terminals[number] else { return }
        let before = terminal.clients
        var hasLeft = false
        for opens in openings {
            terminal.clients = max(0, terminal.clients + (opens ? 1 : -1))
            hasLeft = hasLeft || terminal.clients == 0
        }
        terminals[number] = terminal
        if hasLeft { terminal.onLeave() }
        if terminal.clients > 0, hasLeft || before == 0 { terminal.onArrive() }
    }
}
