import Dialects

/// What the modem tells of itself (001 ch. 2 and 6).
extension VirtualModem {
    /// 001 ch. 6 #VSTATE.
    var stateLine: String {
        func state(_ spelling: Dialect.SpellingName) -> String { "#STATE: \"\(dialect.spelling(spelling))\"" }
        switch bearer.state {
        case .offline: return cell.hasService ? state(.stateIdle) : dialect.spelling(.noService)
        case .dialing, .waitingToRedial, .attaching, .activating: return state(.stateDialing)
        case .authenticating, .plainCall: return state(.stateAuthenticating)
        case .online: return state(.stateConnected)
        case .releasing: return state(.stateDisconnecting)
        }
    }

    /// 001 ch. 2 #DISPLAYIP.
    mutating func displayAddresses() -> CommandOutcome {
        guard let link = bearer.link else { return .failed(.notConnected) }
        respond(displayed("\(dialect.spelling(.myIP))\(link.local)"))
        respond(displayed("\(dialect.spelling(link.bearer == .gsm ? .peerIP : .gatewayIP))\(link.peer)"))
        return .displayed
    }
}
