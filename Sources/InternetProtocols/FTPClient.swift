internal import Octets

/// Fetches or stores a file, or several one after the other (RFC 959, RFC 1123 §4.1).
///
/// The owner opens the control connection, feeds what arrives, and keeps at most one data connection (and a listener for it). It ends
/// with `.succeeded` or `.failed`, exactly once. Without a transfer from the start it logs in, says `.loggedIn`, and takes one after the
/// other by ``start(_:representation:isPassive:)``, until ``quit()``.
public struct FTPClient: Sendable {
    public enum Transfer: Hashable, Sendable {
        case retrieve(name: String)
        case store(name: String)
    }

    public enum Representation: Hashable, Sendable {
        /// TYPE A: what is sent has its most significant bits cleared (NVT-ASCII).
        case ascii
        /// TYPE I.
        case image
    }

    public struct Settings: Hashable, Sendable {
        public var user: String
        public var password: String
        /// For ACCT, where the server asks for it; empty: there is none.
        public var account = ""
        /// For CWD; empty or `.`: the server's own.
        public var path: String
        /// Nil: those that are started later.
        public var transfer: Transfer?
        public var representation: Representation
        /// PASV rather than PORT.
        public var isPassive: Bool
        public init(
            user: String,
            password: String,
            path: String = "",
            transfer: Transfer?,
            representation: Representation = .image,
            isPassive: Bool
        ) {
            self.user = user
            self.password = password
            self.path = path
            self.transfer = transfer
            self.representation = representation
            self.isPassive = isPassive
        }
    }

    /// Why it went wrong, with the server's reply line.
    public enum Failure: Hashable, Sendable, Error {
        /// At the greeting.
        case serviceRefused(reply: String)
        case userRejected(reply: String)
        case passwordRejected(reply: String)
        /// ACCT is asked for, or refused.
        case accountRequired(reply: String)
        case directoryRejected(reply: String)
        /// At TYPE, PASV or PORT.
        case setupRejected(reply: String)
        case retrieveRejected(reply: String)
        case storeRejected(reply: String)
        /// The data connection could not be opened or was reset (no reply), or the server says that the transfer failed.
        case dataFailed(reply: String?)
        /// The control connection ended before its time.
        case closedByServer
        /// What came is no FTP reply, or one that makes no sense.
        case protocolError(line: String)
    }

    public enum Action: Hashable, Sendable {
        /// On the control connection.
        case send([UInt8])
        /// Connect to an IPv4 address in host byte order, then call ``dataOpened()`` or ``dataFailed()``.
        case connectData(address: UInt32, port: UInt16)
        /// Listen on any port, then call ``listening(address:port:)`` or ``dataFailed()``; ``dataOpened()`` when the server has connected.
        case listenForData
        /// A transfer may be started.
        case loggedIn
        /// It is over, and another one may be started; nil: the file is whole.
        case transferred(Failure?)
        /// The transfer has begun: content comes, or ``send(content:)`` may be called.
        case transferBegins
        /// A piece of the file.
        case content([UInt8])
        /// The data connection is at its end; whether the file is whole is not known yet.
        case contentEnds
        /// On the data connection.
        case sendData([UInt8])
        /// FIN on the data connection.
        case finishData
        /// Reset the data connection if there is one, stop connecting or listening for it.
        case abandonData
        /// The server has said that the transfer failed, and what it sent before may still come. The owner need not wait for long, but calls
        /// ``giveUpData()`` then.
        case awaitsDataEnd
        /// All is done, and QUIT was said: the server's answer changes nothing. `.succeeded` follows it; the owner need not wait for long.
        case leaves
        /// FIN on the control connection.
        case finish
        case succeeded
        case failed(Failure)
    }

