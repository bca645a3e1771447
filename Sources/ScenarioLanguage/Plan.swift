public import BenchFacts
public import Octets
public import Verdicts
public import World

/// Everything needed to run one scenario, or one row of it, against one dialect: resolved, typed and immutable.
public struct Plan: Sendable {
    /// With its columns filled in; unique within its file.
    public var name: String
    public var title: String
    public var dialect: String
    /// Identifiers of the dialect's requirements; the first is the one cited unless a step says otherwise.
    public var requirements: [String]
    public var needs: [Need]
    public var tags: [String]
    public var location: Location
    /// Facts that hold from the start, preambles' first.
    public var facts: [BenchFact]
    /// Where each of them is stated.
    var factLocations: [Location] = []
    /// What it is told of the bench by name; where the bench does not give one of them, it does not apply.
    public var values: [BenchValue] = []
    /// Whose addresses and ports it tells the device.
    var references: [BenchReference] = []
    /// Names of the virtual modem's defects to switch on.
    public var defects: [String]
    public var outcome: ExpectedOutcome
    public var steps: [Step]
    /// Always run, in order, after the steps or instead of the rest of them.
    public var postambles: [Step]
    /// Why it is not for the dialect, though its head says so. Then its steps are not all there, and it does not apply.
    public internal(set) var misfit: Misfit?
    /// What it begins with and may leave for a scenario that begins alike.
    public internal(set) var kept: Kept?
}

/// Why a scenario is not for a dialect, though its head says so.
public enum Misfit: Hashable, Sendable {
    /// It needs a form, a timing, a requirement … that the dialect's manual does not say and another one does.
    case unsaid(String)
    /// It sends a command that the dialect's manual does not allow, and expects it to be carried out.
    case refused(String)
    /// It verifies a requirement of a dialect that this one extends, and says otherwise.
    case changed(requirement: String, of: String)
}

/// A place in a scenario file.
public struct Location: Hashable, Sendable {
    public var path: String
    /// From 1.
    public var line: Int
    /// The whole line without its indentation.
    public var text: String
    public init(path: String, line: Int, text: String) {
        self.path = path
        self.line = line
        self.text = text
    }
}

/// A capability that the dialect, the device or the bench must have for the scenario to apply.
public enum Need: Hashable, Sendable {
    /// A feature of the dialect and the device: `gprs`, `pop3`, `tcp-inbound`.
    case feature(String)
    /// Something that the bench can do to the device's surroundings: `busy`, `bearer-loss`, `dns-faults`, `registration`.
    case stimulus(String)
    /// Peers with different addresses.
    case peerAddresses(Int)
    /// Name servers that can be told apart.
    case nameServers(Int)
    /// Only the built-in virtual modem: self-tests with defects.
    case virtualModem
    /// A line that carries V.24 signals and breaks, not bytes alone.
    case lineSignals
    /// The host's end of the line stops for CTS, and the device for RTS where it is told to.
    case flowControl
    /// So many serial lines of the device.
    case lines(Int)
}

/// What `{address of …}` and `{port of …}` speak of.
enum BenchReference: Hashable, Sendable {
    case address(AddressTarget)
    case port(ServerKind)
}

extension Plan {
    /// The device meets the bench's servers or peers.
    public var meetsBench: Bool {
        !references.isEmpty || values.contains { $0.server != nil }
            || facts.contains(where: \.party.isHost)
            || needs.contains { need in
                switch need {
                case .feature(let name): !["serial", "gsm", "gprs"].contains(name)
                case .nameServers, .peerAddresses: true
                case .stimulus, .virtualModem, .lineSignals, .flowControl, .lines: false
                }
            }
    }

    /// How many serial lines the device must have.
    public var lines: Int {
        for case .lines(let count) in needs { return count }
        return 1
    }

    /// The device is sent to the server.
    public func calls(_ server: ServerKind) -> Bool {
        references.contains(.address(.server(server))) || values.contains(.account(server, .server))
            || facts.contains { fact in
                if case .dns(.record(_, .server(server))) = fact { true } else { fact.party.server == server }
            }
    }

    /// The device is given name servers.
    public var givesNameServers: Bool {
        references.contains(.address(.nameServer(.primary))) || references.contains(.address(.nameServer(.secondary)))
    }

