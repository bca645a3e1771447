public import LiveWorld
public import Rigs

extension LineAddress {
    /// The same for the live world. - Throws: ``BenchUnusable`` for the virtual modem of simulated worlds.
    public init(_ device: Rig.DeviceAddress) throws(BenchUnusable) {
        switch device {
        case .virtual:
            throw BenchUnusable(
                "the virtual modem has no line",
                suggestion: "start ‘attest modem --pty’ and give the path it prints: pty:PATH"
            )
        case .pseudoTerminal(let path): self = .pseudoTerminal(path: path)
        case .serial(let path): self = .serial(path: path)
        case .tcp(let host, let port): self = .tcp(host: host, port: port)
        case .rfc2217(let host, let port): self = .rfc2217(host: host, port: port)
        case .program(let command): self = .program(command: command)
        }
    }
}

extension Rig.LineSettings {
    /// The same for the live world.
    public var settings: SerialSettings {
        let parity: SerialSettings.Parity =
            switch self.parity {
            case .none: .none
            case .even: .even
            case .odd: .odd
            case .mark: .mark
            case .space: .space
            }
        let flow: SerialSettings.FlowControl =
            switch flowControl {
            case .none: .none
            case .rtscts: .rtsCts
            case .xonxoff: .xonXoff
            }
        return SerialSettings(
            rate: rate,
            dataBits: dataBits,
            parity: parity,
            stopBits: stopBits,
            flowControl: flow,
            dtr: dtr,
            rts: rts,
            unwired: unwired
        )
    }
}
