import ATCommands
import Dialects
import World

/// Reasons for an error, as the dialect's table of error codes names them.
enum ErrorCondition: String, Hashable, Sendable, Error {
    case unknownCommand = "unknown-command"
    case syntaxError = "syntax-error"
    case commandTooLong = "command-too-long"
    case badValue = "bad-value"
    case missingParameter = "missing-parameter"
    case alreadyRunning = "already-running"
    case inactivity
    case notRegistered = "not-registered"
    case activationFailed = "activation-failed"
    case notConnected = "not-connected"
    case gprsAborted = "gprs-aborted"
    case parameterRefused = "parameter-refused"
    case pppClientRefused = "ppp-client-refused"
    case pppServerRefused = "ppp-server-refused"
    case pppClientTimeout = "ppp-client-timeout"
    case pppServerTimeout = "ppp-server-timeout"
    case busyApplication = "busy-application"
    case tcpContextCancelled = "tcp-context-cancelled"
    case serverSilent = "server-silent"
    case peerClosed = "peer-closed"
    case openFailed = "open-failed"
    case sendFailed = "send-failed"
    case serialSilence = "serial-silence"
    case dnsFailed = "dns-failed"
    case cwdFailed = "cwd-failed"
    case deleteFailed = "delete-failed"
    case retrieveFailed = "retrieve-failed"
    case mailRetrieveFailed = "mail-retrieve-failed"
    case pop3Silent = "pop3-silent"
    case senderRejected = "sender-rejected"
    case recipientRejected = "recipient-rejected"
    case ccRejected = "cc-rejected"
    case bodyRejected = "body-rejected"
    case userRejected = "user-rejected"
    case passwordRejected = "password-rejected"
}

/// Information messages, as the dialect's table of forms names them.
enum Message: String, Hashable, Sendable {
    case dataBegin = "data-begin"
    case waitingForData = "waiting-for-data"
    case ftpPutReady = "ftpput-ready"
    case socketClosed = "socket-closed"
    case noMail = "no-mail"
    case mailReady = "mail-ready"
    case pppReady = "ppp-ready"
    case gprsReady = "gprs-ready"
}

/// Fragments of text, as the dialect's spellings name them.
enum Spelling: String, Hashable, Sendable {
    case version
    case dialing
    case myIP = "my-ip"
    case peerIP = "peer-ip"
    case gatewayIP = "gateway-ip"
    case stateIdle = "state-idle"
    case stateDialing = "state-dialing"
    case stateAuthenticating = "state-authenticating"
    case stateConnected = "state-connected"
    case stateDisconnecting = "state-disconnecting"
    case noService = "no-service"
}

/// Time limits and delays, as the dialect's timings name them.
enum Timing: String, Hashable, Sendable {
    /// How long the first answer to a command may take.
    case answer
    /// How long a TCP connection may take to open.
    case tcpConnect = "tcp-connect"
    /// How long a server may be silent.
    case serverSilence = "server-silence"
    /// How long the host may be silent in the data mode of a mail.
    case serialSilence = "serial-silence"
    /// How long the network's confirmation of a release is waited for.
    case disconnect
}

/// V.250 §5.7.1 and 001 ch. 7 "Standard AT Messages"; their texts are the dialect's.
enum StandardResult: Int, Hashable, Sendable {
    case ok = 0
    case noCarrier = 3
    case error = 4
    case busy = 7
    case noAnswer = 8
}

/// The dialect's tables, indexed as the modem asks for them.
struct Vocabulary: Sendable {
    let displays: [Dialect.Display]
    private let results: [Int: String]
    private let numbers: [String: Int]
    private let forms: [String: Dialect.Form]
    private let errors: [String: Int]
    private let timings: [String: Int64]
    private let spellings: [String: String]
    private let commands: [String: Set<Dialect.Operation>]

    init(_ dialect: Dialect) {
        displays = dialect.displays
        results = Dictionary(dialect.results.map { ($0.number, $0.text) }) { first, _ in first }
        numbers = Dictionary(dialect.results.map { ($0.text, $0.number) }) { first, _ in first }
        forms = Dictionary(dialect.forms.map { ($0.name, $0) }) { first, _ in first }
        errors = Dictionary(dialect.errors.flatMap { code in code.conditions.map { ($0, code.number) } }) { first, _ in first }
        timings = dialect.timings
        spellings = dialect.spellings
        commands = Dictionary(dialect.commands.map { ($0.name, $0.operations) }) { first, _ in first }
    }

    func response(_ result: StandardResult) -> Response { .result(text: text(result), number: result.rawValue) }
    func text(_ result: StandardResult) -> String { results[result.rawValue] ?? String(result.rawValue) }

    /// `CONNECT` and a rate; an indication without a number where the table has none for the rate.
    func connect(rate: Int) -> Response {
        let text = "CONNECT \(rate)"
        return numbers[text].map { .result(text: text, number: $0) } ?? .indication(text)
    }

    /// The first spelling is the canonical one.
    func response(_ message: Message) -> Response {
        guard let form = forms[message.rawValue], let text = form.spellings.first else { return .indication(message.rawValue) }
        return form.number.map { .result(text: text, number: $0) } ?? .indication(text)
    }

    /// Nil for a condition that the dialect has no code for.
    func number(of condition: ErrorCondition) -> Int? { errors[condition.rawValue] }

    /// Of what the dialect does not time, `answer`, which every dialect has.
    func interval(_ timing: Timing) -> Interval {
        Interval(nanoseconds: timings[timing.rawValue] ?? timings[Timing.answer.rawValue] ?? 0)
    }
    func text(_ spelling: Spelling) -> String { spellings[spelling.rawValue] ?? spelling.rawValue }

    /// Nil for a command that the dialect does not have.
    func operations(of name: String) -> Set<Dialect.Operation>? { commands[name] }
}
