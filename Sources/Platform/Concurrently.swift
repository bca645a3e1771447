internal import Dispatch
internal import Synchronization

/// Does the same with each of `count` things, on as many threads as there are processors. - Returns: what comes of them, in their order.
public func concurrently<Result: Sendable>(_ count: Int, _ body: @Sendable (_ index: Int) -> Result) -> [Result] {
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = body(index)
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}
