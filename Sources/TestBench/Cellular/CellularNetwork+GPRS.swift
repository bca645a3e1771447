public import BenchFacts
public import World

/// The packet-switched side: attachment, the access point, and what a context gets.
struct GPRSService: Sendable {
    enum Attachment: Hashable, Sendable { case detached, attaching, attached }
    enum Session: Hashable, Sendable { case inactive, activating, active }
    enum Policy: Hashable, Sendable {
        case accepts
        /// No session for anybody.
        case unavailable
        case refuses
    }

    /// What the module is told: `notRegistered` while it is detached.
    var registration = Registration.notRegistered
    /// What an attached module gets.
    var offer = Registration.home
    var later: (registration: Registration, after: Interval)?
    var attachment = Attachment.attached
    var refusesAttach = false
    var accessPoint: (name: String, credentials: Credentials)?
    var policy = Policy.accepts
    /// Nil: both name servers of the bench.
    var nameServers: [IPv4Address]?
    var activationDelay = CellularNetwork.defaultActivationDelay
    var releaseDelay = Interval.zero
    var session = Session.inactive
}

extension CellularNetwork {
    /// An attach is a few round trips on the air interface.
    static let attachDelay = Interval.seconds(1)
    static let defaultActivationDelay = Interval.milliseconds(500)

    func evaluate(_ observation: GPRSObservation<Exact>) -> ObservationState {
        switch observation {
        case .contextActive(let active):
            if isContextActive == active { return .holds }
            return .notYet(isContextActive ? "a context is active" : "no context is active")
        case .gave(let address):
            guard isContextActive else { return .notYet("no context is active") }
            return IPv4Address(address) == addresses.device ? .holds : .notYet("the network has given \(addresses.device)")
        }
    }

    public mutating func apply(_ fact: GPRSFact, at now: Instant) -> [RadioEvent] {
        switch fact {
        case .registration(let registration):
            gprs.later = nil
            timers.cancel(like: .gprsRegisters(registration))
            return setGPRS(registration)
        case .registers(let registration, let interval):
            gprs.later = (registration, interval)
            gprs.offer = .searching
            return looksForService ? startGPRS(at: now) : []
        case .attached(let attached): return setAttached(attached)
        case .refusesAttach: gprs.refusesAttach = true
        case .accessPoint(let name, let user, let password):
            gprs.accessPoint = (name, Credentials(user: user, password: password))
            gprs.policy = .accepts
        case .noSession: gprs.policy = .unavailable
        case .refusesContext: gprs.policy = .refuses
        case .nameServers(let servers): gprs.nameServers = servers
        case .activationDelay(let interval): gprs.activationDelay = interval
        case .releaseDelay(let interval): gprs.releaseDelay = interval
        case .losesBearer: return loseBearer()
        }
        return []
    }

    mutating func startGPRS(at now: Instant) -> [RadioEvent] {
        guard let later = gprs.later else { return reportGPRS(always: true) }
        timers.set(.gprsRegisters(later.registration), at: now + later.after)
        return setGPRS(.searching)
    }

    /// The network offers another state; a context does not outlive the service that carries it.
    mutating func setGPRS(_ registration: Registration) -> [RadioEvent] {
        gprs.offer = registration
        return looksForService ? reportGPRS(always: false) : []
    }

    private mutating func setAttached(_ attached: Bool) -> [RadioEvent] {
        gprs.attachment = attached ? .attached : .detached
        timers.cancel(like: .attachEnds)
        if attached { gprs.refusesAttach = false }
        return looksForService ? reportGPRS(always: false) : []
    }

