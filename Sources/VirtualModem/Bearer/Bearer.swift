import Dialects
import World

/// The connection with the Internet (001 ch. 2 #CONNECTIONSTART), from the host's wish to an address and back.
///
/// A synchronous machine: what is asked of it, what the network does and what comes due goes in; requests and events come out, in order.
/// It knows no command and no text.
struct Bearer: Sendable {
    enum State: Hashable, Sendable {
        case offline
        /// Somebody calls.
        case ringing(Ringing)
        /// The number has been dialled, or a call has been taken, and the far modem has not answered yet.
        case dialing(Call)
        /// The last attempt failed, and the next one waits.
        case waitingToRedial(Call)
        /// The far modem has answered, and PPP is being negotiated.
        case authenticating(PPP)
        /// The far modem has answered, and no PPP runs.
        case plainCall
        /// GPRS is being attached, and the context follows.
        case attaching(Context)
        /// The PDP context is being activated.
        case activating
        /// An address has been given.
        case online(Link)
        /// The network's confirmation of the end is waited for.
        case releasing
    }

    /// How a connection is made.
    enum Route: Hashable, Sendable {
        case call(Call)
        case context(Context)
        /// The context, once GPRS is attached.
        case attachment(Context)
    }

    struct Call: Hashable, Sendable {
        var number: String
        /// How often it is tried again, less the attempts made.
        var attemptsLeft: Int
        var redialDelay: Interval
        /// Nil: the call carries no PPP.
        var ppp: PPP?
    }

    struct Ringing: Hashable, Sendable {
        var call: IncomingCall
        var rings = 1
    }

    struct PPP: Hashable, Sendable {
        var user: String
        var password: String
        /// The modem is the PPP server.
        var isServer: Bool
        var local: IPv4Address
        var peer: IPv4Address
    }

    struct Context: Hashable, Sendable {
        var accessPoint: String
        var user: String
        var password: String
    }

    struct Link: Hashable, Sendable {
        var bearer: Dialect.Bearer
        var local: IPv4Address
        var peer: IPv4Address
        /// Those that the network gave, in the order in which they are asked.
        var nameServers: [IPv4Address]
    }

    enum Output: Hashable, Sendable {
        case radio(RadioRequest)
        case setTimer(BearerTimer, after: Interval)
        case cancelTimer(BearerTimer)
        case event(Event)
    }

    /// What the command family says something about.
    enum Event: Hashable, Sendable {
        /// One ring.
        case ringing(Ringing)
        /// The caller has given up.
        case missed(Ringing)
        /// The time has come to call back.
        case callBackDue(IncomingCall)
        case dialing(number: String)
        case answered(rate: CallRate)
        /// Data of a call without PPP.
        case data([UInt8])
        /// Another attempt follows, unless it was the last.
        case attemptFailed(CallFailure, isLast: Bool)
        case online(Link)
        /// The call has ended before there was an address.
        case hungUp
        /// Nothing was made of it.
        case failed(Dialect.Condition)
        /// The address is gone, and what used it goes with it.
        case lost(Loss)
        /// The end that was asked for is confirmed, or will not be.
        case released
    }

    enum CallFailure: Hashable, Sendable { case busy, noAnswer, noCarrier }

    enum Loss: Hashable, Sendable {
        /// The host has asked for it.
        case request
        case inactivity
        /// The network, or the far modem, has ended it.
        case network(Dialect.Bearer)
    }

    /// From the end of the delay to the next attempt: the indications on the serial line must not come closer than REDIALDELAY,
    /// however the line delays them.
    static let dialToneDelay = Interval.milliseconds(200)

    /// So long the network's confirmation of an end is waited for.
    let releaseLimit: Interval
    var state = State.offline
    /// What is under way, or was last, began with a call from outside.
    var isAnswered = false
    /// Who is to be called back.
    var missedCall: IncomingCall?
    /// The host has just attached the device to GPRS.
    private(set) var isSettling = false

    init(releaseLimit: Interval) { self.releaseLimit = releaseLimit }

    /// The address and what belongs to it, while there is one.
    var link: Link? {
        if case .online(let link) = state { link } else { nil }
    }

    /// A call is under way, or being made.
    var isCall: Bool {
        switch state {
        case .dialing, .waitingToRedial, .authenticating, .plainCall: true
        case .online(let link): link.bearer == .gsm
        case .offline, .ringing, .attaching, .activating, .releasing: false
        }
    }

    /// A connection is being made or ended.
    var isChanging: Bool {
        switch state {
        case .offline, .ringing, .online: false
        case .dialing, .waitingToRedial, .authenticating, .plainCall, .attaching, .activating, .releasing: true
        }
    }

    // MARK: What the host asks

    /// A connection can be made; a call that rings is left alone.
    var isFree: Bool {
        switch state {
        case .offline, .ringing: true
        default: false
        }
    }

