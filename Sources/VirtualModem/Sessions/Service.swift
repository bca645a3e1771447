import Dialects
import InternetProtocols
import Octets
import World

/// A TCP/IP service that runs: at most one at a time (001 ch. 3 to 5, "already in a process using TCP resources").
struct Service: Sendable {
    enum Activity: Sendable {
        /// OTCP, before the connection is open.
        case opening
        /// LTCPSTART, before a peer has come.
        case listening
        /// OTCP and LTCPSTART in data mode.
        case bridging(Bridge)
        /// PUTMAIL and SENDMAIL.
        case sendingMail(MailSending)
        /// GETMAIL.
        case retrievingMail(MailRetrieval)
        /// FTPGET and FTPPUT.
        case transferringFile(FileTransfer)
    }

    var activity: Activity
    /// The port that is connected to, or listened on.
    var port: UInt16
    /// The listening socket, or the connection that the service opened or accepted.
    var socket: SocketKey?
    /// FTP's second connection.
    var dataSocket: SocketKey?
    /// The connection is established.
    var isConnected = false

    var isListening: Bool {
        switch activity {
        case .listening: true
        case .opening, .bridging, .sendingMail, .retrievingMail, .transferringFile: false
        }
    }

    /// The host's bytes are data, not command lines (001 App. B, "Command mode / data mode").
    var isInDataMode: Bool {
        switch activity {
        case .opening, .listening: false
        case .bridging: true
        case .sendingMail(let mail): mail.isInDataMode
        case .retrievingMail(let mail): mail.isInDataMode
        case .transferringFile(let transfer): transfer.isInDataMode
        }
    }

    /// What the modem sends to end data mode when an error does.
    var endMarker: [UInt8] {
        switch activity {
        case .opening, .listening, .sendingMail: []
        case .bridging(let bridge): bridge.endMarker
        case .retrievingMail(let mail): mail.isDelivering ? DotStuffer.terminator : []
        // The command chapters have it so for FTPPUT, too; the table of App. B has not (001 ch. 4 #FTPPUT).
        case .transferringFile(let transfer): transfer.isMoving ? [ControlCharacter.etx] : []
        }
    }

    /// Nobody answers at the other end, or nobody answers any more.
    var silence: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .serverSilent }
    /// RST in answer to SYN.
    var refusal: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .openFailed }
    /// RST on the open connection.
    var cancellation: Dialect.Condition { hasPOP3Rule ? .pop3Silent : .tcpContextCancelled }

    /// A POP3 server that does not respond has one code, whatever the reason (001 App. B "Retrieving Email", process diagram).
    private var hasPOP3Rule: Bool {
        switch activity {
        case .opening, .listening, .bridging, .sendingMail, .transferringFile: false
        case .retrievingMail(let mail): mail.phase == .dialogue
        }
    }
}
