public import BenchFacts
public import LiveWorld
internal import Platform
public import Rigs
public import TestBench
public import World

/// This machine's lines, sockets and programs.
public final class LiveFacilities: Facilities {
    public let world: LiveWorld
    public var loop: any EventLoop { world }

    /// - Parameter signals: They stop the loop.
    public init(stoppedBy signals: [StopSignal]) throws(SystemError) {
        world = try LiveWorld()
        try world.stop(onSignals: signals)
    }

    public func line(to rig: Rig) -> any LineSource { LiveLine(rig, in: world) }

    public func openControl(_ setup: RigSetup) throws(BenchUnusable) -> (any ControlChannel)? {
        guard setup.placement == nil else { return nil }
        if let path = setup.rig.control {
            guard let channel = try? ControlConnection(world: world, terminal: Files.resolved(path) ?? path) else {
                throw BenchUnusable(
                    "no ‘attest modem’ has the terminal \(path)",
                    suggestion: "‘attest modem --pty’ prints its path"
                )
            }
            return channel
        }
        guard case .pseudoTerminal(let path) = setup.rig.device else { return nil }
        return try? ControlConnection(world: world, terminal: Files.resolved(path) ?? path)
    }

    public func makeBench(_ setup: RigSetup, _ facts: [BenchFact]) throws(BindError) -> (bench: Bench, host: any PlacedHost) {
        if let placement = setup.placement { return try placement.makeBench(facts, in: world) }
        // Loopback, each party at its own address, at free ports.
        let host = world.makeHost(addresses: [IPv4Address(127, 0, 0, 1)], portPolicy: .mapped)
        return (try Bench(addresses: .loopback, facts: facts) { _ in host }, host)
    }

    public func start(_ command: String, in folder: String, limit: Interval) throws(CommandFailure) -> any ShellCommand {
        try LiveCommand(command, in: folder, limit: limit, world: world)
    }
}

/// A line of this machine, by the rig's address of it.
private final class LiveLine: LineSource {
    var onLog: ((String) -> Void)?
    private let rig: Rig
    private let world: LiveWorld
    /// The link by which a pseudo-terminal was found.
    private var link: SymbolicLink.Identity?

    init(_ rig: Rig, in world: LiveWorld) {
        self.rig = rig
        self.world = world
    }

    func open(proving: Bool) throws(BenchUnusable) -> any SerialPort {
        let address = try LineAddress(rig.device)
        // A link that still names the terminal that is gone may lead to anybody's by now.
        if let link, link == currentLink { throw BenchUnusable("\(rig.device) still leads to the terminal that is gone") }
        do throws(LineError) {
            let port = try world.open(address, settings: rig.line.settings, proving: proving)
            port.onLog = { [weak self] in self?.onLog?($0) }
            link = currentLink
            return port
        } catch {
            throw BenchUnusable("\(error)", suggestion: error.suggestion)
        }
    }

    private var currentLink: SymbolicLink.Identity? {
        if case .pseudoTerminal(let path) = rig.device { SymbolicLink.Identity(path) } else { nil }
    }
}

extension BenchPlacement {
    /// - Throws: ``World/BindError`` when a port cannot be bound.
    public func makeBench(_ facts: [BenchFact], in world: LiveWorld) throws(BindError) -> (bench: Bench, host: LiveHost) {
        let host = world.makeHost(
            addresses: sites.map(\.seenAs),
            allowsRemote: sites.contains { $0.bind.value >> 24 != 127 }
        )
        host.places = candidates
        return (try Bench(addresses: addresses, facts: facts) { _ in host }, host)
    }
}

extension Rig {
    /// The line itself is the terminal of an `attest modem`.
    var offersControl: Bool {
        guard case .pseudoTerminal(let path) = device else { return false }
        return ControlConnection.isOffered(forTerminal: Files.resolved(path) ?? path)
    }
}
