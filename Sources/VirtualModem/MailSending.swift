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

/// Finds the CR LF . CR LF that ends a typed body, in bytes that come in pieces. Nothing else in them means anything.
struct MailEndFinder: Hashable, Sendable {
    static let end = DotStuffer.terminator
    /// How many bytes of the end have come and are held back.
    private var matched = 0

    /// Takes the piece up to its end, or up to the end of the body. - Returns: the body's bytes, without the end.
    mutating func take(_ piece: inout ArraySlice<UInt8>, isComplete: inout Bool) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(piece.count)
        while let byte = piece.popFirst() {
            // CR LF . CR may end in a CR that begins the end anew; no other part of the end does.
            while matched > 0, byte != Self.end[matched] {
                let keeps = matched == 4 ? 1 : 0
                body += Self.end[..<(matched - keeps)]
                matched = keeps
            }
            if byte == Self.end[matched] { matched += 1 } else { body.append(byte) }
            if matched == Self.end.count {
                matched = 0
                isComplete = true
                break
            }
        }
        return body
    }
}
