import Octets

/// Data of a session on the line (001 App. B, "Command mode / data mode").
struct DataMode: Sendable {
    enum HostCoding: Hashable, Sendable {
        /// Every byte is data.
        case transparent
        /// DLE escapes, ETX ends.
        case escaped(DLEDecoder)
        /// CR LF . CR LF ends.
        case mail(MailEndFinder)
        /// The host is not asked, and what it sends is passed over.
        case ignored
    }

    /// What came of the host's bytes.
    struct Piece: Sendable {
        /// As they came, without the end.
        var data: [UInt8] = []
        /// What they mean.
        var payload: [UInt8] = []
        /// The host has ended its data.
        var isLast = false
    }

    let session: SessionID
    private(set) var host: HostCoding
    /// DLE stands before ETX and DLE in what the host gets.
    let escapes: Bool
    /// What is sent to the host at the end; empty when it has been.
    var endMarker: [UInt8]
    /// The host has ended it, so that the end that it gets is an echo.
    var isEndedByHost = false

    init(_ session: SessionID, host: HostCoding, escapes: Bool = false, endMarker: [UInt8] = []) {
        self.session = session
        self.host = host
        self.escapes = escapes
        self.endMarker = endMarker
    }

    /// What the host sends to end its data; empty where it cannot.
    var hostEnd: [UInt8] {
        switch host {
        case .transparent, .ignored: []
        case .escaped: [ControlCharacter.etx]
        case .mail: MailEndFinder.end
        }
    }

    /// Takes the host's bytes up to the end of its data.
    mutating func take(_ bytes: inout ArraySlice<UInt8>) -> Piece {
        switch host {
        case .transparent:
            defer { bytes.removeAll() }
            return Piece(data: Array(bytes), payload: Array(bytes))
        case .escaped(var decoder):
            let output = decoder.decode(bytes)
            let taken = bytes.prefix(output.consumed)
            bytes = bytes[taken.endIndex...]
            host = .escaped(decoder)
            return Piece(data: Array(output.ended ? taken.dropLast() : taken), payload: output.payload, isLast: output.ended)
        case .mail(var finder):
            let before = bytes
            var isLast = false
            let body = finder.take(&bytes, isComplete: &isLast)
            host = .mail(finder)
            return Piece(data: Array(before[..<bytes.startIndex]), payload: body, isLast: isLast)
        case .ignored:
            bytes.removeAll()
            return Piece()
        }
    }
}