    enum Phase: Hashable {
        case greeting, user, password, account, representation, directory
        /// No transfer is under way.
        case idle
        /// For the reply to PASV.
        case passive
        /// PASV is answered, the data connection not yet open.
        case connecting
        /// The listener is not yet open.
        case listening
        /// For the reply to PORT.
        case active
        /// From RETR or STOR to the completion reply and the end of the data connection.
        case transfer
        case quit, over
    }

    /// How far the transfer is.
    struct Progress: Hashable {
        /// A 1xx reply came.
        var isGranted = false
        var isDataOpen = false
        var hasBegun = false
        /// The data connection is at its end.
        var isDataOver = false
        /// The server closed the data connection before the file to be stored was complete.
        var isCutShort = false
        /// FIN is sent on the data connection.
        var isDataFinished = false
        /// The owner has given the file up.
        var isAborted = false
        /// The completion reply came.
        var isComplete = false
    }

    private(set) var settings: Settings
    /// Transfers come one after the other.
    public let staysOpen: Bool
    var phase = Phase.greeting
    var progress = Progress()
    /// The server's reply that a retrieval has failed, while its data connection has not ended.
    var verdict: Failure?
    private var replies = ReplyReader()

    public init(_ settings: Settings) {
        self.settings = settings
        staysOpen = settings.transfer == nil
    }

    // MARK: Transfers one after the other

    /// Only when it has logged in and no other transfer is under way.
    public mutating func start(_ transfer: Transfer, representation: Representation, isPassive: Bool) -> [Action] {
        guard phase == .idle else { return [] }
        settings.transfer = transfer
        settings.representation = representation
        settings.isPassive = isPassive
        progress = Progress()
        verdict = nil
        return setRepresentation()
    }

    /// Gives up the file that comes: the server's word on that is waited for, whatever it is.
    public mutating func abort() -> [Action] {
        guard phase == .transfer, isRetrieving, !progress.isAborted else { return [] }
        progress.isAborted = true
        progress.isDataOver = true
        return [.abandonData] + (progress.isComplete ? conclude() : [])
    }

    public mutating func quit() -> [Action] {
        switch phase {
        case .idle: return say("QUIT", then: .quit) + [.leaves]
        case .quit, .over: return []
        default: return fail(.closedByServer)
        }
    }

    // MARK: The control connection

    public mutating func receive(_ bytes: [UInt8]) -> [Action] {
        replies.append(bytes)
        var actions: [Action] = []
        while phase != .over, let result = replies.next() {
            switch result {
            case .reply(let reply): actions += take(reply)
            case .malformed(let line): actions += fail(.protocolError(line: line))
            }
        }
        return actions
    }

    /// The control connection has ended, by FIN or otherwise.
    public mutating func closed() -> [Action] {
        switch phase {
        case .over: return []
        case .quit:
            phase = .over
            return [.finish, .succeeded]
        // The data connection's end is still to come, and ends it.
        case .transfer where verdict != nil && !progress.isDataOver: return []
        case .greeting, .user, .password, .account, .idle, .representation, .directory, .passive, .connecting, .listening,
            .active,
            .transfer:
            phase = .over
            return [.abandonData, .finish, .failed(.closedByServer)]
        }
    }

    func line(_ text: String) -> [Action] { [.send(Array(text.utf8) + ControlCharacter.crlf)] }

    mutating func say(_ text: String, then next: Phase) -> [Action] {
        phase = next
        return line(text)
    }

    mutating func fail(_ failure: Failure) -> [Action] {
        if staysOpen, failure.isOfTransfer {
            phase = .idle
            return [.abandonData, .transferred(failure)]
        }
        phase = .over
        return [.abandonData] + line("QUIT") + [.finish, .failed(failure)]
    }
}

extension FTPClient.Failure {
    /// The session goes on without the file.
    fileprivate var isOfTransfer: Bool {
        switch self {
        case .directoryRejected, .setupRejected, .retrieveRejected, .storeRejected, .dataFailed: true
        case .serviceRefused, .userRejected, .passwordRejected, .accountRequired, .closedByServer, .protocolError: false
        }
    }
}
