internal import Octets

/// A message as a mail server accepted it: envelope and content.
public struct MailMessage: Hashable, Sendable {
    /// The envelope's sender, without angle brackets; empty for `<>`.
    public var sender: String
    public var recipients: [String]
    /// Everything between DATA and the final dot, dot-stuffing undone, without the CR LF before that dot.
    public var content: [UInt8]
    /// The mechanism by which the client had authenticated itself.
    public var mechanism: String?

    public init(sender: String, recipients: [String], content: [UInt8], mechanism: String? = nil) {
        self.sender = sender
        self.recipients = recipients
        self.content = content
        self.mechanism = mechanism
    }

    /// The header's lines, each with its line end; all of the content when there is no empty line (RFC 5322 §2.1).
    public var header: [UInt8] { Array(content[..<split.header]) }

    /// What is wrong with the header as RFC 5322 has it; nil: nothing.
    public var headerFault: String? { MailHeader(header).fault }

    /// What follows the empty line after the header.
    public var body: [UInt8] { Array(content[split.body...]) }

    /// The value of the first header field of that name, unfolded (RFC 5322 §2.2.3), without blanks around it.
    public func field(_ name: String) -> String? { MailHeader(header).value(of: name) }

    private var split: (header: Int, body: Int) { Self.parts(of: content) }

    /// Where the header ends and the body begins.
    static func parts(of content: [UInt8]) -> (header: Int, body: Int) {
        if content.starts(with: ControlCharacter.crlf) { return (0, 2) }
        var index = 0
        while index + 3 < content.count {
            if content[index] == ControlCharacter.cr, content[index..<(index + 4)] == emptyLine[...] {
                return (index + 2, index + 4)
            }
            index += 1
        }
        return (content.count, content.count)
    }
    private static let emptyLine = ControlCharacter.crlf + ControlCharacter.crlf
}