    /// Tells the module its state where that has changed: CGREG and CGATT go together (3GPP TS 27.007 §10.1.20).
    private mutating func reportGPRS(always: Bool) -> [RadioEvent] {
        let state: Registration =
            switch gprs.attachment {
            case .attached: gprs.offer
            case .attaching: .searching
            case .detached: .notRegistered
            }
        guard always || state != gprs.registration else { return [] }
        let hadService = gprs.registration.hasService
        gprs.registration = state
        switch (hadService, state.hasService) {
        case (false, true): return [.gprsRegistration(state), .attached]
        case (true, false): return loseBearer() + [.gprsRegistration(state), .detached]
        case (true, true): return [.gprsRegistration(state)] + (always ? [.attached] : [])
        case (false, false): return [.gprsRegistration(state)]
        }
    }

    mutating func attach(at now: Instant) -> [RadioEvent] {
        guard hasSIM else { return [.attachRefused] }
        guard !gprs.registration.hasService else { return [.attached] }
        gprs.attachment = .attaching
        timers.set(.attachEnds, at: now + Self.attachDelay)
        return reportGPRS(always: false)
    }

    /// A refused module is told so (`denied`); without service it stays detached.
    mutating func finishAttach() -> [RadioEvent] {
        guard gprs.attachment == .attaching else { return [] }
        guard gprs.offer.hasService, !gprs.refusesAttach else {
            gprs.attachment = .detached
            gprs.registration = gprs.refusesAttach ? .denied : gprs.offer
            return [.gprsRegistration(gprs.registration), .attachRefused]
        }
        gprs.attachment = .attached
        return reportGPRS(always: false)
    }

    mutating func detach() -> [RadioEvent] {
        gprs.attachment = .detached
        timers.cancel(like: .attachEnds)
        let events = reportGPRS(always: false)
        return events.contains(.detached) ? events : events + [.detached]
    }

    /// An attach that is under way fails.
    mutating func detachWithoutSIM() -> [RadioEvent] {
        let wasAttaching = gprs.attachment == .attaching
        gprs.attachment = .detached
        timers.cancel(like: .attachEnds)
        return reportGPRS(always: false) + (wasAttaching ? [.attachRefused] : [])
    }

    mutating func activate(_ accessPoint: String, _ credentials: Credentials, at now: Instant) -> [RadioEvent] {
        gprs.session = .activating
        timers.set(.contextEnds(verdict(on: accessPoint, credentials)), at: now + gprs.activationDelay)
        return []
    }

    /// Access point names are compared without case (3GPP TS 23.003 §9.1). Facts without user and password ask for none.
    private func verdict(on accessPoint: String, _ credentials: Credentials) -> RadioEvent {
        switch gprs.policy {
        case .unavailable: return .contextUnavailable
        case .refuses: return .contextRefused
        case .accepts: break
        }
        guard gprs.registration.hasService else { return .contextUnavailable }
        if let demanded = gprs.accessPoint {
            let open = demanded.credentials == Credentials(user: "", password: "")
            guard demanded.name.lowercased() == accessPoint.lowercased(), open || demanded.credentials == credentials else {
                return .contextRefused
            }
        }
        return .contextActive(
            local: addresses.device,
            gateway: addresses.gateway,
            nameServers: gprs.nameServers ?? [addresses.primaryNameServer, addresses.secondaryNameServer]
        )
    }

    mutating func finishActivation(_ event: RadioEvent) -> [RadioEvent] {
        guard gprs.session == .activating else { return [] }
        if case .contextActive = event { gprs.session = .active } else { gprs.session = .inactive }
        return [event]
    }

    mutating func deactivate(at now: Instant) -> [RadioEvent] {
        endSession()
        guard gprs.releaseDelay > .zero else { return [.contextInactive] }
        timers.set(.contextReleased, at: now + gprs.releaseDelay)
        return []
    }

    mutating func loseBearer() -> [RadioEvent] {
        guard gprs.session != .inactive else { return [] }
        let wasActive = gprs.session == .active
        endSession()
        return [wasActive ? .bearerLost : .contextUnavailable]
    }

    mutating func endSession() {
        gprs.session = .inactive
        timers.cancel(like: .contextEnds(.contextUnavailable))
    }
}
