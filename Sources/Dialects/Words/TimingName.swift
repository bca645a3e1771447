extension Dialect {
    /// Lengths of time, by the names of the dialect's timings.
    public enum TimingName: String, Sendable, Hashable, CaseIterable {
        case answer
        case connectLimit = "connect-limit"
        case callLimit = "call-limit"
        case disconnect
        case eventLimit = "event-limit"
        case dnsLimit = "dns-limit"
        case tcpConnect = "tcp-connect"
        case serverLimit = "server-limit"
        case serverSilence = "server-silence"
        case serialSilence = "serial-silence"
        case transferLimit = "transfer-limit"
        case prompt
        case trailingOK = "trailing-ok"
        case writeSpacing = "write-spacing"
        case attachPause = "attach-pause"
    }
}

extension Dialect.TimingName: DialectWord {
    var purpose: String {
        switch self {
        case .answer: "the first answer to a command that has no limit of its own"
        case .connectLimit: "the device comes online"
        case .callLimit: "a call is answered, or ends"
        case .disconnect: "a connection is ended"
        case .eventLimit: "the device tells what the network has done"
        case .dnsLimit: "a name is resolved, or cannot be"
        case .tcpConnect: "a TCP connection is opened"
        case .serverLimit: "a server's trouble is told"
        case .serverSilence: "how long a server may be silent"
        case .serialSilence: "how long the host may be silent in the data mode of a mail"
        case .transferLimit: "all data is through"
        case .prompt: "the OK of a listener, where one comes at once"
        case .trailingOK: "the OK that follows an answer, where one does"
        case .writeSpacing: "how long the host waits before it writes a parameter"
        case .attachPause: "how long the host waits before it connects, behind the attachment to GPRS"
        }
    }

    var need: Need {
        switch self {
        case .answer: Need()
        case .connectLimit, .eventLimit: .by(.connectionStart)
        case .callLimit: .by(.connectionStart, over: .gsm)
        case .disconnect: .by(.connectionStop)
        case .dnsLimit, .tcpConnect, .serverLimit, .serverSilence: .by(Need.clients)
        case .serialSilence: .by(.putMail)
        case .transferLimit, .trailingOK: .by(Need.services)
        case .prompt: .by(.listen)
        case .writeSpacing, .attachPause: .never
        }
    }
}
