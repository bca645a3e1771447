public import World

/// How one call attempt ends. A script of outcomes is used one per attempt; its last goes on for ever.
public enum CallOutcome: Hashable, Sendable {
    case answers(rate: CallRate)
    case busy
    case noAnswer
    case noCarrier

    /// Any number that answers does so at this rate (3GPP TS 27.007 §6.7, asynchronous 9600 bit/s); CONNECT 9600 is what the manuals' own
    /// tables show.
    public static let usualRate: CallRate = 9600

    fileprivate var stimulus: Stimulus? {
        switch self {
        case .answers(let rate): rate == Self.usualRate ? nil : .answering
        case .busy: .busy
        case .noAnswer: .noAnswer
        case .noCarrier: .noCarrier
        }
    }
}

public enum GSMFact: Hashable, Sendable {
    case registration(Registration)
    /// Searching first, then this, after so long.
    case registers(Registration, after: Interval)
    case number(String, [CallOutcome])
    /// How long the far side takes to answer or to be found busy.
    case answerDelay(Interval)
    case login(user: String, password: String)
    case pppRefuses
    case pppSilent
    /// The call is cut now: NO CARRIER; one that rings is given up.
    case dropsCall
    /// Somebody calls the device now, and gives up after so many rings.
    case calls(IncomingCall, rings: Int)
    /// How long the network takes to release a call that the module ends.
    case releaseDelay(Interval)
    /// The far modem of a call without PPP sends this now.
    case farEndSends([UInt8])
    case pin(String)
    /// Somebody takes the SIM out of the device now.
    case losesSIM

    var traits: BenchTraits {
        switch self {
        case .registration(.home), .login: return BenchTraits()
        case .registration, .registers: return BenchTraits(.registration)
        case .number(_, let outcomes):
            var traits = BenchTraits()
            traits.stimuli = outcomes.compactMap(\.stimulus)
            return traits
        case .answerDelay: return BenchTraits(.lateAnswer)
        case .releaseDelay: return BenchTraits(.lateRelease)
        case .pppRefuses, .pppSilent: return BenchTraits(.ppp)
        case .dropsCall: return BenchTraits(.bearerLoss, effects: [.takesConnectionAway, .makesDataPause])
        case .calls: return BenchTraits(.incomingCall)
        case .farEndSends: return BenchTraits(.farEnd)
        case .pin: return BenchTraits(.pin)
        case .losesSIM: return BenchTraits(.simRemoval, effects: [.takesConnectionAway, .makesDataPause])
        }
    }
}

public enum GSMObservation<Content: BenchContent>: Hashable, Sendable {
    case dialled(number: Content.Text, times: Int)
    /// Whether the device holds the line: from dialling, or from taking a call, until it is released.
    case callActive(Bool)
    /// All that the far modem has been sent in a call without PPP.
    case farEndHeard(Content.Bytes)

    var traits: BenchTraits {
        switch self {
        case .dialled: BenchTraits(effects: .countsAttempts)
        case .callActive: BenchTraits()
        case .farEndHeard: BenchTraits(.farEnd)
        }
    }

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> GSMObservation<Filler.Filled> {
        switch self {
        case .dialled(let number, let times): .dialled(number: filler.text(number), times: times)
        case .callActive(let isActive): .callActive(isActive)
        case .farEndHeard(let bytes): .farEndHeard(filler.bytes(bytes))
        }
    }
}
