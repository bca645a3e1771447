internal import BenchFacts
internal import ScenarioLanguage

extension Plan {
    /// It reads an account's server, user or the like.
    func usesAccount(of server: ServerKind) -> Bool { values.contains { $0.server == server } }

    /// The servers into which it looks, or which it makes misbehave.
    var watchedServers: [ServerKind] {
        ServerKind.allCases.filter { server in
            facts.contains { $0.server == server && $0.isFault }
                || steps.containAnywhere { action in
                    switch action {
                    case .fact(let fact): fact.server == server
                    case .observe(let check, _): check.server == server
                    default: false
                    }
                }
        }
    }

    /// It looks for something at the bench's servers and peers, or has them do something.
    var watchesBench: Bool {
        steps.containAnywhere { action in
            switch action {
            case .fact(let fact): !fact.isCellular
            case .observe(let check, _): !check.isCellular
            case .act: true
            default: false
            }
        }
    }
}

extension BenchFact {
    /// The server that it is about.
    var server: ServerKind? {
        switch self {
        case .smtp: .smtp
        case .pop3: .pop3
        case .ftp: .ftp
        case .dns, .gsm, .gprs, .peer, .line, .link: nil
        }
    }

    fileprivate var isFault: Bool {
        switch self {
        case .smtp(.fault), .pop3(.fault), .ftp(.fault): true
        case .smtp, .pop3, .ftp, .dns, .gsm, .gprs, .peer, .line, .link: false
        }
    }
}

extension BenchCheck {
    /// The server that is looked into.
    fileprivate var server: ServerKind? {
        switch self {
        case .heard(let server, _), .notHeard(let server, _): server
        case .mailboxCount, .mailboxUnchanged: .pop3
        case .smtpMessageCount, .smtpBody, .smtpHeader, .smtpEnvelope, .smtpAuthenticated: .smtp
        case .ftpFile, .ftpNoFile: .ftp
        case .peerConnected, .peerReceived, .peerSawClose, .peerSawReset, .asked, .notAsked, .dialled, .contextActive: nil
        }
    }

    fileprivate var isCellular: Bool {
        switch self {
        case .dialled, .contextActive: true
        case .peerConnected, .peerReceived, .peerSawClose, .peerSawReset, .heard, .notHeard, .asked, .notAsked, .mailboxCount,
            .mailboxUnchanged, .smtpMessageCount, .smtpBody, .smtpHeader, .smtpEnvelope, .smtpAuthenticated, .ftpFile,
            .ftpNoFile:
            false
        }
    }
}

extension BenchValue {
    /// What is said where a rig does not give it.
    var absence: String {
        if let server { return "the rig has no line ‘account \(server)’ below servers" }
        return "the rig has no line ‘\(name.dropFirst("rig ".count))’ below values"
    }
}
