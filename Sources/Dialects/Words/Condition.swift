extension Dialect {
    /// Why the reference device sends an error: what a dialect writes behind `when`.
    ///
    /// A dialect that has no code for one makes it a plain ERROR.
    public enum Condition: String, Sendable, Hashable, CaseIterable, Error {
        case unknownCommand = "unknown-command"
        case syntaxError = "syntax-error"
        case commandTooLong = "command-too-long"
        case badValue = "bad-value"
        case parameterRefused = "parameter-refused"
        case missingParameter = "missing-parameter"
        case flashFailed = "flash-failed"
        case noResources = "no-resources"

        case alreadyRunning = "already-running"
        case notRegistered = "not-registered"
        case notConnected = "not-connected"
        case inactivity
        case activationFailed = "activation-failed"
        case gprsAborted = "gprs-aborted"
        case pppClientRefused = "ppp-client-refused"
        case pppServerRefused = "ppp-server-refused"
        case pppClientTimeout = "ppp-client-timeout"
        case pppServerTimeout = "ppp-server-timeout"
        case badCallType = "bad-call-type"
        case noCallerID = "no-caller-id"

        case busyApplication = "busy-application"
        case dnsFailed = "dns-failed"
        case openFailed = "open-failed"
        case serverSilent = "server-silent"
        case peerClosed = "peer-closed"
        case tcpContextCancelled = "tcp-context-cancelled"
        case sendFailed = "send-failed"
        case closeFailed = "close-failed"
        case serialSilence = "serial-silence"

        case userRejected = "user-rejected"
        case passwordRejected = "password-rejected"
        case senderRejected = "sender-rejected"
        case recipientRejected = "recipient-rejected"
        case ccRejected = "cc-rejected"
        case bodyRejected = "body-rejected"
        case mailRetrieveFailed = "mail-retrieve-failed"
        case mailHeaderFailed = "mail-header-failed"
        case pop3Silent = "pop3-silent"
        case cwdFailed = "cwd-failed"
        case retrieveFailed = "retrieve-failed"
        case deleteFailed = "delete-failed"
    }
}

extension Dialect.Condition: DialectWord {
    var need: Need { .never }

    var purpose: String {
        switch self {
        case .unknownCommand: "the command does not exist"
        case .syntaxError: "the command is written wrong, or has no such operation"
        case .commandTooLong: "the command line is too long"
        case .badValue: "the value is illegal"
        case .parameterRefused: "the parameter cannot be written now, since a service runs"
        case .missingParameter: "a parameter that the command reads is empty"
        case .flashFailed: "the value cannot be stored"
        case .noResources: "memory or sockets are used up"
        case .alreadyRunning: "the device is connected, or connecting"
        case .notRegistered: "the device is not registered, or not attached"
        case .notConnected: "the command needs a connection, and there is none"
        case .inactivity: "PHYTIMEOUT has passed"
        case .activationFailed: "the context cannot be activated"
        case .gprsAborted: "the network refuses the context"
        case .pppClientRefused: "PPP negotiation fails, as client"
        case .pppServerRefused: "PPP negotiation fails, as server"
        case .pppClientTimeout: "PPP is not answered, as client"
        case .pppServerTimeout: "PPP is not answered, as server"
        case .badCallType: "an incoming call is no data call"
        case .noCallerID: "an incoming call does not say whose it is"
        case .busyApplication: "another service runs"
        case .dnsFailed: "no name server resolves the name"
        case .openFailed: "the server refuses the connection, or does not say what is expected"
        case .serverSilent: "the server does not answer, or not any more"
        case .peerClosed: "the peer has closed the connection"
        case .tcpContextCancelled: "the connection is reset, or lost with its bearer"
        case .sendFailed: "data cannot be sent, or not be stored"
        case .closeFailed: "the connection cannot be closed"
        case .serialSilence: "the host is silent in the data mode of a mail"
        case .userRejected: "the server refuses the user name"
        case .passwordRejected: "the server refuses the password"
        case .senderRejected: "the server refuses the sender, or there is none"
        case .recipientRejected: "the server refuses the recipient, or there is none"
        case .ccRejected: "the server refuses the recipient of the copy"
        case .bodyRejected: "the server refuses the mail's data"
        case .mailRetrieveFailed: "the server does not give the mail"
        case .mailHeaderFailed: "the server does not give the mail's header"
        case .pop3Silent: "the POP3 server does not answer, whatever the reason"
        case .cwdFailed: "the server refuses the directory"
        case .retrieveFailed: "the server does not give the file"
        case .deleteFailed: "the server does not delete the mail or the file"
        }
    }
}
