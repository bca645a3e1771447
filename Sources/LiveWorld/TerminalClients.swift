import Glibc

/// Tells when programs open a terminal that nobody had, and when all that have it open are gone.
public final class TerminalClients {
    private let watch: Watch

    /// - Parameters:
    ///   - onArrive: Called when the first has opened the terminal, before what it writes there is read.
    ///   - onLeave: Called when the last of those that opened the terminal since has closed it.
    public init(
        of path: String,
        in world: LiveWorld,
        onArrive: @escaping () -> Void = {},
        onLeave: @escaping () -> Void
    ) throws(SystemError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("inotify") }
        watch = Watch(world: world, descriptor: descriptor, onArrive: onArrive, onLeave: onLeave)
        guard inotify_add_watch(descriptor, path, UInt32(IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE)) >= 0 else {
            throw SystemError("watch \(path)")
        }
        watch.setInterest(.readable)
    }

    private final class Watch: PolledDescriptor {
        private let onArrive: () -> Void
        private let onLeave: () -> Void
        private var clients = 0

        init(world: LiveWorld, descriptor: Int32, onArrive: @escaping () -> Void, onLeave: @escaping () -> Void) {
            self.onArrive = onArrive
            self.onLeave = onLeave
            super.init(world: world, descriptor: descriptor)
        }

        override func ready(_ readiness: Readiness) {
            let buffer = world.readBuffer
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return }
            let opened = UInt32(IN_OPEN)
            var offset = 0
            let before = clients
            var hasLeft = false
            while offset + MemoryLayout<inotify_event>.size <= count {
                let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                offset += MemoryLayout<inotify_event>.size + Int(event.len)
                clients = max(0, clients + (event.mask & opened != 0 ? 1 : -1))
                hasLeft = hasLeft || clients == 0
            }
            if hasLeft { onLeave() }
            if clients > 0, hasLeft || before == 0 { onArrive() }
        }
    }
}
