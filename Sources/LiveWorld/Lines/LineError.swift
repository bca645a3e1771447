import Glibc
import World

/// Why a line could not be opened, and what to do about it.
public struct LineError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case noSuchDevice
        case notATerminal
        case notPermitted
        /// Another program has the line.
        case busy
        /// The driver or the serial server cannot do what the settings ask for.
        case settings(String)
        case unknownHost(String)
        case refused
        case unreachable
        case timedOut
        /// The serial server does not speak RFC 2217 as it must.
        case noSerialControl(String)
        /// The serial server speaks Telnet where it should pass bytes as they are, and may offer RFC 2217.
        case telnet(offersControl: Bool?)
        /// The serial server passes bytes as they are where it should speak RFC 2217.
        case echo
        /// The world was stopped meanwhile.
        case stopped
        case other(String)
    }

    public var address: LineAddress
    public var reason: Reason

    init(_ address: LineAddress, _ reason: Reason) {
        self.address = address
        self.reason = reason
    }

    /// A system call on the way to an open line has failed.
    init(_ address: LineAddress, number: Int32) {
        self.address = address
        reason =
            switch number {
            case ENOENT, ENODEV, ENXIO, ENOTDIR: .noSuchDevice
            case ENOTTY, EISDIR: .notATerminal
            case EACCES, EPERM: .notPermitted
            case EBUSY, EWOULDBLOCK: .busy
            case ECONNREFUSED: .refused
            case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EADDRNOTAVAIL: .unreachable
            case ETIMEDOUT: .timedOut
            default: .other(errorText(number))
            }
    }

    /// What is wrong.
    public var description: String { "\(address): \(reason.summary)" }

    /// What to do; nil where that is not known.
    public var suggestion: String? {
        switch reason {
        case .noSuchDevice:
            if case .pseudoTerminal = address { return "is the modem on? ‘attest modem --pty’ prints its path" }
            return "is it plugged in? ‘ls -l /dev/serial/by-id’ shows what is"
        case .notATerminal: return "name a serial device such as /dev/ttyUSB0"
        case .notPermitted: return "join the group that owns the device: ‘sudo usermod -aG dialout $USER’, then log in again"
        case .busy: return "find the other program with ‘fuser -v PATH’; ModemManager is a usual one"
        case .settings: return "change the line's settings"
        case .unknownHost: return "check the spelling, or use the address in numbers"
        case .refused: return "is the serial server running, and is this its port?"
        case .unreachable: return "check the network and the address"
        case .timedOut: return "is it switched on, and does a firewall stand between?"
        case .noSerialControl:
            return "switch the server's RFC 2217 mode on; or make its port raw, set the line up there, and use \(rawAddress)"
        case .telnet(offersControl: true):
            return "use \(controlledAddress), which the server offers, or make the port raw at the serial server"
        case .telnet(offersControl: false): return "make the port raw at the serial server; it does not offer RFC 2217"
        case .telnet(offersControl: nil): return "use \(controlledAddress), or make the port raw at the serial server"
        case .echo: return "use \(rawAddress), and set the line up at the serial server"
        case .stopped, .other: return nil
        }
    }

    /// The same server, as one that passes bytes as they are.
    private var rawAddress: String {
        guard case .rfc2217(let host, let port) = address else { return "tcp:" }
        return "\(LineAddress.tcp(host: host, port: port))"
    }

    /// The same server, as one that is driven from here.
    private var controlledAddress: String {
        guard case .tcp(let host, let port) = address else { return "rfc2217:" }
        return "\(LineAddress.rfc2217(host: host, port: port))"
    }
}

extension LineError.Reason {
    /// What is wrong.
    var summary: String {
        switch self {
        case .noSuchDevice: "there is no such device"
        case .notATerminal: "this is no serial line"
        case .notPermitted: "you may not open this device"
        case .busy: "another program is using it"
        case .settings(let problem): problem
        case .unknownHost(let problem): "the host is not known: \(problem)"
        case .refused: "nothing listens there: the connection is refused"
        case .unreachable: "there is no way to this host"
        case .timedOut: "no answer within \(LiveWorld.openLimit.nanoseconds / 1_000_000_000) s"
        case .noSerialControl(let problem): "this server does not offer serial control (RFC 2217): \(problem)"
        case .telnet: "this is a Telnet port: it changes bytes on their way (RFC 854)"
        case .echo: "this is a raw port, without serial control (RFC 2217): what is sent to it comes back, as from a modem's echo"
        case .stopped: "stopped before the line was open"
        case .other(let problem): problem
        }
    }
}
