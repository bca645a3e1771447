public enum SMTPFact: Hashable, Sendable {
    /// AUTH is offered and required. `mechanisms`: `LOGIN`, `PLAIN`.
    case login(user: String, password: String, mechanisms: [String])
    /// 502 to EHLO: the client falls back to HELO (RFC 5321 §3.2).
    case withoutExtensions
    case fault(ServerFault)

    var traits: BenchTraits {
        switch self {
        case .login, .withoutExtensions: BenchTraits()
        case .fault(let fault): fault.traits
        }
    }
}

public enum SMTPObservation<Content: BenchContent>: Hashable, Sendable {
    /// Accepted messages in all.
    case messageCount(Int)
    /// The newest message's body (what follows the empty line after the header), dot-stuffing undone, without the CRLF before the final dot.
    case body(Content.Bytes)
    /// A header field of the newest message holds the text.
    case header(field: String, holds: Content.Text)
    /// The newest message has no such field.
    case noHeader(field: String)
    /// The header of the newest message is what RFC 5322 asks for: fields, none twice that may stand once, addresses that are some.
    case wellFormedHeader
    /// The envelope of the newest message.
    case envelope(sender: Content.Text, recipients: [Content.Text])
    case authenticated(mechanism: String)

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> SMTPObservation<Filler.Filled> {
        switch self {
        case .messageCount(let count): .messageCount(count)
        case .body(let bytes): .body(filler.bytes(bytes))
        case .header(let field, let text): .header(field: field, holds: filler.text(text))
        case .noHeader(let field): .noHeader(field: field)
        case .wellFormedHeader: .wellFormedHeader
        case .envelope(let sender, let recipients):
            .envelope(sender: filler.text(sender), recipients: recipients.map(filler.text))
        case .authenticated(let mechanism): .authenticated(mechanism: mechanism)
        }
    }
}
