extension Dialect {
    /// What parameters are for, by the names of the dialect's roles: under these the reference device looks for its values, whatever a manual
    /// calls them.
    public enum RoleName: String, Sendable, Hashable, CaseIterable {
        case callChoice = "call-choice"
        case number = "phone-number"
        case otherNumber = "other-phone-number"
        case redialCount = "redial-count"
        case redialDelay = "redial-delay"
        case idleLimit = "idle-limit"
        case answerMode = "answer-mode"
        case ringCount = "ring-count"
        case callScreen = "call-screen"
        case callBackDelay = "call-back-delay"
        case pppMode = "ppp-mode"
        case dialUser = "dial-user"
        case dialPassword = "dial-password"
        case guestUser = "guest-user"
        case guestPassword = "guest-password"
        case ownAddress = "own-address"
        case guestAddress = "guest-address"
        case bearerChoice = "bearer-choice"
        case accessPoint = "access-point"
        case accessUser = "access-user"
        case accessPassword = "access-password"
        case nameServer = "name-server"
        case otherNameServer = "other-name-server"
        case mailServer = "mail-server"
        case mailPort = "mail-port"
        case mailUser = "mail-user"
        case mailPassword = "mail-password"
        case mailDomain = "mail-domain"
        case sender = "mail-sender"
        case senderName = "mail-sender-name"
        case recipient1 = "recipient-1"
        case copy1 = "copy-1"
        case subject1 = "subject-1"
        case body1 = "body-1"
        case recipient2 = "recipient-2"
        case copy2 = "copy-2"
        case subject2 = "subject-2"
        case body2 = "body-2"
        case recipient3 = "recipient-3"
        case copy3 = "copy-3"
        case subject3 = "subject-3"
        case body3 = "body-3"
        case mailbox = "mailbox-server"
        case mailboxPort = "mailbox-port"
        case mailboxUser = "mailbox-user"
        case mailboxPassword = "mailbox-password"
        case mailHeader = "mail-header"
        case fileServer = "file-server"
        case filePort = "file-port"
        case fileUser = "file-user"
        case filePassword = "file-password"
        case fileType = "file-type"
        case fileMode = "file-mode"
        case fetchedName = "fetched-name"
        case fetchedPath = "fetched-path"
        case storedName = "stored-name"
        case storedPath = "stored-path"
        case timePort = "time-port"
        case timeOffset = "time-offset"
        case timeLimit = "time-limit"
        case socketServer = "socket-server"
        case socketPort = "socket-port"
        case socketCoding = "socket-coding"
        case socketDelay = "socket-delay"
        case datagramServer = "datagram-server"
        case datagramPort = "datagram-port"
        case datagramDelay = "datagram-delay"
        case pingTarget = "ping-target"
        case pingCount = "ping-count"
        case pingDelay = "ping-delay"
    }
}

