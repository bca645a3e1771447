public import LiveWorld
internal import Platform
public import Rigs
internal import World

extension Rig {
    /// Whether its line's rate and format mean something.
    var hasLineSettings: Bool {
        switch device {
        case .serial, .rfc2217: true
        case .virtual, .pseudoTerminal, .tcp, .program: false
        }
    }

    /// Opens the line to the device. - Throws: ``BenchUnusable`` with what to do.
    func open(in world: LiveWorld, proving: Bool = true) throws(BenchUnusable) -> LiveSerialPort {
        let address = try LineAddress(device)
        do throws(LineError) {
            return try world.open(address, settings: line.settings, proving: proving)
        } catch {
            throw BenchUnusable("\(error)", suggestion: error.suggestion)
        }
    }
}

extension Rig {
    /// The line itself is the terminal of an `attest modem`.
    var offersControl: Bool {
        guard case .pseudoTerminal(let path) = device else { return false }
        return ControlConnection.isOffered(forTerminal: Files.resolved(path) ?? path)
    }
}

extension RigSetup {
    /// The channel to the `attest modem --pty` at or behind the line; nil when another device is there, or the rig's servers stand on the network.
    /// - Throws: ``BenchUnusable`` when the rig names a modem that is not there.
    func openControl(in world: LiveWorld) throws(BenchUnusable) -> ControlConnection? {
        guard placement == nil else { return nil }
        if let path = rig.control {
            guard let channel = try? ControlConnection(world: world, terminal: Files.resolved(path) ?? path) else {
                throw BenchUnusable(
                    "no ‘attest modem’ has the terminal \(path)",
                    suggestion: "‘attest modem --pty’ prints its path"
                )
            }
            return channel
        }
        guard case .pseudoTerminal(let path) = rig.device else { return nil }
        return try? ControlConnection(world: world, terminal: Files.resolved(path) ?? path)
    }
}

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
    /// A start bit, the data, the parity, and what stops it (V.4).
    var characterTime: Interval {
        let bits = 1 + dataBits + (parity == .none ? 0 : 1) + stopBits
        return Interval(nanoseconds: Int64(bits) * 1_000_000_000 / Int64(rate))
    }

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
