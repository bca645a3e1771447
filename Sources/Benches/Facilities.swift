public import BenchFacts
public import Rigs
public import TestBench
public import World

/// What devices and their benches are made from, in a world of either kind.
public protocol Facilities: AnyObject {
    var loop: any EventLoop { get }
    /// The way to the rig's device; nothing is opened yet.
    func line(to rig: Rig) -> any LineSource
    /// The channel to the built-in modem at or behind the line; nil when another device is there, or the rig's servers stand on the network.
    /// - Throws: ``BenchUnusable`` when the rig names a modem that is not there.
    func openControl(_ setup: RigSetup) throws(BenchUnusable) -> (any ControlChannel)?
    /// The rig's servers and peers. - Throws: ``World/BindError`` when a port cannot be bound.
    func makeBench(_ setup: RigSetup, _ facts: [BenchFact]) throws(BindError) -> (bench: Bench, host: any PlacedHost)
    /// Begins a command of a rig. - Throws: ``World/CommandFailure`` when it cannot be begun.
    func start(_ command: String, in folder: String, limit: Interval) throws(CommandFailure) -> any ShellCommand
}

/// Where the line to a device is opened, as often as it has gone.
public protocol LineSource: AnyObject {
    /// Takes what is said beside the line.
    var onLog: ((String) -> Void)? { get set }
    /// - Parameter proving: Whether the line is proven before it is used, which a device that starts is spared.
    /// - Throws: ``BenchUnusable`` with what to do.
    func open(proving: Bool) throws(BenchUnusable) -> any SerialPort
}
