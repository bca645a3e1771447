internal import Glibc
internal import Synchronization

/// Standard output for a program that must go on whether anybody reads it or not: lines wait for their reader, and the newest are left
/// out when too many wait.
public final class PatientOutput: Sendable {
    /// Bytes of lines that wait.
    public static let limit = 1 << 20

    private struct State {
        var lines: [String] = []
        var size = 0
        /// Lines that found no room behind those that wait.
        var leftOut = 0
        var isWriting = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let work: UnsafeSendable<UnsafeMutablePointer<sem_t>>
    private let write: @Sendable (String) -> Void

    /// - Parameter write: may block for any time.
    public init(_ write: @escaping @Sendable (String) -> Void = { Terminal.output($0) }) {
        let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
        work = UnsafeSendable(value: semaphore)
        self.write = write
        // The thread holds the output, and with it the semaphore, for as long as the program lives.
        let held = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let failed = pthread_create(
            &thread,
            nil,
            { pointer in
                if let pointer { Unmanaged<PatientOutput>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            },
            held.toOpaque()
        )
        if failed == 0 { pthread_detach(thread) } else { held.release() }
    }

    private struct UnsafeSendable<Value>: @unchecked Sendable { let value: Value }

    /// Never blocks.
    public func add(_ line: String) {
        let isAdded = state.withLock { state in
            guard !state.isOver, state.size + line.utf8.count <= Self.limit else {
                state.leftOut += 1
                return false
            }
            state.lines.append(line)
            state.size += line.utf8.count
            return true
        }
        if isAdded { sem_post(work.value) }
    }

    /// Takes no more lines. - Returns: whether all have been written in so many milliseconds.
    public func finish(within milliseconds: Int) -> Bool {
        state.withLock { $0.isOver = true }
        for _ in 0...(milliseconds / 10) {
            if state.withLock({ $0.lines.isEmpty && !$0.isWriting }) { return true }
            usleep(10_000)
        }
        return false
    }

    private func run() {
        while true {
            while sem_wait(work.value) != 0 {}
            let text = state.withLock { state in
                if state.leftOut > 0 { state.lines.append("… \(state.leftOut) lines left out: nobody has read them\n") }
                state.leftOut = 0
                let text = state.lines.joined()
                state.lines = []
                state.size = 0
                state.isWriting = !text.isEmpty
                return text
            }
            if !text.isEmpty { write(text) }
            state.withLock { $0.isWriting = false }
        }
    }
}
