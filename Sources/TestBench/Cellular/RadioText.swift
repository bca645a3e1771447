import World

extension RadioRequest {
    /// Which of the two networks the request is for.
    var party: String {
        switch self {
        case .powerOn, .dial, .answer, .negotiatePPP, .send, .hangUp: "gsm"
        case .attach, .detach, .activateContext, .deactivateContext: "gprs"
        }
    }

    /// For the log, in a few words; passwords are left out.
    var text: String {
        switch self {
        case .powerOn: "power on"
        case .attach: "attach"
        case .detach: "detach"
        case .dial(let number): "dial \(number)"
        case .answer: "answer"
        case .negotiatePPP(let user, _, let server, _, _): server ? "negotiate PPP as server" : "negotiate PPP as \"\(user)\""
        case .send(let bytes): "send \(bytes.count) bytes"
        case .hangUp: "hang up"
        case .activateContext(let accessPoint, let user, _): "activate \"\(accessPoint)\" as \"\(user)\""
        case .deactivateContext: "deactivate"
        }
    }
}

extension RadioEvent {
    var party: String {
        switch self {
        case .gsmRegistration, .callConnected, .callBusy, .callNotAnswered, .ringing, .ringingEnded, .carrierLost, .callData,
            .pppUp, .pppRefused, .pppTimedOut, .hungUp, .simRemoved, .simInserted:
            "gsm"
        case .gprsRegistration, .attached, .attachRefused, .detached, .contextActive, .contextRefused, .contextUnavailable,
            .bearerLost, .contextInactive:
            "gprs"
        }
    }

    var text: String {
        switch self {
        case .gsmRegistration(let state), .gprsRegistration(let state): state.text
        case .attached: "attached"
        case .attachRefused: "attach refused"
        case .detached: "detached"
        case .callConnected(let rate): "answers at \(rate)"
        case .callBusy: "busy"
        case .callNotAnswered: "no answer"
        case .ringing(let call): "rings, \(call.carriesData ? "data" : "voice") from \(call.caller ?? "a withheld number")"
        case .ringingEnded: "rings no more"
        case .carrierLost: "no carrier"
        case .callData(let bytes): "\(bytes.count) bytes"
        case .pppUp(let local, let peer): "PPP up, \(local) to \(peer)"
        case .pppRefused: "PPP refused"
        case .pppTimedOut: "PPP timed out"
        case .contextActive(let local, _, let servers):
            servers.isEmpty
                ? "context active, \(local), no name servers"
                : "context active, \(local), name servers \(servers.map(\.description).joined(separator: " "))"
        case .contextRefused: "context refused"
        case .contextUnavailable: "no session"
        case .bearerLost: "bearer lost"
        case .hungUp: "hung up"
        case .contextInactive: "context inactive"
        case .simRemoved: "no SIM"
        case .simInserted: "a SIM again"
        }
    }
}

extension Registration {
    var text: String {
        switch self {
        case .notRegistered: "not registered"
        case .home: "home"
        case .searching: "searching"
        case .denied: "denied"
        case .unknown: "unknown"
        case .roaming: "roaming"
        }
    }
}