    /// The device is told at which port the server is; without it, it keeps the default.
    public func tellsPort(of server: ServerKind) -> Bool {
        references.contains(.port(server)) || values.contains(.account(server, .port))
    }
}

/// What the scenario as a whole must come to.
public enum ExpectedOutcome: Hashable, Sendable {
    case pass
    /// A known failure of devices, with a link: reported, not counted as a regression.
    case knownFailure(issue: String)
    /// A self-test: must end with this verdict; `domain` and `requirement` too where given; `line` is the text of the line that must fail.
    case mustEnd(verdict: Verdict, domain: FaultDomain?, requirement: String?, line: String?)
}

/// One step, with where it stands.
public struct Step: Sendable {
    public var location: Location
    public var action: Action
    /// The line of the device on which it happens, or of which it speaks; of what concerns none of them alone, the first.
    public var on: LineName
    public init(location: Location, action: Action, on: LineName = .first) {
        self.location = location
        self.action = action
        self.on = on
    }

    public indirect enum Action: Sendable {
        /// `> TEXT`: the text, then the line terminator (S3).
        case sendLine(Template)
        /// `>> ITEMS`: raw bytes, in one write or cut.
        case sendBytes(Payload, Cut)
        /// `<` or `<<`.
        case expect(Expectation)
        /// `silence for A` or `A..B`: no byte for at least A; the next byte within B.
        case silence(atLeast: Interval, atMost: Interval?)
        /// `silence for A beyond N bytes`: at most N more bytes for so long; they wait, with what has come before, for their expectation.
        case stillness(for: Interval, beyond: Int)
        /// The host does nothing for so long; what arrives meanwhile waits for its expectation.
        case wait(Interval)
        /// The first branch whose first expectation is met is taken.
        case either([[Step]])
        /// Expectations met in whatever order they come.
        case anyOrder([Step])
        case `repeat`(Int, [Step])
        /// `variable` takes each value in turn as a capture.
        case loop(variable: String, values: [Value], [Step])
        case when(Condition, then: [Step], otherwise: [Step])
        case check(Condition)
        case unsolicited(UnsolicitedRule, LinePattern)
        /// A block whose `allow`, `forbid` and `require` end with it; also a preamble's or procedure's body.
        case block(phase: Phase?, name: String?, [Step])
        /// The host's knowledge of the device's modes, corrected by hand.
        case assume(echo: Bool?, verbose: Bool?, quiet: Bool?)
        /// From here on the device may echo the host's lines or not.
        case allowNoEcho
        case note(Template, variant: Bool)
        /// The requirement cited from here on.
        case cite(requirement: String)
        /// Ends the body: `inconclusive "…"` or `fail "…"`.
        case end(verdict: Verdict, reason: Template)
        case fact(BenchFact)
        case act(BenchAction<Written>)
        case observe(BenchObservation<Written>, within: Interval?)
        /// The host switches one of its signals.
        case drive(LineSignal, on: Bool)
        case sendBreak(Interval)
        /// The host's end of the line has another rate from here on, in bit/s; nil: the bench's own again.
        case setRate(Int?)
        /// One of the modem's signals is, or becomes, on or off.
        case lineShows(LineSignal, on: Bool, within: Interval?)
    }
}

/// What is said of the bench as a scenario writes it: with captures to fill in.
public enum Written: BenchContent {
    public typealias Text = Template
    public typealias Bytes = Payload
    public typealias Port = Template
}

/// A device line or raw device bytes, and when they must come.
public struct Expectation: Sendable {
    public enum Content: Sendable {
        case line(LinePattern)
        case bytes(Payload)
    }
    public var content: Content
    public var optional: Bool
    /// Not before this long after the step became current (the last host line sent or device line matched).
    public var notBefore: Interval?
    /// nil: the limit of the last command sent, or the dialect's `answer`.
    public var within: Interval?
    /// Whether `within` binds the device: the scenario writes it itself, or a clause gives it.
    public var isFirm: Bool
    public init(
        content: Content,
        optional: Bool = false,
        notBefore: Interval? = nil,
        within: Interval? = nil,
        isFirm: Bool = true
    ) {
        self.content = content
        self.optional = optional
        self.notBefore = notBefore
        self.within = within
        self.isFirm = isFirm
    }
}

