internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// Whether its bench makes data pause: then a pause says nothing of the device.
    var makesDataPause: Bool { facts.contains(where: \.makesDataPause) || (steps + postambles).contains(where: \.makesDataPause) }
}

extension Step {
    fileprivate var makesDataPause: Bool {
        switch action {
        case .fact(let fact): fact.makesDataPause
        case .act(.peerStalls): true
        case .either(let branches): branches.contains { $0.contains(where: \.makesDataPause) }
        case .when(_, let then, let otherwise): (then + otherwise).contains(where: \.makesDataPause)
        case .block(_, _, let steps), .repeat(_, let steps), .loop(_, _, let steps), .anyOrder(let steps):
            steps.contains(where: \.makesDataPause)
        case .sendLine, .sendBytes, .expect, .silence, .wait, .check, .unsolicited, .assume, .allowNoEcho, .note, .cite, .end,
            .act, .observe,
            .drive, .sendBreak, .lineShows:
            false
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
