public import World

/// A bench described in one file: the device, what it claims (ICS), how it is reached and what surrounds it (IXIT).
public struct Rig: Sendable {
    public var name: String
    public var path: String
    public var device: DeviceAddress
    public var line: LineSettings
    /// nil: every dialect that the run is asked for.
    public var dialect: String?
    public var conformance: ConformanceStatement
    public var values: [String: SecretText]
    public var network: NetworkAccess
    /// What the bench can do to the device's surroundings: the stimulus's name and the command that does it.
    public var hooks: [Hook]
    /// Switches the device off and on.
    public var powerCycle: String?
    public var pacing: Pacing

    /// Where the device is.
    public enum DeviceAddress: Hashable, Sendable, CustomStringConvertible {
        case virtual
        case pseudoTerminal(path: String)
        case serial(path: String)
        case tcp(host: String, port: UInt16)
        case rfc2217(host: String, port: UInt16)
        /// A program that is the device on its standard streams.
        case program(command: String)

        public var description: String {
            switch self {
            case .virtual: "virtual"
            case .pseudoTerminal(let path): "pty:\(path)"
            case .serial(let path): "serial:\(path)"
            case .tcp(let host, let port): "tcp:\(host):\(port)"
            case .rfc2217(let host, let port): "rfc2217:\(host):\(port)"
            case .program(let command): "exec:\(command)"
            }
        }
    }

    /// How bytes go over the line.
    public struct LineSettings: Hashable, Sendable {
        public enum Parity: String, Hashable, Sendable, CaseIterable { case none, even, odd, mark, space }
        public enum FlowControl: String, Hashable, Sendable, CaseIterable { case none, rtscts, xonxoff }
        /// In bit/s; any rate that the hardware can make.
        public var rate = 115_200
        public var dataBits = 8
        public var parity = Parity.none
        /// 1 or 2.
        public var stopBits = 1
        public var flowControl = FlowControl.none
        public var dtr = true
        public var rts = true
        public init() {}
    }

    /// What the device claims (ISO/IEC 9646 ICS).
    public struct ConformanceStatement: Hashable, Sendable {
        /// nil: all features of the dialect.
        public var features: [String]?
        public var withoutFeatures: [String] = []
        /// Defaults that differ from the dialect's, by parameter.
        public var defaults: [String: String] = [:]
        /// Limits that differ from the dialect's, by timing or parameter.
        public var limits: [String: String] = [:]
        /// Recommended requirements that are not met, each with the reason.
        public var waived: [String: String] = [:]
        public init() {}
    }

    /// Where the device reaches this host.
    public struct NetworkAccess: Hashable, Sendable {
        /// The address that servers bind; nil: loopback.
        public var bind: IPv4Address?
        /// The address under which the device sees this host; nil: `bind`.
        public var seenAs: IPv4Address?
        /// By server (`smtp`, `pop3`, `ftp`, `dns`): the port bound here and the port under which the device sees it.
        public var ports: [String: PortMapping] = [:]
        /// The ports from which FTP takes its passive data connections.
        public var passivePorts: ClosedRange<UInt16>?
        public init() {}
    }

    public struct PortMapping: Hashable, Sendable {
        public var bind: UInt16
        public var seenAs: UInt16
        public init(bind: UInt16, seenAs: UInt16) {
            self.bind = bind
            self.seenAs = seenAs
        }
    }

    /// A command line that the shell runs to do something to the device's surroundings.
    public struct Hook: Hashable, Sendable {
        /// The stimulus, such as `busy`.
        public var stimulus: String
        public var command: String
        public init(stimulus: String, command: String) {
            self.stimulus = stimulus
            self.command = command
        }
    }

    public struct Pacing: Hashable, Sendable {
        /// Before each AT# parameter write (001 Appendix B asks for 1 s); nil: the dialect's.
        public var writeGap: Interval?
        /// Every time limit is multiplied by this many percent.
        public var timeScale = 100
        public init() {}
    }

    /// A value that may be secret: it is never printed.
    public struct SecretText: Hashable, Sendable, CustomStringConvertible {
        public var value: String
        public var isSecret: Bool
        public init(value: String, isSecret: Bool) {
            self.value = value
            self.isSecret = isSecret
        }
        public var description: String { isSecret ? "•••" : value }
    }

    public init(name: String, path: String, device: DeviceAddress) {
        self.name = name
        self.path = path
        self.device = device
        line = LineSettings()
        conformance = ConformanceStatement()
        values = [:]
        network = NetworkAccess()
        hooks = []
        pacing = Pacing()
    }
}
