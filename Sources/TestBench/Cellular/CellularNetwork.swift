public import BenchFacts
public import World

/// The cellular network around one modem, without a clock: requests, facts and ticks in, radio events out.
///
/// Where a scenario says nothing, the network serves at once: home on GSM and on GPRS, attached; any access point and any PPP login
/// are accepted, any number answers at 9600 bit/s after three seconds, and both of the bench's name servers are given.
/// Once a `number` fact is said, a number that no fact names cannot be reached: NO CARRIER.
///
/// All methods return the events that happen at once; later ones come from `tick(at:)`, due at `deadline`.
public struct CellularNetwork: Sendable {
    let addresses: BenchAddresses
    var powered = false
    /// A SIM is in the module.
    private(set) var hasSIM = true
    var timers = Agenda()
    var gsm = GSMService()
    var gprs = GPRSService()

    public init(addresses: BenchAddresses) {
        self.addresses = addresses
    }

    /// When `tick(at:)` has something to do.
    public var deadline: Instant? { timers.first }

    /// How often the modem has dialled the number.
    public func attempts(at number: String) -> Int { gsm.attempts[number, default: 0] }

    /// Whether a PDP context is active.
    public var isContextActive: Bool { gprs.session == .active }

    /// What the SIM card asks for; nil: no PIN. The modem's driver reads it, since a PIN never reaches the network.
    public var pin: String? { gsm.pin }

    public mutating func request(_ request: RadioRequest, at now: Instant) -> [RadioEvent] {
        switch request {
        case .powerOn: powerOn(at: now)
        case .attach: attach(at: now)
        case .detach: detach()
        case .dial(let number): dial(number, at: now)
        case .answer: answer(at: now)
        case .negotiatePPP(let user, let password, let server, let local, let peer):
            negotiate(
                offered: Credentials(user: user, password: password),
                local: server ? local : addresses.device,
                peer: server ? peer : addresses.gateway,
                at: now
            )
        case .send(let bytes): hear(bytes)
        case .hangUp: hangUp(at: now)
        case .activateContext(let accessPoint, let user, let password):
            activate(accessPoint, Credentials(user: user, password: password), at: now)
        case .deactivateContext: deactivate(at: now)
        }
    }

    /// What has come due by now, in the order in which it was due.
    public mutating func tick(at now: Instant) -> [RadioEvent] {
        var events: [RadioEvent] = []
        while let happening = timers.next(by: now) {
            switch happening {
            case .gsmRegisters(let registration): events += setGSM(registration)
            case .gprsRegisters(let registration): events += setGPRS(registration)
            case .attachEnds: events += finishAttach()
            case .callEnds(let outcome): events += finishDialling(outcome)
            case .rings: events += ring(at: now)
            case .callerGivesUp: events += dropCall()
            case .pppEnds(let event): events += finishNegotiation(event)
            case .contextEnds(let event): events += finishActivation(event)
            case .callReleased: events.append(.hungUp)
            case .contextReleased: events.append(.contextInactive)
            }
        }
        return events
    }

    /// The module looks for the network, and may register.
    var looksForService: Bool { powered && hasSIM }

    /// Without its SIM the module has no subscription: it is not registered, and what went over the network ends (3GPP TS 51.011 §11.2.8).
    mutating func removeSIM() -> [RadioEvent] {
        hasSIM = false
        return powered ? loseService() : []
    }

    private mutating func loseService() -> [RadioEvent] {
        for happening in [Happening.gsmRegisters(.home), .gprsRegisters(.home)] { timers.cancel(like: happening) }
        return [.simRemoved] + setGSM(.notRegistered) + detachWithoutSIM()
    }

    /// A module that looks for its network anew has no call and no context any more (3GPP TS 23.060 §6.5).
    private mutating func powerOn(at now: Instant) -> [RadioEvent] {
        powered = true
        endCall()
        endSession()
        guard hasSIM else { return loseService() }
        var events = startGSM(at: now)
        events += startGPRS(at: now)
        return events
    }
}

/// A user and a password.
struct Credentials: Hashable, Sendable {
    var user: String
    var password: String
}

/// What is to happen on the network at some time.
enum Happening: Hashable, Sendable {
    case gsmRegisters(Registration)
    case gprsRegisters(Registration)
    case attachEnds
    case callEnds(CallOutcome)
    case rings
    case callerGivesUp
    case pppEnds(RadioEvent)
    case contextEnds(RadioEvent)
    case callReleased
    case contextReleased

    /// Happenings of one kind replace each other: there is one call, one context, one attachment.
    fileprivate var kind: Int {
        switch self {
        case .gsmRegisters: 0
        case .gprsRegisters: 1
        case .attachEnds: 2
        case .callEnds, .rings, .callerGivesUp, .pppEnds, .callReleased: 3
        case .contextEnds, .contextReleased: 4
        }
    }
}

/// Happenings by time; at most one of a kind, so that it never holds more than five.
struct Agenda: Sendable {
    private var entries: [(due: Instant, happening: Happening)] = []

    var first: Instant? { entries.first?.due }

    /// Enters the happening, in place of an earlier one of its kind.
    mutating func set(_ happening: Happening, at due: Instant) {
        cancel(like: happening)
        let place = entries.firstIndex { due < $0.due } ?? entries.count
        entries.insert((due, happening), at: place)
    }

    /// Strikes out the happening of the same kind.
    mutating func cancel(like happening: Happening) {
        entries.removeAll { $0.happening.kind == happening.kind }
    }

    mutating func next(by now: Instant) -> Happening? {
        guard let first, first <= now else { return nil }
        return entries.removeFirst().happening
    }
}
