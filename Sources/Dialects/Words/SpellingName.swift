extension Dialect {
    /// Fragments of text, by the names of the dialect's spellings.
    public enum SpellingName: String, Sendable, Hashable, CaseIterable {
        case id
        case socket
        case read
        case version
        case beforeVersion = "before-version"
        case afterVersion = "after-version"
        case dialing
        case myIP = "my-ip"
        case peerIP = "peer-ip"
        case gatewayIP = "gateway-ip"
        case beforeState = "before-state"
        case afterState = "after-state"
        case stateIdle = "state-idle"
        case stateDialing = "state-dialing"
        case stateChecking = "state-checking"
        case stateAuthenticating = "state-authenticating"
        case stateConnected = "state-connected"
        case stateDisconnecting = "state-disconnecting"
        case noService = "no-service"
        case echoed
        case afterEcho = "after-echo"
        case notEchoed = "not-echoed"
    }
}

extension Dialect.SpellingName: DialectWord {
    var purpose: String {
        switch self {
        case .id: "what follows AT#OTCP and its like: the first socket's number, or nothing"
        case .socket: "what stands before the value of a socket's parameter: the first one's number, or nothing"
        case .read: "what follows the name of a socket's parameter that is read: the first one's number, or `?`"
        case .version: "the version"
        case .beforeVersion: "what stands before the version in the line that shows it"
        case .afterVersion: "what stands behind it; it may be empty"
        case .dialing: "the number is being dialled"
        case .myIP: "what stands before the device's own address"
        case .peerIP: "what stands before the address of the PPP peer"
        case .gatewayIP: "what stands before the address of the gateway"
        case .beforeState: "what stands before the state in the line that shows it"
        case .afterState: "what stands behind it; it may be empty"
        case .stateIdle: "the state: not connected"
        case .stateDialing: "the state: connecting; where the manual has none, `state-idle` is shown"
        case .stateChecking: "the state: a packet connection is being set up; where the manual has none, as `state-dialing`"
        case .stateAuthenticating: "the state: PPP is being negotiated; where the manual has none, as `state-dialing`"
        case .stateConnected: "the state: online"
        case .stateDisconnecting:
            "the state: the connection is being ended; where the manual has none, `state-connected` is shown"
        case .noService: "the whole line: not registered"
        case .echoed: "what stands between a host's name in quotes and the milliseconds that its echo took"
        case .afterEcho: "what stands behind the milliseconds; it may be empty"
        case .notEchoed: "what stands before the name in quotes of a host that has sent no echo"
        }
    }

    var need: Need {
        switch self {
        // Derived.
        case .id, .socket, .read: .never
        case .version: Need(commands: [.version], opensDisplays: true)
        case .dialing: .by(.connectionStart, over: .gsm)
        case .myIP: .by(.displayIP)
        case .peerIP: .by(.displayIP, over: .gsm)
        case .gatewayIP: .by(.displayIP, over: .gprs)
        case .beforeVersion, .afterVersion: .by(.version)
        case .beforeState, .afterState, .stateIdle, .stateConnected, .noService: .by(.state)
        case .echoed, .afterEcho, .notEchoed: .by(.ping)
        case .stateDialing, .stateChecking, .stateDisconnecting: Need(commands: [.state], isOptional: true)
        case .stateAuthenticating: Need(commands: [.state], bearer: .gsm, isOptional: true)
        }
    }
}
