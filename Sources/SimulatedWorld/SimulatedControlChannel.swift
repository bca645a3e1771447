public import World

/// One end of a control channel in memory: each line is an event of its own.
public final class SimulatedControlChannel: ControlChannel {
    public weak var delegate: (any ControlChannelDelegate)?
    unowned let world: SimulatedWorld
    weak var other: SimulatedControlChannel?

    init(world: SimulatedWorld) { self.world = world }

    public func send(line: String) {
        world.enqueue { [weak other] in other.map { $0.delegate?.controlChannel($0, received: line) } }
    }

    public func close() {
        guard let other else { return }
        other.other = nil
        self.other = nil
        world.enqueue { other.delegate?.controlChannelClosed(other, reason: "closed by the other end") }
    }
}

extension SimulatedWorld {
    /// Two ends of a control channel. Each is held by whoever uses it.
    public func makeControlChannel() -> (runner: SimulatedControlChannel, modem: SimulatedControlChannel) {
        let (runner, modem) = (SimulatedControlChannel(world: self), SimulatedControlChannel(world: self))
        runner.other = modem
        modem.other = runner
        return (runner, modem)
    }
}
