public import BenchFacts
import InternetProtocols

extension Bench {
    /// What the observation comes to now.
    ///
    /// `peerReceived` takes the bytes when it holds, and `heard` goes on where the server's previous `heard` ended: each is
    /// evaluated until it holds, then no more.
    public func evaluate(_ observation: BenchObservation) -> ObservationState {
        switch observation {
        case .peerConnected(let label): peers[label.index].connected()
        case .peerReceived(let label, let bytes): peers[label.index].received(bytes)
        case .peerSawClose(let label): peers[label.index].sawClose
        case .peerSawReset(let label): peers[label.index].sawReset
        case .dialled(let number, let times): dialled(number, times)
        case .contextActive(let active): contextActive(active)
        case .heard(.smtp, let beginnings): smtp.heard(beginnings)
        case .heard(.pop3, let beginnings): pop3.heard(beginnings)
        case .heard(.ftp, let beginnings): ftp.heard(beginnings)
        case .notHeard(.smtp, let beginning): smtp.transcript.notHeard(beginning)
        case .notHeard(.pop3, let beginning): pop3.transcript.notHeard(beginning)
        case .notHeard(.ftp, let beginning): ftp.transcript.notHeard(beginning)
        case .asked(let server, let name): names.asked(server, name)
        case .notAsked(let server, let name): names.notAsked(server, name)
        case .mailboxCount(let count): pop3.count(count, in: mailboxes)
        case .mailboxUnchanged: pop3.unchanged(mailboxes)
        case .smtpMessageCount(let count): smtp.messageCount(count)
        case .smtpBody(let bytes): smtp.body(bytes)
        case .smtpHeader(let field, let text): smtp.header(field, holds: text)
        case .smtpEnvelope(let sender, let recipients): smtp.envelope(sender, recipients)
        case .smtpAuthenticated(let mechanism): smtp.authenticated(mechanism)
        case .ftpFile(let path, let bytes): ftpFile(path, is: bytes)
        case .ftpNoFile(let path): ftp.noFile(path)
        }
    }

    /// What came and no expectation has taken, one sentence each.
    public func leftovers() -> [String] { peers.flatMap(\.leftovers) }

    /// Why what the parties saw since the scenario began need not be the device's doing; nil when it is.
    public var doubt: String? { switchboard.guests.doubt }

    /// Without a user no device can log in, so that a file can only be there if a fact has put it there.
    private func ftpFile(_ path: String, is bytes: [UInt8]) -> ObservationState {
        let state = ftp.file(path, is: bytes)
        guard case .notYet = state, ftp.server.accounts.isEmpty else { return state }
        return .impossible("no FTP user is declared")
    }

    private func dialled(_ number: String, _ times: Int) -> ObservationState {
        let attempts = station.network.attempts(at: number)
        if attempts == times { return .holds }
        return attempts < times ? .notYet("dialled \(attempts) times") : .violated("dialled \(attempts) times")
    }

    private func contextActive(_ active: Bool) -> ObservationState {
        let isActive = station.network.isContextActive
        return isActive == active ? .holds : .notYet(isActive ? "a context is active" : "no context is active")
    }
}
