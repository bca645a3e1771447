import InternetProtocols
import Octets

/// A mail on its way out (001 ch. 3 #PUTMAIL, #SENDMAIL).
struct MailSending: Sendable {
    enum Body: Hashable, Sendable {
        /// PUTMAIL: the host types it in data mode.
        case typed
        /// SENDMAILn: BODYn.
        case stored([UInt8])
    }
    enum Phase: Sendable {
        /// Up to the server's 354.
        case dialogue
        /// The host's bytes are the body.
        case typing(MailEndFinder)
        /// The server has the word on the body.
        case verdict
    }

    var client: SMTPClient
    var header: [UInt8]
    var body: Body
    var phase = Phase.dialogue

    var isInDataMode: Bool {
        switch phase {
        case .typing: true
        case .dialogue, .verdict: false
        }
    }
}
