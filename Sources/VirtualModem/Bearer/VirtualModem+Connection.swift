import ATCommands
import Dialects
import World

extension VirtualModem {
    /// From the end of REDIALDELAY to the next attempt: the indications on the serial line must not come closer than REDIALDELAY,
    /// however the line delays them.
    static let dialToneDelay = Interval.milliseconds(200)

    /// AT#CONNECTIONSTART (001 ch. 2).
    mutating func startConnection() -> CommandOutcome {
        guard connection == .offline else { return .failed(.alreadyRunning) }
        let choosesGPRS = dialect.connects(over: .gprs) && parameters.integer("GPRSMODE") == 1
        return choosesGPRS || !dialect.connects(over: .gsm) ? activate() : startCall()
    }

    /// The product has to be attached and registered (001 App. B "Connecting to the Internet through GPRS").
    private mutating func activate() -> CommandOutcome {
        guard cell.gprs.hasService, cell.isAttached else {
            guard habits.contains(.attachesItself), cell.gsm.hasService else { return .failed(.notRegistered) }
            connection = .activating
            actions.append(.radio(.attach))
            return .answered
        }
        requestContext()
        return .answered
    }

    private mutating func requestContext() {
        connection = .activating
        let (accessPoint, user, password) = (parameters.text("APNSERV"), parameters.text("APNUN"), parameters.text("APNPW"))
        actions.append(.radio(.activateContext(accessPoint: accessPoint, user: user, password: password)))
    }

    /// What ``Habit/attachesItself`` has begun goes on, or ends.
    mutating func attachedItself(_ isAttached: Bool) {
        guard connection == .activating, habits.contains(.attachesItself) else { return }
        if isAttached { return requestContext() }
        connection = .offline
        fail(.notRegistered)
    }

    private mutating func startCall() -> CommandOutcome {
        guard cell.gsm.hasService else { return .failed(.notRegistered) }
        let number = parameters.text(parameters.integer("DIALSELECT") == 2 ? "DIALN2" : "DIALN1")
        guard !number.isEmpty else { return .failed(.missingParameter) }
        let isServer = [2, 4].contains(parameters.integer("PPPMODE"))
        let attempts = parameters.integer("REDIALCOUNT")
        connection = .waitingToRedial(Connection.Call(number: number, attemptsLeft: attempts, isServer: isServer))
        dial()
        return .answered
    }

    /// The first attempt, or the next after REDIALDELAY.
    mutating func dial() {
        guard case .waitingToRedial(let call) = connection else { return }
        connection = .dialing(call)
        respond(.indication(dialect.spelling(.dialing)))
        respond(.indication(call.number))
        actions.append(.radio(.dial(number: call.number)))
    }

    /// AT#CONNECTIONSTOP: also during CONNECTIONSTART (001 App. B "Connecting to an Internet Service Provider (ISP) through GSM Data").
    mutating func stopConnection() -> CommandOutcome {
        switch connection {
        case .offline, .releasing: return .done
        case .waitingToRedial:
            cancel(.redial)
            connection = .offline
            return .done
        case .dialing, .authenticating, .plainCall, .activating, .online:
            if let service, !service.isListening { endService(.tcpContextCancelled) }
            release()
            return .answered
        }
    }

    /// Gives the bearer back; ``finishRelease()`` follows.
    private mutating func release() {
        let isPacket =
            switch connection {
            case .online(let link): link.bearer == .gprs
            case .activating: true
            case .offline, .dialing, .waitingToRedial, .authenticating, .plainCall, .releasing: false
            }
        loseLink()
        connection = .releasing
        actions.append(.radio(isPacket ? .deactivateContext : .hangUp))
        set(.disconnect, after: dialect.interval(.disconnect))
    }

    /// The network has confirmed the release, or will not.
    mutating func finishRelease() {
        guard connection == .releasing else { return }
        cancel(.disconnect)
        connection = .offline
        confirm()
    }

    /// PHYTIMEOUT has passed (001 ch. 2 #PHYTIMEOUT, 000 §2.29).
    mutating func releaseIdleConnection() {
        guard case .online(let link) = connection else { return }
        if service != nil { endService(.inactivity) } else { fail(.inactivity) }
        loseLink()
        connection = .offline
        actions.append(.radio(link.bearer == .gsm ? .hangUp : .deactivateContext))
    }

    /// Something was sent or received: PHYTIMEOUT begins anew. It guards telephone lines only.
    mutating func touch() {
        guard case .online(let link) = connection, link.bearer == .gsm else { return }
        set(.inactivity, after: .minutes(Int64(parameters.integer("PHYTIMEOUT"))))
    }

