/// A command line that the shell runs beside the loop.
public protocol ShellCommand: AnyObject {
    /// Its failure, or success, once it has ended; nil while it runs.
    var result: Result<Void, CommandFailure>? { get }
    /// Waits, outside of the loop, until it has ended.
    func finish() -> Result<Void, CommandFailure>
}

/// Why a command did not succeed.
public struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// With the last line that it said.
    public var description: String
    public init(description: String) { self.description = description }
}