/// `allow`, `forbid`, `require` of unsolicited lines.
public enum UnsolicitedRule: Hashable, Sendable {
    case allow
    case forbid
    /// Must have come by the end of the enclosing block, or within so long.
    case require(within: Interval?)
}

/// The text of one device line: one or more alternatives, the first canonical.
public struct LinePattern: Sendable {
    /// How the device frames the line (001 Appendix B "Output").
    public enum Framing: Hashable, Sendable {
        /// A result code or indication that has a number: `CR LF text CR LF`, or `CR number CR` under ATV0.
        case result(number: Int?)
        /// `CR LF #CME ERROR: n CR LF`, or `CR #CME ERROR: n CR LF` under ATV0.
        case extendedError
        /// A displayed parameter: `text CR LF` in either mode.
        case parameter
        /// V.250 information text or an indication without a number: `CR LF text CR LF`; `text CR LF` under ATV0.
        case information
        /// The host goes on in the line that the text begins: `CR LF text` (3GPP TS 27.005 §3.5.1), or the text alone.
        case prompt
    }
    public struct Alternative: Sendable {
        public var segments: [Segment]
        public var framing: Framing
        /// What +CMEE must be for the device to say it so; nil: whatever it is.
        public var reports: Int?
        /// Where it is not the first of its pattern, a device that says it is told of: its manual has the first more often.
        public var isRemarkable: Bool
        public init(segments: [Segment], framing: Framing, reports: Int? = nil, isRemarkable: Bool = true) {
            self.segments = segments
            self.framing = framing
            self.reports = reports
            self.isRemarkable = isRemarkable
        }
    }
    public enum Segment: Sendable {
        case text([UInt8])
        /// Filled in at run time from a capture.
        case value(String)
        case capture(name: String?, CaptureType)
    }
    public var alternatives: [Alternative]
    /// The form's name, when the whole line is `{form}`.
    public var form: String?
    public init(alternatives: [Alternative], form: String? = nil) {
        self.alternatives = alternatives
        self.form = form
    }
}

/// What a capture accepts.
public enum CaptureType: Hashable, Sendable {
    /// Any run of bytes without CR and LF, as short as possible.
    case any
    case ipv4
    case integer
    /// No blank, comma or quote.
    case word
    /// Between double quotes; the capture is what stands inside.
    case quoted
    case oneOf([String])
    case matching(BytePattern)
}

/// Text with captures to fill in.
public struct Template: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case text([UInt8])
        case value(String)
    }
    public var parts: [Part]
    public init(parts: [Part]) { self.parts = parts }
    public init(_ text: String) { parts = [.text(Array(text.utf8))] }
}

/// Bytes, generated or literal, before any escape; `escape` says how they go over the line.
public struct Payload: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case literal([UInt8])
        case value(String)
        /// Seeded bytes, the same on every run.
        case random(count: Int, seed: UInt64)
        /// Escaped as said, up to here.
        case escaped(Escape, [Part])
    }
    public enum Escape: String, Hashable, Sendable, CaseIterable {
        /// DLE before ETX and DLE.
        case dle
        /// RFC 5321 §4.5.2: a dot before a line's first dot.
        case dots
        /// Two hexadecimal digits a byte, in capitals.
        case hexadecimal
    }
    public var parts: [Part]
    public init(parts: [Part]) { self.parts = parts }
}

/// How bytes are cut into writes.
public enum Cut: Hashable, Sendable {
    case whole
    /// One byte a write.
    case everyByte
    /// Before these offsets of the bytes as they go over the line.
    case at([Int])
    /// Pieces of 1 to 64 bytes, seeded.
    case random(seed: UInt64)
}

/// A value of a loop.
public struct Value: Sendable {
    public var bytes: [UInt8]
    public init(bytes: [UInt8]) { self.bytes = bytes }
}

public indirect enum Condition: Sendable {
    case feature(String)
    case equal(Template, Template)
    case notEqual(Template, Template)
    case less(Template, Template)
    case atMost(Template, Template)
    case not(Condition)
    /// The device is not known to hold what this command line writes.
    case unknown(line: Template)
}
