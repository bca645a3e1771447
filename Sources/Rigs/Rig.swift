import SourceText
public import World

/// A bench described in one file (Docs/RigFiles.md): the device, what it claims (ICS), how it is reached and what surrounds it (IXIT).
public struct Rig: Sendable {
    public var name: String
    /// Of its file.
    public var path: String
    /// For people; empty when the file says none.
    public var title = ""
    public var device: DeviceAddress
    public var line = LineSettings()
    /// The device's other serial lines, in order: `b` is the first of them.
    public var furtherLines: [FurtherLine] = []
    /// Of an `attest modem --pty` that stands behind the line: its terminal, by which the bench reaches what surrounds it.
    public var control: String?
    /// How lines begin that the device sends when it starts, and never else.
    public var startTexts: [String] = []
    /// How lines begin that the device sends at any time.
    public var unsolicited: [String] = []
    /// How long it starts, after its line was opened or it was switched on; nil: the file does not say.
    public var bootTime: Interval?
    /// Command lines for a device that has started, each to be answered with OK.
    public var setUp: [String] = []
    /// nil: every dialect that the run is asked for.
    public var dialect: String?
    public var conformance = ConformanceStatement()
    public var values = Values()
    public var network = NetworkAccess()
    /// What the bench can do to the device's surroundings.
    public var hooks: [Hook] = []
    /// A command line that switches the device off and on.
    public var powerCycle: String?
    public var pacing = Pacing()
    public var budget = Budget()
    /// Names that only the dialect can tell right from wrong, each where it stands.
    var mentions: [Mention] = []

    public init(name: String, path: String, device: DeviceAddress) {
        self.name = name
        self.path = path
        self.device = device
    }

    /// How many serial lines of the device there are.
    public var lines: Int { 1 + furtherLines.count }

    /// The rig as if the line were the device's first.
    public func alone(_ name: LineName) -> Rig {
        guard name != .first else { return self }
        let further = furtherLines[name.number - 1]
        var rig = self
        rig.device = further.address
        rig.line = further.settings ?? line
        rig.furtherLines = []
        return rig
    }

    /// The folder that its relative paths and its hooks start from; `.` when the path has none.
    public var folder: String { Self.folder(of: path) }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Every value that must never be shown, for a `Redactor`.
    public var secrets: [String] {
        let texts = values.all + network.accounts.flatMap { [$0.user, $0.password, $0.sender, $0.recipient].compactMap { $0 } }
        return Set(texts.filter(\.isSecret).map(\.value)).sorted()
    }
}

extension Rig {
    /// A serial line of the device beside its first.
    public struct FurtherLine: Hashable, Sendable {
        public var address: DeviceAddress
        /// nil: those of the first.
        public var settings: LineSettings?
        public init(address: DeviceAddress, settings: LineSettings? = nil) {
            self.address = address
            self.settings = settings
        }
    }

    /// What the device claims (ISO/IEC 9646 ICS).
    public struct ConformanceStatement: Hashable, Sendable {
        public enum Features: Hashable, Sendable {
            case all
            case allBut([String])
            case only([String])

            public func holds(_ feature: String) -> Bool {
                switch self {
                case .all: true
                case .allBut(let absent): !absent.contains(feature)
                case .only(let present): present.contains(feature)
                }
            }
        }
        public enum Standards: Hashable, Sendable {
            case all
            case only([String])
        }
        public enum Limit: Hashable, Sendable {
            /// Of a timing.
            case time(Interval)
            /// Of a parameter's text, in characters.
            case length(Int)
        }
        public var features = Features.all
        /// Defaults that differ from the dialect's, by parameter.
        public var defaults: [String: String] = [:]
        /// Limits that differ from the dialect's, by timing or parameter.
        public var limits: [String: Limit] = [:]
        /// Published standards that the device keeps to though its manual does not cite them, as rigs write their names.
        public var standards = Standards.only([])
        /// Recommended requirements that are not met, each with the reason.
        public var waived: [String: String] = [:]
        public init() {}
    }

