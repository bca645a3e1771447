import InternetProtocols

/// A mail on its way in (001 ch. 3 #GETMAIL).
struct MailRetrieval: Sendable {
    enum Phase: Hashable, Sendable {
        /// Up to the server's consent to RETR, or to its word that there is no mail.
        case dialogue
        /// The mail is on its way to the host.
        case content
        /// The mail is deleted and the session ended.
        case farewell
    }

    var client: POP3Client
    /// Nil: the header is sent too (POP3HEADERMODE 1).
    var header: HeaderSkipper?
    /// What of the header is printed, where that is not all or nothing.
    var shortener: HeaderShortener?
    var phase = Phase.dialogue

    /// The host cannot know that data mode is over before the end of the mail has left the serial line: until the final answer,
    /// what it sends is passed over.
    var isInDataMode: Bool { phase != .dialogue }
    var isDelivering: Bool { phase == .content }
}
