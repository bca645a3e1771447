internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// Whether its bench makes data pause: then a pause says nothing of the device.
    var makesDataPause: Bool {
        facts.contains(where: \.makesDataPause)
            || (steps + postambles).containAnywhere { action in
                switch action {
                case .fact(let fact): fact.makesDataPause
                case .act(.peerStalls): true
                default: false
                }
            }
    }
}

extension BenchFact {
    fileprivate var makesDataPause: Bool {
        switch self {
        case .smtp(.fault(let fault)), .pop3(.fault(let fault)), .ftp(.fault(let fault)): fault.makesDataPause
        case .dns(.delay), .dns(.behaviour(_, .silent)), .gprs(.losesBearer), .gsm(.dropsCall), .link(.latency),
            .peer(_, .unreachable):
            true
        case .dns, .smtp, .pop3, .ftp, .gsm, .gprs, .peer, .line, .link: false
        }
    }
}

extension ServerFault {
    fileprivate var makesDataPause: Bool {
        switch self {
        case .stalls, .delays, .stallsData, .unreachable: true
        case .refusesConnections, .answers, .closes, .resets, .greets, .cutsData: false
        }
    }
}
