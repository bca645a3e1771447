/// What those must know of a fact, an action or an observation who do not carry it out.
public struct BenchTraits: Hashable, Sendable {
    /// What the bench must be able to do for it.
    public var stimuli: [Stimulus]
    public var effects: Effects
    /// Peers that it speaks of, beside the party that it is about.
    public var peers: [PeerLabel]

    public init(_ stimuli: Stimulus..., effects: Effects = [], peers: [PeerLabel] = []) {
        self.stimuli = stimuli
        self.effects = effects
        self.peers = peers
    }

    public func have(_ effect: Effects) -> Bool { effects.contains(effect) }

    public struct Effects: OptionSet, Hashable, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Connection attempts vanish.
        public static let losesConnections = Effects(rawValue: 1 << 0)
        /// Data may pause, and the device has not made it so.
        public static let makesDataPause = Effects(rawValue: 1 << 1)
        /// The network ends the connection under way.
        public static let takesConnectionAway = Effects(rawValue: 1 << 2)
        /// A server departs from its protocol's happy path.
        public static let isFault = Effects(rawValue: 1 << 3)
        /// The file server takes no data connection, so that it has to open them itself (RFC 959 §3.2).
        public static let forcesActiveTransfers = Effects(rawValue: 1 << 4)
        /// The line gets a rate of its own.
        public static let setsRate = Effects(rawValue: 1 << 5)
        /// The name servers are told apart.
        public static let tellsNameServersApart = Effects(rawValue: 1 << 6)
        /// It matters what the name servers were asked.
        public static let watchesQuestions = Effects(rawValue: 1 << 7)
        /// The peer does not answer echo requests as its system would.
        public static let changesEchoes = Effects(rawValue: 1 << 9)
        /// It matters which echo requests have come.
        public static let watchesEchoes = Effects(rawValue: 1 << 10)
        /// The peer sends echo requests.
        public static let asksForEchoes = Effects(rawValue: 1 << 11)
        /// It counts what the network has seen since the device was switched on.
        public static let countsAttempts = Effects(rawValue: 1 << 8)
    }
}

/// What a bench can do to the device's surroundings, by the name that it has in `needs` and in rig files.
public enum Stimulus: String, Hashable, Sendable, CaseIterable {
    case busy
    case noAnswer = "no-answer"
    case noCarrier = "no-carrier"
    case bearerLoss = "bearer-loss"
    case registration
    case pin
    case ppp
    case gprsFaults = "gprs-faults"
    case dnsFaults = "dns-faults"
    case serverFaults = "server-faults"
    case factoryState = "factory-state"
    case answering
    case lateAnswer = "late-answer"
    case lateRelease = "late-release"
    case powerCycle = "power-cycle"
    case incomingCall = "incoming-call"
    case simRemoval = "sim-removal"
    case farEnd = "far-end"

    /// It happens in the middle of a scenario, at the step that says so; all others are there before it begins.
    public var happensAtItsStep: Bool { [.bearerLoss, .incomingCall, .simRemoval, .farEnd].contains(self) }
}
