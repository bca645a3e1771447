/// The escaping of data mode (001 ch. 4 and 5, 004 §7.4.7): ETX in the payload is sent as DLE ETX, DLE as DLE DLE; a bare ETX ends the data.
///
/// Escaping a byte does not depend on its neighbours, so that pieces may be escaped one by one.
public func escapedWithDLE(_ payload: [UInt8]) -> [UInt8] {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(payload.count)
    for byte in payload {
        if byte == ControlCharacter.etx || byte == ControlCharacter.dle { escaped.append(ControlCharacter.dle) }
        escaped.append(byte)
    }
    return escaped
}

/// Undoes ``escapedWithDLE(_:)`` for a stream that arrives in pieces, and finds its end.
public struct DLEDecoder: Hashable, Sendable {
    /// What came of one piece.
    public struct Output: Hashable, Sendable {
        public var payload: [UInt8] = []
        /// How many bytes of the piece belong to the data: all, unless the ETX that ends it was found; then up to and including it.
        public var consumed = 0
        /// A bare ETX was found.
        public var ended = false
        /// How many DLE stood before a byte other than ETX and DLE. The manuals are silent on them; the ruling is that such a
        /// DLE is dropped and the byte after it is payload.
        public var irregular = 0
    }

    /// The last byte was a DLE that escapes the next.
    public private(set) var isEscaping = false

    public init() {}

    /// Decodes the piece up to its end or up to the ETX that ends the data, whichever comes first. After the end, the
    /// decoder is as new.
    public mutating func decode(_ piece: ArraySlice<UInt8>) -> Output {
        var output = Output()
        output.payload.reserveCapacity(piece.count)
        for byte in piece {
            output.consumed += 1
            if isEscaping {
                isEscaping = false
                if byte != ControlCharacter.etx && byte != ControlCharacter.dle { output.irregular += 1 }
                output.payload.append(byte)
            } else if byte == ControlCharacter.dle {
                isEscaping = true
            } else if byte == ControlCharacter.etx {
                output.ended = true
                break
            } else {
                output.payload.append(byte)
            }
        }
        return output
    }

    public mutating func decode(_ piece: [UInt8]) -> Output { decode(piece[...]) }
}
