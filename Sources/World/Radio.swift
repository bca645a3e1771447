/// Registration on the network, with the numbers of 3GPP TS 27.007 §7.2 and §10.1.20.
public enum Registration: Int, Hashable, Sendable {
    case notRegistered = 0
    case home = 1
    case searching = 2
    case denied = 3
    case unknown = 4
    case roaming = 5

    public var hasService: Bool { self == .home || self == .roaming }
}

/// A call from the network to a modem.
public struct IncomingCall: Hashable, Sendable {
    /// Nil: it is withheld, or the network does not tell (3GPP TS 27.007 §7.6).
    public var caller: String?
    /// False: somebody wants to speak.
    public var carriesData: Bool

    public init(caller: String?, carriesData: Bool) {
        self.caller = caller
        self.carriesData = carriesData
    }
}

/// The speed of a data call, in bit/s: what the device hears and what it sends, which differ in V.23 alone.
public struct CallRate: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    public let receiving: Int
    public let sending: Int

    public init(integerLiteral rate: Int) { (receiving, sending) = (rate, rate) }

    /// `9600`, `1200/75`; nil: that is no rate.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let receiving = parts[0], let sending = parts[parts.count - 1] else { return nil }
        (self.receiving, self.sending) = (receiving, sending)
    }

    public var description: String { receiving == sending ? "\(receiving)" : "\(receiving)/\(sending)" }
}

/// What a modem asks of the cellular network around it.
public enum RadioRequest: Hashable, Sendable {
    /// The module is switched on: look for the network.
    case powerOn
    /// GPRS attach and detach (+CGATT).
    case attach
    case detach
    /// A circuit-switched data call.
    case dial(number: String)
    /// Take the call that rings.
    case answer
    /// The PPP credentials offered once the call is up. `server`: the modem plays the PPP server and proposes both addresses.
    case negotiatePPP(user: String, password: String, server: Bool, local: IPv4Address, peer: IPv4Address)
    /// Data of a call without PPP.
    case send([UInt8])
    case hangUp
    case activateContext(accessPoint: String, user: String, password: String)
    case deactivateContext
}

/// What the cellular network does to a modem.
public enum RadioEvent: Hashable, Sendable {
    case gsmRegistration(Registration)
    case gprsRegistration(Registration)
    case attached
    case attachRefused
    case detached
    /// The far modem answered at this rate.
    case callConnected(rate: CallRate)
    case callBusy
    case callNotAnswered
    /// One ring.
    case ringing(IncomingCall)
    /// The caller has given up.
    case ringingEnded
    /// The handshake failed, or the call was cut.
    case carrierLost
    /// Data of a call without PPP.
    case callData([UInt8])
    /// IPCP is up.
    case pppUp(local: IPv4Address, peer: IPv4Address)
    /// The far side refused (authentication or options).
    case pppRefused
    /// The far side never answered.
    case pppTimedOut
    /// The PDP context is active; `nameServers` may be empty.
    case contextActive(local: IPv4Address, gateway: IPv4Address, nameServers: [IPv4Address])
    /// The access point, user or password was refused.
    case contextRefused
    /// The network gave no session at all.
    case contextUnavailable
    /// The bearer was cut by the network.
    case bearerLost
    case hungUp
    case contextInactive
    /// There is no SIM in the module, or not any more.
    case simRemoved
    case simInserted
}

/// Who is told what the network does.
public protocol RadioDelegate: AnyObject {
    func radio(_ radio: any Radio, saw event: RadioEvent)
}

/// The air interface of one modem. Answers come later, never from inside `request`.
public protocol Radio: AnyObject {
    var delegate: (any RadioDelegate)? { get set }
    func request(_ request: RadioRequest)
}