    /// What the device needs to know of its network.
    public struct Values: Hashable, Sendable {
        /// The GPRS access point and its credentials.
        public var accessPoint: SecretText?
        public var user: SecretText?
        public var password: SecretText?
        /// Of the SIM.
        public var pin: SecretText?
        /// The number that reaches the Internet over GSM, and the credentials for PPP.
        public var number: SecretText?
        /// From where the hook ‘incoming-call’ calls, as the network tells it.
        public var caller: SecretText?
        public var dialUser: SecretText?
        public var dialPassword: SecretText?
        /// One or two.
        public var nameServers: [IPv4Address] = []
        public init() {}

        var all: [SecretText] { [accessPoint, user, password, pin, number, caller, dialUser, dialPassword].compactMap { $0 } }
    }

    /// Where the device reaches this host.
    public struct NetworkAccess: Hashable, Sendable {
        /// The addresses among which the servers are spread; none: loopback.
        public var bind: [IPv4Address] = []
        /// The address under which the device sees each of them; none: those of `bind`.
        public var seenAs: [IPv4Address] = []
        /// Where the device's connections come from; none: nobody knows. This host connects to the first that is one address.
        public var device: [AddressBlock] = []
        public var ports: [Port] = []
        /// A router between passes every port on unchanged.
        public var forwardsAllPorts = false
        /// The ports from which FTP takes its passive data connections; nil: any.
        public var passivePorts: ClosedRange<UInt16>?
        /// Whoever resolves names for the device asks this host's name server, over GPRS too.
        public var resolvesNames = false
        /// They do so on the device's behalf: it does not see this host's name servers itself.
        public var forwardsNames = false
        /// Real accounts, for devices that cannot reach the built-in servers.
        public var accounts: [Account] = []
        public init() {}
    }

    public enum Service: String, Hashable, Sendable, CaseIterable {
        case dns, smtp, pop3, ftp, sntp, peer

        /// RFC 1035 §4.2, RFC 5321 §4.5.4.2, RFC 1939 §3, RFC 959 §8, RFC 4330 §1; peers have none.
        public var standardPort: UInt16? {
            switch self {
            case .dns: 53
            case .smtp: 25
            case .pop3: 110
            case .ftp: 21
            case .sntp: 123
            case .peer: nil
            }
        }
    }

    /// A port bound here, and the port under which the device sees it.
    public struct Port: Hashable, Sendable {
        public var service: Service
        public var bind: UInt16
        public var seenAs: UInt16
        public init(service: Service, bind: UInt16, seenAs: UInt16) {
            self.service = service
            self.bind = bind
            self.seenAs = seenAs
        }
    }

    public struct Account: Hashable, Sendable {
        public var service: Service
        /// Dotted decimal or a name.
        public var server: String
        public var port: UInt16
        public var user: SecretText
        public var password: SecretText
        /// Addresses of mail, for SMTP.
        public var sender: SecretText?
        public var recipient: SecretText?
        public init(service: Service, server: String, port: UInt16, user: SecretText, password: SecretText) {
            self.service = service
            self.server = server
            self.port = port
            self.user = user
            self.password = password
        }
    }

    /// A command line that the shell runs to do something to the device's surroundings, in the rig file's folder.
    public struct Hook: Hashable, Sendable {
        /// Such as `busy`: what scenarios name after `needs stimulus`.
        public var stimulus: String
        public var command: String
        /// Takes it back, after the scenario; nil: it ends by itself.
        public var undo: String?
        public init(stimulus: String, command: String, undo: String? = nil) {
            self.stimulus = stimulus
            self.command = command
            self.undo = undo
        }
    }

    public struct Pacing: Hashable, Sendable {
        /// Before each AT# parameter write (001 Appendix B asks for 1 s); nil: the dialect's.
        public var writeGap: Interval?
        /// How long data may pause; nil: as long as anywhere, at the time scale.
        public var dataGap: Interval?
        /// Every time limit is multiplied by this many percent.
        public var timeScale = 100
        public init() {}
    }

    /// A value that may be secret: it is never printed.
    public struct SecretText: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        public var value: String
        public var isSecret: Bool
        public init(value: String, isSecret: Bool) {
            self.value = value
            self.isSecret = isSecret
        }
        public var description: String { isSecret ? "•••" : value }
        public var debugDescription: String { description }
        public var customMirror: Mirror { Mirror(reflecting: description) }
    }
}
