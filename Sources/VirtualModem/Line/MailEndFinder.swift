import Octets

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
