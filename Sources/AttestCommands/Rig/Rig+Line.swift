internal import LiveWorld
internal import Rigs

extension Rig {
    /// Whether its line's rate and format mean something.
    var hasLineSettings: Bool {
        switch device {
        case .serial, .rfc2217: true
        case .virtual, .pseudoTerminal, .tcp, .program: false
        }
    }

    /// Opens the line to the device. - Throws: ``UsageError`` with what to do.
    func open(in world: LiveWorld) throws(UsageError) -> LiveSerialPort {
        guard let address = device.lineAddress else {
            throw UsageError("the virtual modem has no line", suggestion: "start ‘attest modem --pty’ and use pty:PATH")
        }
        do throws(LineError) {
            return try world.open(address, settings: line.settings)
        } catch {
            throw UsageError("\(error)", suggestion: error.suggestion)
        }
    }
}

extension Rig.DeviceAddress {
    /// The same for the live world; nil for the virtual modem of simulated worlds.
    var lineAddress: LineAddress? {
        switch self {
        case .virtual: nil
        case .pseudoTerminal(let path): .pseudoTerminal(path: path)
        case .serial(let path): .serial(path: path)
        case .tcp(let host, let port): .tcp(host: host, port: port)
        case .rfc2217(let host, let port): .rfc2217(host: host, port: port)
        case .program(let command): .program(command: command)
        }
    }
}

extension Rig.LineSettings {
    /// The same for the live world.
    var settings: SerialSettings {
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
            rts: rts
        )
    }
}
