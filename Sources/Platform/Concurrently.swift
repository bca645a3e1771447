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

/// Does two things at once, where there are two processors. - Returns: what comes of them.
public func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First,
    and second: @Sendable () -> Second
) -> (First, Second) {
    let results = Mutex<(First?, Second?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            let result = first()
            results.withLock { $0.0 = result }
        } else {
            let result = second()
            results.withLock { $0.1 = result }
        }
    }
    guard case (let first?, let second?) = results.withLock({ $0 }) else { preconditionFailure("both have been done") }
    return (first, second)
}
