public import BenchFacts
public import World

/// The circuit-switched side: registration, the numbers that can be called, and the PPP server behind them.
struct GSMService: Sendable {
    enum Call: Hashable, Sendable {
        case idle
        /// Somebody calls, and has so many rings left.
        case ringing(IncomingCall, ringsLeft: Int)
        /// Dialled, neither answered nor refused; or taken, and the modems are training.
        case dialling
        /// The far modem has answered.
        case connected
        /// PPP frames go to and fro, or are lost.
        case negotiating
        /// IPCP is up.
        case online
    }
    enum PPP: Hashable, Sendable { case accepts, refuses, silent }

    var registration = Registration.notRegistered
    /// What the module finds when it is switched on.
    var initial = Registration.home
    /// Searching at first, then this after so long.
    var later: (registration: Registration, after: Interval)?
    /// Outcomes not yet used, per number; the last stays. Nil: any number answers.
    var scripts: [String: [CallOutcome]]?
    var answerDelay = CellularNetwork.defaultAnswerDelay
    var releaseDelay = Interval.zero
    var attempts: [String: Int] = [:]
    var call = Call.idle
    /// What the far modem has been sent in the last call, unless that carried PPP.
    var heard: [UInt8] = []
    var ppp = PPP.accepts
    var login: Credentials?
    var pin: String?
}

extension CellularNetwork {
    /// A modem's call set-up and training takes seconds; the scenarios' own value where they say none.
    static let defaultAnswerDelay = Interval.seconds(3)
    /// How long a called line rings before the caller gives up: S7's usual 50 s (V.250 §6.3.10) less the call set-up.
    static let ringing = Interval.seconds(45)
    /// From ring to ring; networks ring every three to six seconds.
    static let ringCadence = Interval.seconds(5)
    /// LCP, PAP and IPCP are some ten frames at 9600 bit/s.
    static let negotiation = Interval.milliseconds(500)
    /// RFC 1661 §4.6: ten Configure-Requests, three seconds apart.
    static let negotiationLimit = Interval.seconds(3) * 10

    func evaluate(_ observation: GSMObservation<Exact>) -> ObservationState {
        switch observation {
        case .dialled(let number, let times):
            let attempts = attempts(at: number)
            if attempts == times { return .holds }
            return attempts < times ? .notYet("dialled \(attempts) times") : .violated("dialled \(attempts) times")
        case .callActive(let isActive):
            if holdsLine == isActive { return .holds }
            return .notYet(isActive ? "no call is active" : "a call is active")
        case .farEndHeard(let bytes):
            if gsm.heard == bytes { return .holds }
            let seen = "it has heard \(gsm.heard.count) bytes"
            return bytes.starts(with: gsm.heard) ? .notYet(seen) : .violated("\(seen), and others")
        }
    }

    public mutating func apply(_ fact: GSMFact, at now: Instant) -> [RadioEvent] {
        switch fact {
        case .registration(let registration):
            gsm.initial = registration
            gsm.later = nil
            timers.cancel(like: .gsmRegisters(registration))
            return looksForService ? setGSM(registration) : []
        case .registers(let registration, let interval):
            gsm.later = (registration, interval)
            return looksForService ? startGSM(at: now) : []
        case .number(let number, let outcomes): gsm.scripts = (gsm.scripts ?? [:]).merging([number: outcomes]) { $1 }
        case .answerDelay(let interval): gsm.answerDelay = interval
        case .login(let user, let password):
            gsm.login = Credentials(user: user, password: password)
            gsm.ppp = .accepts
        case .pppRefuses: gsm.ppp = .refuses
        case .pppSilent: gsm.ppp = .silent
        case .farEndSends(let bytes): return gsm.call == .connected ? [.callData(bytes)] : []
        case .dropsCall: return dropCall()
        case .calls(let call, let rings):
            // Who calls a modem that cannot be reached, or whose line is busy, is told so.
            guard gsm.registration.hasService, gsm.call == .idle else { return [] }
            gsm.call = .ringing(call, ringsLeft: rings)
            return ring(at: now)
        case .releaseDelay(let interval): gsm.releaseDelay = interval
        case .pin(let pin): gsm.pin = pin
        case .losesSIM: return removeSIM()
        }
        return []
    }

    /// The modem has dialled, or taken a call.
    private var holdsLine: Bool {
        switch gsm.call {
        case .idle, .ringing: false
        case .dialling, .connected, .negotiating, .online: true
        }
    }

