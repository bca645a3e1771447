/// A world as those know it who wait in it: its clock, and the loop that lets time go on.
public protocol EventLoop: AnyObject {
    var now: Instant { get }
    /// A host without an address, for its timers alone.
    func makeClock() -> any Host
    /// Lets the world go on until `condition` holds, which is looked at whenever something has happened.
    /// - Returns: false when it was stopped, at the deadline, or when nothing is left to happen.
    @discardableResult
    func run(deadline: Instant?, until condition: () -> Bool) -> Bool
    /// Somebody outside has stopped it.
    var isStopped: Bool { get }
    /// Lets a loop that was stopped from outside run on, to bring in order what is left. - Returns: whether it runs on.
    func resume() -> Bool
}
