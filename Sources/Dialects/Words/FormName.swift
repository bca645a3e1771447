extension Dialect {
    /// Answers that the reference device gives, or scenarios expect, by the names of the dialect's forms.
    public enum FormName: String, Sendable, Hashable, CaseIterable {
        case dataBegin = "data-begin"
        case waitingForData = "waiting-for-data"
        case ftpPutReady = "ftpput-ready"
        case noMail = "no-mail"
        case mailReady = "mail-ready"
        case socketClosed = "socket-closed"
        case pppReady = "ppp-ready"
        case gprsReady = "gprs-ready"
        case callFailed = "call-failed"
        case timeout
        case connect
        case shutdown
    }
}

extension Dialect.FormName: DialectWord {
    var purpose: String {
        switch self {
        case .dataBegin: "a file follows"
        case .waitingForData: "the host may send data: a mail's, or through a socket"
        case .ftpPutReady: "the host may send a file"
        case .noMail: "the mailbox is empty"
        case .mailReady: "a mail follows"
        case .socketClosed: "the socket is closed"
        case .pppReady: "the device is online over GSM"
        case .gprsReady: "the device is online over GPRS"
        case .callFailed:
            "PPP fails behind AT#ACCEPT; without it the code tells, as behind AT#CONNECTIONSTART"
        case .connect: "data of a socket or a file follow, both ways"
        case .shutdown: "the peer of a socket has no more data"
        case .timeout: "the idle connection has ended, beside the code for `inactivity`"
        }
    }

    var need: Need {
        switch self {
        case .dataBegin: .by(.ftpGet)
        case .waitingForData: .by(.open, .listen, .putMail)
        case .ftpPutReady: .by(.ftpPut)
        case .noMail, .mailReady: .by(.getMail)
        case .socketClosed: .by(.open, .listen)
        case .pppReady: .by(.connectionStart, over: .gsm)
        case .gprsReady: .by(.connectionStart, over: .gprs)
        case .callFailed: Need(commands: [.accept], isOptional: true)
        case .connect, .shutdown: .never
        case .timeout: Need(commands: [.connectionStart], bearer: .gsm, isOptional: true)
        }
    }
}