    /// Begins to connect. Only while free.
    mutating func connect(over route: Route) -> [Output] {
        precondition(isFree, "one connection at a time")
        isAnswered = false
        switch route {
        case .call(let call):
            state = .waitingToRedial(call)
            return dial()
        case .context(let context): return activate(context)
        case .attachment(let context):
            state = .attaching(context)
            return [.radio(.attach)]
        }
    }

    /// Ends the connection, or the attempt to make one.
    mutating func disconnect() -> [Output] {
        switch state {
        case .offline, .ringing, .releasing: return []
        case .waitingToRedial:
            state = .offline
            return [.cancelTimer(.redial)]
        case .dialing, .authenticating, .plainCall: return release(.hangUp)
        case .attaching, .activating: return release(.deactivateContext)
        case .online(let link): return [.cancelTimer(.inactivity), .event(.lost(.request))] + release(link.end)
        }
    }

    private mutating func release(_ request: RadioRequest) -> [Output] {
        state = .releasing
        return [.radio(request), .setTimer(.release, after: releaseLimit)]
    }

    /// Something was sent or received. - Parameter limit: The time of inactivity after which a telephone line is given up; it begins anew.
    func touched(limit: Interval) -> [Output] { countsIdleTime ? [.setTimer(.inactivity, after: limit)] : [] }

    /// A connection over GSM ends when nothing goes over it.
    var countsIdleTime: Bool { link?.bearer == .gsm }

    // MARK: What comes due

    mutating func expired(_ timer: BearerTimer) -> [Output] {
        switch timer {
        case .redial: dial()
        case .callBack: callBack()
        case .inactivity: giveUp()
        case .release: released()
        case .attachment: settled()
        }
    }

    private mutating func settled() -> [Output] {
        isSettling = false
        return []
    }

    /// The host has attached the device; for so long it cannot connect (004 §8).
    mutating func attachedByHost(pause: Interval) -> [Output] {
        guard pause > .zero else { return [] }
        isSettling = true
        return [.setTimer(.attachment, after: pause)]
    }

    private mutating func giveUp() -> [Output] {
        guard let link else { return [] }
        state = .offline
        return [.event(.lost(.inactivity)), .radio(link.end)]
    }

    // MARK: What the network does

    mutating func received(_ event: RadioEvent) -> [Output] {
        switch event {
        case .gsmRegistration, .gprsRegistration, .detached, .simInserted: []
        case .simRemoved: simRemoved()
        case .attached: attached()
        case .attachRefused: attachRefused()
        case .callConnected(let rate): answered(at: rate)
        case .callBusy: attemptFailed(.busy)
        case .callNotAnswered: attemptFailed(.noAnswer)
        case .ringing(let call): rang(call)
        case .ringingEnded: missed()
        case .carrierLost: carrierLost()
        case .callData(let bytes): state == .plainCall ? [.event(.data(bytes))] : []
        case .pppUp(let local, let peer): pppUp(local: local, peer: peer)
        case .pppRefused: pppFailed(client: .pppClientRefused, server: .pppServerRefused)
        case .pppTimedOut: pppFailed(client: .pppClientTimeout, server: .pppServerTimeout)
        case .contextActive(let local, let gateway, let nameServers):
            contextActive(Link(bearer: .gprs, local: local, peer: gateway, nameServers: nameServers))
        case .contextRefused: activationFailed(.gprsAborted)
        case .contextUnavailable: activationFailed(.activationFailed)
        case .bearerLost: lost()
        case .hungUp, .contextInactive: released()
        }
    }

    mutating func goOnline(_ link: Link) -> [Output] {
        state = .online(link)
        return [.event(.online(link))]
    }

    mutating func lost() -> [Output] {
        switch state {
        case .online(let link):
            state = .offline
            return [.cancelTimer(.inactivity), .event(.lost(.network(link.bearer)))]
        case .releasing: return released()
        case .offline, .ringing, .dialing, .waitingToRedial, .authenticating, .plainCall, .attaching, .activating: return []
        }
    }

    /// Nothing goes on without it, and nothing is tried again.
    private mutating func simRemoved() -> [Output] {
        switch state {
        case .offline, .ringing: return []
        case .plainCall: return carrierLost()
        case .online, .releasing: return lost()
        case .dialing, .waitingToRedial, .authenticating, .attaching, .activating:
            state = .offline
            return [.cancelTimer(.redial), .event(.failed(.noSIM))]
        }
    }

    /// The network has confirmed the end, or will not.
    mutating func released() -> [Output] {
        guard state == .releasing else { return [] }
        state = .offline
        return [.cancelTimer(.release), .event(.released)]
    }
}

extension Bearer.Link {
    /// What ends it.
    fileprivate var end: RadioRequest {
        switch bearer {
        case .gsm: .hangUp
        case .gprs: .deactivateContext
        }
    }
}
