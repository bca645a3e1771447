internal import Synchronization

/// Runs many pieces of work on several threads and delivers their results in order.
enum ParallelRun {
    /// - Parameters:
    ///   - jobs: How many run at once, at least 1.
    ///   - deliver: Called once for each, in order of index, never twice at a time.
    ///   - isOver: Asked after each delivery; once it holds, nothing more is begun or delivered.
    static func run<Result: Sendable>(
        count: Int,
        jobs: Int,
        work: @escaping @Sendable (Int) -> Result,
        deliver: @escaping @Sendable (Result) -> Void,
        until isOver: @escaping @Sendable () -> Bool = { false }
    ) async {
        let queue = WorkQueue<Result>(count: count)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(jobs, count)) {
                group.addTask {
                    while let index = queue.next() { queue.finish(index, work(index), deliver, isOver) }
                }
            }
        }
    }
}

/// What is still to be done, and what is done but waits for an earlier one.
private final class WorkQueue<Result: Sendable>: Sendable {
    private struct State {
        var next = 0
        var delivered = 0
        var waiting: [Int: Result] = [:]
        var isOver = false
    }

    private let state = Mutex(State())
    private let count: Int

    init(count: Int) { self.count = count }

    func next() -> Int? {
        state.withLock { state in
            guard state.next < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func finish(_ index: Int, _ result: Result, _ deliver: (Result) -> Void, _ isOver: () -> Bool) {
        state.withLock { state in
            guard !state.isOver else { return }
            state.waiting[index] = result
            while let ready = state.waiting.removeValue(forKey: state.delivered) {
                deliver(ready)
                state.delivered += 1
                guard isOver() else { continue }
                state.isOver = true
                state.next = count
                return
            }
        }
    }
}
