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
        let path: String
        switch device {
        case .serial(let name), .pseudoTerminal(let name): path = name
        case .virtual:
            throw UsageError("the virtual modem has no line", suggestion: "start ‘attest modem --pty’ and use pty:PATH")
        case .tcp, .rfc2217, .program: throw UsageError("\(device) cannot be opened yet", suggestion: "use serial: or pty:")
        }
        do {
            return try world.openSerial(path: path, settings: try line.settings)
        } catch let error as SystemError {
            throw UsageError(
                "\(device) does not open: \(error)",
                suggestion: "is it plugged in, and are you in the group ‘dialout’?"
            )
        } catch {
            throw UsageError("\(device) does not open: \(error)")
        }
    }
}