    /// The modem has no address any more: what used it is gone.
    private mutating func loseLink() {
        cancel(.inactivity)
        endProcess()
        request(.abandonAll)
    }

    // MARK: What the network does

    mutating func radio(_ event: RadioEvent) {
        switch event {
        case .gsmRegistration, .gprsRegistration, .attached, .attachRefused, .detached: registration(event)
        case .callConnected(let rate): answered(at: rate)
        case .callBusy: attemptFailed(.busy)
        case .callNotAnswered: attemptFailed(.noAnswer)
        case .carrierLost: carrierLost()
        case .pppUp(let local, let peer): pppUp(local: local, peer: peer)
        case .pppRefused: pppFailed(client: .pppClientRefused, server: .pppServerRefused)
        case .pppTimedOut: pppFailed(client: .pppClientTimeout, server: .pppServerTimeout)
        case .contextActive(let local, let gateway, let nameServers):
            guard connection == .activating else { return }
            goOnline(Connection.Link(bearer: .gprs, local: local, peer: gateway, nameServers: nameServers), .gprsReady)
        case .contextRefused: activationFailed(.gprsAborted)
        case .contextUnavailable: activationFailed(.activationFailed)
        case .bearerLost: bearerLost()
        case .hungUp, .contextInactive: finishRelease()
        }
    }

    /// PPP follows, except in PPPMODE 0, where nothing more is said (001 ch. 2 #CONNECTIONSTART, CONNECT).
    private mutating func answered(at rate: Int) {
        guard case .dialing(let call) = connection else { return }
        respond(dialect.connect(rate: rate))
        guard parameters.integer("PPPMODE") != 0 else {
            connection = .plainCall
            return
        }
        connection = .authenticating(call)
        let request = RadioRequest.negotiatePPP(
            user: parameters.text(call.isServer ? "PPPSERVUN" : "ISPUN"),
            password: parameters.text(call.isServer ? "PPPSERVPW" : "ISPPW"),
            server: call.isServer,
            local: parameters.address("PPPMYIP"),
            peer: parameters.address("PPPPEERIP")
        )
        actions.append(.radio(request))
    }

    /// Another attempt follows after REDIALDELAY, as often as REDIALCOUNT says; the last indication is the final answer.
    private mutating func attemptFailed(_ result: StandardResult) {
        guard case .dialing(var call) = connection else { return }
        respond(result)
        guard call.attemptsLeft > 0 else {
            connection = .offline
            return
        }
        call.attemptsLeft -= 1
        connection = .waitingToRedial(call)
        let delay = Interval.seconds(Int64(parameters.integer("REDIALDELAY")))
        let wait = defects.contains(.redialsTooSoon) ? Interval(nanoseconds: delay.nanoseconds / 2) : delay
        set(.redial, after: delay == .zero ? delay : wait + Self.dialToneDelay)
    }

    private mutating func carrierLost() {
        switch connection {
        case .dialing: attemptFailed(.noCarrier)
        case .authenticating, .plainCall:
            connection = .offline
            respond(.noCarrier)
        case .online(let link) where link.bearer == .gsm: bearerLost()
        case .releasing: finishRelease()
        case .offline, .waitingToRedial, .activating, .online: break
        }
    }

    /// The service's end first, then what happened to the line (001 App. B "Sending an Email Containing Data from the Serial Port").
    private mutating func bearerLost() {
        guard case .online = connection else {
            if connection == .releasing { finishRelease() }
            return
        }
        connection = .offline
        if service != nil { endService(.tcpContextCancelled) }
        loseLink()
        respond(.noCarrier)
    }

    private mutating func pppUp(local: IPv4Address, peer: IPv4Address) {
        guard case .authenticating = connection else { return }
        goOnline(Connection.Link(bearer: .gsm, local: local, peer: peer, nameServers: []), .pppReady)
    }

    private mutating func pppFailed(client: Dialect.Condition, server: Dialect.Condition) {
        guard case .authenticating(let call) = connection else { return }
        connection = .offline
        actions.append(.radio(.hangUp))
        fail(call.isServer ? server : client)
    }

    private mutating func activationFailed(_ condition: Dialect.Condition) {
        guard connection == .activating else { return }
        connection = .offline
        fail(condition)
    }

    private mutating func goOnline(_ link: Connection.Link, _ message: Dialect.FormName) {
        connection = .online(link)
        respond(.indication(link.local.description))
        respond(message)
        touch()
    }
}
