import Dialects
import Octets
import World

/// Data of a session on the line, as the dialect's data mode has them.
struct DataMode: Sendable {
    enum HostCoding: Hashable, Sendable {
        /// Every byte is data.
        case transparent
        /// DLE escapes, ETX ends.
        case escaped(DLEDecoder)
        /// Certain bytes end.
        case ended(EndFinder)
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
    private(set) var endMarker: [UInt8]
    /// What is sent before an error that ends it.
    private(set) var errorMarker: [UInt8]
    /// What the host sends to end its data; empty where it cannot.
    let hostEnd: [UInt8]
    /// The host's end comes back to it.
    let echoesEnd: Bool
    /// The host has ended it, so that the end that it gets is an echo.
    var isEndedByHost = false
    /// What stands behind each part of what the host gets; nil: its data have no parts.
    let deviceParting: [UInt8]?
    /// What leads the host out of it; nil: nothing does.
    var escape: EscapeWatch?

    /// - Parameter now: What comes so soon after it that the guard time has not passed is data.
    init(_ session: SessionID, _ mode: Dialect.DataMode, at now: Instant = .start) {
        self.session = session
        hostEnd = mode.host?.endBytes ?? []
        host =
            switch mode.host {
            case nil: .ignored
            case .some where hostEnd.isEmpty: .transparent
            case let flow?: flow.coding == .escaped ? .escaped(DLEDecoder()) : .ended(EndFinder(hostEnd))
            }
        escapes = mode.device?.coding == .escaped
        deviceParting = mode.device?.parting
        endMarker = deviceParting == nil ? mode.device?.endBytes ?? [] : []
        errorMarker = mode.errorMarker.bytes
        echoesEnd = mode.echo == .end
        escape = mode.escape.map { EscapeWatch($0, at: now) }
    }

    /// The host has no more data; what it sends is passed over.
    mutating func ignoreHost() { host = .ignored }

    /// The host has been told of the end.
    mutating func noteEnd() {
        endMarker = []
        errorMarker = []
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
        case .ended(var finder):
            let before = bytes
            var isLast = false
            let body = finder.take(&bytes, isComplete: &isLast)
            host = .ended(finder)
            return Piece(data: Array(before[..<bytes.startIndex]), payload: body, isLast: isLast)
        case .ignored:
            bytes.removeAll()
            return Piece()
        }
    }
}

extension Dialect.DataMode.Flow {
    /// What stands behind each part of it.
    fileprivate var parting: [UInt8]? { if case .parted(let bytes) = end { bytes } else { nil } }

    /// The bytes that end it, or a part of it. No AT# command says how many there are, or what ends them.
    fileprivate var endBytes: [UInt8] {
        switch end {
        case .bytes(let bytes), .parted(let bytes): bytes
        case .none, .pattern, .count: []
        }
    }
}
