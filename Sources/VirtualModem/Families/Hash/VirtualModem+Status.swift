import Dialects

/// What the modem tells of itself (001 ch. 2 and 6).
extension VirtualModem {
    /// 001 ch. 6 #VSTATE. A state that the manual has no word for is shown as the one that it is nearest to.
    var stateLine: String {
        switch bearer.state {
        case .offline, .ringing: cell.hasService ? line(showing: .stateIdle) : dialect.spelling(.noService)
        case .dialing, .waitingToRedial: line(showing: .stateDialing, .stateIdle)
        case .attaching, .activating: line(showing: .stateChecking, .stateDialing, .stateIdle)
        case .authenticating, .plainCall: line(showing: .stateAuthenticating, .stateDialing, .stateIdle)
        case .online: line(showing: .stateConnected)
        case .releasing: line(showing: .stateDisconnecting, .stateConnected)
        }
    }

    private func line(showing states: Dialect.SpellingName...) -> String {
        let state = states.lazy.compactMap { dialect.spellings[$0.rawValue] }.first ?? ""
        return dialect.spelling(.beforeState) + state + dialect.spelling(.afterState)
    }

    var versionLine: String { dialect.spelling(.beforeVersion) + dialect.spelling(.version) + dialect.spelling(.afterVersion) }

    /// 001 ch. 2 #DISPLAYIP.
    mutating func displayAddresses() -> CommandOutcome {
        guard let link = bearer.link else { return .failed(.notConnected) }
        respond(displayed("\(dialect.spelling(.myIP))\(link.local)"))
        respond(displayed("\(dialect.spelling(link.bearer == .gsm ? .peerIP : .gatewayIP))\(link.peer)"))
        return .displayed
    }
}
