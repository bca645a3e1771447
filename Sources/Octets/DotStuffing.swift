/// Doubles the dot that begins a line (RFC 5321 §4.5.2, RFC 1939 §3), for content that is sent in pieces.
///
/// Only CR LF ends a line. The content begins at the start of a line.
public struct DotStuffer: Hashable, Sendable {
    private enum Place { case lineStart, line, afterCR }
    private var place = Place.lineStart

    public init() {}

    public mutating func stuff(_ piece: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(piece.count)
        for byte in piece {
            if place == .lineStart, byte == DotStuffing.dot { stuffed.append(byte) }
            stuffed.append(byte)
            switch byte {
            case ControlCharacter.cr: place = .afterCR
            case ControlCharacter.lf where place == .afterCR: place = .lineStart
            default: place = .line
            }
        }
        return stuffed
    }

    /// CR LF . CR LF: ends any content so that ``DotUnstuffer`` gives back exactly the same bytes.
    public static let terminator: [UInt8] = ControlCharacter.crlf + [DotStuffing.dot] + ControlCharacter.crlf

    /// What ends content made of whole lines: `.` CR LF, after a CR LF only if the last line lacks its own.
    public var lineTerminator: [UInt8] { place == .lineStart ? Array(Self.terminator.dropFirst(2)) : Self.terminator }
}

/// Undoes ``DotStuffer`` for a stream that arrives in pieces, and finds its end: CR LF . CR LF, or . CR LF at the very start.
///
/// The CR LF before the final dot belongs to the terminator, not to the content. Bytes that may yet turn out to belong to
/// the terminator are held back, at most four.
public struct DotUnstuffer: Hashable, Sendable {
    /// What came of one piece.
    public struct Output: Hashable, Sendable {
        public var content: [UInt8] = []
        /// How many bytes of the piece belong to the content and its terminator.
        public var consumed = 0
        /// The terminator is complete.
        public var ended = false
    }

    /// What has come of a line end and a possible terminator; it is held back until it is known to be content.
    private enum Place {
        /// At the very start: nothing held.
        case start
        /// Within a line: nothing held.
        case line
        /// CR is held.
        case afterCR
        /// CR LF is held.
        case afterCRLF
        /// A dot after `start`, or after a held CR LF.
        case afterDot
        /// That dot and a CR.
        case afterDotCR
    }
    private var place = Place.start
    /// A CR LF stands before the held dot.
    private var holdsLineEnd = false

    public init() {}

    /// Decodes the piece up to its end or up to the end of the terminator. After the end, the decoder is as new.
    public mutating func decode(_ piece: ArraySlice<UInt8>) -> Output {
        var output = Output()
        output.content.reserveCapacity(piece.count)
        for byte in piece {
            output.consumed += 1
            if take(byte, into: &output.content) {
                self = DotUnstuffer()
                output.ended = true
                break
            }
        }
        return output
    }

    public mutating func decode(_ piece: [UInt8]) -> Output { decode(piece[...]) }

    /// What is held back, as content: for a stream that broke off.
    public var held: [UInt8] {
        switch place {
        case .start, .line: []
        case .afterCR: [ControlCharacter.cr]
        case .afterCRLF: ControlCharacter.crlf
        case .afterDot: holdsLineEnd ? ControlCharacter.crlf : []
        case .afterDotCR: (holdsLineEnd ? ControlCharacter.crlf : []) + [ControlCharacter.cr]
        }
    }

    /// - Returns: whether the byte completes the terminator.
    private mutating func take(_ byte: UInt8, into content: inout [UInt8]) -> Bool {
        switch (place, byte) {
        case (.start, DotStuffing.dot), (.afterCRLF, DotStuffing.dot):
            holdsLineEnd = place == .afterCRLF
            place = .afterDot
        case (.afterCR, ControlCharacter.lf):
            place = .afterCRLF
        case (.afterDot, ControlCharacter.cr):
            place = .afterDotCR
        case (.afterDotCR, ControlCharacter.lf):
            return true
        case (.start, _), (.line, _), (.afterCR, _), (.afterCRLF, _), (.afterDot, _), (.afterDotCR, _):
            // What was held is content after all; the first dot of its line is not.
            if place != .line { content.append(contentsOf: held) }
            if byte == ControlCharacter.cr {
                place = .afterCR
            } else {
                content.append(byte)
                place = .line
            }
        }
        return false
    }
}

enum DotStuffing {
    static let dot = UInt8(ascii: ".")
}