extension Dialect.RoleName: DialectWord {
    var purpose: String {
        switch self {
        case .callChoice: "which of the two numbers is called, 1 or 2"
        case .number: "the number that is called"
        case .otherNumber: "the second number"
        case .redialCount: "how often a call is tried again"
        case .redialDelay: "seconds between two calls"
        case .idleLimit: "minutes without traffic that end the connection"
        case .answerMode: "0 calls are left to the host, 1 taken, 2 and 3 answered with another one: to the number, to the caller"
        case .ringCount: "after how many rings"
        case .callScreen: "whose calls: 0 nobody's, * everybody's, or a number"
        case .callBackDelay: "seconds from the last ring to the call that is made"
        case .pppMode: "what PPP is on calls out and in: 0 none, 1 client, server, 2 server, client, 3 client, 4 server"
        case .dialUser: "the user that the provider is told"
        case .dialPassword: "the password that the provider is told"
        case .guestUser: "the user that a PPP client must give"
        case .guestPassword: "the password that a PPP client must give"
        case .ownAddress: "the address that a PPP server takes"
        case .guestAddress: "the address that a PPP server gives"
        case .bearerChoice: "0 GSM, 1 GPRS"
        case .accessPoint: "the access point"
        case .accessUser: "the user at the access point"
        case .accessPassword: "the password at the access point"
        case .nameServer: "a name server, where the network names none"
        case .otherNameServer: "the second name server"
        case .mailServer: "the SMTP server"
        case .mailPort: "the SMTP server's port"
        case .mailUser: "the user at the SMTP server; empty, or without a password: nobody logs in"
        case .mailPassword: "the password at the SMTP server"
        case .mailDomain: "what the SMTP server is greeted with"
        case .sender: "the sender's address"
        case .senderName: "the sender's name"
        case .recipient1, .recipient2, .recipient3: "whom the mail goes to"
        case .copy1, .copy2, .copy3: "whom a copy goes to"
        case .subject1, .subject2, .subject3: "the mail's subject"
        case .body1, .body2, .body3: "the mail's text"
        case .mailbox: "the POP3 server"
        case .mailboxPort: "the POP3 server's port"
        case .mailboxUser: "the user at the POP3 server"
        case .mailboxPassword: "the password at the POP3 server"
        case .mailHeader: "1: a mail is printed with its header"
        case .fileServer: "the FTP server"
        case .filePort: "the FTP server's port"
        case .fileUser: "the user at the FTP server"
        case .filePassword: "the password at the FTP server"
        case .fileType: "A or I"
        case .fileMode: "0: the FTP server opens data connections (PORT), 1: the device does (PASV)"
        case .fetchedName: "the file that is retrieved"
        case .fetchedPath: "the directory where that lies"
        case .storedName: "the file that is stored"
        case .storedPath: "the directory where that goes"
        case .timePort: "the time server's port"
        case .timeOffset: "hours, and minutes behind a comma, that are added to the network's time"
        case .timeLimit: "seconds that the time server's answer is waited for"
        case .socketServer: "the TCP peer"
        case .socketPort: "the TCP port"
        case .socketDelay: "milliseconds that the host's data wait for a segment to fill; without one they do not wait"
        case .datagramServer: "the UDP peer; of a listener whose datagrams are taken: 255.255.255.255 everybody's"
        case .datagramPort: "the UDP port: the peer's, or the listener's own"
        case .datagramDelay: "milliseconds that the host's data wait for a datagram to fill"
        case .pingTarget: "the host that is asked for echoes"
        case .pingCount: "how often it is asked"
        case .pingDelay: "seconds that an echo is waited for, and from one request to the next"
        case .socketCoding: "1: ETX ends a TCP connection and DLE escapes; 0: all bytes are data"
        }
    }

    var need: Need {
        switch self {
        case .callChoice, .otherNumber, .redialCount, .redialDelay, .idleLimit, .answerMode, .ringCount, .callScreen,
            .callBackDelay, .timePort, .timeOffset, .timeLimit, .pppMode, .dialUser, .dialPassword,
            .guestUser, .guestPassword, .ownAddress, .guestAddress, .bearerChoice, .accessUser, .accessPassword,
            .nameServer, .otherNameServer, .mailPort, .mailUser, .mailPassword, .senderName, .copy1, .subject1, .copy2,
            .subject2, .copy3, .subject3, .mailboxPort, .mailboxUser, .mailboxPassword, .mailHeader, .filePort,
            .fileUser, .filePassword, .fileType, .fileMode, .fetchedPath, .storedPath, .socketCoding, .socketDelay,
            .datagramDelay, .pingCount, .pingDelay:
            .never
        case .number: .by(.connectionStart, over: .gsm)
        case .accessPoint: .by(.connectionStart, over: .gprs)
        case .mailServer, .mailDomain, .sender: .by(.putMail, .sendMail1, .sendMail2, .sendMail3)
        case .recipient1: .by(.putMail, .sendMail1)
        case .body1: .by(.sendMail1)
        case .recipient2, .body2: .by(.sendMail2)
        case .recipient3, .body3: .by(.sendMail3)
        case .mailbox: .by(.getMail)
        case .fileServer: .by(.ftpGet, .ftpPut)
        case .fetchedName: .by(.ftpGet)
        case .storedName: .by(.ftpPut)
        case .socketServer, .socketPort: .by(.open, .listen)
        case .datagramServer, .datagramPort: .by(.openDatagrams, .listenForDatagrams)
        case .pingTarget: .by(.ping)
        }
    }
}

extension Dialect.RoleName {
    /// What the combinations of a mail have, by their numbers less one (001 ch. 3).
    public static let recipients: [Dialect.RoleName] = [.recipient1, .recipient2, .recipient3]
    public static let copies: [Dialect.RoleName] = [.copy1, .copy2, .copy3]
    public static let subjects: [Dialect.RoleName] = [.subject1, .subject2, .subject3]
    public static let bodies: [Dialect.RoleName] = [.body1, .body2, .body3]
}

extension Dialect.RoleName {
    /// What devices do that have no parameter of the role, as its value; nil: there is nothing that data modes could depend on.
    var commonValue: String? { self == .socketCoding ? "1" : nil }
}