    /// One ring, and what follows it.
    mutating func ring(at now: Instant) -> [RadioEvent] {
        guard case .ringing(let call, let ringsLeft) = gsm.call else { return [] }
        gsm.call = .ringing(call, ringsLeft: ringsLeft - 1)
        timers.set(ringsLeft > 1 ? .rings : .callerGivesUp, at: now + Self.ringCadence)
        return [.ringing(call)]
    }

    /// Takes the call that rings: the modems train for as long as when the modem calls.
    mutating func answer(at now: Instant) -> [RadioEvent] {
        guard case .ringing(let call, _) = gsm.call else { return [.carrierLost] }
        gsm.call = .dialling
        gsm.heard = []
        timers.set(.callEnds(call.carriesData ? .answers(rate: CallOutcome.usualRate) : .noCarrier), at: now + gsm.answerDelay)
        return []
    }

    mutating func startGSM(at now: Instant) -> [RadioEvent] {
        guard let later = gsm.later else { return setGSM(gsm.initial, always: true) }
        timers.set(.gsmRegisters(later.registration), at: now + later.after)
        return setGSM(.searching)
    }

    /// A call does not outlive the service that carries it.
    mutating func setGSM(_ registration: Registration, always: Bool = false) -> [RadioEvent] {
        guard always || registration != gsm.registration else { return [] }
        gsm.registration = registration
        return [.gsmRegistration(registration)] + (registration.hasService ? [] : dropCall())
    }

    /// A call that goes on is replaced: the modem has one line.
    mutating func dial(_ number: String, at now: Instant) -> [RadioEvent] {
        gsm.attempts[number, default: 0] += 1
        gsm.call = .dialling
        gsm.heard = []
        let outcome = takeOutcome(of: number)
        let delay = outcome == .noAnswer ? max(gsm.answerDelay, Self.ringing) : gsm.answerDelay
        timers.set(.callEnds(outcome), at: now + delay)
        return []
    }

    private mutating func takeOutcome(of number: String) -> CallOutcome {
        guard gsm.registration.hasService else { return .noCarrier }
        guard let scripts = gsm.scripts else { return .answers(rate: CallOutcome.usualRate) }
        guard let script = scripts[number], let first = script.first else { return .noCarrier }
        if script.count > 1 { gsm.scripts?[number]?.removeFirst() }
        return first
    }

    mutating func finishDialling(_ outcome: CallOutcome) -> [RadioEvent] {
        guard gsm.call == .dialling else { return [] }
        gsm.call = .idle
        switch outcome {
        case .answers(let rate):
            gsm.call = .connected
            return [.callConnected(rate: rate)]
        case .busy: return [.callBusy]
        case .noAnswer: return [.callNotAnswered]
        case .noCarrier: return [.carrierLost]
        }
    }

    /// The login of the facts is what the far side demands as a server, and what it offers as a client.
    mutating func negotiate(offered: Credentials, local: IPv4Address, peer: IPv4Address, at now: Instant) -> [RadioEvent] {
        guard gsm.call == .connected || gsm.call == .negotiating || gsm.call == .online else { return [.carrierLost] }
        gsm.call = .negotiating
        switch gsm.ppp {
        case .silent: timers.set(.pppEnds(.pppTimedOut), at: now + Self.negotiationLimit)
        case .refuses: timers.set(.pppEnds(.pppRefused), at: now + Self.negotiation)
        case .accepts:
            let accepted = gsm.login.map { $0 == offered } ?? true
            timers.set(.pppEnds(accepted ? .pppUp(local: local, peer: peer) : .pppRefused), at: now + Self.negotiation)
        }
        return []
    }

    mutating func finishNegotiation(_ event: RadioEvent) -> [RadioEvent] {
        guard gsm.call == .negotiating else { return [] }
        if case .pppUp = event { gsm.call = .online } else { gsm.call = .connected }
        return [event]
    }

    /// The far modem takes data of a call without PPP.
    mutating func hear(_ bytes: [UInt8]) -> [RadioEvent] {
        if gsm.call == .connected { gsm.heard += bytes.prefix(BenchLimits.callData - gsm.heard.count) }
        return []
    }

    mutating func hangUp(at now: Instant) -> [RadioEvent] {
        endCall()
        guard gsm.releaseDelay > .zero else { return [.hungUp] }
        timers.set(.callReleased, at: now + gsm.releaseDelay)
        return []
    }

    mutating func dropCall() -> [RadioEvent] {
        let before = gsm.call
        guard before != .idle else { return [] }
        endCall()
        if case .ringing = before { return [.ringingEnded] }
        return [.carrierLost]
    }

    mutating func endCall() {
        gsm.call = .idle
        timers.cancel(like: .callEnds(.noCarrier))
    }
}
